#include "gradientCheck.h"

#include <algorithm>
#include <cmath>

namespace nablab {

namespace {

/** How far from one is a step that changes a number: relative to large ones, absolute for small ones. */
double stepFor(double value, double step) { return step * std::max(1.0, std::fabs(value)); }

/** A function around one point along one coordinate. */
struct Neighbourhood {
  double below, here, above, step;
  double slope() const { return (above - below) / (2 * step); }
  /** Half the difference of the slopes of both sides: 0 but for ε·f″ where the function is smooth. */
  double bend() const { return std::fabs(above - 2 * here + below) / (2 * step); }
};

/** Adds one element to what is known of a tensor. */
void compare(TensorCheck& check, std::size_t index, double analytic, const Neighbourhood& near,
             const GradientTolerance& tolerance) {
  const double numerical = near.slope(), error = std::fabs(analytic - numerical);
  const double bar = tolerance.absolute + tolerance.relative * std::fabs(numerical);
  ++check.compared;
  // A kink within the step explains an error of at most `bend`. A wrong formula leaves no bend.
  if (error > bar && near.bend() >= 0.5 * error) {
    ++check.kinks;
    return;
  }
  // Also true for NaN.
  if (!(error <= bar)) ++check.wrong;
  const double larger = std::max(std::fabs(analytic), std::fabs(numerical));
  const auto excess = [&](const ComparedElement& element) {
    return std::fabs(element.analytic - element.numerical) /
           (tolerance.absolute + tolerance.relative * std::fabs(element.numerical));
  };
  const ComparedElement element{index, analytic, numerical};
  if (check.compared - check.kinks == 1 || !(excess(element) <= excess(check.worst))) check.worst = element;
  check.largestAbsolute = std::max(check.largestAbsolute, error);
  if (larger > 0) check.largestRelative = std::max(check.largestRelative, error / larger);
}

/** Compares up to `mostCompared` of `values[0 … length)` with the objective's differences; leaves the values as they
 * were. */
template <class Objective>
void compareAll(TensorCheck& check, double* values, const double* analytic, double here, Objective objective,
                const GradientTolerance& tolerance) {
  const std::size_t count = std::min(check.length, mostCompared);
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t index = i * check.length / count;
    const double value = values[index], step = stepFor(value, tolerance.step);
    values[index] = value + step;
    const double above = objective();
    values[index] = value - step;
    const double below = objective();
    values[index] = value;
    compare(check, index, analytic[index], {below, here, above, step}, tolerance);
  }
}

/**
 * Whether the backward pass of one layer is right by itself. Alone behind a layer that does nothing, with the inputs,
 * masks and output gradients G that it has in the whole network, its inputGradient and gradients must be those of
 * φ = Σ G·output.
 */
class LayerAlone {
 public:
  LayerAlone(Run<double>& whole, std::size_t layer)
      : network({ActivationLayer{Linear{}}, whole.network.layers()[layer]}, whole.network.inputShape(layer),
                bugOf(whole.experiment(), layer)),
        workspace(network.makeWorkspace(whole.training.capacity, Purpose::training)),
        samples(whole.batchSamples),
        columns(Run<double>::columnsFor(samples)) {
    workspace.input = layer == 0 ? whole.training.input : whole.training.outputs[layer - 1];
    workspace.passes[0].input = workspace.input.data();
    std::copy(whole.training.kept[layer].begin(), whole.training.kept[layer].end(), workspace.kept[1].begin());
    std::copy(whole.training.outputGradients[layer].begin(), whole.training.outputGradients[layer].end(),
              workspace.outputGradients[1].begin());
    upstream = workspace.outputGradients[1];
    std::size_t length = 0, offset = 0;
    for (const Tensor& tensor : whole.network.plan().tensors()) {
      if (tensor.layer < static_cast<int>(layer)) offset += tensor.length;
      if (tensor.layer == static_cast<int>(layer)) length += tensor.length;
    }
    std::copy_n(whole.network.parameters.begin() + static_cast<std::ptrdiff_t>(offset), length,
                network.parameters.begin());
  }

  bool isRight(const GradientTolerance& tolerance) {
    const double here = objective();
    workspace.outputGradients[1] = upstream;
    network.backward(workspace);
    const std::vector<double> gradients = network.gradients, inputGradient = workspace.outputGradients[0];
    TensorCheck own{0, "parameters", network.plan().size()};
    compareAll(
        own, network.parameters.data(), gradients.data(), here, [this] { return objective(); }, tolerance);
    TensorCheck input{0, "input", static_cast<std::size_t>(network.inputs()) * static_cast<std::size_t>(columns)};
    compareAll(
        input, workspace.input.data(), inputGradient.data(), here, [this] { return objective(); }, tolerance);
    return own.wrong == 0 && input.wrong == 0;
  }

 private:
  static std::optional<PlantedBug> bugOf(const Experiment& experiment, std::size_t layer) {
    std::optional<PlantedBug> bug = experiment.plantedBug;
    if (!bug || layerOf(*bug) != layer) return std::nullopt;
    std::visit([](auto& kind) { kind.layer = 1; }, *bug);
    return bug;
  }

  double objective() {
    network.forward(workspace, samples, true);
    double total = 0;
    const std::size_t count = static_cast<std::size_t>(network.outputs()) * static_cast<std::size_t>(columns);
    for (std::size_t i = 0; i < count; ++i) total += upstream[i] * workspace.outputs[1][i];
    return total;
  }

  Network<double> network;
  Workspace<double> workspace;
  int samples, columns;
  std::vector<double> upstream;
};

int findSuspect(Twin& twin, const GradientTolerance& tolerance) {
  Run<double>& run = twin.run();
  // Bring back what stands in the workspace at the parameters that were checked.
  twin.objective(twin.parameters());
  const std::size_t layers = run.network.layers().size();
  for (std::size_t layer = layers; layer-- > 0;)
    // A residual layer can't stand alone, and has nothing of its own that could be wrong.
    if (!std::holds_alternative<Residual>(run.network.layers()[layer]) && !LayerAlone(run, layer).isRight(tolerance))
      return static_cast<int>(layer);
  return -1;
}

}  // namespace

bool GradientCheck::passes() const {
  for (const TensorCheck& tensor : tensors)
    if (tensor.wrong > 0) return false;
  return true;
}

GradientCheck checkGradient(Twin& twin, GradientTolerance tolerance) {
  GradientCheck check{tolerance, twin.run().step(), twin.samples(), 0, {}};
  std::vector<double> parameters = twin.parameters(), gradient;
  check.objective = twin.objective(parameters, gradient);
  const auto isFrozen = [&](const Tensor& tensor) {
    for (const auto& [begin, end] : twin.run().network.frozen())
      if (tensor.offset >= begin && tensor.offset < end) return true;
    return false;
  };
  for (const Tensor& tensor : twin.run().network.plan().tensors()) {
    if (isFrozen(tensor)) continue;
    TensorCheck part{tensor.layer, tensor.name, tensor.length};
    compareAll(
        part, &parameters[tensor.offset], &gradient[tensor.offset], check.objective,
        [&] { return twin.objective(parameters); }, tolerance);
    check.tensors.push_back(part);
  }
  if (!check.passes()) check.suspect = findSuspect(twin, tolerance);
  return check;
}

}  // namespace nablab
