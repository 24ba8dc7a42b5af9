#pragma once
#include "../preparedData.h"
#include "finding.h"
#include "startLook.h"

/**
 * Rules about the data, known before the first step. Beside what every kind has, a rule that needs no training has
 * `void look(const Preparation&, std::vector<Finding>&) const`; its knobs are its thresholds. What is measured of
 * inputs is measured over the training part, as the network gets it.
 */
namespace nablab {

/** An experiment and its data as they stand before training. */
struct Preparation {
  const Experiment& experiment;
  const PreparedData<double>& data;
  const Sources& sources;
  const StartLook& start;
};

struct BadValues {
  static constexpr const char *key = "badValues", *formula = "";
  static constexpr const char* source =
      "NaNInInput: Schoop, Huang & Hartmann 2021, UMLAUT, doi 10.1145/3411764.3445538";
  /** Share of the rows, or of the cells, that may lack something before it is more than a hint. */
  double missingShare = 0.05;
  static constexpr auto knobs() {
    return std::tuple{knob(&BadValues::missingShare, "missingShare", {.allowed = {0, 1}, .shown = {0, 0.5}})};
  }
  void look(const Preparation& seen, std::vector<Finding>& findings) const;
};

struct UnscaledInputs {
  static constexpr const char *key = "unscaledInputs", *formula = "";
  static constexpr const char* source =
      "LeCun, Bottou, Orr & Müller 1998, Efficient BackProp, section 4.3; after the rules of UMLAUT (2021) and "
      "TheDeepChecker (arXiv:2204.00694)";
  double highestMean = 1, lowestDeviation = 0.1, highestDeviation = 3, highestOutlier = 10;
  static constexpr auto knobs() {
    return std::tuple{
        knob(&UnscaledInputs::highestMean, "highestMean", {.allowed = {0, 1e6}, .shown = {0, 10}}),
        knob(&UnscaledInputs::lowestDeviation, "lowestDeviation", {.allowed = {0, 1e6}, .shown = {0, 1}}),
        knob(&UnscaledInputs::highestDeviation, "highestDeviation", {.allowed = {0, 1e6}, .shown = {1, 10}}),
        knob(&UnscaledInputs::highestOutlier, "highestOutlier", {.allowed = {0, 1e6}, .shown = {1, 100}})};
  }
  /** Pixels share one scale and are judged together. */
  void look(const Preparation& seen, std::vector<Finding>& findings) const;
};

struct UselessFeature {
  static constexpr const char *key = "uselessFeature", *formula = "";
  static constexpr const char* source = "constant inputs: TheDeepChecker, arXiv:2204.00694; Pearson's correlation";
  double constantShare = 0.25, highestCorrelation = 0.999;
  static constexpr auto knobs() {
    return std::tuple{
        knob(&UselessFeature::constantShare, "constantShare", {.allowed = {0, 1}, .shown = {0, 1}}),
        knob(&UselessFeature::highestCorrelation, "highestCorrelation", {.allowed = {0, 1}, .shown = {0.9, 1}})};
  }
  /** Pixels are not compared with each other, and neither are more inputs than can be compared at once. */
  void look(const Preparation& seen, std::vector<Finding>& findings) const;
};

struct ClassImbalance {
  static constexpr const char *key = "classImbalance", *formula = "";
  static constexpr const char* source =
      "Amazon SageMaker Debugger, ClassImbalance (10); weights n / (K nₖ): King & Zeng 2001, Logistic Regression in "
      "Rare "
      "Events Data";
  double warningRatio = 3, errorRatio = 10;
  static constexpr auto knobs() {
    return std::tuple{knob(&ClassImbalance::warningRatio, "warningRatio", {.allowed = {1, 1e6}, .shown = {1, 20}}),
                      knob(&ClassImbalance::errorRatio, "errorRatio", {.allowed = {1, 1e6}, .shown = {1, 50}})};
  }
  /** Silent where the loss weighs classes already. */
  void look(const Preparation& seen, std::vector<Finding>& findings) const;
};

struct LeakyOrPoorSplit {
  static constexpr const char *key = "leakyOrPoorSplit", *formula = "";
  static constexpr const char* source =
      "Kaufman, Rosset & Perlich 2012, Leakage in Data Mining; Kohavi 1995 on stratification";
  double duplicateShare = 0.01;
  int alikeByChance = 3, fewestRows = 20;
  static constexpr auto knobs() {
    return std::tuple{
        knob(&LeakyOrPoorSplit::duplicateShare, "duplicateShare", {.allowed = {0, 1}, .shown = {0, 0.1}}),
        knob(&LeakyOrPoorSplit::alikeByChance, "alikeByChance", {.allowed = {0, 10000}, .shown = {0, 20}}),
        knob(&LeakyOrPoorSplit::fewestRows, "fewestRows", {.allowed = {0, 10000}, .shown = {0, 100}})};
  }
  void look(const Preparation& seen, std::vector<Finding>& findings) const;

 private:
  void lookForDuplicates(const Preparation& seen, std::vector<Finding>& findings) const;
  void lookForMissingClasses(const Preparation& seen, std::vector<Finding>& findings) const;
  void lookAtSize(const Preparation& seen, std::vector<Finding>& findings) const;
};

}  // namespace nablab
