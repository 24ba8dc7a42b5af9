#pragma once
#include <emscripten/bind.h>

#include "../core/sample.h"
#include "reportBindings.h"

namespace nablab {

/** `findings`, `preflight`, `baselines`, `calibration` and `classify` of a session. */
template <class Real>
void bindDoctor(const emscripten::class_<Session<Real>>& session) {
  using S = Session<Real>;
  session
      .function("findings", emscripten::optional_override([](const S& s) {
                  return guarded([&] { return toJavaScript(valueOf(s.findings())); });
                }))
      .function("preflight", emscripten::optional_override([](const S& s, std::string check) {
                  return guarded([&] { return toJavaScript(s.preflight(check)); });
                }))
      .function("baselines", emscripten::optional_override(
                                 [](const S& s) { return guarded([&] { return toJavaScript(s.baselines()); }); }))
      .function("calibration", emscripten::optional_override([](S& s, std::string part) {
                  return guarded([&] { return toJavaScript(calibrationReportOf(s.run(), partOf(part))); });
                }))
      .function(
          "classify", emscripten::optional_override([](S& s, emscripten::val sample) {
            return guarded([&] {
              return toJavaScript(classifySample(s.run(), emscripten::convertJSArrayToNumberVector<double>(sample)));
            });
          }));
}

}  // namespace nablab
