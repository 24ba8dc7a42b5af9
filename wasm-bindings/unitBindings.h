#pragma once
#include <emscripten/bind.h>

#include "../core/stepAhead.h"
#include "../core/unitReport.h"
#include "values.h"

namespace nablab {

/** `unitReport`, `unitMarks`, `stepAhead` and `principalPlane` of a session. */
template <class Real>
void bindUnits(const emscripten::class_<Session<Real>>& session) {
  using S = Session<Real>;
  session
      .function("unitReport", emscripten::optional_override([](S& s, int layer, int unit, int row) {
                  return guarded([&] { return toJavaScript(unitReport(s.run(), layer, unit, row)); });
                }))
      .function("unitMarks", emscripten::optional_override([](S& s) {
                  return guarded([&] {
                    emscripten::val object = emscripten::val::object();
                    object.set("dead", copied(deadUnits(s.run())));
                    object.set("dropped", copied(droppedUnits(s.run())));
                    return object;
                  });
                }))
      .function("stepAhead", emscripten::optional_override([](S& s) {
                  return guarded([&] {
                    const StepAhead ahead = stepAhead(s.run());
                    emscripten::val object = emscripten::val::object();
                    object.set("gradients", copied(ahead.gradients));
                    object.set("updates", copied(ahead.updates));
                    return object;
                  });
                }))
      .function("principalPlane", emscripten::optional_override([](S& s) {
                  return guarded([&] {
                    const PrincipalPlane& plane = s.principalPlane();
                    emscripten::val object = emscripten::val::object(), domains = emscripten::val::array(),
                                    shares = emscripten::val::array();
                    for (int axis = 0; axis < 2; ++axis) {
                      emscripten::val range = emscripten::val::object();
                      range.set("low", plane.domain[axis].low);
                      range.set("high", plane.domain[axis].high);
                      domains.call<void>("push", range);
                      shares.call<void>("push", plane.share[axis]);
                    }
                    object.set("places", copied(std::vector<float>(plane.places.begin(), plane.places.end())));
                    object.set("first", copied(plane.first));
                    object.set("second", copied(plane.second));
                    object.set("domain", domains);
                    object.set("share", shares);
                    return object;
                  });
                }));
}

}  // namespace nablab
