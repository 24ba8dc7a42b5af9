#pragma once
#include <emscripten/bind.h>

#include "../core/sample.h"
#include "reportBindings.h"

namespace nablab {

/** `findings`, `watch`, `diagnosis`, `preflight`, `tryRemedies`, `workOnRemedies`, `remedies`, `baselines`,
 * `calibration`, `classify` and `gradeAnswers` of a session. */
template <class Real>
void bindDoctor(const emscripten::class_<Session<Real>>& session) {
  using S = Session<Real>;
  session
      .function("findings", emscripten::optional_override([](const S& s) {
                  return guarded([&] { return toJavaScript(valueOf(s.findings())); });
                }))
      .function("watch", emscripten::optional_override([](S& s, bool on) { guarded([&] { s.watch(on); }); }))
      .function("diagnosis", emscripten::optional_override([](const S& s) {
                  return guarded([&] { return toJavaScript(valueOf(s.diagnosis())); });
                }))
      .function("preflight", emscripten::optional_override([](const S& s, std::string check) {
                  return guarded([&] { return toJavaScript(s.preflight(check)); });
                }))
      .function("tryRemedies", emscripten::optional_override([](S& s, emscripten::val candidates) {
                  guarded([&] { s.tryRemedies(fromJavaScript(candidates, Limits::depth)); });
                }))
      .function("workOnRemedies", emscripten::optional_override([](S& s, double steps) {
                  return guarded([&] {
                    return s.workOnRemedies(static_cast<long>(readNumber(steps, "steps", {1, 2147483647}, true)));
                  });
                }))
      .function("remedies", emscripten::optional_override(
                                [](const S& s) { return guarded([&] { return toJavaScript(s.remedies()); }); }))
      .function(
          "gradeAnswers",
          emscripten::optional_override([](const S& s, emscripten::val patient, emscripten::val record) {
            return guarded([&] {
              return toJavaScript(s.gradeAnswers(fromJavaScript(patient, Limits::depth), fromJavaScript(record, 8)));
            });
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
