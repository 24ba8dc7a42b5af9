#pragma once
#include "../gradientCheck.h"
#include "finding.h"

/**
 * Rules that train a little on copies before the real training begins: the pre-flight. Beside what every kind has, each
 * has `PreflightCheck check(const Preflight&) const`; its knobs are its thresholds.
 */
namespace nablab {

/** What a check starts from: the run at step 0, and how much it may cost. */
struct Preflight {
  /** Not changed: checks make copies. */
  const Run<double>& start;
  /** Weights times samples that a check's training may go through. */
  double budget;

  /** Steps that the budget allows on batches of this many samples, at most `wanted`. */
  int stepsWithin(int wanted, int samples) const;
};

/** How a check of the pre-flight ended. */
enum class CheckState { passed, failed, notRun };

struct PreflightCheck {
  /** Stable; words are kept under it. */
  const char* key;
  CheckState state;
  /** Why it was not run: "noRows", "noPenalty", "diverged"; otherwise "". */
  const char* reason = "";
  std::vector<std::pair<const char*, double>> evidence = {};
  std::vector<Finding> findings = {};
};

struct WrongGradient {
  static constexpr const char *key = "wrongGradient", *formula = "";
  static constexpr const char* source =
      "Stanford CS231n, Neural Networks 3, gradient checks; TheDeepChecker, arXiv:2204.00694";
  /** Rows of the training part that are looked at; relative errors from which on a gradient is wrong, or suspicious. */
  int rows = 3;
  double wrongError = 1e-2, suspiciousError = 1e-3;
  static constexpr auto knobs() {
    constexpr KnobTraits error = {.allowed = {0, 1}, .shown = {1e-6, 0.1}, .scale = Scale::logarithmic};
    return std::tuple{knob(&WrongGradient::rows, "checkedRows", {.allowed = {1, 64}, .shown = {1, 10}}),
                      knob(&WrongGradient::wrongError, "wrongError", error),
                      knob(&WrongGradient::suspiciousError, "suspiciousError", error)};
  }
  PreflightCheck check(const Preflight& preflight) const;
};

struct CannotOverfitBatch {
  static constexpr const char *key = "cannotOverfitBatch", *formula = "";
  static constexpr const char* source =
      "Karpathy 2019, A Recipe for Training Neural Networks; TheDeepChecker, arXiv:2204.00694";
  /** Steps of one start, of which there are up to so many, with seeds that follow each other. */
  int rows = 16, steps = 1000, starts = 3;
  /** Share of the rows that may stay wrong; in regression 1 − R². */
  double highestError = 0.1;
  static constexpr auto knobs() {
    return std::tuple{knob(&CannotOverfitBatch::rows, "checkedRows", {.allowed = {1, 64}, .shown = {2, 32}}),
                      knob(&CannotOverfitBatch::steps, "checkedSteps", {.allowed = {1, 100000}, .shown = {100, 2000}}),
                      knob(&CannotOverfitBatch::starts, "starts", {.allowed = {1, 100}, .shown = {1, 10}}),
                      knob(&CannotOverfitBatch::highestError, "highestError", {.allowed = {0, 1}, .shown = {0, 0.5}})};
  }
  PreflightCheck check(const Preflight& preflight) const;
};

struct InputIndependent {
  static constexpr const char *key = "inputIndependent", *formula = "";
  static constexpr const char* source =
      "Karpathy 2019, input-independent baseline; Mann & Whitney 1947, ranks of the last losses";
  int steps = 500, compared = 100;
  /** The chance of such a difference between equals from which on it counts as none. */
  double highestChance = 0.05;
  static constexpr auto knobs() {
    return std::tuple{
        knob(&InputIndependent::steps, "checkedSteps", {.allowed = {1, 100000}, .shown = {100, 2000}}),
        knob(&InputIndependent::compared, "comparedLosses", {.allowed = {2, 10000}, .shown = {20, 500}}),
        knob(&InputIndependent::highestChance, "highestChance", {.allowed = {0, 1}, .shown = {0.001, 0.2}})};
  }
  PreflightCheck check(const Preflight& preflight) const;
};

}  // namespace nablab
