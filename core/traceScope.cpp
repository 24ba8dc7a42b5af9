#include "traceScope.h"

namespace nablab {

namespace {

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

}  // namespace

TraceExtents TraceScope::extentsOf(std::string_view name) const {
  const auto [at, quantity] = placeOf(name);
  const TraceQuantity* found = trace.find(at, quantity);
  return found ? found->shape : TraceExtents{};
}

void TraceScope::operand(std::string_view name, std::size_t row, std::size_t column) {
  const auto [at, quantity] = placeOf(name);
  add(name, at, quantity, row, column);
}

void TraceScope::add(std::string_view symbol, int at, const std::string& quantity, std::size_t row,
                     std::size_t column) {
  if (const TraceQuantity* found = trace.find(at, quantity))
    operands.push_back(
        {{at, quantity, row, column}, found->values[row * found->columns() + column], std::string(symbol)});
}

void TraceScope::addAll(std::string_view symbol, const TraceQuantity& quantity) {
  for (std::size_t row = 0; row < quantity.rows(); ++row)
    for (std::size_t column = 0; column < quantity.columns(); ++column)
      add(symbol, quantity.layer, quantity.name, row, column);
}

bool TraceScope::follow(std::string_view rules, std::string_view quantity, std::size_t row, std::size_t column) {
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

TraceScope::Place TraceScope::placeOf(std::string_view name) const {
  if (name.back() == '2') name.remove_suffix(1);
  const int last = static_cast<int>(trace.description.layers.size()) - 1;
  if (layer < 0) {
    if (name == "output") return {last, "output"};
    if (name == "gradient") return {last, "outputGradient"};
    return {-1, std::string(name)};
  }
  int reader = layer - 1;
  if (name == "earlier")
    if (const auto* residual = std::get_if<Residual>(&trace.description.layers[static_cast<std::size_t>(layer)]))
      reader = residual->from;
  if (name == "input" || name == "earlier") return {reader, reader < 0 ? "input" : "output"};
  if (name == "inputGradient") return {layer - 1, "outputGradient"};
  return {layer, std::string(name)};
}

}  // namespace nablab
