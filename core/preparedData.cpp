#include "preparedData.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "datasets/spoiling.h"

namespace nablab {

namespace {

/** A group for every row: its class, or in regression one of ten bands of the target. */
std::vector<int> strataOf(const Dataset& data) {
  if (data.task.classes > 0) return {data.y.begin(), data.y.end()};
  constexpr std::int64_t bands = 10;
  const auto target = [&](int row) { return data.y[static_cast<std::size_t>(row * data.task.targets)]; };
  std::vector<int> byTarget(static_cast<std::size_t>(data.rows)), strata(byTarget.size());
  std::iota(byTarget.begin(), byTarget.end(), 0);
  std::stable_sort(byTarget.begin(), byTarget.end(), [&](int a, int b) { return target(a) < target(b); });
  for (std::size_t rank = 0; rank < byTarget.size(); ++rank)
    strata[static_cast<std::size_t>(byTarget[rank])] =
        static_cast<int>(static_cast<std::int64_t>(rank) * bands / data.rows);
  return strata;
}

/**
 * Reorders rows so that every stretch of them has the groups in about the same proportions: the i-th of a group of n
 * goes to the place (i + ½)/n of the way.
 */
void spreadStrata(std::vector<int>& order, const std::vector<int>& strata) {
  std::vector<int> seen, total;
  const auto stratumOf = [&](int row) { return static_cast<std::size_t>(strata[static_cast<std::size_t>(row)]); };
  for (const int row : order) {
    total.resize(std::max(total.size(), stratumOf(row) + 1));
    ++total[stratumOf(row)];
  }
  seen.resize(total.size());
  std::vector<std::pair<double, int>> places;
  for (const int row : order) {
    const std::size_t stratum = stratumOf(row);
    places.push_back({(seen[stratum]++ + 0.5) / total[stratum], row});
  }
  std::stable_sort(places.begin(), places.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = places[i].second;
}

/** Row by row its part. In shuffled order come training, validation (with folds: wherever its fold is), test. */
std::vector<Part> partOfRows(const Dataset& data, const Data& description) {
  const int count = data.rows;
  std::vector<int> order(static_cast<std::size_t>(count));
  std::iota(order.begin(), order.end(), 0);
  Random(description.seed, Stream::split).shuffle(order.data(), count);
  const Split& split = description.split;
  if (split.stratified) spreadStrata(order, strataOf(data));
  const PartSizes sizes = partSizes(split, count);
  const int rest = sizes.training + sizes.validation;
  const int begin =
      split.folds < 2 ? sizes.training : static_cast<int>(static_cast<std::int64_t>(rest) * split.fold / split.folds);
  std::vector<Part> parts(order.size());
  for (int i = 0; i < count; ++i)
    parts[static_cast<std::size_t>(order[static_cast<std::size_t>(i)])] = i >= rest ? Part::test
                                                                          : i >= begin && i < begin + sizes.validation
                                                                              ? Part::validation
                                                                              : Part::training;
  return parts;
}

/** Target number `k` of a row as a loss wants it. */
double codedTarget(const PreparedRows& data, TargetCoding coding, std::size_t row, int k) {
  const Task& task = data.raw.task;
  if (task.classes == 0) return data.raw.y[row * static_cast<std::size_t>(task.targets) + static_cast<std::size_t>(k)];
  const bool isClass = data.raw.y[row] == (data.outputs == 1 ? 1 : k);
  return isClass ? 1 : coding == TargetCoding::plusMinusOne ? -1 : 0;
}

/** Puts what the network sees of each row, rows × inputs, beside its targets. */
template <class Real>
void fillSamples(PreparedData<Real>& data, const std::vector<double>& seen, const Loss& loss) {
  const auto width = static_cast<std::size_t>(data.table().width());
  const std::size_t rows = static_cast<std::size_t>(data.raw.rows), inputs = data.features.size();
  data.samples.resize(rows * width);
  for (std::size_t row = 0; row < rows; ++row) {
    Real* const sample = &data.samples[row * width];
    for (std::size_t i = 0; i < inputs; ++i) sample[i] = static_cast<Real>(seen[row * inputs + i]);
    for (int k = 0; k < data.outputs; ++k)
      sample[inputs + static_cast<std::size_t>(k)] = static_cast<Real>(codedTarget(data, codingOf(loss), row, k));
  }
}

/** x after one more step, which may have another number of columns. */
std::vector<double> applied(const FittedStep& step, const std::vector<double>& x, int rows) {
  const auto inputs = static_cast<std::size_t>(step.inputs), outputs = static_cast<std::size_t>(step.outputs);
  const std::size_t numbers = static_cast<std::size_t>(rows) * outputs;
  if (numbers > static_cast<std::size_t>(Limits::dataNumbers))
    throw Refusal("LIMIT", "preprocessing", std::to_string(numbers) + " numbers in all",
                  "up to " + std::to_string(Limits::dataNumbers) + " numbers");
  std::vector<double> result(numbers);
  for (std::size_t row = 0; row < static_cast<std::size_t>(rows); ++row)
    step.apply(&x[row * inputs], &result[row * outputs]);
  return result;
}

/** Fits and applies all preprocessing; `shown` becomes what pictures show. Returns the network's inputs where they are
 * not that. */
std::vector<double> preprocess(PreparedRows& data, const std::vector<Preprocessing>& kinds,
                               std::vector<double>& shown) {
  shown = data.raw.x;
  data.features = data.raw.inputNames;
  std::vector<double> changed;
  for (const Preprocessing& kind : kinds) {
    std::vector<double>& x = data.rest.empty() ? shown : changed;
    FittedStep step;
    const int inputs = static_cast<int>(data.features.size());
    if (!fitStep(kind, {x, inputs, data.rowsOf(Part::training)}, step)) continue;
    data.features = step.namesOf(data.features);
    if (data.rest.empty() && step.keepsInputs()) {
      for (std::size_t at = 0; at < x.size(); at += static_cast<std::size_t>(inputs)) step.apply(&x[at], &x[at]);
    } else {
      changed = applied(step, x, data.raw.rows);
      data.rest.push_back(std::move(step));
    }
  }
  return changed;
}

/** Refuses numbers that are not finite as the network takes them, naming the first one's input and row. */
template <class Real>
void checkInputs(const PreparedData<Real>& data) {
  for (int row = 0; row < data.raw.rows; ++row) {
    const std::span<const Real> inputs = data.inputsOf(row);
    for (std::size_t i = 0; i < inputs.size(); ++i)
      if (inputs[i] - inputs[i] != 0)
        throw Refusal(
            "COMBINATION", "preprocessing",
            data.features[i] + " in row " + std::to_string(row + 1) + " is " + textOf(static_cast<double>(inputs[i])),
            "numbers that stay finite");
  }
}

void measureInputs(PreparedRows& data, const std::vector<double>& shown) {
  const auto inputs = static_cast<std::size_t>(data.raw.inputs());
  const auto rows = static_cast<std::size_t>(data.raw.rows);
  double furthest = 1;
  for (std::size_t i = 0; i < inputs; ++i) {
    double low = 0, high = 0, total = 0;
    for (std::size_t row = 0; row < rows; ++row) {
      const double value = shown[row * inputs + i];
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
  const Data& description = experiment.data;
  data.raw = makeDataset(description.kind, description.seed, sources);
  duplicateRows(data.raw, description.duplicates, description.seed);
  mislabelRows(data.raw, description.labelNoise, description.seed);
  if (data.raw.rows > 0) checkFolds(description.split, data.raw.rows);
  data.part = partOfRows(data.raw, description);
  for (int row = 0; row < data.raw.rows; ++row)
    data.rows[static_cast<int>(data.part[static_cast<std::size_t>(row)])].push_back(row);
  if (data.raw.rows > 0 && data.rowsOf(Part::training).empty())
    throw Refusal("COMBINATION", "data.split.training", "no row of " + std::to_string(data.raw.rows),
                  "at least one row");
  std::vector<double> shown;
  const std::vector<double> changed = preprocess(data, experiment.preprocessing, shown);
  const std::vector<double>& seen = data.rest.empty() ? shown : changed;
  data.outputs = outputsOf(experiment);
  fillSamples(data, seen, experiment.loss);
  checkInputs(data);
  measureInputs(data, shown);
  data.x.assign(shown.begin(), shown.end());
  return data;
}

template PreparedData<NABLAB_REAL> prepareData(const Experiment&, const Sources&);

}  // namespace nablab
