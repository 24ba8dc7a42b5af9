#include "checks.h"

#include <algorithm>
#include <cmath>
#include <string_view>

#include "../math/kernels.h"

namespace nablab {

namespace {

/** What checks may cost of the arithmetic of training. */
constexpr double budget = 0.1;

/** Operations of one sample, and of one update, as far as they decide how often a check may be. */
struct Arithmetic {
  double forward = 0, backward = 0, update = 0;
};

/** Whether it is made of straight lines: others take a polynomial. */
bool isStraight(const Activation& function) {
  return std::holds_alternative<Linear>(function) || std::holds_alternative<Relu>(function) ||
         std::holds_alternative<LeakyRelu>(function) || std::holds_alternative<PRelu>(function) ||
         std::holds_alternative<HardTanh>(function) || std::holds_alternative<Step>(function);
}

template <class Real>
Arithmetic arithmeticOf(const Network<Real>& network) {
  // What an exponential takes beside a multiplication with an addition; what an update does for each parameter.
  constexpr double curve = 20, perParameter = 10;
  Arithmetic arithmetic;
  for (const Tensor& tensor : network.plan().tensors()) {
    if (!tensor.isWeight()) continue;
    const Shape out = network.outputShape(static_cast<std::size_t>(tensor.layer));
    const double products = static_cast<double>(tensor.length) * out.height * out.width;
    arithmetic.forward += products;
    arithmetic.backward += 2 * products;
  }
  for (std::size_t i = 0; i < network.layers().size(); ++i) {
    const auto* activation = std::get_if<ActivationLayer>(&network.layers()[i]);
    const double units = network.outputShape(i).size();
    arithmetic.forward += units * (activation && !isStraight(activation->function) ? curve : 1);
    arithmetic.backward += units;
  }
  arithmetic.forward += network.outputs() * curve;
  arithmetic.update = perParameter * static_cast<double>(network.plan().size());
  return arithmetic;
}

/** How strongly penalties pull at weights: l1·sign(w) + l2·w. */
struct Pull {
  double l1 = 0, l2 = 0;
};

Pull pullOf(const std::vector<Regularizer>& regularizers) {
  Pull pull;
  for (const Regularizer& regularizer : regularizers) {
    const RegularizerEffects effects = effectsOf(regularizer);
    pull.l1 += effects.l1;
    pull.l2 += effects.l2;
  }
  return pull;
}

/** Squared norms of the data's and of the penalties' gradient. */
struct Parts {
  double data = 0, penalty = 0;
};

template <class Real>
void measureTensor(const Tensor& tensor, const Real* before, const Real* after, const Real* gradient, const Pull& pull,
                   LayerVitals& vitals, Parts& parts) {
  double weight = 0, update = 0, data = 0;
  int tiny = 0, negative = 0;
  for (std::size_t i = tensor.offset; i < tensor.offset + tensor.length; ++i) {
    const auto w = static_cast<double>(before[i]), g = static_cast<double>(gradient[i]);
    const double penalty = pull.l1 * ((w > 0) - (w < 0)) + pull.l2 * w;
    weight += std::fabs(w);
    update += std::fabs(static_cast<double>(after[i]) - w);
    tiny += std::fabs(w) < 1e-5;
    negative += w < 0;
    data += (g - penalty) * (g - penalty);
    parts.penalty += penalty * penalty;
  }
  const auto count = static_cast<double>(tensor.length);
  parts.data += data;
  vitals.dataGradient = std::sqrt(data);
  vitals.weight = weight / count;
  vitals.update = update / count;
  vitals.tinyShare = tiny / count;
  vitals.negativeShare = negative / count;
}

/** Mean magnitude of the gradient that arrived at each layer's outputs in the last step. */
template <class Real>
void measureDeltas(const Run<Real>& run, Vitals& vitals) {
  for (std::size_t layer = 0; layer < vitals.layers.size(); ++layer) {
    const LayerPass<Real>& pass = run.training.passes[layer];
    double total = 0;
    for (int unit = 0; unit < pass.outputShape.size(); ++unit)
      for (int i = 0; i < run.batchSamples; ++i)
        total += std::fabs(static_cast<double>(pass.outputGradient[unit * pass.columns + i]));
    vitals.layers[layer].delta = total / (static_cast<double>(pass.outputShape.size()) * run.batchSamples);
  }
}

/** Gradients of the batch that stands in the run; weights before and after the step, which may be the same. */
template <class Real>
void measureParameters(const Run<Real>& run, const Real* before, Vitals& vitals) {
  const Network<Real>& network = run.network;
  const Pull pull = pullOf(run.experiment().regularizers);
  Parts parts;
  double squares = 0;
  for (const Tensor& tensor : network.plan().tensors()) {
    LayerVitals& layer = vitals.layers[static_cast<std::size_t>(tensor.layer)];
    double norm = 0;
    for (std::size_t i = tensor.offset; i < tensor.offset + tensor.length; ++i)
      norm += static_cast<double>(network.gradients[i]) * static_cast<double>(network.gradients[i]);
    squares += norm;
    const double known = layer.gradientNorm > 0 ? layer.gradientNorm : 0;
    layer.gradientNorm = std::sqrt(known * known + norm);
    if (tensor.isWeight())
      measureTensor(tensor, before, network.parameters.data(), network.gradients.data(), pull, layer, parts);
  }
  vitals.gradientNorm = std::sqrt(squares);
  vitals.dataGradient = std::sqrt(parts.data);
  vitals.penaltyGradient = std::sqrt(parts.penalty);
}

/** The steps since the last check, and empties the tally. */
void tellSteps(StepTally& tally, Vitals& vitals) {
  if (const auto steps = static_cast<double>(tally.steps); steps > 0) {
    vitals.meanBatchLoss = tally.total / steps;
    const double variance = tally.squares / steps - vitals.meanBatchLoss * vitals.meanBatchLoss;
    vitals.batchDeviation = variance > 0 ? std::sqrt(variance) : 0;
    vitals.turnShare = steps > 2 ? static_cast<double>(tally.turns) / (steps - 2) : unmeasured;
    vitals.clippedShare = static_cast<double>(tally.clipped) / steps;
  }
  tally.empty();
}

template <class Real>
double penaltyOf(const Network<Real>& network, const Real* parameters, const Pull& pull) {
  double penalty = 0;
  for (const Tensor& tensor : network.plan().tensors()) {
    if (!tensor.isWeight()) continue;
    for (std::size_t i = tensor.offset; i < tensor.offset + tensor.length; ++i) {
      const auto w = static_cast<double>(parameters[i]);
      penalty += pull.l1 * std::fabs(w) + pull.l2 / 2 * w * w;
    }
  }
  return penalty;
}

/**
 * From the batch's objective before and after the step and its slope along the step (Schneider, Dangel & Hennig 2021,
 * Cockpit, section 2.1, with the parabola through three numbers); unmeasured where the step is too short to tell.
 */
template <class Real>
double stepLengthOf(const Run<Real>& run, const Real* before, Workspace<Real>& again) {
  if (again.capacity == 0) return unmeasured;
  const Network<Real>& network = run.network;
  const int columns = Run<Real>::columnsFor(run.batchSamples);
  std::copy_n(run.training.input.begin(), static_cast<std::ptrdiff_t>(network.inputs()) * columns, again.input.begin());
  for (std::size_t i = 0; i < again.kept.size(); ++i)
    std::copy_n(run.training.kept[i].begin(), again.kept[i].size(), again.kept[i].begin());
  network.forward(again, run.batchSamples, true);
  const Real loss = sumOfLosses<Real>(run.experiment().loss, again.outputs.back().data(), run.batchTargets.data(),
                                      nullptr, network.outputs(), run.batchSamples, columns)
                        .mean();
  const Pull pull = pullOf(run.experiment().regularizers);
  const double old = static_cast<double>(run.batchLoss());
  const double change = static_cast<double>(loss) - old + penaltyOf(network, network.parameters.data(), pull) -
                        penaltyOf(network, before, pull);
  double slope = 0;
  for (std::size_t i = 0; i < network.plan().size(); ++i)
    slope += static_cast<double>(network.gradients[i]) *
             (static_cast<double>(network.parameters[i]) - static_cast<double>(before[i]));
  constexpr double tellingSlope = 1e-5;
  if (!(slope < -tellingSlope * std::fabs(old))) return unmeasured;
  return -2 * (change - slope) / slope - 1;
}

template <class Real>
const InstrumentReader<Real>& noiseReader() {
  for (const InstrumentReader<Real>& reader : instrumentReaders<Real>())
    if (std::string_view(reader.key) == "gradientNoiseScale") return reader;
  return instrumentReaders<Real>().front();
}

}  // namespace

template <class Real>
void Checks<Real>::reset(Run<Real>& run) {
  list.clear();
  spacing = 0;
  reading = {};
  run.tally = {};
  if (!watching || run.data().rowsOf(Part::training).empty()) return;
  training = PartLook<Real>(run, Part::training, true);
  validation = PartLook<Real>(run, Part::validation, false);
  reading.run = &run;
  reading.before = reading.gradients = run.network.parameters;
  reading.outputGradient = run.training.outputGradients.back();
  reading.norms.resize(run.network.layers().size());
  run.tally.counts = true;
  again = {};
  constexpr double mostNumbers = 2e6;
  double numbers = run.network.inputs();
  for (std::size_t i = 0; i < run.network.layers().size(); ++i) numbers += run.network.outputShape(i).size();
  if (numbers * run.training.capacity <= mostNumbers)
    again = run.network.makeWorkspace(run.training.capacity, Purpose::training);
  const Arithmetic one = arithmeticOf(run.network);
  const long perEpoch = run.stepsPerEpoch(), period = std::min(perEpoch, longestPeriod);
  const double batch = static_cast<double>(run.data().rowsOf(Part::training).size()) / static_cast<double>(perEpoch);
  const double ofStep = batch * (one.forward + one.backward) + one.update;
  // Both parts once, the noise of the gradient as much as two steps, the length of the step one forward pass.
  const double ofCheck = (training.size() + validation.size() + batch) * one.forward + 2 * ofStep;
  const double steps = ofCheck / (budget * ofStep);
  spacing = period * (static_cast<long>(steps / static_cast<double>(period)) + 1);
}

template <class Real>
void Checks<Real>::begin(Run<Real>& run) {
  if (spacing == 0 || !list.empty()) return;
  measure(run, false);
}

template <class Real>
void Checks<Real>::prepare(const Run<Real>& run) {
  reading.before.assign(run.network.parameters.begin(), run.network.parameters.end());
}

template <class Real>
void Checks<Real>::check(Run<Real>& run) {
  measure(run, true);
  if (list.size() >= mostChecks) thin();
}

template <class Real>
void Checks<Real>::conclude(Run<Real>& run) {
  if (spacing == 0 || (!list.empty() && list.back().step >= run.step())) return;
  measure(run, false);
}

template <class Real>
void Checks<Real>::measure(Run<Real>& run, bool afterStep) {
  if (!list.empty() && list.back().step >= run.step()) return;
  Vitals vitals;
  vitals.step = run.step();
  vitals.learningRate = run.learningRate();
  vitals.layers.resize(run.network.layers().size());
  tellSteps(run.tally, vitals);
  vitals.training = training.look(run);
  training.tell(vitals);
  if (!validation.isEmpty()) vitals.validation = validation.look(run);
  if (afterStep) {
    reading.run = &run;
    measureParameters(run, reading.before.data(), vitals);
    measureDeltas(run, vitals);
    vitals.stepLength = stepLengthOf(run, reading.before.data(), again);
    double noise[3];
    noiseReader<Real>().read(reading, noise);
    vitals.noiseScale = noise[0];
  } else if (run.diverged()) {
    measureParameters(run, run.network.parameters.data(), vitals);
    for (LayerVitals& layer : vitals.layers) layer.update = unmeasured;
  }
  list.push_back(std::move(vitals));
}

template <class Real>
void Checks<Real>::thin() {
  spacing *= 2;
  const auto isKept = [this](const Vitals& each) { return each.step % spacing == 0; };
  list.erase(std::remove_if(list.begin(), list.end(), [&](const Vitals& each) { return !isKept(each); }), list.end());
}

template <class Real>
void Checks<Real>::forgetAfter(long step) {
  while (!list.empty() && list.back().step > step) list.pop_back();
}

template class Checks<NABLAB_REAL>;

}  // namespace nablab
