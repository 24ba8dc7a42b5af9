#include "run.h"

#include <algorithm>
#include <numeric>

#include "batchHessian.h"
#include "math/constants.h"
#include "math/kernels.h"

namespace nablab {

namespace {

/** A batch's loss this many times above that of the first step is no longer learning. */
constexpr double divergenceFactor = 1000;

bool isFinite(double number) { return number - number == 0; }

int samplesInBatch(const Experiment& experiment, int rows) {
  return experiment.batchSize == 0 ? rows : std::min(experiment.batchSize, rows);
}

/** Whether column `column` of the outputs z decides for the class that the targets t name. */
template <class Real>
bool decidesRight(const Loss& loss, const Real* z, const Real* t, int outputs, int stride) {
  if (outputs == 1) {
    // On logits the middle of the link is 0; squared errors decide in the middle between their two targets.
    const bool half = linkOf(loss) == Link::identity && codingOf(loss) == TargetCoding::zeroOne;
    return (z[0] > (half ? Real(0.5) : Real(0))) == (t[0] > Real(0.5));
  }
  int decided = 0, right = 0;
  for (int k = 1; k < outputs; ++k) {
    if (z[k * stride] > z[decided * stride]) decided = k;
    if (t[k * stride] > t[right * stride]) right = k;
  }
  return decided == right;
}

}  // namespace

template <class Real>
Run<Real>::Run(const Experiment& experiment, PreparedData<Real> data)
    : network(experiment.layers, inputShapeOf(experiment), experiment.plantedBug),
      description(experiment),
      prepared(std::move(data)) {
  readExperiment();
  network.initialize(experiment.seed);
  if (experiment.objective) {
    const Point start = startOf(*experiment.objective);
    network.holdPoint(static_cast<Real>(start.x), static_cast<Real>(start.y));
  }
  state.slots.assign(slotNames(experiment.optimizer).size(), std::vector<Real>(network.parameters.size(), Real(0)));
  for (std::vector<Real>& slot : state.slots) slotPointers.push_back(slot.data());
  if (!std::holds_alternative<NoClipping>(experiment.clipping)) clipped.resize(network.gradients.size());
  if (experiment.earlyStopping.patience > 0) {
    state.best.parameters = network.parameters;
    state.best.statistics = network.statistics;
  }
  if (!network.frozen().empty()) frozenValues.resize(network.parameters.size());
  state.batchLoss = state.penalty = static_cast<Real>(undefined);
  order.resize(prepared.rowsOf(Part::training).size());
  evaluation = network.makeWorkspace(blockColumns, Purpose::output);
  evaluationTargets.resize(static_cast<std::size_t>(network.outputs() * blockColumns));
  const int samples = std::max(1, samplesInBatch(experiment, static_cast<int>(order.size())));
  makeRoom(samples);
  if (searches(experiment.optimizer)) gradientsOfStep.resize(network.gradients.size());
  if (needsHessian(experiment.optimizer)) curvature = std::make_unique<BatchHessian>(experiment, prepared, samples);
}

template <class Real>
Run<Real>::~Run() = default;

template <class Real>
void Run<Real>::makeRoom(int samples) {
  if (columnsFor(samples) <= training.capacity) return;
  training = network.makeWorkspace(samples, Purpose::training);
  network.keepAll(training, keepsAll);
  batchTargets.assign(static_cast<std::size_t>(network.outputs()) * static_cast<std::size_t>(training.capacity),
                      Real(0));
}

template <class Real>
void Run<Real>::keepAll(bool all) {
  if (all == keepsAll) return;
  keepsAll = all;
  if (training.capacity > 0) network.keepAll(training, all);
}

template <class Real>
Workspace<Real>& Run<Real>::inspection() {
  if (inspected.capacity == 0) inspected = network.makeWorkspace(blockColumns, Purpose::inspection);
  return inspected;
}

template <class Real>
long Run<Real>::stepsPerEpoch() const {
  const int rows = static_cast<int>(order.size()), samples = samplesInBatch(description, rows);
  return samples == 0 ? 1 : (rows + samples - 1) / samples;
}

template <class Real>
void Run<Real>::readExperiment() {
  baseRate = std::visit([](const auto& kind) { return kind.learningRate; }, description.optimizer);
  hasConstantRate = std::holds_alternative<ConstantSchedule>(description.schedule);
}

template <class Real>
double Run<Real>::learningRate() const {
  return hasConstantRate ? baseRate : rateOf(description.schedule, baseRate, state.step, state.plateau);
}

template <class Real>
void Run<Real>::pickBatch() {
  const int rows = static_cast<int>(order.size()), samples = samplesInBatch(description, rows);
  // Divisions only once an epoch: in small networks they would be felt.
  if (state.step < epochStart || state.step >= epochEnd) {
    const long perEpoch = stepsPerEpoch(), epoch = state.step / perEpoch;
    epochStart = epoch * perEpoch;
    epochEnd = epochStart + perEpoch;
    order = prepared.rowsOf(Part::training);
    Random(description.seed, Stream::batches, 0, static_cast<std::uint64_t>(epoch)).shuffle(order.data(), rows);
  }
  const int first = static_cast<int>(state.step - epochStart) * samples;
  batchSamples = std::min(samples, rows - first);
  const int columns = columnsFor(batchSamples);
  gatherColumns(prepared.table(), order.data() + first, batchSamples, training.input.data(), batchTargets.data(),
                columns);
  if (!description.preprocessing.empty())
    augmentBatch(description.preprocessing, network.inputShape(0), training.input.data(), columns, batchSamples,
                 description.seed, state.step);
  if (network.draws()) network.drawMasks(training, description.seed, state.step, batchSamples);
}

template <class Real>
std::vector<int> Run<Real>::batchRows() const {
  if (order.empty()) return {};
  const auto first =
      order.begin() + (state.step - epochStart) * samplesInBatch(description, static_cast<int>(order.size()));
  return {first, first + batchSamples};
}

template <class Real>
bool Run<Real>::advance() {
  if (divergence || state.stopped != StopReason::none) return false;
  if (!description.objective) pickBatch();
  if (!train(batchSamples)) return false;
  if (description.objective || state.step == epochEnd) finishEpoch();
  if (description.stop.steps > 0 && state.step >= description.stop.steps && state.stopped == StopReason::none)
    state.stopped = StopReason::steps;
  return true;
}

template <class Real>
bool Run<Real>::advanceTo(long step) {
  while (state.step < step)
    if (!advance()) return false;
  return true;
}

template <class Real>
void Run<Real>::finishEpoch() {
  const Stop& stop = description.stop;
  if (stop.epochs > 0 && state.step / stepsPerEpoch() >= stop.epochs) state.stopped = StopReason::epochs;
  const bool watched = watchesLoss(description.schedule);
  if (stop.loss <= 0 && stop.accuracy <= 0 && description.earlyStopping.patience <= 0 && !watched) return;
  const std::optional<PartMetrics> measured = watchedMetrics();
  if (!measured) return;
  if (stop.loss > 0 && measured->loss <= stop.loss) state.stopped = StopReason::loss;
  if (stop.accuracy > 0 && measured->accuracy >= stop.accuracy) state.stopped = StopReason::accuracy;
  observe(description.schedule, state.plateau, measured->loss, baseRate);
  if (description.earlyStopping.patience > 0) stopEarly(measured->loss);
}

template <class Real>
std::optional<PartMetrics> Run<Real>::watchedMetrics() {
  return metrics(prepared.rowsOf(Part::validation).empty() ? Part::training : Part::validation);
}

template <class Real>
void Run<Real>::stopEarly(double loss) {
  const EarlyStopping& early = description.earlyStopping;
  BestEpoch<Real>& best = state.best;
  if (best.step < 0 || loss < best.loss - early.minimumImprovement) {
    best.loss = loss;
    best.step = state.step;
    best.epochsWithout = 0;
    std::copy(network.parameters.begin(), network.parameters.end(), best.parameters.begin());
    std::copy(network.statistics.begin(), network.statistics.end(), best.statistics.begin());
    return;
  }
  if (++best.epochsWithout < early.patience) return;
  state.stopped = StopReason::earlyStopping;
  if (!early.restoreBest) return;
  std::copy(best.parameters.begin(), best.parameters.end(), network.parameters.begin());
  std::copy(best.statistics.begin(), best.statistics.end(), network.statistics.begin());
}

template <class Real>
BatchObjective<Real> Run<Real>::measure(int samples) {
  if (description.objective) return {measureObjective(), Real(0)};
  batchSamples = samples;
  const int columns = columnsFor(samples);
  network.forward(training, samples, true);
  const Real loss = sumOfLosses(description.loss, training.outputs.back().data(), batchTargets.data(),
                                training.outputGradients.back().data(), network.outputs(), samples, columns)
                        .mean();
  network.backward(training);
  const Real penalty = description.regularizers.empty() ? Real(0) : applyPenalties();
  for (const auto& [begin, end] : network.frozen()) std::fill_n(&network.gradients[begin], end - begin, Real(0));
  return {loss, penalty};
}

template <class Real>
Real Run<Real>::measureObjective() {
  Point gradient{};
  const Point at{static_cast<double>(network.parameters[0]), static_cast<double>(network.parameters[1])};
  const double value = valueOf(*description.objective, at, gradient);
  network.gradients[0] = static_cast<Real>(gradient.x);
  network.gradients[1] = static_cast<Real>(gradient.y);
  return static_cast<Real>(value);
}

template <class Real>
bool Run<Real>::train(int samples) {
  const auto [loss, penalty] = measure(samples);
  const double objective = static_cast<double>(loss) + static_cast<double>(penalty);
  if (state.step == 0) state.highest = isFinite(objective) ? divergenceFactor * (1 + std::fabs(objective)) : 0;
  // Also true for NaN, and for surfaces without a bottom.
  if (!(std::fabs(objective) <= state.highest)) {
    divergence = findDivergence(objective);
    return false;
  }
  state.batchLoss = loss;
  state.penalty = penalty;
  state.losses.add(loss);
  update(objective);
  if (tally.counts) tally.add(static_cast<double>(loss), wasClipped);
  if (network.keepsStatistics()) network.updateStatistics(training);
  ++state.step;
  return true;
}

template <class Real>
template <class Visit>
void Run<Real>::forEachWeight(Visit visit) {
  for (const Tensor& tensor : network.plan().tensors())
    if (tensor.isWeight()) visit(tensor, &network.parameters[tensor.offset]);
}

template <class Real>
Real Run<Real>::applyPenalties() {
  Real total = 0;
  for (const Regularizer& regularizer : description.regularizers)
    if (const RegularizerEffects effects = effectsOf(regularizer); effects.penalizes())
      forEachWeight([&](const Tensor& tensor, const Real* w) {
        total += addPenalty(effects, w, &network.gradients[tensor.offset], tensor.length);
      });
  return total;
}

template <class Real>
void Run<Real>::decayWeights(double rate) {
  for (const Regularizer& regularizer : description.regularizers)
    if (const double decay = effectsOf(regularizer).decay; decay > 0)
      forEachWeight(
          [&](const Tensor& tensor, Real* w) { shrink(w, tensor.length, static_cast<Real>(1 - rate * decay)); });
}

template <class Real>
void Run<Real>::boundWeights() {
  for (const Regularizer& regularizer : description.regularizers)
    if (const RegularizerEffects effects = effectsOf(regularizer); effects.bounds())
      forEachWeight([&](const Tensor& tensor, Real* w) {
        boundNorms(w, tensor.length, tensor.shape.back(), static_cast<Real>(effects.longest));
      });
}

template <class Real>
void Run<Real>::update(double objective) {
  for (const auto& [begin, end] : network.frozen())
    std::copy_n(&network.parameters[begin], end - begin, &frozenValues[begin]);
  const double rate = learningRate();
  const bool regularizes = !description.regularizers.empty();
  if (regularizes) decayWeights(rate);
  applyOptimizer(objective, rate);
  if (regularizes) boundWeights();
  for (const auto& [begin, end] : network.frozen())
    std::copy_n(&frozenValues[begin], end - begin, &network.parameters[begin]);
}

template <class Real>
void Run<Real>::applyOptimizer(double objective, double rate) {
  const bool keeps = !gradientsOfStep.empty();
  if (keeps) gradientsOfStep = network.gradients;
  const Update<Real> update{network.parameters.data(), clippedGradients(), slotPointers.data(),
                            network.parameters.size(), state.step,         rate,
                            network.plan().size(),     objective,          this};
  std::visit([&](const auto& kind) { kind.step(update); }, description.optimizer);
  if (keeps) network.gradients = gradientsOfStep;
}

template <class Real>
const Real* Run<Real>::clippedGradients() {
  if (clipped.empty()) return network.gradients.data();
  const Real* const bounded =
      clip(description.clipping, network.gradients.data(), clipped.data(), network.gradients.size());
  wasClipped = bounded == clipped.data();
  return bounded;
}

template <class Real>
double Run<Real>::evaluate() {
  const auto [loss, penalty] = measure(batchSamples);
  clippedGradients();
  return static_cast<double>(loss) + static_cast<double>(penalty);
}

template <class Real>
Surface::Curvature Run<Real>::hessian() {
  return curvature->of(*this);
}

template <class Real>
Divergence Run<Real>::findDivergence(double objective) const {
  for (const Tensor& tensor : network.plan().tensors())
    for (std::size_t i = 0; i < tensor.length; ++i)
      if (!isFinite(static_cast<double>(network.parameters[tensor.offset + i])))
        return {state.step, tensor.name, tensor.layer, objective, state.highest};
  return {state.step, "loss", -1, objective, state.highest};
}

template <class Real>
void Run<Real>::turn(const Experiment& experiment) {
  description = experiment;
  readExperiment();
  network.turn(experiment.layers);
  if (curvature) curvature->turn(experiment);
  if (!network.frozen().empty()) frozenValues.resize(network.parameters.size());
  state.stopped = StopReason::none;
}

template <class Real>
RunState<Real> Run<Real>::save() const {
  RunState<Real> copy = state;
  copy.parameters = network.parameters;
  copy.statistics = network.statistics;
  return copy;
}

template <class Real>
void Run<Real>::restore(const RunState<Real>& saved) {
  state.step = saved.step;
  state.batchLoss = saved.batchLoss;
  state.penalty = saved.penalty;
  state.losses = saved.losses;
  state.highest = saved.highest;
  state.stopped = saved.stopped;
  state.best = saved.best;
  state.plateau = saved.plateau;
  for (std::size_t i = 0; i < saved.slots.size(); ++i)
    std::copy(saved.slots[i].begin(), saved.slots[i].end(), state.slots[i].begin());
  std::copy(saved.parameters.begin(), saved.parameters.end(), network.parameters.begin());
  std::copy(saved.statistics.begin(), saved.statistics.end(), network.statistics.begin());
  divergence.reset();
}

template <class Real>
std::optional<PartMetrics> Run<Real>::metrics(Part part, const Silenced* silenced) {
  if (description.objective) {
    // A surface has no rows: its height where the run stands is its loss. The last step's gradient stays.
    if (part != Part::training) return std::nullopt;
    Point unused{};
    const Point at{static_cast<double>(network.parameters[0]), static_cast<double>(network.parameters[1])};
    return PartMetrics{0, static_cast<double>(static_cast<Real>(valueOf(*description.objective, at, unused))),
                       undefined};
  }
  const std::vector<int>& rows = prepared.rowsOf(part);
  if (rows.empty()) return std::nullopt;
  const int outputs = network.outputs(), count = static_cast<int>(rows.size());
  Workspace<Real>& space = silenced ? inspection() : evaluation;
  double loss = 0, weight = 0;
  int right = 0;
  for (int first = 0; first < count; first += blockColumns) {
    const int samples = std::min(blockColumns, count - first), columns = columnsFor(samples);
    gatherColumns(prepared.table(), rows.data() + first, samples, space.input.data(), evaluationTargets.data(),
                  columns);
    network.forward(space, columns, false);
    if (silenced) silence(*silenced, columns);
    const Real* z = space.outputs.back().data();
    const LossSum<Real> losses =
        sumOfLosses<Real>(description.loss, z, evaluationTargets.data(), nullptr, outputs, samples, columns);
    loss += static_cast<double>(losses.total);
    weight += static_cast<double>(losses.weight);
    for (int i = 0; i < samples; ++i)
      right += decidesRight(description.loss, z + i, evaluationTargets.data() + i, outputs, columns);
  }
  const bool classes = prepared.raw.task.classes > 0;
  return PartMetrics{count, weight > 0 ? loss / weight : 0, classes ? static_cast<double>(right) / count : undefined};
}

template <class Real>
void Run<Real>::silence(const Silenced& silenced, int columns) {
  const auto next = static_cast<std::size_t>(silenced.layer + 1);
  const Shape shape = network.inputShape(next);
  std::vector<Real>& units = next == 0 ? inspected.input : inspected.outputs[next - 1];
  for (int unit = silenced.unit; unit < shape.size(); unit += shape.channels)
    std::fill_n(units.begin() + unit * columns, columns, static_cast<Real>(silenced.value));
  network.resume(inspected, next);
}

template <class Real>
std::string Run<Real>::hash() const {
  Hash hash;
  const std::size_t size = network.plan().size();
  for (std::size_t i = 0; i < size; ++i) hash.add(network.parameters[i]);
  for (const Real statistic : network.statistics) hash.add(statistic);
  for (const std::vector<Real>& slot : state.slots)
    for (std::size_t i = 0; i < size; ++i) hash.add(slot[i]);
  hash.add(state.losses.value());
  return hash.text();
}

template <class Real>
std::size_t Run<Real>::stateBytes() const {
  const std::size_t best = state.best.parameters.empty() ? 0 : 1;
  return sizeof(RunState<Real>) +
         (network.parameters.size() * (1 + state.slots.size() + best) + network.statistics.size() * (1 + best)) *
             sizeof(Real);
}

template class Run<NABLAB_REAL>;

}  // namespace nablab
