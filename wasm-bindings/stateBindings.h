#pragma once
#include <emscripten/bind.h>

#include "../core/session.h"
#include "values.h"

namespace nablab {

/** `saveState` and `loadState` of a session: bytes of a safetensors file. */
template <class Real>
void bindState(const emscripten::class_<Session<Real>>& session) {
  session
      .function("saveState", emscripten::optional_override(
                                 [](Session<Real>& s) { return guarded([&] { return copied(s.saveState()); }); }))
      .function("loadState", emscripten::optional_override([](Session<Real>& s, emscripten::val file) {
                  guarded([&] { s.loadState(emscripten::convertJSArrayToNumberVector<unsigned char>(file)); });
                }));
}

}  // namespace nablab
