#pragma once
#include <vector>

#include "run.h"

namespace nablab {

/** What the step that leads on from here would do to each parameter. Both are empty where no step can be made. */
struct StepAhead {
  /** Of the objective, penalty included, before clipping; and what the optimizer would add. */
  std::vector<double> gradients, updates;
};

/** Does the step on a copy of the run. Refuses with ROWS_MISSING a run without rows. */
template <class Real>
StepAhead stepAhead(const Run<Real>& run);

}  // namespace nablab
