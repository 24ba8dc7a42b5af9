#pragma once
#include "dataRules.h"
#include "vitals.h"

/**
 * Rules about the steps of a run: numbers, losses and updates that run away or stand still. A rule that reads the
 * checks of a run has `void watch(const Course&, std::vector<Finding>&) const`; `persistence` is the number of checks
 * in a row at which it must hold, and then must not hold any more.
 */
namespace nablab {

constexpr KnobTraits persistenceTraits = {.allowed = {1, 100}, .shown = {1, 20}, .unit = "checks"};

struct NotFinite {
  static constexpr const char *key = "notFinite", *formula = "";
  static constexpr const char* source = "ExplodingTensor: Amazon SageMaker Debugger; AutoTrainer, Zhang et al. 2021";
  static constexpr auto knobs() { return std::tuple{}; }
  void watch(const Course& course, std::vector<Finding>& findings) const;
};

struct Diverging {
  static constexpr const char *key = "diverging", *formula = "C_t > 2 \\min_{s < t} C_s";
  static constexpr const char* source = "TheDeepChecker, arXiv:2204.00694, diverging loss";
  double riseFactor = 2, startFactor = 3;
  int persistence = 3;
  static constexpr auto knobs() {
    return std::tuple{knob(&Diverging::riseFactor, "riseFactor", {.allowed = {1, 1e6}, .shown = {1, 10}}),
                      knob(&Diverging::startFactor, "aboveStart", {.allowed = {1, 1e6}, .shown = {1, 10}}),
                      knob(&Diverging::persistence, "persistence", persistenceTraits)};
  }
  void watch(const Course& course, std::vector<Finding>& findings) const;
};

struct ExplodingGradient {
  static constexpr const char *key = "explodingGradient", *formula = "\\|g_t\\| \\gg \\operatorname{med}_s \\|g_s\\|";
  static constexpr const char* source =
      "Pascanu, Mikolov & Bengio 2013, arXiv:1211.5063; clipping at a percentile: Google Deep Learning Tuning Playbook";
  double highestNorm = 10, growth = 2, spike = 10;
  int persistence = 3;
  static constexpr auto knobs() {
    return std::tuple{knob(&ExplodingGradient::highestNorm, "highestNorm", {.allowed = {0, 1e9}, .shown = {1, 100}}),
                      knob(&ExplodingGradient::growth, "growth", {.allowed = {1, 1e6}, .shown = {1, 10}}),
                      knob(&ExplodingGradient::spike, "spike", {.allowed = {1, 1e6}, .shown = {1, 100}}),
                      knob(&ExplodingGradient::persistence, "persistence", persistenceTraits)};
  }
  void watch(const Course& course, std::vector<Finding>& findings) const;

 private:
  /** The last single gradient that was many times the usual one, and what it spoilt. */
  void watchSpikes(const Course& course, std::vector<Finding>& findings) const;
};

struct UpdateRatio {
  static constexpr const char *key = "updateRatio", *formula = "\\overline{|\\Delta w|} / \\overline{|w|}";
  static constexpr const char* source = "CS231n, Neural Networks 3; Bottou 2012, section 5; TheDeepChecker";
  double lowestRatio = 1e-4, highestRatio = 0.1;
  int persistence = 3;
  static constexpr auto knobs() {
    return std::tuple{knob(&UpdateRatio::lowestRatio, "lowestRatio",
                           {.allowed = {1e-12, 1}, .shown = {1e-6, 0.01}, .scale = Scale::logarithmic}),
                      knob(&UpdateRatio::highestRatio, "highestRatio",
                           {.allowed = {1e-6, 1e6}, .shown = {0.001, 10}, .scale = Scale::logarithmic}),
                      knob(&UpdateRatio::persistence, "persistence", persistenceTraits)};
  }
  /** The lower bar is silent while the loss falls well: what converges has small updates. */
  void watch(const Course& course, std::vector<Finding>& findings) const;
};

struct Oscillation {
  static constexpr const char *key = "oscillation", *formula = "";
  static constexpr const char* source = "TheDeepChecker, arXiv:2204.00694, smoothness of the loss over 50 checks";
  double turningShare = 0.5, swing = 0.2;
  int swingWindow = 20;
  static constexpr auto knobs() {
    return std::tuple{
        knob(&Oscillation::turningShare, "turningShare", {.allowed = {0, 1}, .shown = {0, 1}}),
        knob(&Oscillation::swing, "swing", {.allowed = {0, 1e6}, .shown = {0, 1}}),
        knob(&Oscillation::swingWindow, "swingWindow", {.allowed = {5, 500}, .shown = {5, 100}, .unit = "checks"})};
  }
  void watch(const Course& course, std::vector<Finding>& findings) const;
};

struct ClippingTooTight {
  static constexpr const char *key = "clippingTooTight", *formula = "\\|g\\| \\gg c";
  static constexpr const char* source = "Google Deep Learning Tuning Playbook: more than half of the steps clipped";
  double clippedSteps = 0.5, tightFactor = 10;
  int persistence = 3;
  static constexpr auto knobs() {
    return std::tuple{knob(&ClippingTooTight::clippedSteps, "clippedSteps", {.allowed = {0, 1}, .shown = {0, 1}}),
                      knob(&ClippingTooTight::tightFactor, "tightFactor", {.allowed = {1, 1e6}, .shown = {1, 100}}),
                      knob(&ClippingTooTight::persistence, "persistence", persistenceTraits)};
  }
  /** More than a hint where the gradient is many times what is left of it and little is learned. */
  void watch(const Course& course, std::vector<Finding>& findings) const;
};

struct BatchTooSmall {
  static constexpr const char *key = "batchTooSmall", *formula = "\\operatorname{tr} \\Sigma / \\|G\\|^2 \\gg m";
  static constexpr const char* source =
      "McCandlish, Kaplan & Amodei 2018, arXiv:1812.06162; batch size rules of Cockpit, arXiv:2102.06604";
  double noiseFactor = 10;
  /** Rows that batch normalization needs at least to know means and deviations. */
  int fewestNormalized = 8;
  int persistence = 5;
  static constexpr auto knobs() {
    return std::tuple{
        knob(&BatchTooSmall::noiseFactor, "noiseFactor", {.allowed = {1, 1e6}, .shown = {1, 100}}),
        knob(&BatchTooSmall::fewestNormalized, "fewestNormalized", {.allowed = {2, 1000}, .shown = {2, 32}}),
        knob(&BatchTooSmall::persistence, "persistence", persistenceTraits)};
  }
  void look(const Preparation& seen, std::vector<Finding>& findings) const;
  void watch(const Course& course, std::vector<Finding>& findings) const;
};

struct StepLength {
  static constexpr const char *key = "stepLength",
                              *formula =
                                  "\\alpha = -2\\,\\frac{\\Delta C - m}{m} - 1,\\quad m = g \\cdot \\Delta\\theta";
  static constexpr const char* source = "Schneider, Dangel & Hennig 2021, Cockpit, arXiv:2102.06604, section 2.1";
  double longest = 0.5, shortest = -0.9;
  int persistence = 5;
  static constexpr auto knobs() {
    return std::tuple{knob(&StepLength::longest, "longestStep", {.allowed = {-1, 100}, .shown = {0, 2}}),
                      knob(&StepLength::shortest, "shortestStep", {.allowed = {-10, 1}, .shown = {-1, 0}}),
                      knob(&StepLength::persistence, "persistence", persistenceTraits)};
  }
  /** The median over ten checks: a single batch tells little. */
  void watch(const Course& course, std::vector<Finding>& findings) const;
};

/** Found by the page's watchdog, which has a clock; here it only describes itself. */
struct StalledEngine {
  static constexpr const char *key = "stalledEngine", *formula = "";
  static constexpr const char* source = "StalledTrainingRule: Amazon SageMaker Debugger";
  double hintAfter = 2, askAfter = 10;
  static constexpr auto knobs() {
    constexpr KnobTraits time = {.allowed = {0.1, 3600}, .shown = {1, 60}, .unit = "s"};
    return std::tuple{knob(&StalledEngine::hintAfter, "hintAfter", time),
                      knob(&StalledEngine::askAfter, "askAfter", time)};
  }
};

}  // namespace nablab
