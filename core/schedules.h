#pragma once
#include "knob.h"

/** Learning rates by step: `rate(learningRate, t)` is what step t (from 0) uses. */
namespace nablab {

struct ConstantSchedule {
  static constexpr const char *key = "constant", *formula = "\\eta_t = \\eta";
  static constexpr const char* source = "Robbins & Monro 1951, with steps that do not shrink";
  static constexpr auto knobs() { return std::tuple{}; }
  double rate(double learningRate, long) const { return learningRate; }
};

using Schedule = std::variant<ConstantSchedule>;
template <>
struct FamilyName<Schedule> {
  static constexpr const char* name = "schedules";
};

}  // namespace nablab
