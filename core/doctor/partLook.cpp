#include "partLook.h"

#include <algorithm>
#include <cmath>

#include "../math/kernels.h"

namespace nablab {

namespace {

constexpr double never = std::numeric_limits<double>::infinity();

/** The ends of an activation's range: values at or beyond them let (nearly) no gradient through. */
struct Ends {
  double low = -never, high = never;
  bool dies = false;
};

Ends endsOf(const Activation& function) {
  if (std::holds_alternative<Relu>(function)) return {0, never, true};
  if (std::holds_alternative<Sigmoid>(function)) return {0.03, 0.97};
  if (std::holds_alternative<Tanh>(function) || std::holds_alternative<HardTanh>(function)) return {-0.97, 0.97};
  if (const Elu* elu = std::get_if<Elu>(&function)) return {-0.97 * elu->alpha};
  if (std::holds_alternative<Selu>(function)) return {-0.97 * Selu::floor};
  return {};
}

/** The class that column `column` of the outputs decides for. */
template <class Real>
std::size_t decidedClass(const Loss& loss, const Real* z, int outputs, int stride) {
  if (outputs == 1) {
    const bool half = linkOf(loss) == Link::identity && codingOf(loss) == TargetCoding::zeroOne;
    return z[0] > (half ? Real(0.5) : Real(0)) ? 1 : 0;
  }
  int decided = 0;
  for (int k = 1; k < outputs; ++k)
    if (z[k * stride] > z[decided * stride]) decided = k;
  return static_cast<std::size_t>(decided);
}

double deviationOf(double sum, double squares, double count) {
  const double variance = squares / count - sum / count * (sum / count);
  return variance > 0 ? std::sqrt(variance) : 0;
}

}  // namespace

template <class Real>
PartLook<Real>::PartLook(Run<Real>& run, Part part, bool watchesUnits) {
  const std::vector<int>& all = run.data().rowsOf(part);
  const auto taken = std::min(all.size(), static_cast<std::size_t>(mostCheckedRows));
  for (std::size_t i = 0; i < taken; ++i) rows.push_back(all[i * all.size() / taken]);
  targets.resize(static_cast<std::size_t>(run.network.outputs() * Run<Real>::blockColumns));
  classes.resize(static_cast<std::size_t>(run.data().raw.task.classes));
  if (!watchesUnits) return;
  const std::vector<Layer>& layers = run.network.layers();
  for (std::size_t i = 0; i < layers.size(); ++i) {
    const auto* activation = std::get_if<ActivationLayer>(&layers[i]);
    // An activation that ends the network makes its outputs: classes are told from their ends.
    if (!activation || i == 0 || i + 1 == layers.size()) continue;
    const auto [low, high, dies] = endsOf(activation->function);
    if (low == -never) continue;
    const auto channels = static_cast<std::size_t>(run.network.outputShape(i).channels);
    watched.push_back({i, low, high, dies, std::vector<int>(channels), std::vector<int>(channels)});
  }
}

template <class Real>
PartVitals PartLook<Real>::look(Run<Real>& run) {
  std::fill(classes.begin(), classes.end(), ClassCount{});
  outputs = outputSquares = targetSum = targetSquares = errors = values = 0;
  for (WatchedLayer& layer : watched) {
    std::fill(layer.atLow.begin(), layer.atLow.end(), 0);
    std::fill(layer.atHigh.begin(), layer.atHigh.end(), 0);
    layer.values = 0;
  }
  Workspace<Real>& space = run.inspection();
  const Network<Real>& network = run.network;
  const int count = static_cast<int>(rows.size());
  double loss = 0, weight = 0;
  for (int first = 0; first < count; first += Run<Real>::blockColumns) {
    const int samples = std::min(Run<Real>::blockColumns, count - first), columns = Run<Real>::columnsFor(samples);
    gatherColumns(run.data().table(), rows.data() + first, samples, space.input.data(), targets.data(), columns);
    network.forward(space, columns, false);
    const Real* z = space.outputs.back().data();
    const LossSum<Real> sum =
        sumOfLosses<Real>(run.experiment().loss, z, targets.data(), nullptr, network.outputs(), samples, columns);
    loss += static_cast<double>(sum.total);
    weight += static_cast<double>(sum.weight);
    countOutputs(run, z, targets.data(), first, samples, columns);
    countUnits(space, samples, columns);
  }
  int right = 0;
  for (const ClassCount& each : classes) right += each.right;
  const double spread = targetSquares - targetSum * targetSum / values;
  return {weight > 0 ? loss / weight : 0,
          classes.empty() ? (spread > 0 ? 1 - errors / spread : unmeasured) : right / static_cast<double>(count)};
}

template <class Real>
void PartLook<Real>::countOutputs(const Run<Real>& run, const Real* z, const Real* t, int first, int samples,
                                  int columns) {
  for (int i = 0; i < samples; ++i) {
    for (int k = 0; k < run.network.outputs(); ++k) {
      const auto output = static_cast<double>(z[k * columns + i]), target = static_cast<double>(t[k * columns + i]);
      outputs += output;
      outputSquares += output * output;
      targetSum += target;
      targetSquares += target * target;
      errors += (output - target) * (output - target);
      ++values;
    }
    if (classes.empty()) continue;
    const std::size_t decided = decidedClass(run.experiment().loss, z + i, run.network.outputs(), columns);
    const auto row = static_cast<std::size_t>(rows[static_cast<std::size_t>(first + i)]);
    ClassCount& truth = classes[static_cast<std::size_t>(run.data().raw.y[row])];
    ++truth.rows;
    if (decided >= classes.size()) continue;
    ++classes[decided].predicted;
    truth.right += &truth == &classes[decided];
  }
}

template <class Real>
void PartLook<Real>::countUnits(const Workspace<Real>& space, int samples, int columns) {
  for (WatchedLayer& layer : watched) {
    const std::vector<Real>& a = space.outputs[layer.layer];
    const std::size_t units = static_cast<std::size_t>(space.passes[layer.layer].outputShape.size()),
                      channels = layer.atLow.size();
    const Real low = static_cast<Real>(layer.low), high = static_cast<Real>(layer.high);
    for (std::size_t unit = 0; unit < units; ++unit) {
      const Real* const row = a.data() + unit * static_cast<std::size_t>(columns);
      int atLow = 0, atHigh = 0;
      for (int i = 0; i < samples; ++i) {
        atLow += row[i] <= low;
        atHigh += row[i] >= high;
      }
      layer.atLow[unit % channels] += atLow;
      layer.atHigh[unit % channels] += atHigh;
    }
    layer.values += samples * static_cast<int>(units / channels);
  }
}

template <class Real>
void PartLook<Real>::tell(Vitals& vitals) const {
  constexpr double deadFrom = 0.99, saturatedFrom = 0.8;
  for (const WatchedLayer& layer : watched) {
    int dead = 0, saturated = 0;
    for (std::size_t i = 0; i < layer.atLow.size(); ++i) {
      dead += layer.dies && layer.atLow[i] > deadFrom * layer.values;
      saturated += !layer.dies && layer.atLow[i] + layer.atHigh[i] > saturatedFrom * layer.values;
    }
    const auto units = static_cast<double>(layer.atLow.size());
    LayerVitals& told = vitals.layers[layer.layer];
    (layer.dies ? told.deadShare : told.saturatedShare) = (layer.dies ? dead : saturated) / units;
  }
  const double targetDeviation = deviationOf(targetSum, targetSquares, values);
  if (classes.empty() && targetDeviation > 0)
    vitals.predictionSpread = deviationOf(outputs, outputSquares, values) / targetDeviation;
  constexpr int fewestRows = 5;
  for (std::size_t k = 0; k < classes.size(); ++k) {
    const double share = classes[k].predicted / size();
    if (!(vitals.largestShare >= share)) vitals.largestShare = share;
    if (classes[k].rows < fewestRows) continue;
    const double recall = static_cast<double>(classes[k].right) / classes[k].rows;
    if (vitals.lowestRecall <= recall) continue;
    vitals.lowestRecall = recall;
    vitals.weakestClass = static_cast<int>(k);
    vitals.weakestRows = classes[k].rows;
  }
}

template class PartLook<NABLAB_REAL>;

}  // namespace nablab
