#pragma once
#include <emscripten/bind.h>

#include "../core/session.h"
#include "values.h"

namespace nablab {

/** `tool` of a session. */
template <class Real>
void bindTools(const emscripten::class_<Session<Real>>& session) {
  session.function("tool", emscripten::optional_override([](Session<Real>& s, emscripten::val settings) {
                     return guarded([&] { return toJavaScript(s.tool(fromJavaScript(settings, 2))); });
                   }));
}

}  // namespace nablab
