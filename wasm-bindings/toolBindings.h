#pragma once
#include <emscripten/bind.h>

#include "../core/session.h"
#include "values.h"

namespace nablab {

/** `tool`, `subscribe` and `readings` of a session. */
template <class Real>
void bindTools(const emscripten::class_<Session<Real>>& session) {
  session
      .function("subscribe", emscripten::optional_override([](Session<Real>& s, emscripten::val names, double every) {
                  guarded([&] {
                    s.subscribe(emscripten::vecFromJSArray<std::string>(names),
                                static_cast<long>(readNumber(every, "every", {1, 1000000}, true)));
                  });
                }))
      .function("readings", emscripten::optional_override(
                                [](Session<Real>& s) { return guarded([&] { return toJavaScript(s.readings()); }); }))
      .function("tool", emscripten::optional_override([](Session<Real>& s, emscripten::val settings) {
                  return guarded([&] { return toJavaScript(s.tool(fromJavaScript(settings, 2))); });
                }));
}

}  // namespace nablab
