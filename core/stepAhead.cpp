#include "stepAhead.h"

#include "runCopy.h"

namespace nablab {

template <class Real>
StepAhead stepAhead(const Run<Real>& run) {
  const Experiment experiment = endless(run.experiment());
  Run<Real> copy(experiment, run.data());
  copy.restore(run.save());
  standReady(run, copy);
  StepAhead ahead;
  if (run.diverged() || !copy.advance()) return ahead;
  for (std::size_t i = 0; i < run.network.plan().size(); ++i) {
    ahead.gradients.push_back(static_cast<double>(copy.network.gradients[i]));
    ahead.updates.push_back(static_cast<double>(copy.network.parameters[i] - run.network.parameters[i]));
  }
  return ahead;
}

template StepAhead stepAhead(const Run<NABLAB_REAL>&);

}  // namespace nablab
