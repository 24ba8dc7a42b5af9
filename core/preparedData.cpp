#include "preparedData.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace nablab {

namespace {

template <class Real>
void splitRows(PreparedData<Real>& data, const Data& description) {
  const int count = data.raw.rows;
  std::vector<int> order(static_cast<std::size_t>(count));
  std::iota(order.begin(), order.end(), 0);
  Random(description.seed, Stream::split).shuffle(order.data(), count);
  const PartSizes sizes = partSizes(description.split, count);
  data.part.resize(order.size());
  for (int i = 0; i < count; ++i)
    data.part[static_cast<std::size_t>(order[static_cast<std::size_t>(i)])] = i < sizes.training ? Part::training
                                                                              : i < sizes.training + sizes.validation
                                                                                  ? Part::validation
                                                                                  : Part::test;
  for (int row = 0; row < count; ++row)
    data.rows[static_cast<int>(data.part[static_cast<std::size_t>(row)])].push_back(row);
}

template <class Real>
void codeTargets(PreparedData<Real>& data, const Loss& loss) {
  const Task& task = data.raw.task;
  const double low = codingOf(loss) == TargetCoding::plusMinusOne ? -1 : 0;
  for (const double y : data.raw.y) {
    if (task.classes == 0)
      data.targets.push_back(static_cast<Real>(y));
    else if (data.outputs == 1)
      data.targets.push_back(static_cast<Real>(y == 1 ? 1 : low));
    else
      for (int k = 0; k < data.outputs; ++k) data.targets.push_back(static_cast<Real>(y == k ? 1 : low));
  }
}

template <class Real>
void measureInputs(PreparedData<Real>& data) {
  const auto inputs = static_cast<std::size_t>(data.raw.inputs());
  const auto rows = static_cast<std::size_t>(data.raw.rows);
  double furthest = 1;
  for (std::size_t i = 0; i < inputs; ++i) {
    double low = 0, high = 0, total = 0;
    for (std::size_t row = 0; row < rows; ++row) {
      const double value = data.x[row * inputs + i];
      low = row == 0 ? value : std::min(low, value);
      high = row == 0 ? value : std::max(high, value);
      if (data.part[row] == Part::training) total += value;
    }
    furthest = std::max({furthest, -low, high});
    const double margin = high > low ? (high - low) * 0.1 : 1;
    data.domain.push_back({low - margin, high + margin});
    data.mean.push_back(total / static_cast<double>(std::max<std::size_t>(1, data.rowsOf(Part::training).size())));
  }
  // Generated points are shown in one square around the origin, so that a circle stays one.
  const double edge = std::floor(furthest * 10.5 + 0.5) / 10;
  if (data.raw.picture == Picture::plane || data.raw.picture == Picture::curve)
    for (Domain& domain : data.domain) domain = {-edge, edge};
}

}  // namespace

template <class Real>
PreparedData<Real> prepareData(const Experiment& experiment, const Sources& sources) {
  PreparedData<Real> data;
  data.raw = makeDataset(experiment.data.kind, experiment.data.seed, sources);
  splitRows(data, experiment.data);
  data.x = data.raw.x;
  for (const Preprocessing& preprocessing : experiment.preprocessing)
    std::visit([&](const auto& kind) { kind.apply(data.x, data.raw.inputs(), data.rowsOf(Part::training)); },
               preprocessing);
  data.inputs.assign(data.x.begin(), data.x.end());
  data.outputs = outputsOf(experiment);
  codeTargets(data, experiment.loss);
  measureInputs(data);
  return data;
}

template PreparedData<NABLAB_REAL> prepareData(const Experiment&, const Sources&);

}  // namespace nablab
