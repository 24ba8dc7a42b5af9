#include "runCopy.h"
#include "trace.h"

namespace nablab {

namespace {

/** Takes one step of a copy apart. What stands between two stages of it is had by leaving the later ones out. */
template <class Real>
class StepTracer {
 public:
  explicit StepTracer(const Run<Real>& run)
      : experiment(endless(run.experiment())), copy(experiment, run.data()), before(run.save()) {
    copy.restore(before);
    standReady(run, copy);
  }

  Trace take() {
    addGradients();
    if (!experiment.objective) addPass();
    addUpdate();
    std::vector<Shape> shapes;
    for (std::size_t i = 0; i < experiment.layers.size(); ++i) shapes.push_back(copy.network.inputShape(i));
    return {experiment, std::move(shapes), std::move(list)};
  }

 private:
  void add(int layer, const std::string& name, std::vector<int> shape, const Real* values, std::size_t length) {
    list.push_back({layer, name, std::move(shape), {values, values + length}});
  }
  void addNumber(const std::string& name, double value) { list.push_back({-1, name, {1, 1}, {value}}); }

  /** A matrix [units][columns] without its padding. */
  void addMatrix(int layer, const std::string& name, Shape shape, const Real* values) {
    const int samples = copy.batchSamples, columns = copy.columnsFor(samples);
    std::vector<double> numbers;
    for (int unit = 0; unit < shape.size(); ++unit)
      numbers.insert(numbers.end(), values + unit * columns, values + unit * columns + samples);
    list.push_back({layer, name, {shape.height, shape.width, shape.channels, samples}, std::move(numbers)});
  }

  /** The slices of a flat vector, by tensor: "weight" + part. */
  void addTensors(const ParameterPlan& plan, const std::string& part, const std::vector<Real>& flat,
                  bool weightsOnly = false) {
    for (const Tensor& tensor : plan.tensors()) {
      if (weightsOnly && !tensor.isWeight()) continue;
      std::vector<int> shape = tensor.shape;
      if (shape.size() == 1) shape.push_back(1);
      add(tensor.layer, tensor.name + part, shape, &flat[tensor.offset], tensor.length);
    }
  }
  void addTensors(const std::string& part, const std::vector<Real>& flat, bool weightsOnly = false) {
    addTensors(copy.network.plan(), part, flat, weightsOnly);
  }

  /** The experiment with those regularizers only that fit. */
  template <class Fits>
  Experiment withRegularizers(Fits fits) const {
    Experiment reduced = experiment;
    reduced.regularizers.clear();
    for (std::size_t i = 0; i < experiment.regularizers.size(); ++i)
      if (fits(i)) reduced.regularizers.push_back(experiment.regularizers[i]);
    return reduced;
  }
  RegularizerEffects effects(std::size_t i) const { return effectsOf(experiment.regularizers[i]); }
  template <class Fits>
  bool anyRegularizer(Fits fits) const {
    for (std::size_t i = 0; i < experiment.regularizers.size(); ++i)
      if (fits(i)) return true;
    return false;
  }

  void addGradients() {
    const int samples = copy.batchSamples;
    copy.turn(withRegularizers([](std::size_t) { return false; }));
    const double loss = static_cast<double>(copy.measure(samples).loss);
    addTensors(".gradient", copy.network.gradients);
    std::vector<double> penalties;
    double objective = loss;
    for (std::size_t i = 0; i < experiment.regularizers.size(); ++i) {
      copy.turn(withRegularizers([&](std::size_t each) { return each == i; }));
      penalties.push_back(static_cast<double>(copy.measure(samples).penalty));
      objective += penalties.back();
    }
    copy.turn(experiment);
    copy.measure(samples);
    if (anyRegularizer([this](std::size_t i) { return effects(i).penalizes(); }))
      addTensors(".penalized", copy.network.gradients, true);
    addNumber("loss", loss);
    if (const int count = static_cast<int>(penalties.size()))
      list.push_back({-1, "penalty", {count, 1}, std::move(penalties)});
    addNumber("objective", objective);
    if (std::holds_alternative<NoClipping>(experiment.clipping)) return;
    std::vector<Real> clipped = copy.network.gradients;
    const std::size_t length = copy.network.gradients.size();
    if (std::holds_alternative<NormClipping>(experiment.clipping))
      addNumber("gradientNorm", normOf(copy.network.gradients.data(), length));
    const Real* used = clip(experiment.clipping, copy.network.gradients.data(), clipped.data(), length);
    addTensors(".clipped", std::vector<Real>(used, used + length));
  }

  void addPass() {
    const Network<Real>& network = copy.network;
    if (const std::vector<int> rows = copy.batchRows(); !rows.empty())
      list.push_back({-1, "row", {1, copy.batchSamples}, {rows.begin(), rows.end()}});
    addMatrix(-1, "input", network.inputShape(0), copy.training.input.data());
    addMatrix(-1, "target", {1, 1, network.outputs()}, copy.batchTargets.data());
    addWeights();
    addSampleLosses();
    for (std::size_t i = 0; i < experiment.layers.size(); ++i) {
      const int layer = static_cast<int>(i);
      const Shape shape = network.outputShape(i);
      const Real* kept = copy.training.kept[i].data();
      addMatrix(layer, "output", shape, copy.training.outputs[i].data());
      addMatrix(layer, "outputGradient", shape, copy.training.outputGradients[i].data());
      const bool draws = std::visit(
          [](const auto& kind) {
            return requires { kind.draws; };
          },
          experiment.layers[i]);
      if (draws) addMatrix(layer, "drawn", shape, kept);
      if (const auto* normalization = std::get_if<LayerNormalization>(&experiment.layers[i]))
        addMoments(layer, shape, *normalization);
      if (!std::holds_alternative<BatchNormalization>(experiment.layers[i])) continue;
      const auto channels = static_cast<std::size_t>(shape.channels);
      add(layer, "mean", {shape.channels, 1}, kept, channels);
      add(layer, "scale", {shape.channels, 1}, kept + channels, channels);
    }
  }

  void addMoments(int layer, Shape shape, const LayerNormalization& normalization) {
    const Shape places{shape.height, shape.width, 1};
    const auto columns = static_cast<std::size_t>(copy.columnsFor(copy.batchSamples));
    std::vector<Real> mean(static_cast<std::size_t>(places.size()) * columns), scale = mean;
    normalization.readMoments(copy.training.passes[static_cast<std::size_t>(layer)], mean.data(), scale.data());
    addMatrix(layer, "mean", places, mean.data());
    addMatrix(layer, "scale", places, scale.data());
  }

  /** Where classes weigh differently: what each class weighs, and each sample. */
  void addWeights() {
    const std::vector<double>* weights = classWeightsOf(experiment.loss);
    if (!weights || weights->empty()) return;
    const int columns = copy.columnsFor(copy.batchSamples);
    std::vector<Real> bySample;
    for (int column = 0; column < columns; column += lanes) {
      const Vec<Real> four = weightsOf(*weights, copy.batchTargets.data() + column, copy.network.outputs(), columns);
      for (int lane = 0; lane < lanes; ++lane) bySample.push_back(four[lane]);
    }
    list.push_back({-1, "classWeight", {static_cast<int>(weights->size()), 1}, *weights});
    addMatrix(-1, "sampleWeight", {1, 1, 1}, bySample.data());
  }

  void addSampleLosses() {
    const int outputs = copy.network.outputs(), columns = copy.columnsFor(copy.batchSamples);
    const Real *z = copy.training.outputs.back().data(), *t = copy.batchTargets.data();
    std::vector<Real> one(static_cast<std::size_t>(outputs * lanes)), target = one;
    std::vector<double> losses;
    for (int sample = 0; sample < copy.batchSamples; ++sample) {
      for (int k = 0; k < outputs; ++k) {
        one[static_cast<std::size_t>(k * lanes)] = z[k * columns + sample];
        target[static_cast<std::size_t>(k * lanes)] = t[k * columns + sample];
      }
      losses.push_back(static_cast<double>(
          sumOfLosses<Real>(experiment.loss, one.data(), target.data(), nullptr, outputs, 1, lanes).mean()));
    }
    list.push_back({-1, "sampleLoss", {1, copy.batchSamples}, std::move(losses)});
  }

  /** Trains on the batch that stands ready, from the state before the step. */
  RunState<Real> stateAfter(const Experiment& reduced) {
    copy.restore(before);
    copy.turn(reduced);
    copy.train(copy.batchSamples);
    return copy.save();
  }

  void addUpdate() {
    const ParameterPlan& statistics = copy.network.statisticsPlan();
    addNumber("learningRate", copy.learningRate());
    addNumber("step", static_cast<double>(before.step));
    addTensors("", before.parameters);
    addTensors(statistics, "", before.statistics);
    const auto decays = [this](std::size_t i) { return effects(i).decay > 0; };
    std::vector<Real> start = before.parameters;
    if (anyRegularizer(decays)) start = addDecayed(copy.learningRate());
    const auto bounds = [this](std::size_t i) { return effects(i).bounds(); };
    const RunState<Real> free = stateAfter(withRegularizers([&](std::size_t i) { return !bounds(i); }));
    if (anyRegularizer(bounds)) addTensors(".updated", free.parameters, true);
    const RunState<Real> after = stateAfter(experiment);
    addJointMove(start, free);
    std::size_t number = 0;
    for (const std::string& slot : slotNames(experiment.optimizer)) {
      addTensors("." + slot, before.slots[number]);
      addTensors("." + slot + ".next", after.slots[number++]);
    }
    addTensors(".next", after.parameters);
    std::vector<Real> change = after.parameters;
    for (std::size_t i = 0; i < change.size(); ++i) change[i] -= before.parameters[i];
    addTensors(".change", change);
    addTensors(statistics, ".next", after.statistics);
  }

  /** Where all parameters move jointly: Newton's direction, or how far L-BFGS went along its own. */
  void addJointMove(const std::vector<Real>& start, const RunState<Real>& end) {
    const double rate = copy.learningRate();
    if (std::holds_alternative<Newton>(experiment.optimizer)) {
      std::vector<Real> direction = start;
      for (std::size_t i = 0; i < direction.size(); ++i)
        direction[i] =
            rate == 0
                ? Real(0)
                : static_cast<Real>((static_cast<double>(start[i]) - static_cast<double>(end.parameters[i])) / rate);
      addTensors(".direction.next", direction);
    }
    if (!std::holds_alternative<Lbfgs>(experiment.optimizer)) return;
    double along = 0, square = 0;
    for (std::size_t i = 0; i < start.size(); ++i) {
      const double d = static_cast<double>(end.slots[0][i]);
      along += d * (static_cast<double>(end.parameters[i]) - static_cast<double>(start[i]));
      square += d * d;
    }
    addNumber("stepLength", square > 0 ? along / square : 0);
  }

  std::vector<Real> addDecayed(double rate) {
    std::vector<Real> decayed = before.parameters;
    for (std::size_t i = 0; i < experiment.regularizers.size(); ++i)
      for (const Tensor& tensor : copy.network.plan().tensors())
        if (const double decay = effects(i).decay; decay > 0 && tensor.isWeight())
          shrink(&decayed[tensor.offset], tensor.length, static_cast<Real>(1 - rate * decay));
    addTensors(".decayed", decayed, true);
    return decayed;
  }

  Experiment experiment;
  Run<Real> copy;
  RunState<Real> before;
  std::vector<TraceQuantity> list;
};

}  // namespace

template <class Real>
Trace traceStep(const Run<Real>& run) {
  return StepTracer<Real>(run).take();
}

template Trace traceStep(const Run<NABLAB_REAL>&);

}  // namespace nablab
