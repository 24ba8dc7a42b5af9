#pragma once
#include <emscripten/bind.h>

#include "../core/session.h"
#include "values.h"

namespace nablab {

inline emscripten::val quantitiesOf(const Trace& trace) {
  emscripten::val list = emscripten::val::array();
  for (const TraceQuantity& quantity : trace.quantities()) {
    emscripten::val object = emscripten::val::object();
    object.set("layer", quantity.layer);
    object.set("name", quantity.name);
    object.set("shape", toJavaScript(Value::List(quantity.shape.begin(), quantity.shape.end())));
    object.set("values", copied(quantity.values));
    list.call<void>("push", object);
  }
  return list;
}

inline Value valueOf(const TraceOperand& operand) {
  Value record;
  record.set("symbol", operand.symbol);
  record.set("layer", operand.address.layer);
  record.set("quantity", operand.address.quantity);
  record.set("row", static_cast<double>(operand.address.row));
  record.set("column", static_cast<double>(operand.address.column));
  record.set("value", operand.value);
  return record;
}

/** The norm of a large network's gradient comes from each of its numbers: nobody reads so many, the last few suffice.
 */
inline constexpr std::size_t mostOperands = 4096, lastOperands = 16;

inline Value valueOf(const TraceOrigins& origins) {
  Value::List operands, constants;
  const std::size_t count = origins.operands.size();
  for (std::size_t i = 0; i < count; ++i) {
    if (count > mostOperands && i == mostOperands - lastOperands) i = count - lastOperands;
    operands.push_back(valueOf(origins.operands[i]));
  }
  for (const auto& [symbol, value] : origins.constants) {
    Value one;
    one.set("symbol", symbol);
    one.set("value", value);
    constants.push_back(one);
  }
  Value record;
  record.set("value", origins.value);
  record.set("formula", origins.formula);
  record.set("expression", origins.expression);
  record.set("constants", constants);
  record.set("count", static_cast<double>(count));
  record.set("operands", operands);
  return record;
}

/** `trace` and `originsOf` of a session. */
template <class Real>
void bindTrace(const emscripten::class_<Session<Real>>& session) {
  session
      .function("trace", emscripten::optional_override(
                             [](Session<Real>& s) { return guarded([&] { return quantitiesOf(s.trace()); }); }))
      .function(
          "originsOf", emscripten::optional_override([](Session<Real>& s, int layer, std::string quantity, double row,
                                                        double column) {
            return guarded([&] {
              const auto place = [](double number, const char* name) {
                return static_cast<std::size_t>(readNumber(number, name, {0, 1e9}, true));
              };
              return toJavaScript(valueOf(s.originsOf({layer, quantity, place(row, "row"), place(column, "column")})));
            });
          }));
}

}  // namespace nablab
