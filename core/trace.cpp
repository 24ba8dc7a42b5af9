#include "trace.h"

#include "traceExpressions.h"
#include "traceRules.h"
#include "traceScope.h"

namespace nablab {

namespace {

std::string text(std::string_view view) { return std::string(view); }

bool isTrainable(const Layer& layer) {
  return std::visit([](const auto& kind) { return kind.trainable; }, layer);
}

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
    express();
    return std::move(origins);
  }

 private:
  /** The expression of the formula and what stands in it beside the operands; none if one of its symbols is nowhere. */
  void express() {
    std::string expression(traceExpressionOf(origins.formula, knobs));
    if (expression.empty()) expression = composed;
    if (expression.empty() || origins.operands.empty()) return;
    for (const std::string_view symbol : symbolsIn(expression)) {
      bool known = symbol == "pi";
      for (const TraceOperand& operand : origins.operands) known = known || operand.symbol == symbol;
      if (known) continue;
      const Value* value = knobs.find(symbol);
      if (!value || !value->number()) return;
      origins.constants.push_back({text(symbol), *value->number()});
    }
    for (const TraceOperand& operand : origins.operands)
      if (operand.symbol == joined) {
        expression += " + sum(" + text(joined) + ")";
        break;
      }
    origins.expression = std::move(expression);
  }

  /** The knobs of the kind whose formula it is, and the numbers of the step: what symbols may stand for. */
  template <class Family>
  void takeKnobs(const Family& choice) {
    knobs = writeChoice(familySpec<Family>(), &choice, false);
    if (const TraceQuantity* target = trace.find(-1, "target")) {
      knobs.set("n", static_cast<double>(target->columns()));
      knobs.set("K", static_cast<double>(target->rows()));
    }
    const TraceQuantity *output = trace.find(ruledLayer, "output"), *channels = trace.find(ruledLayer, "mean");
    if (output && channels)
      knobs.set("N", static_cast<double>(output->values.size()) / static_cast<double>(channels->rows()));
  }

  const Layer& layerAt(int layer) const { return description.layers[static_cast<std::size_t>(layer)]; }

  bool follow(int layer, const char* family, const char* kind, std::string_view quantity) {
    ruledLayer = layer;
    TraceScope scope(trace, layer, origins.operands);
    if (!scope.follow(traceRulesOf(family, kind), quantity, address.row, address.column)) return false;
    origins.formula = text(family) + "." + (*kind ? text(kind) + "." : "") + text(quantity);
    return true;
  }

  /** The value of an objective and its gradient come from both coordinates. */
  void ofObjective() {
    if (address.quantity == "learningRate" || address.quantity == "step" || address.quantity == "stepLength") return;
    origins.formula = text("objectives.") + keyOf(*description.objective) + "." + address.quantity;
    takeKnobs(*description.objective);
    TraceScope scope(trace, 0, origins.operands);
    if (address.quantity == "objective") return scope.add("loss", -1, "loss", 0, 0);
    if (address.quantity == "gradientNorm") return scope.addAll("g", *trace.find(0, "point.gradient"));
    if (address.quantity == "point.gradient")
      composed = traceExpressionOf(origins.formula + (address.row == 0 ? ".x" : ".y"), knobs);
    scope.add("x", 0, "point", 0, 0);
    scope.add("y", 0, "point", 1, 0);
  }

  void ofNetwork() {
    TraceScope scope(trace, -1, origins.operands);
    if (address.quantity == "sampleWeight") return ofSampleWeight(scope);
    if (follow(-1, "losses", keyOf(description.loss), address.quantity)) return takeKnobs(description.loss);
    if (!description.regularizers.empty()) knobs.set("penalized", true);
    if (follow(-1, "network", "", address.quantity)) return;
    const bool penalty = address.quantity == "penalty", norm = address.quantity == "gradientNorm";
    if (penalty) {
      origins.formula = text("regularizers.") + keyOf(description.regularizers[address.row]);
      takeKnobs(description.regularizers[address.row]);
    }
    if (norm) origins.formula = "clippings.norm.gradientNorm";
    for (const TraceQuantity& each : trace.quantities()) {
      const std::size_t dot = each.name.find('.');
      if ((penalty && each.name == "weight") ||
          (norm && dot != std::string::npos && each.name == unclipped(each.layer, each.name.substr(0, dot))))
        scope.addAll(penalty ? "w" : "g", each);
    }
  }

  /** Of the sample's class; where one number tells the class, 0 and 1 choose. */
  void ofSampleWeight(TraceScope& scope) {
    origins.formula = text("losses.") + keyOf(description.loss) + ".sampleWeight";
    const TraceQuantity &target = *trace.find(-1, "target"), &weights = *trace.find(-1, "classWeight");
    for (std::size_t row = 0; row < target.rows(); ++row) scope.add("target", -1, "target", row, address.column);
    if (target.rows() > 1) {
      composed = "sum(target * classWeight)";
      return scope.addAll("classWeight", weights);
    }
    composed = "where(target > 0.5, w1, w0)";
    scope.add("w0", -1, "classWeight", 0, 0);
    scope.add("w1", -1, "classWeight", 1, 0);
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
    if (activation)
      takeKnobs(activation->function);
    else
      takeKnobs(kind);
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
    if (address.layer == last) {
      follow(-1, "losses", keyOf(description.loss), "gradient");
      takeKnobs(description.loss);
    } else {
      ofLayer(address.layer + 1, "inputGradient");
    }
    TraceScope scope(trace, address.layer, origins.operands);
    for (int reader = address.layer + 1; reader <= last; ++reader)
      if (const auto* residual = std::get_if<Residual>(&layerAt(reader)); residual && residual->from == address.layer)
        scope.add(joined, reader, "outputGradient", address.row, address.column);
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
    const auto add = [&](const char* symbol, const std::string& name) {
      scope.add(symbol, address.layer, name, address.row, address.column);
    };
    if (part == "penalized") {
      origins.formula = "regularizers";
      composePenalty();
      add("g", tensor + ".gradient");
      add("w", tensor);
    } else if (part == "clipped") {
      origins.formula = text("clippings.") + keyOf(description.clipping);
      takeKnobs(description.clipping);
      add("g", unclipped(address.layer, tensor));
      scope.add("gradientNorm", -1, "gradientNorm", 0, 0);
    } else if (part == "decayed") {
      origins.formula = "regularizers.decoupledWeightDecay";
      composeDecay();
      add("w", tensor);
      scope.add("r", -1, "learningRate", 0, 0);
    } else if (part == "change") {
      origins.formula = "network.change";
      add("next", tensor + ".next");
      add("p", tensor);
    } else if (part == "next" && trace.find(address.layer, tensor + ".updated")) {
      ofBound(scope, tensor + ".updated");
    } else if (part == "next" || part == "updated") {
      ofOptimizer(scope, tensor, "next");
    } else if (part.ends_with(".next")) {
      ofOptimizer(scope, tensor, part.substr(0, part.size() - 5));
    }
  }

  /** The bounded weight, then all weights of its unit. */
  void ofBound(TraceScope& scope, const std::string& updated) {
    origins.formula = "regularizers.maxNorm.next";
    for (const Regularizer& regularizer : description.regularizers)
      if (effectsOf(regularizer).bounds()) takeKnobs(regularizer);
    scope.add("w", address.layer, updated, address.row, address.column);
    const TraceQuantity& all = *trace.find(address.layer, updated);
    for (std::size_t row = 0; row < all.rows(); ++row) scope.add("w2", address.layer, updated, row, address.column);
  }

  /** Penalties add up: their shares of the derivative too. */
  void composePenalty() {
    double l1 = 0, l2 = 0;
    for (const Regularizer& regularizer : description.regularizers) {
      l1 += effectsOf(regularizer).l1;
      l2 += effectsOf(regularizer).l2;
    }
    composed = "g";
    if (l1 > 0) composed += " + l1 * sign(w)";
    if (l2 > 0) composed += " + l2 * w";
    knobs.set("l1", l1);
    knobs.set("l2", l2);
  }

  /** Decays follow one another. */
  void composeDecay() {
    std::string number;
    composed = "w";
    for (const Regularizer& regularizer : description.regularizers)
      if (const double decay = effectsOf(regularizer).decay; decay > 0) {
        composed += " * (1 - r * decay" + number + ")";
        knobs.set("decay" + number, decay);
        number += '\'';
      }
  }

  /** One number that an optimizer's rule names. */
  void addToken(TraceScope& scope, const std::string& tensor, std::string_view token) {
    if (token == "r" || token == "t") return scope.add(token, -1, token == "r" ? "learningRate" : "step", 0, 0);
    std::string name = tensor + "." + text(token);
    if (token == "p") name = firstOf(address.layer, tensor, {".decayed"});
    if (token == "g") name = firstOf(address.layer, tensor, {".clipped", ".penalized", ".gradient"});
    if (token.ends_with('\'')) name = tensor + "." + text(token.substr(0, token.size() - 1)) + ".next";
    scope.add(token, address.layer, name, address.row, address.column);
  }

  void ofOptimizer(TraceScope& scope, const std::string& tensor, const std::string& result) {
    if (result == "next" && !description.objective && !isTrainable(layerAt(address.layer))) {
      origins.formula = "frozen";
      return addToken(scope, tensor, "p");
    }
    const char* key = keyOf(description.optimizer);
    origins.formula = text("optimizers.") + key + "." + result;
    takeKnobs(description.optimizer);
    std::string_view rule = traceRuleFor(traceRulesOf("optimizers", key), result);
    if (rule.empty()) return ofJointOptimizer(scope, tensor);
    rule.remove_prefix(rule.find('=') + 1);
    while (!rule.empty()) {
      const std::size_t end = rule.find(' ');
      if (end != 0) addToken(scope, tensor, rule.substr(0, end));
      rule.remove_prefix(end == std::string_view::npos ? rule.size() : end + 1);
    }
  }

  /** Optimizers that move all parameters jointly: along a direction, which all gradients and the slots decide. */
  void ofJointOptimizer(TraceScope& scope, const std::string& tensor) {
    if (origins.formula.ends_with(".next")) {
      addToken(scope, tensor, "p");
      addToken(scope, tensor, "direction'");
      if (trace.find(-1, "stepLength")) return scope.add("stepLength", -1, "stepLength", 0, 0);
      return addToken(scope, tensor, "r");
    }
    for (const TraceQuantity& each : trace.quantities()) {
      const std::size_t dot = each.name.find('.');
      if (dot == std::string::npos) continue;
      const std::string own = each.name.substr(0, dot);
      if (each.name == firstOf(each.layer, own, {".clipped", ".penalized", ".gradient"})) scope.addAll("g", each);
    }
    for (const std::string& slot : slotNames(description.optimizer))
      scope.add(slot, address.layer, tensor + "." + slot, address.row, address.column);
  }

  const Trace& trace;
  const Experiment& description;
  const TraceAddress& address;
  TraceOrigins origins;
  Value knobs;
  /** An expression put together here, for want of a kind that has it. */
  std::string composed;
  /** The layer whose rule was followed. */
  int ruledLayer = -1;
  /** The symbol of gradients that residual layers add. */
  static constexpr const char* joined = "joined";
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
