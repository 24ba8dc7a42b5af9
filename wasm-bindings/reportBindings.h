#pragma once
#include <emscripten/bind.h>

#include "../core/metrics.h"
#include "../core/report.h"
#include "../core/session.h"
#include "values.h"

/** The bindings of metrics: `report` of a session, and the reports of numbers of a caller's. */
namespace nablab {

/** "training", "validation" or "test", or RANGE. */
inline Part partOf(const std::string& name) {
  const std::vector<std::string> names{"training", "validation", "test"};
  for (std::size_t i = 0; i < names.size(); ++i)
    if (names[i] == name) return static_cast<Part>(i);
  throw Refusal("OPTION_UNKNOWN", "part", shortText(name), joined(names));
}

template <class Real>
void bindReport(const emscripten::class_<Session<Real>>& session) {
  session.function("report", emscripten::optional_override([](Session<Real>& s, std::string part) {
                     return guarded([&] { return toJavaScript(reportOf(s.run(), partOf(part))); });
                   }));
}

/** classificationReport and regressionReport. */
void bindReportFunctions();

}  // namespace nablab
