#include "network.h"

#include <algorithm>

#include "math/denseKernels.h"

namespace nablab {

namespace {

/** The activation of this layer, if it is one that others can do. */
Fused kindOf(const Layer& layer) {
  const auto* activation = std::get_if<ActivationLayer>(&layer);
  if (!activation) return Fused::none;
  if (std::holds_alternative<Relu>(activation->function)) return Fused::relu;
  return std::holds_alternative<Tanh>(activation->function) ? Fused::tanh : Fused::none;
}

}  // namespace

template <class Real>
Network<Real>::Network(std::vector<Layer> layers, Shape input, std::optional<PlantedBug> bug)
    : list(std::move(layers)), shapes{input}, planted(bug) {
  planLayers();
  const std::size_t padded = roundUpToLanes(parameterPlan.size());
  parameters.assign(padded, Real(0));
  gradients.assign(padded, Real(0));
  statistics.assign(plannedStatistics.size(), Real(0));
  chooseOperations();
}

template <class Real>
void Network<Real>::planLayers() {
  for (std::size_t i = 0; i < list.size(); ++i) {
    offsets.push_back(parameterPlan.size());
    statisticsOffsets.push_back(plannedStatistics.size());
    std::visit(
        [&](const auto& layer) {
          layer.declare(parameterPlan, static_cast<int>(i), shapes.back());
          if constexpr (requires { layer.initialStatistic(std::declval<const Tensor&>()); }) {
            layer.declareStatistics(plannedStatistics, static_cast<int>(i), shapes.back());
            statisticians.push_back(i);
          }
          shapes.push_back(layer.outputShape(shapes.back()));
        },
        list[i]);
    if (const auto* residual = std::get_if<Residual>(&list[i]); residual && residual->from >= 0)
      joins.push_back({i, static_cast<std::size_t>(residual->from)});
  }
}

template <class Real>
void Network<Real>::turn(const std::vector<Layer>& layers) {
  list = layers;
  chooseOperations();
}

template <class Real>
Fused Network<Real>::fusedBehind(std::size_t layer) const {
  const bool isDense = std::holds_alternative<Dense>(list[layer]);
  if (layer + 1 == list.size() || (!isDense && !std::holds_alternative<Conv2d>(list[layer]))) return Fused::none;
  const Fused kind = kindOf(list[layer + 1]);
  return isDense || kind == Fused::relu ? kind : Fused::none;
}

template <class Real>
bool Network<Real>::isReadByOthers(std::size_t layer) const {
  return std::any_of(joins.begin(), joins.end(), [layer](const Join& join) { return join.from == layer; });
}

template <class Real>
Fused Network<Real>::fusedBefore(std::size_t layer) const {
  // Before a first layer nobody asks for the slope; a planted bug and other readers need the gradient before it.
  if (layer < 2 || planted || !joins.empty() || !std::holds_alternative<Dense>(list[layer])) return Fused::none;
  return kindOf(list[layer - 1]);
}

template <class Real>
void Network<Real>::chooseOperations() {
  operations.clear();
  drawers.clear();
  frozenStretches.clear();
  for (std::size_t i = 0; i < list.size(); ++i) {
    operations.push_back(std::visit(
        [](const auto& layer) {
          if constexpr (requires { layer.template operation<Real>(); })
            return layer.template operation<Real>();
          else
            return operationOf<Real>(layer);
        },
        list[i]));
    std::visit(
        [&](const auto& layer) {
          if constexpr (requires { layer.draws; }) drawers.push_back(i);
          if (!layer.trainable && endOf(i) > offsets[i]) frozenStretches.push_back({offsets[i], endOf(i)});
        },
        list[i]);
  }
  if (planted) plantBug();
  listCalls();
}

template <class Real>
void Network<Real>::listCalls() {
  forwardCalls.clear();
  backwardCalls.clear();
  for (std::size_t i = 0; i < operations.size(); ++i)
    if (i == 0 || fusedBehind(i - 1) == Fused::none)
      forwardCalls.push_back({operations[i].forward, operations[i].layer, i, healthyDense(i)});
  for (std::size_t i = operations.size(); i-- > 0;)
    if (i + 1 == operations.size() || fusedBefore(i + 1) == Fused::none)
      backwardCalls.push_back({operations[i].backward, operations[i].layer, i, healthyDense(i)});
}

template <class Real>
const Dense* Network<Real>::healthyDense(std::size_t layer) const {
  const auto* dense = std::get_if<Dense>(&list[layer]);
  return operations[layer].layer == dense ? dense : nullptr;
}

template <class Real>
void Network<Real>::plantBug() {
  const std::size_t layer = layerOf(*planted);
  sabotage = {operations[layer], &*planted, endOf(layer) - offsets[layer]};
  operations[layer] = {&sabotage,
                       [](const void* self, const LayerPass<Real>& pass) {
                         const auto& spoilt = *static_cast<const Sabotage<Real>*>(self);
                         spoilt.healthy.forward(spoilt.healthy.layer, pass);
                       },
                       [](const void* self, const LayerPass<Real>& pass) {
                         const auto& spoilt = *static_cast<const Sabotage<Real>*>(self);
                         spoilt.healthy.backward(spoilt.healthy.layer, pass);
                         std::visit([&](const auto& bug) { bug.spoil(pass, spoilt.parameters); }, *spoilt.bug);
                       }};
}

template <class Real>
void Network<Real>::initialize(std::uint32_t seed) {
  std::uint32_t stream = 0;
  Fans fans{1, 1};
  for (const Tensor& tensor : parameterPlan.tensors()) {
    if (tensor.isWeight()) fans = fansOf(tensor.shape);
    Real* const values = &parameters[tensor.offset];
    const Random random(seed, Stream::initialization, stream++);
    std::visit(
        [&](const auto& layer) {
          if constexpr (requires { layer.initializer; }) {
            const std::vector<double> drawn = initialValues(
                tensor.isWeight() ? layer.initializer : layer.biasInitializer, tensor.shape, fans, random);
            std::transform(drawn.begin(), drawn.end(), values, [](double value) { return static_cast<Real>(value); });
          } else if constexpr (requires { layer.initialValue(tensor); }) {
            std::fill_n(values, tensor.length, static_cast<Real>(layer.initialValue(tensor)));
          }
        },
        list[static_cast<std::size_t>(tensor.layer)]);
  }
  for (const Tensor& tensor : plannedStatistics.tensors())
    std::visit(
        [&](const auto& layer) {
          if constexpr (requires { layer.initialStatistic(tensor); })
            std::fill_n(&statistics[tensor.offset], tensor.length, static_cast<Real>(layer.initialStatistic(tensor)));
        },
        list[static_cast<std::size_t>(tensor.layer)]);
}

template <class Real>
void Network<Real>::holdPoint(Real x, Real y) {
  parameterPlan.add(0, "point", {2});
  parameters = {x, y, Real(0), Real(0)};
  gradients.assign(parameters.size(), Real(0));
}

template <class Real>
Workspace<Real> Network<Real>::makeWorkspace(int columns, Purpose purpose) {
  const bool withGradients = purpose == Purpose::training;
  Workspace<Real> workspace;
  workspace.capacity = static_cast<int>(roundUpToLanes(static_cast<std::size_t>(columns)));
  const auto room = [&](int units) {
    return std::vector<Real>(static_cast<std::size_t>(units) * static_cast<std::size_t>(workspace.capacity));
  };
  workspace.input = room(inputs());
  for (std::size_t i = 0; i < list.size(); ++i) {
    const int kept = std::visit([&](const auto& layer) { return layer.kept(shapes[i]); }, list[i]);
    // Sums before such activations are soon forgotten where only the last output counts.
    const bool keeps = purpose != Purpose::output || fusedBehind(i) == Fused::none || isReadByOthers(i);
    workspace.outputs.push_back(room(keeps ? shapes[i + 1].size() : 0));
    workspace.outputGradients.push_back(room(withGradients ? shapes[i + 1].size() : 0));
    workspace.kept.push_back(room(withGradients ? kept : 0));
  }
  for (std::size_t i = 0; i < list.size(); ++i) {
    LayerPass<Real> pass{};
    pass.inputShape = shapes[i];
    pass.inputs = shapes[i].size();
    pass.outputShape = shapes[i + 1];
    pass.input = i == 0 ? workspace.input.data() : workspace.outputs[i - 1].data();
    pass.output = workspace.outputs[i].data();
    if (const Fused kind = fusedBehind(i); kind != Fused::none)
      pass.activated = {kind, workspace.outputs[i + 1].data()};
    if (workspace.outputs[i].empty()) pass.output = pass.activated.values;
    if (const Fused kind = withGradients ? fusedBefore(i) : Fused::none; kind != Fused::none)
      pass.slope = {kind, workspace.outputs[i - 1].data(), workspace.outputGradients[i - 2].data()};
    pass.outputGradient = workspace.outputGradients[i].data();
    pass.inputGradient = i == 0 ? nullptr : workspace.outputGradients[i - 1].data();
    pass.parameters = parameters.data() + offsets[i];
    pass.gradients = gradients.data() + offsets[i];
    pass.kept = workspace.kept[i].data();
    pass.statistics = statistics.data() + statisticsOffsets[i];
    if (const auto* residual = std::get_if<Residual>(&list[i]))
      pass.earlier = residual->from < 0 ? workspace.input.data()
                                        : workspace.outputs[static_cast<std::size_t>(residual->from)].data();
    workspace.passes.push_back(pass);
  }
  return workspace;
}

template <class Real>
void Network<Real>::keepAll(Workspace<Real>& workspace, bool all) const {
  for (std::size_t i = 0; i < list.size(); ++i) {
    LayerPass<Real>& pass = workspace.passes[i];
    if (pass.activated.kind != Fused::none && !isReadByOthers(i))
      pass.output = all ? workspace.outputs[i].data() : pass.activated.values;
    if (pass.slope.kind != Fused::none)
      pass.inputGradient = all ? workspace.outputGradients[i - 1].data() : pass.slope.gradient;
  }
}

template <class Real>
void Network<Real>::drawMasks(Workspace<Real>& workspace, std::uint32_t seed, long step, int samples) const {
  const int columns = static_cast<int>(roundUpToLanes(static_cast<std::size_t>(samples)));
  for (const std::size_t i : drawers)
    std::visit(
        [&](const auto& layer) {
          if constexpr (requires { layer.draws; })
            layer.draw(workspace.kept[i].data(), shapes[i].size(), samples, columns,
                       Random(seed, Stream::dropout, static_cast<std::uint32_t>(i), static_cast<std::uint64_t>(step)));
        },
        list[i]);
}

// Apart from the passes, like the sums of gradients below: what is rare would take registers from the others.
template <class Real>
[[gnu::noinline]] void Network<Real>::tellPasses(Workspace<Real>& workspace, int samples, bool training) {
  workspace.samples = samples;
  workspace.training = training;
  for (LayerPass<Real>& pass : workspace.passes) {
    pass.columns = static_cast<int>(roundUpToLanes(static_cast<std::size_t>(samples)));
    pass.samples = samples;
    pass.training = training;
  }
}

template <class Real>
void Network<Real>::forward(Workspace<Real>& workspace, int samples, bool training) const {
  if (workspace.samples != samples || workspace.training != training) tellPasses(workspace, samples, training);
  const LayerPass<Real>* const passes = workspace.passes.data();
  for (const Call& call : forwardCalls)
    call.dense ? call.dense->forward(passes[call.index]) : call.function(call.layer, passes[call.index]);
}

template <class Real>
void Network<Real>::resume(Workspace<Real>& workspace, std::size_t first) const {
  for (std::size_t i = first; i < operations.size(); ++i)
    operations[i].forward(operations[i].layer, workspace.passes[i]);
}

template <class Real>
void Network<Real>::backward(Workspace<Real>& workspace) const {
  const bool hasJoins = !joins.empty();
  const LayerPass<Real>* const passes = workspace.passes.data();
  for (const Call& call : backwardCalls) {
    call.dense ? call.dense->backward(passes[call.index]) : call.function(call.layer, passes[call.index]);
    if (hasJoins) addGradients(workspace, call.index);
  }
}

template <class Real>
[[gnu::noinline]] void Network<Real>::addGradients(Workspace<Real>& workspace, std::size_t layer) const {
  for (const Join& join : joins) {
    if (join.from + 1 != layer) continue;
    Real* const sum = workspace.outputGradients[join.from].data();
    const Real* const more = workspace.outputGradients[join.reader].data();
    const int count = shapes[join.from + 1].size() * workspace.passes[layer].columns;
    for (int i = 0; i < count; i += lanes) store(sum + i, load(sum + i) + load(more + i));
  }
}

template <class Real>
void Network<Real>::updateStatistics(Workspace<Real>& workspace) const {
  for (const std::size_t i : statisticians)
    std::visit(
        [&](const auto& layer) {
          if constexpr (requires { layer.updateStatistics(workspace.passes[i]); })
            layer.updateStatistics(workspace.passes[i]);
        },
        list[i]);
}

template class Network<NABLAB_REAL>;

}  // namespace nablab
