#include "batchHessian.h"

#include <algorithm>
#include <cmath>

namespace nablab {

namespace {

/** The same network and loss, and nothing else: penalties are no part of the Hessian. */
Experiment bare(Experiment experiment) {
  experiment.optimizer = GradientDescent{};
  experiment.regularizers.clear();
  experiment.clipping = NoClipping{};
  experiment.plantedBug.reset();
  experiment.earlyStopping = {};
  return experiment;
}

PreparedData<double> withoutRows(const PreparedRows& rows) {
  PreparedData<double> data;
  data.raw.task = rows.raw.task;
  data.outputs = rows.outputs;
  return data;
}

template <class Real>
void copyInto(std::vector<double>& to, const std::vector<Real>& from) {
  std::copy_n(from.begin(), std::min(to.size(), from.size()), to.begin());
}

}  // namespace

BatchHessian::BatchHessian(const Experiment& experiment, const PreparedRows& rows, int samples)
    : twin(std::make_unique<Run<double>>(bare(experiment), withoutRows(rows))) {
  twin->makeRoom(samples);
  const std::size_t n = twin->network.plan().size();
  matrix.resize(n * n);
  direction.resize(n);
  ahead.resize(n);
  wide.resize(n);
}

void BatchHessian::turn(const Experiment& experiment) { twin->turn(bare(experiment)); }

template <class Real>
void BatchHessian::takeBatch(const Run<Real>& run) {
  twin->makeRoom(run.batchSamples);
  copyInto(twin->network.parameters, run.network.parameters);
  copyInto(twin->training.input, run.training.input);
  copyInto(twin->batchTargets, run.batchTargets);
  for (std::size_t i = 0; i < run.training.kept.size(); ++i) copyInto(twin->training.kept[i], run.training.kept[i]);
  twin->batchSamples = run.batchSamples;
}

void BatchHessian::differenceOver(std::size_t i, double step, double* row) {
  std::vector<double>&parameters = twin->network.parameters, &gradients = twin->network.gradients;
  const double here = parameters[i], above = here + step, below = here - step;
  parameters[i] = above;
  twin->measure(twin->batchSamples);
  std::copy_n(gradients.begin(), ahead.size(), ahead.begin());
  parameters[i] = below;
  twin->measure(twin->batchSamples);
  for (std::size_t j = 0; j < ahead.size(); ++j) row[j] = (ahead[j] - gradients[j]) / (above - below);
  parameters[i] = here;
}

bool BatchHessian::extrapolate(double step, double* row) const {
  // What is left over is of the order of this difference squared.
  constexpr double largestDifference = 1.0 / 262144, rounding = 1e-14;
  double largest = 0, difference = 0, steepest = 0;
  for (std::size_t j = 0; j < wide.size(); ++j) {
    largest = std::max(largest, std::fabs(row[j]));
    difference = std::max(difference, std::fabs(row[j] - wide[j]));
    steepest = std::max(steepest, std::fabs(ahead[j]));
  }
  if (!(difference <= largestDifference * largest + rounding * steepest / step)) return false;
  for (std::size_t j = 0; j < wide.size(); ++j) row[j] += (row[j] - wide[j]) / 3;
  return true;
}

void BatchHessian::difference() {
  constexpr int widest = 11, narrowest = 21;
  const std::size_t n = direction.size();
  for (std::size_t i = 0; i < n; ++i) {
    double* const row = &matrix[i * n];
    const double unit = std::max(1.0, std::fabs(twin->network.parameters[i]));
    for (int halvings = widest; halvings <= narrowest; halvings += 2) {
      const double step = unit / (1 << halvings);
      differenceOver(i, step, row);
      differenceOver(i, 2 * step, wide.data());
      if (extrapolate(step, row)) break;
    }
  }
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t j = 0; j < i; ++j)
      matrix[i * n + j] = matrix[j * n + i] = (matrix[i * n + j] + matrix[j * n + i]) / 2;
}

void BatchHessian::keepFrozen() {
  const std::size_t n = direction.size();
  for (const auto& [begin, end] : twin->network.frozen())
    for (std::size_t i = begin; i < end; ++i)
      for (std::size_t j = 0; j < n; ++j) matrix[i * n + j] = matrix[j * n + i] = i == j ? 1 : 0;
}

template <class Real>
Surface::Curvature BatchHessian::of(const Run<Real>& run) {
  takeBatch(run);
  difference();
  keepFrozen();
  return {matrix.data(), direction.data()};
}

template Surface::Curvature BatchHessian::of(const Run<float>&);
template Surface::Curvature BatchHessian::of(const Run<double>&);

}  // namespace nablab
