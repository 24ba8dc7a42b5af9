#pragma once
#include <cstddef>
#include <limits>

#include "knob.h"

/**
 * Regularizers: what keeps weights small (never biases). A kind acts in one of three places of a step: as a penalty on
 * the loss (and so in the gradient), by shrinking weights before the optimizer's update, or by bounding them after it.
 * `effects()` says where and how strongly; the functions below do it, for all kinds alike.
 */
namespace nablab {

/** What a regularizer does to each weight tensor; the initialisers say: nothing. */
struct RegularizerEffects {
  /** The penalty l1·Σ|w| + ½·l2·Σw². */
  double l1 = 0, l2 = 0;
  /** Before the update w ← w·(1 − η·decay). */
  double decay = 0;
  /** After the update each unit's vector of incoming weights is at most so long. */
  double longest = std::numeric_limits<double>::infinity();

  bool penalizes() const { return l1 > 0 || l2 > 0; }
  bool bounds() const { return longest < std::numeric_limits<double>::infinity(); }
};

constexpr KnobTraits strengthTraits = {
    .allowed = {0, 1e6}, .shown = {1e-6, 1}, .scale = Scale::logarithmic, .turnable = true};

struct L1 {
  static constexpr const char *key = "l1", *formula = "\\lambda \\sum |w|";
  static constexpr const char* source = "Tibshirani 1996 (lasso); derivative 0 at w = 0";
  double strength = 0.001;
  static constexpr auto knobs() { return std::tuple{knob(&L1::strength, "strength", strengthTraits)}; }
  RegularizerEffects effects() const { return {.l1 = strength}; }
};

struct L2 {
  static constexpr const char *key = "l2", *formula = "\\tfrac{1}{2} \\lambda \\sum w^2";
  static constexpr const char* source = "Krogh & Hertz 1992, A Simple Weight Decay Can Improve Generalization";
  double strength = 0.001;
  static constexpr auto knobs() { return std::tuple{knob(&L2::strength, "strength", strengthTraits)}; }
  RegularizerEffects effects() const { return {.l2 = strength}; }
};

struct ElasticNet {
  static constexpr const char *key = "elasticNet",
                              *formula =
                                  "\\lambda \\left(\\alpha \\sum |w| + \\tfrac{1 - \\alpha}{2} \\sum w^2\\right)";
  static constexpr const char* source =
      "Zou & Hastie 2005; in the form of Friedman, Hastie & Tibshirani 2010, equation 3; derivative of |w| 0 at w = 0";
  double strength = 0.001, l1Share = 0.5;
  static constexpr auto knobs() {
    return std::tuple{knob(&ElasticNet::strength, "strength", strengthTraits),
                      knob(&ElasticNet::l1Share, "l1Share", {.allowed = {0, 1}, .shown = {0, 1}, .turnable = true})};
  }
  RegularizerEffects effects() const { return {.l1 = strength * l1Share, .l2 = strength * (1 - l1Share)}; }
};

struct DecoupledWeightDecay {
  static constexpr const char *key = "decoupledWeightDecay", *formula = "w \\leftarrow w \\,(1 - \\eta \\lambda)";
  static constexpr const char* source =
      "Loshchilov & Hutter 2019, arXiv:1711.05101, with the rate as factor as in PyTorch 1.13 AdamW; but for every "
      "optimizer, and weights only: adamw's own decay acts on all parameters";
  double strength = 0.01;
  static constexpr auto knobs() {
    return std::tuple{knob(&DecoupledWeightDecay::strength, "strength", strengthTraits)};
  }
  RegularizerEffects effects() const { return {.decay = strength}; }
};

struct MaxNorm {
  static constexpr const char *key = "maxNorm",
                              *formula = "w_u \\leftarrow w_u \\cdot \\min\\left(1, \\frac{c}{\\|w_u\\|}\\right)";
  static constexpr const char* source =
      "Srivastava et al. 2014, JMLR 15, section 5.1: each unit's incoming weights, after every update";
  double limit = 3;
  static constexpr auto knobs() {
    return std::tuple{
        knob(&MaxNorm::limit, "limit",
             {.allowed = {1e-6, 1e6}, .shown = {0.1, 10}, .scale = Scale::logarithmic, .turnable = true})};
  }
  RegularizerEffects effects() const { return {.longest = limit}; }
};

using Regularizer = std::variant<L1, L2, ElasticNet, DecoupledWeightDecay, MaxNorm>;
template <>
struct FamilyName<Regularizer> {
  static constexpr const char* name = "regularizers";
};

inline RegularizerEffects effectsOf(const Regularizer& regularizer) {
  return std::visit([](const auto& kind) { return kind.effects(); }, regularizer);
}

/** Adds the penalty's gradient to dW and returns the penalty of these weights. */
template <class Real>
Real addPenalty(const RegularizerEffects& effects, const Real* w, Real* dW, std::size_t length);

/** w ← w·factor. */
template <class Real>
void shrink(Real* w, std::size_t length, Real factor);

/**
 * Scales the weights of every unit whose norm is above `longest` down to it. `w` is [incoming][units], the units
 * contiguous, which a dense and a convolution layer's weights both are; a norm is summed over rising rows.
 */
template <class Real>
void boundNorms(Real* w, std::size_t length, int units, Real longest);

}  // namespace nablab
