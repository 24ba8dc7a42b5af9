#pragma once
#include <memory>
#include <vector>

#include "run.h"

namespace nablab {

/**
 * Second derivatives of the loss of a run's batch, for Newton's method: central differences of the gradient that a run
 * in double computes on the same batch with the same masks, of fourth order from steps of h and 2h, in units of
 * max(1, |θᵢ|). With h = 2⁻¹¹ the error is of the order h⁴·f⁽⁶⁾/30 + 10⁻¹⁶/h·|g|, about twelve digits. Where the two
 * steps disagree, since a kink lies within them or a derivative is large, narrower ones are taken, down to 2⁻²¹.
 * Nothing is allocated after the first step.
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
  /** Row i from two gradients, `step` above and below; the matrix is symmetric but for rounding. */
  void differenceOver(std::size_t i, double step, double* row);
  /** From a row over `step`, and over twice that in `wide`, to no step at all. False, changing nothing, if they
   * disagree. */
  bool extrapolate(double step, double* row) const;
  void keepFrozen();

  std::unique_ptr<Run<double>> twin;
  std::vector<double> matrix, direction, ahead, wide;
};

}  // namespace nablab
