#include "baselines.h"

#include <algorithm>
#include <cmath>

#include "metrics.h"
#include "report.h"

namespace nablab {

namespace {

/** What learning may see of the training part, and asking of any part, in numbers: rows × inputs × outputs. */
constexpr double mostNumbers = 1e6;
/** What the distances of one part may cost, in subtractions. */
constexpr double mostDistances = 6e7;

/** The experiment of the linear model: the network's data and preprocessing, with everything else made plain. */
Experiment linearExperiment(const Experiment& experiment, const LinearBaseline& baseline) {
  Experiment linear;
  linear.seed = experiment.seed;
  linear.data = experiment.data;
  for (const Preprocessing& kind : experiment.preprocessing)
    if (!std::visit(
            [](const auto& each) {
              return requires { each.augments; };
            },
            kind))
      linear.preprocessing.push_back(kind);
  linear.preprocessing.emplace_back(Standardization{});
  const Task task = taskOf(experiment.data.kind);
  if (task.classes == 0)
    linear.loss = MeanSquaredError{};
  else if (task.classes > 2)
    linear.loss = SoftmaxCrossEntropy{};
  linear.layers = {Dense{.units = outputsFor(linear.loss, task.classes, task.targets)}};
  linear.optimizer = Lbfgs{};
  linear.regularizers = {L2{.strength = baseline.strength}};
  linear.batchSize = 0;
  return linear;
}

/** Keeps evenly spaced ones of a part's rows. */
void thinOut(std::vector<int>& rows, double most) {
  const auto kept = static_cast<std::size_t>(std::max(1.0, std::min(most, static_cast<double>(rows.size()))));
  std::vector<int> taken;
  for (std::size_t i = 0; i < kept && !rows.empty(); ++i) taken.push_back(rows[i * rows.size() / kept]);
  rows = std::move(taken);
}

/** Predictions for the rows of a part against the truth: accuracy or R², as a document. */
class Judge {
 public:
  Judge(const PreparedData<double>& judged, Part part) : data(judged), rows(judged.rowsOf(part)) {}

  /** `predict(row, target)`: a class number, or the prediction of one target. */
  template <class Predict>
  Value measure(Predict predict) const {
    if (rows.empty()) return {};
    const Task& task = data.raw.task;
    const int targets = task.classes > 0 ? 1 : task.targets;
    std::vector<double> truth, predicted;
    for (const int row : rows)
      for (int target = 0; target < targets; ++target) {
        truth.push_back(data.raw.y[static_cast<std::size_t>(row * targets + target)]);
        predicted.push_back(predict(row, target));
      }
    if (task.classes == 0) return document(regressionReport(targets, truth, predicted).r2);
    return document(
        classificationReport(task.classes, {truth.begin(), truth.end()}, {predicted.begin(), predicted.end()})
            .accuracy);
  }

  Value document(const Quotient& quotient) const {
    Value part;
    part.set("value", quotient.value);
    part.set("defined", quotient.defined);
    part.set("rows", static_cast<double>(rows.size()));
    return part;
  }

 private:
  const PreparedData<double>& data;
  const std::vector<int>& rows;
};

/** By target the number that all rows are predicted to have: the most frequent class, or the mean. */
std::vector<double> constantsOf(const PreparedData<double>& data) {
  const Task& task = data.raw.task;
  const std::vector<int>& rows = data.rowsOf(Part::training);
  if (task.classes > 0) {
    std::vector<int> counts(static_cast<std::size_t>(task.classes));
    for (const int row : rows) ++counts[static_cast<std::size_t>(data.raw.y[static_cast<std::size_t>(row)])];
    return {static_cast<double>(std::max_element(counts.begin(), counts.end()) - counts.begin())};
  }
  std::vector<double> means(static_cast<std::size_t>(task.targets));
  for (const int row : rows)
    for (std::size_t k = 0; k < means.size(); ++k)
      means[k] += data.raw.y[static_cast<std::size_t>(row) * means.size() + k];
  for (double& mean : means) mean /= static_cast<double>(rows.size());
  return means;
}

/** The training rows nearest to any row, by Euclid's distance. */
class Neighbours {
 public:
  Neighbours(const PreparedData<double>& all, int number) : data(all), count(static_cast<std::size_t>(number)) {}

  double predict(int row, int target) {
    if (row != last) find(row);
    last = row;
    const Task& task = data.raw.task;
    const auto at = [&](std::size_t i) {
      return data.raw.y[static_cast<std::size_t>(nearest[i].second) *
                            static_cast<std::size_t>(task.classes > 0 ? 1 : task.targets) +
                        static_cast<std::size_t>(target)];
    };
    double total = 0;
    for (std::size_t i = 0; i < nearest.size(); ++i) total += at(i);
    if (task.classes == 0) return total / static_cast<double>(nearest.size());
    std::vector<int> votes(static_cast<std::size_t>(task.classes));
    for (std::size_t i = 0; i < nearest.size(); ++i) ++votes[static_cast<std::size_t>(at(i))];
    const int most = *std::max_element(votes.begin(), votes.end());
    std::size_t first = 0;
    while (votes[static_cast<std::size_t>(at(first))] < most) ++first;
    return at(first);
  }

 private:
  void find(int row) {
    nearest.clear();
    const std::span<const double> x = data.inputsOf(row);
    for (const int other : data.rowsOf(Part::training)) {
      if (other == row) continue;
      const std::span<const double> y = data.inputsOf(other);
      double distance = 0;
      for (std::size_t i = 0; i < x.size(); ++i) distance += (x[i] - y[i]) * (x[i] - y[i]);
      nearest.emplace_back(distance, other);
    }
    const std::size_t kept = std::min(count, nearest.size());
    std::partial_sort(nearest.begin(), nearest.begin() + static_cast<std::ptrdiff_t>(kept), nearest.end());
    nearest.resize(kept);
  }

  const PreparedData<double>& data;
  std::size_t count;
  int last = -1;
  std::vector<std::pair<double, int>> nearest;
};

template <class Measure>
Value recordOf(const char* kind, Measure measure) {
  constexpr const char* names[] = {"training", "validation", "test"};
  Value record;
  record.set("kind", kind);
  for (int part = 0; part < partCount; ++part) record.set(names[part], measure(static_cast<Part>(part)));
  return record;
}

Value answer(const ConstantBaseline& baseline, const Experiment&, const PreparedData<double>& data) {
  const std::vector<double> constants = constantsOf(data);
  return recordOf(baseline.key, [&](Part part) {
    return Judge(data, part).measure([&](int, int target) { return constants[static_cast<std::size_t>(target)]; });
  });
}

Value answer(const LinearBaseline& baseline, const Experiment& linear, const PreparedData<double>& data) {
  Run<double> run(linear, data);
  for (int step = 0; step < baseline.steps && run.advance(); ++step) continue;
  return recordOf(baseline.key, [&](Part part) {
    if (data.rowsOf(part).empty()) return Value();
    const Value report = reportOf(run, part);
    const Value* measure = report.find(data.raw.task.classes > 0 ? "accuracy" : "r2");
    return Judge(data, part).document({*measure->find("value")->number(), *measure->find("defined")->flag()});
  });
}

Value answer(const NeighboursBaseline& baseline, const Experiment&, const PreparedData<double>& whole) {
  PreparedData<double> data = whole;
  const double most = std::sqrt(mostDistances / static_cast<double>(data.features.size()));
  for (std::vector<int>& rows : data.rows) thinOut(rows, most);
  // A row that is alone has no neighbour.
  if (data.rowsOf(Part::training).size() < 2) return recordOf(baseline.key, [](Part) { return Value(); });
  Neighbours neighbours(data, baseline.neighbours);
  return recordOf(baseline.key, [&](Part part) {
    return Judge(data, part).measure([&](int row, int target) { return neighbours.predict(row, target); });
  });
}

}  // namespace

Value measureBaselines(const Experiment& experiment, const Sources& sources) {
  if (experiment.objective) return {};
  const Experiment linear = linearExperiment(experiment, LinearBaseline{});
  PreparedData<double> data = prepareData<double>(linear, sources);
  if (data.raw.rows == 0) return {};
  const double numbers = static_cast<double>(data.features.size()) * data.outputs;
  for (std::vector<int>& rows : data.rows) thinOut(rows, mostNumbers / numbers);
  Value::List list;
  forEachKind<Baseline>([&](const auto& baseline) { list.push_back(answer(baseline, linear, data)); });
  Value record;
  record.set("measure", data.raw.task.classes > 0 ? "accuracy" : "r2");
  record.set("baselines", list);
  return record;
}

}  // namespace nablab
