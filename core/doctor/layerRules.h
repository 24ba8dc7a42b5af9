#pragma once
#include "stepRules.h"

/** Rules about single layers while a run trains: gradients that vanish, units that are dead or saturated. */
namespace nablab {

struct VanishingGradient {
  static constexpr const char *key = "vanishingGradient", *formula = "\\|g_1\\| / \\|g_L\\| < 10^{-3}";
  static constexpr const char* source =
      "Hochreiter 1991; Glorot & Bengio 2010; ratio of AutoTrainer, Zhang et al. 2021, doi 10.1109/ICSE43902.2021";
  double gradientRatio = 1e-3;
  int persistence = 5;
  static constexpr auto knobs() {
    return std::tuple{knob(&VanishingGradient::gradientRatio, "gradientRatio",
                           {.allowed = {0, 1}, .shown = {1e-6, 0.1}, .scale = Scale::logarithmic}),
                      knob(&VanishingGradient::persistence, "persistence", persistenceTraits)};
  }
  /** Silent where units are dead, and where the training part is learned. */
  void watch(const Course& course, std::vector<Finding>& findings) const;
};

struct DeadUnits {
  static constexpr const char *key = "deadUnits", *formula = "a_{us} \\le 0 \\text{ for 99 \\% of all rows } s";
  static constexpr const char* source = "Maas, Hannun & Ng 2013; DeadRelu: Amazon SageMaker Debugger";
  double deadPart = 0.5;
  int persistence = 3;
  static constexpr auto knobs() {
    return std::tuple{knob(&DeadUnits::deadPart, "deadPart", {.allowed = {0, 1}, .shown = {0, 1}}),
                      knob(&DeadUnits::persistence, "persistence", persistenceTraits)};
  }
  void watch(const Course& course, std::vector<Finding>& findings) const;
};

struct Saturation {
  static constexpr const char *key = "saturation",
                              *formula = "|\\tanh z_{us}| > 0.97 \\text{ for 80 \\% of all rows } s";
  static constexpr const char* source =
      "Glorot & Bengio 2010, section 3; Rakitianskaia & Engelbrecht 2015, Measuring Saturation in Neural Networks";
  double saturatedPart = 0.5, passedGradient = 0.1;
  int persistence = 3;
  static constexpr auto knobs() {
    return std::tuple{knob(&Saturation::saturatedPart, "saturatedPart", {.allowed = {0, 1}, .shown = {0, 1}}),
                      knob(&Saturation::passedGradient, "passedGradient", {.allowed = {0, 1}, .shown = {0, 0.5}}),
                      knob(&Saturation::persistence, "persistence", persistenceTraits)};
  }
  /** Units that say yes or no for good reasons let little through as well: a hint where the training part is learned.
   */
  void watch(const Course& course, std::vector<Finding>& findings) const;
};

struct FrozenParameters {
  static constexpr const char *key = "frozenParameters", *formula = "\\Delta w = 0";
  static constexpr const char* source = "UnchangedTensor: Amazon SageMaker Debugger; TheDeepChecker, arXiv:2204.00694";
  int persistence = 3;
  static constexpr auto knobs() {
    return std::tuple{knob(&FrozenParameters::persistence, "persistence", persistenceTraits)};
  }
  void watch(const Course& course, std::vector<Finding>& findings) const;
};

struct DegenerateWeights {
  static constexpr const char *key = "degenerateWeights", *formula = "";
  static constexpr const char* source = "TheDeepChecker, arXiv:2204.00694, dead and diverging parameters";
  double tinyPart = 0.95, weightGrowth = 20;
  int persistence = 5;
  static constexpr auto knobs() {
    return std::tuple{knob(&DegenerateWeights::tinyPart, "tinyPart", {.allowed = {0, 1}, .shown = {0.5, 1}}),
                      knob(&DegenerateWeights::weightGrowth, "weightGrowth", {.allowed = {1, 1e6}, .shown = {1, 100}}),
                      knob(&DegenerateWeights::persistence, "persistence", persistenceTraits)};
  }
  void watch(const Course& course, std::vector<Finding>& findings) const;
};

struct OverRegularized {
  static constexpr const char *key = "overRegularized",
                              *formula = "\\Omega(\\theta_0) \\gtrsim C(\\theta_0),\\quad |w| \\to 0";
  static constexpr const char* source = "CS231n, Neural Networks 3; TheDeepChecker, arXiv:2204.00694";
  /** Of the penalty to the loss at the start; of the weights that may be left. */
  double penaltyShare = 0.1, shrinkage = 0.5;
  int persistence = 3;
  static constexpr auto knobs() {
    return std::tuple{knob(&OverRegularized::penaltyShare, "penaltyShare", {.allowed = {0, 1e6}, .shown = {0, 10}}),
                      knob(&OverRegularized::shrinkage, "shrinkage", {.allowed = {0, 1}, .shown = {0, 1}}),
                      knob(&OverRegularized::persistence, "persistence", persistenceTraits)};
  }
  /**
   * The published sign, a pull of the penalty above that of the data, holds for moments only: at rest both are equal in
   * every run. What lasts is that weights have shrunk and little is learned; dead units do that with any penalty, so
   * that it must be strong as well.
   */
  void watch(const Course& course, std::vector<Finding>& findings) const;
};

}  // namespace nablab
