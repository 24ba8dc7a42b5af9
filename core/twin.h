#pragma once
#include <memory>
#include <vector>

#include "run.h"

namespace nablab {

/** Puts `count` evenly spaced rows of the training part, at most all of them, into the run as its batch. */
void takeRows(Run<double>& run, int count);

/**
 * A run of either precision once more in double, at the same step and with the same batch: what the tools work on, so
 * that none of them can disturb the run. Parameters and gradients are without padding.
 */
class Twin {
 public:
  /** Takes the batch of the present step; of a run without rows the one it was last fed. Refuses with ROWS_MISSING. */
  template <class Real>
  explicit Twin(const Run<Real>& run);

  /** Takes these rows in place of the batch; 0 keeps it. */
  void takeRows(int count) { nablab::takeRows(*copy, count); }

  Run<double>& run() { return *copy; }
  std::size_t size() const { return copy->network.plan().size(); }
  int samples() const { return copy->batchSamples; }
  /** Where the run stands. */
  const std::vector<double>& parameters() const { return start; }

  /** Loss and penalties of the batch, in training mode with the masks that were drawn once. */
  double objective(const std::vector<double>& parameters);
  /** The same, and its gradient. */
  double objective(const std::vector<double>& parameters, std::vector<double>& gradient);

 private:
  std::unique_ptr<Run<double>> copy;
  std::vector<double> start;
};

}  // namespace nablab
