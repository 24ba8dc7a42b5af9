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

void BatchHessian::difference() {
  constexpr double relativeStep = 1.0 / 131072;
  const std::size_t n = direction.size();
  std::vector<double>&parameters = twin->network.parameters, &gradients = twin->network.gradients;
  for (std::size_t i = 0; i < n; ++i) {
    const double here = parameters[i], step = relativeStep * std::max(1.0, std::fabs(here));
    const double above = here + step, below = here - step;
    parameters[i] = above;
    twin->measure(twin->batchSamples);
    std::copy_n(gradients.begin(), n, ahead.begin());
    parameters[i] = below;
    twin->measure(twin->batchSamples);
    for (std::size_t j = 0; j < n; ++j) matrix[i * n + j] = (ahead[j] - gradients[j]) / (above - below);
    parameters[i] = here;
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
