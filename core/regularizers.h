#pragma once
#include <cstddef>

#include "knob.h"
#include "math/vector.h"

/** Penalties on weights (never biases): `apply` adds the penalty's gradient to dW and returns the penalty's sum. */
namespace nablab {

/** Runs `term(w, dW)`, which returns penalties of four weights and changes dW, over a slice of any length. */
template <class Real, class Term>
Real accumulatePenalty(const Real* w, Real* dW, std::size_t length, Term term) {
  Vec<Real> total = splat<Real>(0);
  std::size_t i = 0;
  for (; i + lanes <= length; i += lanes) {
    Vec<Real> gradient = load(dW + i);
    total += term(load(w + i), gradient);
    store(dW + i, gradient);
  }
  if (const int rest = static_cast<int>(length - i)) {
    Vec<Real> gradient = loadPartial(dW + i, rest);
    total += term(loadPartial(w + i, rest), gradient);
    storePartial(dW + i, gradient, rest);
  }
  return sum<Real>(total);
}

struct L1 {
  static constexpr const char *key = "l1", *formula = "\\lambda \\sum |w|";
  static constexpr const char* source = "Tibshirani 1996 (lasso); derivative 0 at w = 0";
  double strength = 0.001;
  static constexpr auto knobs() {
    return std::tuple{knob(&L1::strength, "strength",
                           {.allowed = {0, 1e6}, .shown = {1e-6, 1}, .scale = Scale::logarithmic, .turnable = true})};
  }
  template <class Real>
  Real apply(const Real* w, Real* dW, std::size_t length) const {
    const Vec<Real> lambda = splat<Real>(static_cast<Real>(strength)), zero = splat<Real>(0);
    return accumulatePenalty(w, dW, length, [&](Vec<Real> weight, Vec<Real>& gradient) {
      gradient += select<Real>(weight > zero, lambda, select<Real>(weight < zero, -lambda, zero));
      return lambda * absolute<Real>(weight);
    });
  }
};

struct L2 {
  static constexpr const char *key = "l2", *formula = "\\tfrac{1}{2} \\lambda \\sum w^2";
  static constexpr const char* source = "Krogh & Hertz 1992, A Simple Weight Decay Can Improve Generalization";
  double strength = 0.001;
  static constexpr auto knobs() {
    return std::tuple{knob(&L2::strength, "strength",
                           {.allowed = {0, 1e6}, .shown = {1e-6, 1}, .scale = Scale::logarithmic, .turnable = true})};
  }
  template <class Real>
  Real apply(const Real* w, Real* dW, std::size_t length) const {
    const Vec<Real> lambda = splat<Real>(static_cast<Real>(strength)), half = splat<Real>(Real(0.5));
    return accumulatePenalty(w, dW, length, [&](Vec<Real> weight, Vec<Real>& gradient) {
      gradient += lambda * weight;
      return half * lambda * weight * weight;
    });
  }
};

using Regularizer = std::variant<L1, L2>;
template <>
struct FamilyName<Regularizer> {
  static constexpr const char* name = "regularizers";
};

}  // namespace nablab
