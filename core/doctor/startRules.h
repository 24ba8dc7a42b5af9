#pragma once
#include "dataRules.h"

/** Rules about the network, its initial weights and the first step: known before training, at step 0. */
namespace nablab {

struct LossHeadMismatch {
  static constexpr const char *key = "lossHeadMismatch", *formula = "";
  static constexpr const char* source =
      "FinalLayerHasActivation, NoSoftmax: UMLAUT (2021); DoubleActivation: NeuraLint, Nikanjam et al. 2021, "
      "arXiv:2104.06259";
  static constexpr auto knobs() { return std::tuple{}; }
  void look(const Preparation& seen, std::vector<Finding>& findings) const;

 private:
  void lookAtTargets(const Preparation& seen, const Activation& last, std::vector<Finding>& findings) const;
};

struct NoNonlinearity {
  static constexpr const char *key = "noNonlinearity", *formula = "W_2 (W_1 x + b_1) + b_2 = W' x + b'";
  static constexpr const char* source = "MissingActivation: UMLAUT (2021); Deep Learning, section 6.1";
  static constexpr auto knobs() { return std::tuple{}; }
  void look(const Preparation& seen, std::vector<Finding>& findings) const;
};

struct SymmetricInitialization {
  static constexpr const char *key = "symmetricInitialization", *formula = "w_1 = w_2 = \\dots";
  static constexpr const char* source = "Deep Learning, section 8.4; TheDeepChecker, arXiv:2204.00694";
  static constexpr auto knobs() { return std::tuple{}; }
  void look(const Preparation& seen, std::vector<Finding>& findings) const;
};

struct InitializationScale {
  static constexpr const char *key = "initializationScale",
                              *formula = "\\sigma_w / \\sqrt{1 / n_{in}},\\ \\sigma_w / \\sqrt{2 / n_{in}}";
  static constexpr const char* source =
      "Glorot & Bengio 2010; He, Zhang, Ren & Sun 2015, arXiv:1502.01852; compared as by TheDeepChecker";
  /** Of the deviation of the weights to the recommended one, and of outputs. */
  double scaleFactor = 2, lowestSpread = 0.02, highestSpread = 10;
  static constexpr auto knobs() {
    return std::tuple{
        knob(&InitializationScale::scaleFactor, "scaleFactor", {.allowed = {1, 1000}, .shown = {1, 10}}),
        knob(&InitializationScale::lowestSpread, "lowestSpread", {.allowed = {0, 1}, .shown = {0, 0.5}}),
        knob(&InitializationScale::highestSpread, "highestSpread", {.allowed = {1, 1e6}, .shown = {1, 100}})};
  }
  void look(const Preparation& seen, std::vector<Finding>& findings) const;
};

struct InitialLoss {
  static constexpr const char *key = "initialLoss", *formula = "C(\\theta_0) \\gg C(\\hat z = 0)";
  static constexpr const char* source =
      "Karpathy 2019, A Recipe for Training Neural Networks; CS231n, Neural Networks 3; TheDeepChecker";
  double warningExcess = 3, errorExcess = 10;
  static constexpr auto knobs() {
    return std::tuple{knob(&InitialLoss::warningExcess, "warningExcess", {.allowed = {1, 1e6}, .shown = {1, 10}}),
                      knob(&InitialLoss::errorExcess, "errorExcess", {.allowed = {1, 1e6}, .shown = {1, 100}})};
  }
  /** The expectation is the loss of a network that puts out nothing but zeros: ln K for K classes. */
  void look(const Preparation& seen, std::vector<Finding>& findings) const;
};

struct BiasChoice {
  static constexpr const char *key = "biasChoice", *formula = "b_0 \\approx 0";
  static constexpr const char* source =
      "NonZeroBiases, UselessBias: NeuraLint, Nikanjam et al. 2021, arXiv:2104.06259; output bias: Karpathy 2019, "
      "A Recipe for Training Neural Networks";
  double largestBias = 0.5, skewedRatio = 3;
  static constexpr auto knobs() {
    return std::tuple{knob(&BiasChoice::largestBias, "largestBias", {.allowed = {0, 1e6}, .shown = {0, 2}}),
                      knob(&BiasChoice::skewedRatio, "skewedRatio", {.allowed = {1, 1e6}, .shown = {1, 20}})};
  }
  void look(const Preparation& seen, std::vector<Finding>& findings) const;

 private:
  /** Of two classes of which one is rare, the output may begin at their share: ln(p / (1 − p)). */
  void lookAtOutput(const Preparation& seen, std::vector<Finding>& findings) const;
};

struct ImplausibleLearningRate {
  static constexpr const char *key = "implausibleLearningRate",
                              *formula = "\\overline{|\\Delta w|} / \\overline{|w|} \\approx 10^{-3}";
  static constexpr const char* source = "CS231n, Neural Networks 3; Bottou 2012, section 5; TheDeepChecker";
  double lowestUpdate = 1e-5, highestUpdate = 0.2;
  static constexpr auto knobs() {
    return std::tuple{knob(&ImplausibleLearningRate::lowestUpdate, "lowestUpdate",
                           {.allowed = {1e-12, 1}, .shown = {1e-8, 0.01}, .scale = Scale::logarithmic}),
                      knob(&ImplausibleLearningRate::highestUpdate, "highestUpdate",
                           {.allowed = {1e-6, 1e6}, .shown = {0.001, 10}, .scale = Scale::logarithmic})};
  }
  void look(const Preparation& seen, std::vector<Finding>& findings) const;
};

struct DepthOrCapacity {
  static constexpr const char *key = "depthOrCapacity", *formula = "";
  static constexpr const char* source = "Glorot & Bengio 2010; limits of NeuroScope";
  int sigmoidDepth = 3, tanhDepth = 5;
  double parametersPerRow = 50;
  static constexpr auto knobs() {
    return std::tuple{
        knob(&DepthOrCapacity::sigmoidDepth, "sigmoidDepth", {.allowed = {1, 64}, .shown = {1, 10}}),
        knob(&DepthOrCapacity::tanhDepth, "tanhDepth", {.allowed = {1, 64}, .shown = {1, 20}}),
        knob(&DepthOrCapacity::parametersPerRow, "parametersPerRow", {.allowed = {0, 1e6}, .shown = {1, 100}})};
  }
  void look(const Preparation& seen, std::vector<Finding>& findings) const;
};

struct DropoutMisuse {
  static constexpr const char *key = "dropoutMisuse", *formula = "";
  static constexpr const char* source =
      "UMLAUT (2021); before normalization: Li, Chen, Hu & Yang 2019, arXiv:1801.05134";
  /** Noise as strong as what healthy layers put out drowns it. */
  double highestDropout = 0.5, highestNoise = 1;
  static constexpr auto knobs() {
    return std::tuple{knob(&DropoutMisuse::highestDropout, "highestDropout", {.allowed = {0, 1}, .shown = {0, 0.9}}),
                      knob(&DropoutMisuse::highestNoise, "highestNoise", {.allowed = {0, 1e6}, .shown = {0, 5}})};
  }
  void look(const Preparation& seen, std::vector<Finding>& findings) const;
};

struct RegularizationSanity {
  static constexpr const char *key = "regularizationSanity",
                              *formula = "C_\\lambda(\\theta_0) > C_0(\\theta_0) \\text{ for } \\lambda > 0";
  static constexpr const char* source = "CS231n, Neural Networks 3, sanity checks";
  double penaltyShare = 1;
  static constexpr auto knobs() {
    return std::tuple{
        knob(&RegularizationSanity::penaltyShare, "penaltyShare", {.allowed = {0, 1e6}, .shown = {0.1, 10}})};
  }
  void look(const Preparation& seen, std::vector<Finding>& findings) const;
};

}  // namespace nablab
