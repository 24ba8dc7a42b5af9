#include "twin.h"

#include <algorithm>

#include "math/kernels.h"
#include "runCopy.h"

namespace nablab {

namespace {

template <class Real>
std::vector<double> widened(const std::vector<Real>& numbers) {
  return {numbers.begin(), numbers.end()};
}

template <class Real>
PreparedData<double> widenedData(const PreparedData<Real>& data) {
  PreparedData<double> wide;
  static_cast<PreparedRows&>(wide) = data;
  wide.samples = widened(data.samples);
  return wide;
}

/** The state but for what ends a run: tools go on regardless. */
template <class Real>
RunState<double> widenedState(const RunState<Real>& state) {
  RunState<double> wide;
  wide.step = state.step;
  wide.parameters = widened(state.parameters);
  wide.statistics = widened(state.statistics);
  for (const std::vector<Real>& slot : state.slots) wide.slots.push_back(widened(slot));
  wide.batchLoss = static_cast<double>(state.batchLoss);
  wide.penalty = static_cast<double>(state.penalty);
  wide.losses = state.losses;
  wide.highest = state.highest;
  return wide;
}

}  // namespace

template <class Real>
Twin::Twin(const Run<Real>& run)
    : copy(std::make_unique<Run<double>>(endless(run.experiment()), widenedData(run.data()))), start() {
  copy->restore(widenedState(run.save()));
  start = copy->network.parameters;
  start.resize(size());
  standReady(run, *copy);
}

template Twin::Twin(const Run<float>&);
template Twin::Twin(const Run<double>&);

void takeRows(Run<double>& run, int count) {
  const std::vector<int>& rows = run.data().rowsOf(Part::training);
  const int all = static_cast<int>(rows.size()), taken = std::min(count, all);
  if (taken == 0) return;
  std::vector<int> chosen;
  for (int i = 0; i < taken; ++i)
    chosen.push_back(rows[static_cast<std::size_t>(static_cast<std::int64_t>(i) * all / taken)]);
  run.makeRoom(taken);
  run.batchSamples = taken;
  gatherColumns(run.data().table(), chosen.data(), taken, run.training.input.data(), run.batchTargets.data(),
                run.columnsFor(taken));
  run.network.drawMasks(run.training, run.experiment().seed, run.step(), taken);
}

double Twin::objective(const std::vector<double>& parameters) {
  std::copy_n(parameters.begin(), size(), copy->network.parameters.begin());
  const auto [loss, penalty] = copy->measure(copy->batchSamples);
  return loss + penalty;
}

double Twin::objective(const std::vector<double>& parameters, std::vector<double>& gradient) {
  const double value = objective(parameters);
  gradient.assign(copy->network.gradients.begin(),
                  copy->network.gradients.begin() + static_cast<std::ptrdiff_t>(size()));
  return value;
}

}  // namespace nablab
