#include "knob.h"

#include <algorithm>

namespace nablab {

std::string memberPath(const std::string& path, const std::string& name) {
  return path.empty() ? name : path + "." + name;
}

void requireRecord(const Value& value, const std::string& path) {
  if (!value.record()) throw Refusal("TYPE", path.empty() ? "experiment" : path, shortText(value), "a record");
}

void refuseUnknownMembers(const Value& record, const std::string& path, const std::vector<std::string>& known) {
  for (const Member& member : *record.record()) {
    if (std::find(known.begin(), known.end(), member.name) != known.end()) continue;
    const std::string close = nearest(member.name, known);
    throw Refusal("KEY_UNKNOWN", memberPath(path, shortText(member.name)), "unknown",
                  joined(known) + (close.empty() ? "" : " (did you mean " + close + "?)"));
  }
}

double readNumber(const Value& value, const std::string& path, const Range& allowed, bool whole) {
  const std::string range =
      (whole ? "whole numbers from " : "") + textOf(allowed.low) + " to " + textOf(allowed.high);
  const double* number = value.number();
  if (!number) throw Refusal("TYPE", path, shortText(value), range);
  const bool inside = *number >= allowed.low && *number <= allowed.high;
  if (!inside || (whole && *number != static_cast<double>(static_cast<long long>(*number))))
    throw Refusal("RANGE", path, textOf(*number), range);
  return *number;
}

bool readFlag(const Value& value, const std::string& path) {
  const bool* flag = value.flag();
  if (!flag) throw Refusal("TYPE", path, shortText(value), "true, false");
  return *flag;
}

std::size_t readOption(const Value& value, const std::string& path, const std::vector<std::string>& names,
                       const char* code) {
  const std::string* text = value.text();
  if (!text) throw Refusal("TYPE", path, shortText(value), joined(names));
  const auto found = std::find(names.begin(), names.end(), *text);
  if (found != names.end()) return static_cast<std::size_t>(found - names.begin());
  const std::string close = nearest(*text, names);
  throw Refusal(code, path, shortText(value),
                joined(names) + (close.empty() ? "" : " (did you mean " + close + "?)"));
}

}  // namespace nablab
