#pragma once
#include <algorithm>

#include "run.h"

/** What copies of a run have in common that are made to look into it. */
namespace nablab {

/** The experiment without what ends a run: a look goes on regardless. */
inline Experiment endless(Experiment experiment) {
  experiment.stop = {};
  experiment.earlyStopping = {};
  return experiment;
}

/**
 * Puts into a copy, which stands at the same step, the batch of that step; or, of a run without rows, the one that was
 * last put into it by hand, masks included. Refuses with ROWS_MISSING where there is neither.
 */
template <class From, class To>
void standReady(const Run<From>& from, Run<To>& to) {
  if (from.experiment().objective) return;
  if (!from.data().rowsOf(Part::training).empty()) return to.pickBatch();
  if (from.batchSamples == 0)
    throw Refusal("ROWS_MISSING", "data", "without rows", "rows provided before configure, or one step on a batch");
  to.makeRoom(from.training.capacity);
  to.batchSamples = from.batchSamples;
  std::copy(from.training.input.begin(), from.training.input.end(), to.training.input.begin());
  std::copy(from.batchTargets.begin(), from.batchTargets.end(), to.batchTargets.begin());
  for (std::size_t i = 0; i < from.training.kept.size(); ++i)
    std::copy(from.training.kept[i].begin(), from.training.kept[i].end(), to.training.kept[i].begin());
}

}  // namespace nablab
