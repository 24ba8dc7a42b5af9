#include "finding.h"

#include <algorithm>

namespace nablab {

namespace {

template <class Element>
Value::List listOf(const std::vector<Element>& elements) {
  return {elements.begin(), elements.end()};
}

}  // namespace

const char* nameOf(Severity severity) {
  constexpr const char* names[] = {"hint", "warning", "error"};
  return names[static_cast<int>(severity)];
}

Value valueOf(const Finding& finding) {
  Value record, evidence = Value::Record{};
  for (const auto& [name, number] : finding.evidence) evidence.set(name, number);
  Value::List remedies;
  for (const Remedy& remedy : finding.remedies) {
    Value change;
    change.set("key", remedy.key);
    change.set("path", remedy.path);
    change.set("value", remedy.value);
    remedies.push_back(change);
  }
  record.set("rule", finding.rule);
  record.set("aspect", finding.aspect);
  record.set("severity", nameOf(finding.severity));
  record.set("step", static_cast<double>(finding.step));
  record.set("until", static_cast<double>(finding.until));
  record.set("layer", finding.layer);
  record.set("evidence", evidence);
  record.set("names", listOf(finding.names));
  record.set("part", finding.part);
  record.set("samples", listOf(finding.samples));
  record.set("lines", listOf(finding.lines));
  record.set("remedies", remedies);
  return record;
}

Value valueOf(std::vector<Finding> findings) {
  std::stable_sort(findings.begin(), findings.end(),
                   [](const Finding& a, const Finding& b) { return a.severity > b.severity; });
  Value::List list;
  for (const Finding& finding : findings) list.push_back(valueOf(finding));
  return list;
}

}  // namespace nablab
