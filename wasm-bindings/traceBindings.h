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

inline Value valueOf(const TraceOrigins& origins) {
  Value::List operands;
  for (const TraceOperand& operand : origins.operands) {
    Value one;
    one.set("layer", operand.address.layer);
    one.set("quantity", operand.address.quantity);
    one.set("row", static_cast<double>(operand.address.row));
    one.set("column", static_cast<double>(operand.address.column));
    one.set("value", operand.value);
    operands.push_back(one);
  }
  Value record;
  record.set("value", origins.value);
  record.set("formula", origins.formula);
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
