#pragma once
#include "optimizer.h"

/** Steps along the gradient itself, or along a velocity that gathers it. */
namespace nablab {

struct GradientDescent {
  static constexpr const char *key = "gradientDescent",
                              *formula = "\\theta \\leftarrow \\theta - \\eta\\,(g + \\lambda\\theta)";
  static constexpr const char* source = "Cauchy 1847; Robbins & Monro 1951 for batches; PyTorch 1.13 SGD";
  static constexpr std::array<const char*, 0> slots{};
  double learningRate = 0.03, weightDecay = 0;
  static constexpr auto knobs() {
    return std::tuple{knob(&GradientDescent::learningRate, "learningRate", learningRateTraits),
                      knob(&GradientDescent::weightDecay, "weightDecay", weightDecayTraits)};
  }
  template <class Real>
  void step(Update<Real> u) const {
    const Vec<Real> rate = wide<Real>(u.rate), decay = wide<Real>(weightDecay);
    for (std::size_t i = 0; i < u.length; i += lanes) {
      const Vec<Real> w = load(u.parameters + i);
      store(u.parameters + i, w - rate * (load(u.gradients + i) + decay * w));
    }
  }
};

struct Momentum {
  static constexpr const char *key = "momentum",
                              *formula =
                                  "g \\leftarrow g + \\lambda\\theta,\\quad v \\leftarrow \\mu v + g,\\quad "
                                  "\\theta \\leftarrow \\theta - \\eta\\, v"
                                  "\\quad (\\text{Nesterov: } \\theta \\leftarrow \\theta - \\eta\\,(g + \\mu v))";
  static constexpr const char* source =
      "Polyak 1964; Nesterov 1983; Sutskever et al. 2013, in the form of PyTorch 1.13 SGD";
  static constexpr std::array<const char*, 1> slots{"v"};
  double learningRate = 0.01, momentum = 0.9;
  bool nesterov = false;
  double weightDecay = 0;
  static constexpr auto knobs() {
    return std::tuple{knob(&Momentum::learningRate, "learningRate", learningRateTraits),
                      knob(&Momentum::momentum, "momentum", decayTraits),
                      knob(&Momentum::nesterov, "nesterov", {.turnable = true}),
                      knob(&Momentum::weightDecay, "weightDecay", weightDecayTraits)};
  }
  template <class Real>
  void step(Update<Real> u) const {
    const Vec<Real> rate = wide<Real>(u.rate), mu = wide<Real>(momentum), decay = wide<Real>(weightDecay);
    const bool ahead = nesterov;
    Real* const velocity = u.slots[0];
    for (std::size_t i = 0; i < u.length; i += lanes) {
      const Vec<Real> w = load(u.parameters + i), g = load(u.gradients + i) + decay * w;
      const Vec<Real> v = flushed<Real>(mu * load(velocity + i) + g, smallestMean<Real>);
      store(velocity + i, v);
      store(u.parameters + i, w - rate * (ahead ? g + mu * v : v));
    }
  }
};

}  // namespace nablab
