#include "scheduleBindings.h"

#include <emscripten/bind.h>

#include "../core/experiment.h"
#include "values.h"

namespace nablab {

namespace {

using emscripten::val;

val rates(val schedule, double learningRate, double steps, val losses) {
  return guarded([&] {
    const double rate = readNumber(learningRate, "learningRate", {0, 1e30}, false);
    const double count = readNumber(steps, "steps", {0, mostRates}, true);
    return copied(learningRates(fromJavaScript(schedule, Limits::depth), rate, static_cast<long>(count),
                                emscripten::convertJSArrayToNumberVector<double>(losses)));
  });
}

}  // namespace

void bindSchedules() { emscripten::function("learningRates", &rates); }

}  // namespace nablab
