#pragma once
#include <cmath>
#include <cstddef>

#include "knob.h"
#include "math/functions.h"
#include "math/vector.h"

/**
 * Optimizers: each changes the flat vector of parameters θ by the gradient g. `slots` names the vectors that a kind
 * keeps beside the parameters, all as long as θ and zero at the start. `step` takes them as s[0], s[1], …, the number t
 * of the step from 0 and the learning rate in force. `length` is a multiple of `lanes`; padding has gradient zero.
 */
namespace nablab {

/** What one optimizer step works on. Taken by value, so that a loop's stores can't be suspected to change it. */
template <class Real>
struct Update {
  Real* parameters;
  const Real* gradients;
  Real* const* slots;
  std::size_t length;
  long t;
  double rate;
};

/** Zero in place of numbers so small that only their slowness is felt: WebAssembly cannot flush denormals itself. */
template <class Real>
Vec<Real> flushed(Vec<Real> value, Real limit) {
  return select<Real>(absolute<Real>(value) > splat<Real>(limit), value, splat<Real>(0));
}

/** A decaying mean of gradients is dead below this. */
template <class Real>
constexpr Real smallestMean = Real(1e-30);
/** A decaying mean of squared gradients is dead below this. */
template <class Real>
constexpr Real smallestSquare = Real(1e-34);

/** The one knob that all optimizers share; a schedule scales it. */
constexpr KnobTraits learningRateTraits = {
    .allowed = {0, 1e30}, .shown = {1e-6, 10}, .scale = Scale::logarithmic, .turnable = true};
/** A share that decays: 0 forgets at once, 1 never. */
constexpr KnobTraits decayTraits = {.allowed = {0, 0.999999}, .shown = {0, 0.999}, .turnable = true};

struct GradientDescent {
  static constexpr const char *key = "gradientDescent", *formula = "\\theta \\leftarrow \\theta - \\eta\\, g";
  static constexpr const char* source = "Cauchy 1847; Robbins & Monro 1951 for batches; PyTorch 1.13 SGD";
  static constexpr std::array<const char*, 0> slots{};
  double learningRate = 0.03;
  static constexpr auto knobs() {
    return std::tuple{knob(&GradientDescent::learningRate, "learningRate", learningRateTraits)};
  }
  template <class Real>
  void step(Update<Real> u) const {
    const Vec<Real> rate = splat<Real>(static_cast<Real>(u.rate));
    for (std::size_t i = 0; i < u.length; i += lanes)
      store(u.parameters + i, load(u.parameters + i) - rate * load(u.gradients + i));
  }
};

struct Momentum {
  static constexpr const char *key = "momentum",
                              *formula =
                                  "v \\leftarrow \\mu v + g,\\quad \\theta \\leftarrow \\theta - \\eta\\, v"
                                  "\\quad (\\text{Nesterov: } \\theta \\leftarrow \\theta - \\eta\\,(g + \\mu v))";
  static constexpr const char* source =
      "Polyak 1964; Nesterov 1983; Sutskever et al. 2013, in the form of PyTorch 1.13 SGD";
  static constexpr std::array<const char*, 1> slots{"v"};
  double learningRate = 0.01, momentum = 0.9;
  bool nesterov = false;
  static constexpr auto knobs() {
    return std::tuple{knob(&Momentum::learningRate, "learningRate", learningRateTraits),
                      knob(&Momentum::momentum, "momentum", decayTraits),
                      knob(&Momentum::nesterov, "nesterov", {.turnable = true})};
  }
  template <class Real>
  void step(Update<Real> u) const {
    const Vec<Real> rate = splat<Real>(static_cast<Real>(u.rate)), mu = splat<Real>(static_cast<Real>(momentum));
    const bool ahead = nesterov;
    Real* const velocity = u.slots[0];
    for (std::size_t i = 0; i < u.length; i += lanes) {
      const Vec<Real> g = load(u.gradients + i);
      const Vec<Real> v = flushed<Real>(mu * load(velocity + i) + g, smallestMean<Real>);
      store(velocity + i, v);
      store(u.parameters + i, load(u.parameters + i) - rate * (ahead ? g + mu * v : v));
    }
  }
};

struct Adam {
  static constexpr const char *key = "adam", *formula =
                                                 "m \\leftarrow \\beta_1 m + (1-\\beta_1) g,\\quad "
                                                 "v \\leftarrow \\beta_2 v + (1-\\beta_2) g^2,\\quad "
                                                 "\\theta \\leftarrow \\theta - \\eta\\, \\frac{m / (1-\\beta_1^t)}"
                                                 "{\\sqrt{v / (1-\\beta_2^t)} + \\epsilon}";
  static constexpr const char* source = "Kingma & Ba 2015, arXiv:1412.6980, Algorithm 1";
  static constexpr std::array<const char*, 2> slots{"m", "v"};
  double learningRate = 0.001, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8;
  static constexpr auto knobs() {
    return std::tuple{
        knob(&Adam::learningRate, "learningRate", learningRateTraits), knob(&Adam::beta1, "beta1", decayTraits),
        knob(&Adam::beta2, "beta2", decayTraits),
        knob(&Adam::epsilon, "epsilon",
             {.allowed = {1e-16, 1}, .shown = {1e-10, 0.1}, .scale = Scale::logarithmic, .turnable = true})};
  }
  template <class Real>
  void step(Update<Real> u) const {
    const double correction1 = 1 - power(beta1, u.t + 1), correction2 = 1 - power(beta2, u.t + 1);
    const Vec<Real> rate = splat<Real>(static_cast<Real>(u.rate / correction1));
    const Vec<Real> scale = splat<Real>(static_cast<Real>(1 / std::sqrt(correction2)));
    const Vec<Real> keep1 = splat<Real>(static_cast<Real>(beta1)), take1 = splat<Real>(static_cast<Real>(1 - beta1));
    const Vec<Real> keep2 = splat<Real>(static_cast<Real>(beta2)), take2 = splat<Real>(static_cast<Real>(1 - beta2));
    const Vec<Real> small = splat<Real>(static_cast<Real>(epsilon));
    Real *const mean = u.slots[0], *const square = u.slots[1];
    for (std::size_t i = 0; i < u.length; i += lanes) {
      const Vec<Real> g = load(u.gradients + i);
      const Vec<Real> m = flushed<Real>(keep1 * load(mean + i) + take1 * g, smallestMean<Real>);
      const Vec<Real> v = flushed<Real>(keep2 * load(square + i) + take2 * g * g, smallestSquare<Real>);
      store(mean + i, m);
      store(square + i, v);
      store(u.parameters + i, load(u.parameters + i) - rate * m / (squareRoot<Real>(v) * scale + small));
    }
  }
};

using Optimizer = std::variant<GradientDescent, Momentum, Adam>;
template <>
struct FamilyName<Optimizer> {
  static constexpr const char* name = "optimizers";
};

}  // namespace nablab
