#pragma once
#include "stepRules.h"

/** Rules about what a run learns: too little, too much, or something else than was meant. */
namespace nablab {

struct NotLearning {
  static constexpr const char *key = "notLearning", *formula = "";
  static constexpr const char* source = "LossNotDecreasing: Amazon SageMaker Debugger; slow training: AutoTrainer";
  /** `waitedShare`: of the steps after which the run is to stop, if it is. */
  double smallestFall = 0.01, aboveEasy = 0.02, waitedShare = 0.2;
  int learningWindow = 10;
  static constexpr auto knobs() {
    return std::tuple{knob(&NotLearning::smallestFall, "smallestFall", {.allowed = {0, 1}, .shown = {0, 0.1}}),
                      knob(&NotLearning::aboveEasy, "aboveEasy", {.allowed = {0, 1}, .shown = {0, 0.2}}),
                      knob(&NotLearning::waitedShare, "waitedShare", {.allowed = {0, 1}, .shown = {0, 1}}),
                      knob(&NotLearning::learningWindow, "learningWindow",
                           {.allowed = {2, 500}, .shown = {2, 50}, .unit = "checks"})};
  }
  void watch(const Course& course, std::vector<Finding>& findings) const;
};

struct StillImproving {
  static constexpr const char *key = "stillImproving", *formula = "";
  static constexpr const char* source =
      "Google Deep Learning Tuning Playbook: was training still improving at the end?";
  double steadyFall = 0.05;
  int persistence = 5;
  static constexpr auto knobs() {
    return std::tuple{knob(&StillImproving::steadyFall, "steadyFall", {.allowed = {0, 1}, .shown = {0, 0.5}}),
                      knob(&StillImproving::persistence, "persistence", persistenceTraits)};
  }
  void watch(const Course& course, std::vector<Finding>& findings) const;
};

struct Overfitting {
  static constexpr const char *key = "overfitting", *formula = "C_{val} > 1.1 \\min C_{val}";
  static constexpr const char* source = "Prechelt 1998, Early Stopping: But When?; Deep Learning, section 7.8";
  double validationRise = 0.1, lossGap = 0.05, scoreGap = 0.1;
  int persistence = 10;
  static constexpr auto knobs() {
    return std::tuple{knob(&Overfitting::validationRise, "validationRise", {.allowed = {0, 100}, .shown = {0, 1}}),
                      knob(&Overfitting::lossGap, "lossGap", {.allowed = {0, 1e6}, .shown = {0, 1}}),
                      knob(&Overfitting::scoreGap, "scoreGap", {.allowed = {0, 1}, .shown = {0, 0.5}}),
                      knob(&Overfitting::persistence, "persistence", persistenceTraits)};
  }
  /** A rising loss alone is a hint: often only confidence grows. A warning where predictions are worse as well. */
  void watch(const Course& course, std::vector<Finding>& findings) const;
};

struct Overtraining {
  static constexpr const char *key = "overtraining", *formula = "";
  static constexpr const char* source = "Overtraining: Amazon SageMaker Debugger";
  double smallestGain = 0.01;
  int trainingPatience = 5, validationPatience = 10;
  static constexpr auto knobs() {
    return std::tuple{knob(&Overtraining::smallestGain, "smallestGain", {.allowed = {0, 1}, .shown = {0, 0.1}}),
                      knob(&Overtraining::trainingPatience, "trainingPatience", persistenceTraits),
                      knob(&Overtraining::validationPatience, "validationPatience", persistenceTraits)};
  }
  void watch(const Course& course, std::vector<Finding>& findings) const;
};

struct Underfitting {
  static constexpr const char *key = "underfitting", *formula = "";
  static constexpr const char* source =
      "AutoTrainer, Zhang et al. 2021 (accuracy below 0.7); Deep Learning, section 5.2";
  /** `neighboursLead`: how much better the nearest neighbours may do, as far as labels tell. */
  double highestScore = 0.8, largestGap = 0.1, plateauFall = 0.04, neighboursLead = 0.05;
  int plateauWindow = 10;
  static constexpr auto knobs() {
    return std::tuple{
        knob(&Underfitting::highestScore, "highestScore", {.allowed = {0, 1}, .shown = {0, 1}}),
        knob(&Underfitting::largestGap, "largestGap", {.allowed = {0, 1}, .shown = {0, 0.5}}),
        knob(&Underfitting::neighboursLead, "neighboursLead", {.allowed = {0, 1}, .shown = {0, 0.5}}),
        knob(&Underfitting::plateauFall, "plateauFall", {.allowed = {0, 1}, .shown = {0, 0.1}}),
        knob(&Underfitting::plateauWindow, "plateauWindow", {.allowed = {2, 500}, .shown = {2, 50}, .unit = "checks"})};
  }
  void watch(const Course& course, std::vector<Finding>& findings) const;
};

struct ConstantOutput {
  static constexpr const char *key = "constantOutput", *formula = "\\sigma_{\\hat y} \\ll \\sigma_y";
  static constexpr const char* source = "TheDeepChecker, arXiv:2204.00694, constant outputs";
  double smallestSpread = 0.01, oneClassShare = 0.99;
  int persistence = 5;
  static constexpr auto knobs() {
    return std::tuple{knob(&ConstantOutput::smallestSpread, "smallestSpread", {.allowed = {0, 1}, .shown = {0, 0.1}}),
                      knob(&ConstantOutput::oneClassShare, "oneClassShare", {.allowed = {0, 1}, .shown = {0.5, 1}}),
                      knob(&ConstantOutput::persistence, "persistence", persistenceTraits)};
  }
  void watch(const Course& course, std::vector<Finding>& findings) const;
};

struct LossMetricDisagree {
  static constexpr const char *key = "lossMetricDisagree",
                              *formula = "|\\operatorname{corr}(C, \\text{accuracy})| < 0.5";
  static constexpr const char* source = "TheDeepChecker, arXiv:2204.00694; Pearson's correlation";
  double lowestCorrelation = 0.5;
  int correlationWindow = 50;
  static constexpr auto knobs() {
    return std::tuple{
        knob(&LossMetricDisagree::lowestCorrelation, "lowestCorrelation", {.allowed = {0, 1}, .shown = {0, 1}}),
        knob(&LossMetricDisagree::correlationWindow, "correlationWindow",
             {.allowed = {10, 500}, .shown = {10, 100}, .unit = "checks"})};
  }
  void watch(const Course& course, std::vector<Finding>& findings) const;
};

struct TrainingEvaluationGap {
  static constexpr const char *key = "trainingEvaluationGap", *formula = "";
  static constexpr const char* source =
      "TheDeepChecker, arXiv:2204.00694; Li, Chen, Hu & Yang 2019, arXiv:1801.05134, variance shift";
  double modeGap = 0.5;
  int persistence = 5;
  static constexpr auto knobs() {
    return std::tuple{knob(&TrainingEvaluationGap::modeGap, "modeGap", {.allowed = {0, 100}, .shown = {0, 2}}),
                      knob(&TrainingEvaluationGap::persistence, "persistence", persistenceTraits)};
  }
  void watch(const Course& course, std::vector<Finding>& findings) const;
};

struct ConfusedClasses {
  static constexpr const char *key = "confusedClasses", *formula = "\\text{recall}_k < 0.3";
  static constexpr const char* source = "Confusion, ClassImbalance: Amazon SageMaker Debugger";
  double lowestRecall = 0.3;
  int persistence = 5;
  static constexpr auto knobs() {
    return std::tuple{knob(&ConfusedClasses::lowestRecall, "lowestRecall", {.allowed = {0, 1}, .shown = {0, 1}}),
                      knob(&ConfusedClasses::persistence, "persistence", persistenceTraits)};
  }
  void watch(const Course& course, std::vector<Finding>& findings) const;
};

struct CorruptedLabels {
  static constexpr const char *key = "corruptedLabels", *formula = "";
  static constexpr const char* source =
      "Edited nearest neighbours: Wilson 1972; label noise: Full Stack Deep Learning, troubleshooting";
  /** Shares of the rows: with another class than their neighbours, or with a target far from theirs. */
  double disagreement = 0.25, wrongTargets = 0.1, learnedScore = 0.85;
  int persistence = 3;
  static constexpr auto knobs() {
    return std::tuple{knob(&CorruptedLabels::disagreement, "disagreement", {.allowed = {0, 1}, .shown = {0, 0.5}}),
                      knob(&CorruptedLabels::wrongTargets, "wrongTargets", {.allowed = {0, 1}, .shown = {0, 0.5}}),
                      knob(&CorruptedLabels::learnedScore, "learnedScore", {.allowed = {0, 1}, .shown = {0.5, 1}}),
                      knob(&CorruptedLabels::persistence, "persistence", persistenceTraits)};
  }
  /** Neighbours may disagree where classes overlap; so the parts must be badly predicted, too. */
  void watch(const Course& course, std::vector<Finding>& findings) const;
};

}  // namespace nablab
