#pragma once
#include "dataRules.h"
#include "preflightRules.h"

/** The family of diagnosis rules, and what applies them. */
namespace nablab {

using Rule = std::variant<BadValues, UnscaledInputs, UselessFeature, ClassImbalance, LeakyOrPoorSplit, WrongGradient,
                          CannotOverfitBatch, InputIndependent>;
template <>
struct FamilyName<Rule> {
  static constexpr const char* name = "rules";
};

/** What the rules that need no training find. Nothing where there are no rows. Reads all of the data once per rule. */
std::vector<Finding> findBeforeTraining(const Preparation& preparation);

}  // namespace nablab
