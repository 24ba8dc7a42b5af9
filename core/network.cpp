#include "network.h"

#include <algorithm>

namespace nablab {

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
bool Network<Real>::rectifies(std::size_t layer) const {
  const bool sums = std::holds_alternative<Dense>(list[layer]) || std::holds_alternative<Conv2d>(list[layer]);
  if (!sums || layer + 1 == list.size()) return false;
  const auto* next = std::get_if<ActivationLayer>(&list[layer + 1]);
  return next && std::holds_alternative<Relu>(next->function);
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
    if (i > 0 && rectifies(i - 1)) operations[i].forward = [](const void*, const LayerPass<Real>&) {};
    std::visit(
        [&](const auto& layer) {
          if constexpr (requires { layer.draws; }) drawers.push_back(i);
          if (!layer.trainable && endOf(i) > offsets[i]) frozenStretches.push_back({offsets[i], endOf(i)});
        },
        list[i]);
  }
  if (planted) plantBug();
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
Workspace<Real> Network<Real>::makeWorkspace(int columns, bool withGradients) {
  Workspace<Real> workspace;
  workspace.capacity = static_cast<int>(roundUpToLanes(static_cast<std::size_t>(columns)));
  const auto room = [&](int units) {
    return std::vector<Real>(static_cast<std::size_t>(units) * static_cast<std::size_t>(workspace.capacity));
  };
  workspace.input = room(inputs());
  for (std::size_t i = 0; i < list.size(); ++i) {
    const int kept = std::visit([&](const auto& layer) { return layer.kept(shapes[i]); }, list[i]);
    workspace.outputs.push_back(room(shapes[i + 1].size()));
    workspace.outputGradients.push_back(room(withGradients ? shapes[i + 1].size() : 0));
    workspace.kept.push_back(room(withGradients ? kept : 0));
  }
  for (std::size_t i = 0; i < list.size(); ++i) {
    LayerPass<Real> pass{};
    pass.inputShape = shapes[i];
    pass.outputShape = shapes[i + 1];
    pass.input = i == 0 ? workspace.input.data() : workspace.outputs[i - 1].data();
    pass.output = workspace.outputs[i].data();
    pass.rectified = rectifies(i) ? workspace.outputs[i + 1].data() : nullptr;
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

template <class Real>
void Network<Real>::forward(Workspace<Real>& workspace, int samples, bool training) const {
  const int columns = static_cast<int>(roundUpToLanes(static_cast<std::size_t>(samples)));
  for (std::size_t i = 0; i < operations.size(); ++i) {
    LayerPass<Real>& pass = workspace.passes[i];
    pass.columns = columns;
    pass.samples = samples;
    pass.training = training;
    operations[i].forward(operations[i].layer, pass);
  }
}

template <class Real>
void Network<Real>::backward(Workspace<Real>& workspace, int samples) const {
  const int columns = static_cast<int>(roundUpToLanes(static_cast<std::size_t>(samples)));
  for (std::size_t i = operations.size(); i-- > 0;) {
    LayerPass<Real>& pass = workspace.passes[i];
    pass.columns = columns;
    pass.samples = samples;
    operations[i].backward(operations[i].layer, pass);
    for (const Join& join : joins)
      if (join.from + 1 == i) addGradient(workspace, join, columns);
  }
}

template <class Real>
void Network<Real>::addGradient(Workspace<Real>& workspace, const Join& join, int columns) const {
  Real* const sum = workspace.outputGradients[join.from].data();
  const Real* const more = workspace.outputGradients[join.reader].data();
  const int count = shapes[join.from + 1].size() * columns;
  for (int i = 0; i < count; i += lanes) store(sum + i, load(sum + i) + load(more + i));
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
