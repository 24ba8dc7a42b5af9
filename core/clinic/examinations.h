#pragma once
#include <span>
#include <string_view>

namespace nablab {

/**
 * Where the result of an examination comes from: curves, the output over the data, an instrument, a tool, a check of
 * the pre-flight, a report.
 */
enum class ExaminationGroup { curve, picture, instrument, tool, check, report };
constexpr const char* nameOf(ExaminationGroup group) {
  constexpr const char* names[] = {"curve", "picture", "instrument", "tool", "check", "report"};
  return names[static_cast<int>(group)];
}

/** One way to look at a patient. */
struct Examination {
  /** Stable, and the key of the instrument, tool or check. */
  const char* key;
  ExaminationGroup group;
  /** How much of a patient's budget it takes. */
  int cost;
};

/** All of them: what is seen at a glance is cheap, what answers a question is dear. */
std::span<const Examination> allExaminations();

/** The one of that key, or null. */
const Examination* findExamination(std::string_view key);

}  // namespace nablab
