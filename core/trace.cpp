#include "trace.h"

#include "traceRules.h"

namespace nablab {

namespace {

std::string text(std::string_view view) { return std::string(view); }

/** Capitals in the rules of this layer: strides, paddings, sizes. */
TraceConstants constantsOf(const Layer& layer) {
  TraceConstants constants;
  const auto set = [&](const char* names, int first, int second) {
    constants.of[names[0] - 'A'] = first;
    constants.of[names[1] - 'A'] = second;
  };
  std::visit(
      [&](const auto& kind) {
        if constexpr (requires { kind.stride[0] + kind.kernel[0]; }) {
          set("ST", kind.stride[0], kind.stride[1]);
          const bool framed = static_cast<int>(kind.padding) != 0;
          set("PQ", framed ? kind.kernel[0] / 2 : 0, framed ? kind.kernel[1] / 2 : 0);
        } else if constexpr (requires { kind.size; }) {
          set("ST", kind.size, kind.size);
          set("KL", kind.size, kind.size);
        }
      },
      layer);
  return constants;
}

bool isTrainable(const Layer& layer) {
  return std::visit([](const auto& kind) { return kind.trainable; }, layer);
}

}  // namespace

/** Where the names in rules lead, as one layer sees them, or (layer −1) the loss. */
class TraceScope : public TraceVisitor {
 public:
  TraceScope(const Trace& seen, int from, std::vector<TraceOperand>& to) : trace(seen), layer(from), operands(to) {}

  TraceExtents extentsOf(std::string_view name) const override {
    const auto [at, quantity] = placeOf(name);
    const TraceQuantity* found = trace.find(at, quantity);
    return found ? found->shape : TraceExtents{};
  }

  void operand(std::string_view name, std::size_t row, std::size_t column) override {
    const auto [at, quantity] = placeOf(name);
    add(at, quantity, row, column);
  }

  /** Adds a number of the trace, if it is there. */
  void add(int at, const std::string& quantity, std::size_t row, std::size_t column) {
    if (const TraceQuantity* found = trace.find(at, quantity))
      operands.push_back({{at, quantity, row, column}, found->values[row * found->columns() + column]});
  }

  /** Adds all numbers of a quantity, if it is there. */
  void addAll(const TraceQuantity& quantity) {
    for (std::size_t row = 0; row < quantity.rows(); ++row)
      for (std::size_t column = 0; column < quantity.columns(); ++column)
        add(quantity.layer, quantity.name, row, column);
  }

  /** Follows the rule of this quantity, if there is one. */
  bool follow(std::string_view rules, std::string_view quantity, std::size_t row, std::size_t column) {
    const std::string_view rule = traceRuleFor(rules, quantity);
    if (rule.empty()) return false;
    TraceConstants constants;
    if (layer >= 0 && !trace.description.layers.empty())
      constants = constantsOf(trace.description.layers[static_cast<std::size_t>(layer)]);
    // One slope for each channel, or one for all.
    if (const TraceQuantity* slope = trace.find(layer, "slope")) constants.of['P' - 'A'] = slope->rows() > 1;
    followTraceRule(rule, constants, row, column, *this);
    return true;
  }

 private:
  struct Place {
    int layer;
    std::string quantity;
  };

  Place placeOf(std::string_view name) const {
    const int last = static_cast<int>(trace.description.layers.size()) - 1;
    if (layer < 0) {
      if (name == "output") return {last, "output"};
      if (name == "gradient") return {last, "outputGradient"};
      return {-1, text(name)};
    }
    int reader = layer - 1;
    if (name == "earlier")
      if (const auto* residual = std::get_if<Residual>(&trace.description.layers[static_cast<std::size_t>(layer)]))
        reader = residual->from;
    if (name == "input" || name == "earlier") return {reader, reader < 0 ? "input" : "output"};
    if (name == "inputGradient") return {layer - 1, "outputGradient"};
    return {layer, text(name)};
  }

  const Trace& trace;
  int layer;
  std::vector<TraceOperand>& operands;
};

namespace {

/** How the numbers of one step came about: finds the rule, follows it, names the formula. */
class OriginFinder {
 public:
  OriginFinder(const Trace& seen, const Experiment& experiment, const TraceAddress& of)
      : trace(seen), description(experiment), address(of) {}

  TraceOrigins find() {
    const TraceQuantity& quantity = *trace.find(address.layer, address.quantity);
    origins.value = quantity.values[address.row * quantity.columns() + address.column];
    if (description.objective && (address.layer < 0 || address.quantity == "point.gradient"))
      ofObjective();
    else if (address.layer < 0)
      ofNetwork();
    else if (address.quantity == "outputGradient")
      ofOutputGradient();
    else if (description.objective || !ofLayer(address.layer, address.quantity))
      ofTensor();
    return std::move(origins);
  }

 private:
  const Layer& layerAt(int layer) const { return description.layers[static_cast<std::size_t>(layer)]; }

  bool follow(int layer, const char* family, const char* kind, std::string_view quantity) {
    TraceScope scope(trace, layer, origins.operands);
    if (!scope.follow(traceRulesOf(family, kind), quantity, address.row, address.column)) return false;
    origins.formula = text(family) + "." + (*kind ? text(kind) + "." : "") + text(quantity);
    return true;
  }

  /** The value of an objective and its gradient come from both coordinates. */
  void ofObjective() {
    if (address.quantity == "learningRate" || address.quantity == "step") return;
    origins.formula = text("objectives.") + keyOf(*description.objective) + "." + address.quantity;
    TraceScope scope(trace, 0, origins.operands);
    if (address.quantity == "objective") return scope.add(-1, "loss", 0, 0);
    if (address.quantity == "gradientNorm") return scope.addAll(*trace.find(0, "point.gradient"));
    scope.addAll(*trace.find(0, "point"));
  }

  void ofNetwork() {
    TraceScope scope(trace, -1, origins.operands);
    if (follow(-1, "losses", keyOf(description.loss), address.quantity)) return;
    if (follow(-1, "network", "", address.quantity)) return;
    const bool penalty = address.quantity == "penalty", norm = address.quantity == "gradientNorm";
    if (penalty) origins.formula = text("regularizers.") + keyOf(description.regularizers[address.row]);
    if (norm) origins.formula = "clippings.norm.gradientNorm";
    for (const TraceQuantity& each : trace.quantities()) {
      const std::size_t dot = each.name.find('.');
      if ((penalty && each.name == "weight") ||
          (norm && dot != std::string::npos && each.name == unclipped(each.layer, each.name.substr(0, dot))))
        scope.addAll(each);
    }
  }

  /** The rule of a layer for one of its quantities; planted bugs name themselves as the formula. */
  bool ofLayer(int layer, const std::string& quantity) {
    const Layer& kind = layerAt(layer);
    const bool ofParameters = quantity.ends_with(".gradient");
    if (ofParameters && !isTrainable(kind)) {
      origins.formula = "frozen";
      return true;
    }
    const auto* activation = std::get_if<ActivationLayer>(&kind);
    if (!follow(layer, activation ? "activations" : "layers", activation ? keyOf(activation->function) : keyOf(kind),
                quantity))
      return false;
    if (const auto& bug = description.plantedBug; bug && layerOf(*bug) == static_cast<std::size_t>(layer)) {
      const bool spoilsParameters =
          std::holds_alternative<WrongSign>(*bug) || std::holds_alternative<MissingMean>(*bug);
      if (spoilsParameters ? ofParameters : quantity == "inputGradient")
        origins.formula = text("plantedBugs.") + keyOf(*bug);
    }
    return true;
  }

  /** From the layer behind, or the loss; and from every residual layer that reads this output. */
  void ofOutputGradient() {
    const int last = static_cast<int>(description.layers.size()) - 1;
    if (address.layer == last)
      follow(-1, "losses", keyOf(description.loss), "gradient");
    else
      ofLayer(address.layer + 1, "inputGradient");
    TraceScope scope(trace, address.layer, origins.operands);
    for (int reader = address.layer + 1; reader <= last; ++reader)
      if (const auto* residual = std::get_if<Residual>(&layerAt(reader)); residual && residual->from == address.layer)
        scope.add(reader, "outputGradient", address.row, address.column);
  }

  /** The first of these parts of a tensor that is there. */
  std::string firstOf(int layer, const std::string& tensor, std::initializer_list<const char*> parts) const {
    for (const char* part : parts)
      if (std::string name = tensor + part; trace.find(layer, name)) return name;
    return tensor;
  }
  std::string unclipped(int layer, const std::string& tensor) const {
    return firstOf(layer, tensor, {".penalized", ".gradient"});
  }

  void ofTensor() {
    const std::size_t dot = address.quantity.find('.');
    if (dot == std::string::npos) return;
    const std::string tensor = address.quantity.substr(0, dot), part = address.quantity.substr(dot + 1);
    TraceScope scope(trace, address.layer, origins.operands);
    const auto add = [&](const std::string& name) { scope.add(address.layer, name, address.row, address.column); };
    if (part == "penalized") {
      origins.formula = "regularizers";
      add(tensor + ".gradient");
      add(tensor);
    } else if (part == "clipped") {
      origins.formula = text("clippings.") + keyOf(description.clipping);
      add(unclipped(address.layer, tensor));
      scope.add(-1, "gradientNorm", 0, 0);
    } else if (part == "decayed") {
      origins.formula = "regularizers.decoupledWeightDecay";
      add(tensor);
      scope.add(-1, "learningRate", 0, 0);
    } else if (part == "next" && trace.find(address.layer, tensor + ".updated")) {
      origins.formula = "regularizers.maxNorm";
      const TraceQuantity& updated = *trace.find(address.layer, tensor + ".updated");
      for (std::size_t row = 0; row < updated.rows(); ++row)
        scope.add(address.layer, updated.name, row, address.column);
    } else if (part == "next" || part == "updated") {
      ofOptimizer(scope, tensor, "next");
    } else if (part.ends_with(".next")) {
      ofOptimizer(scope, tensor, part.substr(0, part.size() - 5));
    }
  }

  /** One number that an optimizer's rule names. */
  void addToken(TraceScope& scope, const std::string& tensor, std::string_view token) {
    if (token == "r" || token == "t") return scope.add(-1, token == "r" ? "learningRate" : "step", 0, 0);
    std::string name = tensor + "." + text(token);
    if (token == "p") name = firstOf(address.layer, tensor, {".decayed"});
    if (token == "g") name = firstOf(address.layer, tensor, {".clipped", ".penalized", ".gradient"});
    if (token.ends_with('\'')) name = tensor + "." + text(token.substr(0, token.size() - 1)) + ".next";
    scope.add(address.layer, name, address.row, address.column);
  }

  void ofOptimizer(TraceScope& scope, const std::string& tensor, const std::string& result) {
    if (result == "next" && !description.objective && !isTrainable(layerAt(address.layer))) {
      origins.formula = "frozen";
      return addToken(scope, tensor, "p");
    }
    const char* key = keyOf(description.optimizer);
    origins.formula = text("optimizers.") + key + "." + result;
    std::string_view rule = traceRuleFor(traceRulesOf("optimizers", key), result);
    if (rule.empty()) return ofJointOptimizer(scope, tensor);
    rule.remove_prefix(rule.find('=') + 1);
    while (!rule.empty()) {
      const std::size_t end = rule.find(' ');
      if (end != 0) addToken(scope, tensor, rule.substr(0, end));
      rule.remove_prefix(end == std::string_view::npos ? rule.size() : end + 1);
    }
  }

  /** Optimizers that move all parameters jointly: the parameter, its slots, and the gradients of all. */
  void ofJointOptimizer(TraceScope& scope, const std::string& tensor) {
    addToken(scope, tensor, "p");
    const std::string slots = tensor + ".";
    for (const TraceQuantity& each : trace.quantities()) {
      const std::size_t dot = each.name.find('.');
      if (dot == std::string::npos) continue;
      const std::string own = each.name.substr(0, dot);
      if (each.name == firstOf(each.layer, own, {".clipped", ".penalized", ".gradient"})) scope.addAll(each);
    }
    for (const std::string& slot : slotNames(description.optimizer)) {
      scope.add(address.layer, slots + slot, address.row, address.column);
      if (address.quantity == slots + "next" || address.quantity == slots + "updated")
        scope.add(address.layer, slots + slot + ".next", address.row, address.column);
    }
    addToken(scope, tensor, "r");
  }

  const Trace& trace;
  const Experiment& description;
  const TraceAddress& address;
  TraceOrigins origins;
};

}  // namespace

const TraceQuantity* Trace::find(int layer, const std::string& name) const {
  for (const TraceQuantity& quantity : list)
    if (quantity.layer == layer && quantity.name == name) return &quantity;
  return nullptr;
}

TraceOrigins Trace::originsOf(const TraceAddress& address) const {
  const TraceQuantity* quantity = find(address.layer, address.quantity);
  if (!quantity || address.row >= quantity->rows() || address.column >= quantity->columns())
    throw Refusal("RANGE", "trace",
                  std::to_string(address.layer) + " " + shortText(address.quantity) + " [" +
                      std::to_string(address.row) + ", " + std::to_string(address.column) + "]",
                  quantity ? std::to_string(quantity->rows()) + " × " + std::to_string(quantity->columns())
                           : "a quantity of the trace");
  return OriginFinder(*this, description, address).find();
}

}  // namespace nablab
