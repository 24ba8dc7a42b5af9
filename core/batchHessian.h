#pragma once
#include <memory>
#include <vector>

#include "run.h"

namespace nablab {

/**
 * Second derivatives of the loss of a run's batch, for Newton's method: central differences of the gradient that a run
 * in double computes on the same batch with the same masks. With a step of h·max(1, |θᵢ|), h = 2⁻¹⁷, the error is of
 * the order h²·f⁗ + 10⁻¹⁶/h·|g|, about ten digits. Nothing is allocated after the first step.
 */
class BatchHessian {
 public:
  /** For batches of up to `samples`. */
  BatchHessian(const Experiment& experiment, const PreparedRows& rows, int samples);

  /** Takes over the knobs of an experiment that differs in turnable knobs only. */
  void turn(const Experiment& experiment);

  /** The Hessian of the batch that stands ready in the run; rows and columns of frozen parameters are those of 1. */
  template <class Real>
  Surface::Curvature of(const Run<Real>& run);

 private:
  template <class Real>
  void takeBatch(const Run<Real>& run);
  void difference();
  void keepFrozen();

  std::unique_ptr<Run<double>> twin;
  std::vector<double> matrix, direction, ahead;
};

}  // namespace nablab
