#include "sample.h"

namespace nablab {

std::vector<double> shownRow(const Experiment& experiment, const PreparedRows& data, std::vector<double> raw) {
  std::vector<double> x = data.raw.x;
  const auto inputs = raw.size();
  for (const Preprocessing& kind : experiment.preprocessing) {
    FittedStep step;
    if (!fitStep(kind, {x, static_cast<int>(inputs), data.rowsOf(Part::training)}, step)) continue;
    if (!step.keepsInputs()) break;
    for (std::size_t at = 0; at < x.size(); at += inputs) step.apply(&x[at], &x[at]);
    step.apply(raw.data(), raw.data());
  }
  return raw;
}

}  // namespace nablab
