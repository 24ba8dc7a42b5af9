#include "startLook.h"

#include <algorithm>
#include <cmath>

#include "../twin.h"
#include "vitals.h"

namespace nablab {

namespace {

struct Moments {
  double mean, deviation;
};

/** Of `rows` stretches of `count` numbers each, `stride` apart. */
Moments momentsOf(const double* numbers, std::size_t rows, std::size_t count, std::size_t stride) {
  double sum = 0, squares = 0;
  const auto all = static_cast<double>(rows * count);
  for (std::size_t row = 0; row < rows; ++row)
    for (std::size_t i = 0; i < count; ++i) sum += numbers[row * stride + i];
  const double mean = sum / all;
  for (std::size_t row = 0; row < rows; ++row)
    for (std::size_t i = 0; i < count; ++i) {
      const double distance = numbers[row * stride + i] - mean;
      squares += distance * distance;
    }
  return {mean, std::sqrt(squares / all)};
}

bool columnsAlike(const double* weights, std::size_t rows, std::size_t columns) {
  for (std::size_t row = 0; row < rows; ++row)
    for (std::size_t k = 1; k < columns; ++k) {
      const double first = weights[row * columns], other = weights[row * columns + k];
      if (std::fabs(first - other) > 1e-8 * std::fabs(first)) return false;
    }
  return true;
}

void lookAtWeights(const Run<double>& run, std::vector<LayerStart>& layers) {
  for (const Tensor& tensor : run.network.plan().tensors()) {
    if (!tensor.isWeight()) continue;
    LayerStart& layer = layers[static_cast<std::size_t>(tensor.layer)];
    const double* const weights = run.network.parameters.data() + tensor.offset;
    const auto units = static_cast<std::size_t>(tensor.shape.back());
    const auto [mean, deviation] = momentsOf(weights, 1, tensor.length, 0);
    layer.weightMean = mean;
    layer.weightDeviation = deviation;
    layer.weights = tensor.length;
    const Fans fans = fansOf(tensor.shape);
    layer.fanIn = fans.in;
    layer.fanOut = fans.out;
    layer.unitsAlike = units > 1 && columnsAlike(weights, tensor.length / units, units);
  }
}

void takeFirstStep(Run<double>& run, StartLook& start) {
  const std::vector<double> before = run.network.parameters;
  start.firstStepIsFinite = run.advance();
  for (const Tensor& tensor : run.network.plan().tensors()) {
    if (!tensor.isWeight()) continue;
    double weight = 0, update = 0;
    for (std::size_t i = tensor.offset; i < tensor.offset + tensor.length; ++i) {
      weight += std::fabs(before[i]);
      update += std::fabs(run.network.parameters[i] - before[i]);
    }
    start.firstStepIsFinite = start.firstStepIsFinite && update - update == 0;
    if (weight > 0) start.layers[static_cast<std::size_t>(tensor.layer)].updateRatio = update / weight;
  }
}

constexpr std::size_t neighbours = 5;

/** The class of most of the nearest rows, of a tie that of the nearest. */
double classAround(const std::vector<std::pair<double, double>>& nearest) {
  double most = nearest.front().second;
  long votes = 0;
  for (const auto& [distance, candidate] : nearest) {
    const auto count = std::count_if(nearest.begin(), nearest.end(),
                                     [&, wanted = candidate](const auto& each) { return each.second == wanted; });
    if (count > votes) {
      votes = count;
      most = candidate;
    }
  }
  return most;
}

/** The middle one of the nearest rows' targets. */
double middleOf(const std::vector<std::pair<double, double>>& nearest) {
  std::vector<double> targets;
  for (const auto& [distance, target] : nearest) targets.push_back(target);
  return medianOf(targets);
}

/**
 * From which distance on a target is not noisy, but wrong: noise of one kind stays within five medians of its size
 * (Rousseeuw & Croux 1993 on robust scales), and what is small against all targets does no harm.
 */
double doubtfulFrom(const std::vector<double>& surprises, double deviation) {
  return std::max(5 * medianOf(surprises), 0.2 * deviation);
}

/** Compares the labels of evenly spaced rows, for training and validation, with those around them. */
void lookAtLabels(const Run<double>& run, StartLook& start) {
  const PreparedData<double>& data = run.data();
  // A small training part alone is too sparse to tell what is wrong from what is rare.
  std::vector<int> all = data.rowsOf(Part::training);
  const std::vector<int>& more = data.rowsOf(Part::validation);
  all.insert(all.end(), more.begin(), more.end());
  constexpr std::size_t mostRows = 500;
  const std::size_t count = std::min(all.size(), mostRows);
  if (count <= 2 * neighbours || data.raw.task.targets > 1) return;
  const auto rowAt = [&](std::size_t i) { return all[i * all.size() / count]; };
  const auto labelAt = [&](std::size_t i) { return data.raw.y[static_cast<std::size_t>(rowAt(i))]; };
  std::size_t doubtful = 0;
  /** How far each row is from what those around it say. */
  std::vector<double> surprises;
  for (std::size_t i = 0; i < count; ++i) {
    // By distance: the nearest rows so far, and their classes.
    std::vector<std::pair<double, double>> nearest;
    const std::span<const double> here = data.inputsOf(rowAt(i));
    for (std::size_t k = 0; k < count; ++k) {
      if (k == i) continue;
      const std::span<const double> there = data.inputsOf(rowAt(k));
      double distance = 0;
      for (std::size_t input = 0; input < here.size(); ++input) {
        const double apart = here[input] - there[input];
        distance += apart * apart;
      }
      if (nearest.size() == neighbours && distance >= nearest.back().first) continue;
      const auto place = std::upper_bound(nearest.begin(), nearest.end(), distance,
                                          [](double d, const auto& each) { return d < each.first; });
      nearest.insert(place, {distance, labelAt(k)});
      if (nearest.size() > neighbours) nearest.pop_back();
    }
    if (data.raw.task.classes == 0)
      surprises.push_back(std::fabs(labelAt(i) - middleOf(nearest)));
    else
      surprises.push_back(classAround(nearest) == labelAt(i) ? 0 : 1);
  }
  const Moments targets = momentsOf(data.raw.y.data(), 1, data.raw.y.size(), 0);
  double squares = 0;
  for (const double surprise : surprises) squares += surprise * surprise;
  const double unexplained = squares / static_cast<double>(count) / (targets.deviation * targets.deviation);
  const double bar = data.raw.task.classes > 0 ? 0.5 : doubtfulFrom(surprises, targets.deviation);
  for (std::size_t i = 0; i < count; ++i)
    if (surprises[i] > bar && ++doubtful <= mostListed) start.doubtfulRows.push_back(static_cast<int>(rowAt(i)));
  start.labelDisagreement = static_cast<double>(doubtful) / static_cast<double>(count);
  start.neighboursScore = 1 - (data.raw.task.classes > 0 ? start.labelDisagreement : unexplained);
}

}  // namespace

StartLook lookAtStart(Run<double>& run) {
  StartLook start;
  start.layers.assign(run.network.layers().size(), {unmeasured, unmeasured, 0, 0, 0, false, unmeasured, unmeasured});
  lookAtWeights(run, start.layers);
  takeRows(run, startRows);
  const auto [loss, penalty] = run.measure(run.batchSamples);
  start.loss = loss;
  start.penalty = penalty;
  const auto samples = static_cast<std::size_t>(run.batchSamples);
  const auto columns = static_cast<std::size_t>(run.columnsFor(run.batchSamples));
  for (std::size_t i = 0; i < start.layers.size(); ++i) {
    const auto units = static_cast<std::size_t>(run.network.outputShape(i).size());
    start.layers[i].spread = momentsOf(run.training.outputs[i].data(), units, samples, columns).deviation;
  }
  const auto outputs = static_cast<std::size_t>(run.network.outputs());
  const std::vector<double> zeros(outputs * columns);
  start.lossOfZeros = sumOfLosses<double>(run.experiment().loss, zeros.data(), run.batchTargets.data(), nullptr,
                                          run.network.outputs(), run.batchSamples, static_cast<int>(columns))
                          .mean();
  const Moments targets = momentsOf(run.batchTargets.data(), outputs, samples, columns);
  start.targetMean = targets.mean;
  start.targetDeviation = targets.deviation;
  lookAtLabels(run, start);
  takeFirstStep(run, start);
  return start;
}

}  // namespace nablab
