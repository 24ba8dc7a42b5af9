#include "examinations.h"

namespace nablab {

namespace {

using enum ExaminationGroup;

constexpr Examination examinations[] = {
    {"loss", curve, 1},
    {"accuracy", curve, 1},
    {"output", picture, 1},
    {"confusion", report, 1},
    {"parameterNorms", instrument, 1},
    {"gradientNorms", instrument, 1},
    {"updateRatios", instrument, 1},
    {"deadUnits", instrument, 1},
    {"saturatedUnits", instrument, 1},
    {"parameterDistributions", instrument, 2},
    {"activationDistributions", instrument, 2},
    {"initialLoss", check, 1},
    {"data", check, 2},
    {"overfitBatch", check, 2},
    {"gradientCheck", tool, 2},
    {"learningRateRangeTest", tool, 2},
};

}  // namespace

std::span<const Examination> allExaminations() { return examinations; }

const Examination* findExamination(std::string_view key) {
  for (const Examination& each : examinations)
    if (key == each.key) return &each;
  return nullptr;
}

}  // namespace nablab
