#include "worstSamples.h"

#include <algorithm>

#include "math/kernels.h"
#include "report.h"

namespace nablab {

std::vector<std::vector<WorstSample>> worstSamples(Twin& twin, const WorstSettings& settings) {
  Run<double>& run = twin.run();
  const PreparedData<double>& data = run.data();
  if (data.raw.rows == 0) throw Refusal("ROWS_MISSING", "data", "without rows", "rows provided before configure");
  const int classes = data.raw.task.classes, outputs = run.network.outputs();
  const auto most = static_cast<std::size_t>(settings.samples);
  std::vector<std::vector<WorstSample>> lists(static_cast<std::size_t>(std::max(1, classes)));
  std::vector<double> targets(static_cast<std::size_t>(outputs * lanes)), z(static_cast<std::size_t>(outputs));
  for (const int row : data.rowsOf(static_cast<Part>(settings.part))) {
    gatherColumns(data.table(), &row, 1, run.evaluation.input.data(), targets.data(), lanes);
    run.network.forward(run.evaluation, 1, false);
    const double* all = run.evaluation.outputs.back().data();
    for (std::size_t unit = 0; unit < z.size(); ++unit) z[unit] = all[unit * lanes];
    const double loss =
        sumOfLosses<double>(run.experiment().loss, all, targets.data(), nullptr, outputs, 1, lanes).total;
    const auto truth = classes > 0 ? static_cast<std::size_t>(data.raw.y[static_cast<std::size_t>(row)]) : 0;
    std::vector<WorstSample>& list = lists[truth];
    const auto place = std::find_if(list.begin(), list.end(), [&](const WorstSample& other) {
      return loss != loss ? other.loss == other.loss : loss > other.loss;
    });
    const int decided = classes > 0 ? decidedClass(run.experiment().loss, z.data(), outputs) : -1;
    list.insert(place, {row, decided, loss});
    if (list.size() > most) list.pop_back();
  }
  return lists;
}

}  // namespace nablab
