#include "reportBindings.h"

namespace nablab {

namespace {

using emscripten::val;

val classification(double classes, val truth, val prediction, val score) {
  return guarded([&] {
    return toJavaScript(checkedClassificationReport(classes, numbers(truth), numbers(prediction), numbers(score)));
  });
}

val regression(val truth, val prediction) {
  return guarded([&] { return toJavaScript(checkedRegressionReport(numbers(truth), numbers(prediction))); });
}

}  // namespace

void bindReportFunctions() {
  emscripten::function("classificationReport", &classification);
  emscripten::function("regressionReport", &regression);
}

}  // namespace nablab
