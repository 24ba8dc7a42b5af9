#pragma once
#include "optimizer.h"

namespace nablab {

/** Found by a search over programs: of a momentum only the sign, so that all parameters move equally far. */
struct Lion {
  static constexpr const char *key = "lion",
                              *formula =
                                  "\\theta \\leftarrow \\theta - \\eta\\,(\\mathrm{sign}(\\beta_1 m + (1-\\beta_1) g) "
                                  "+ \\lambda\\theta),\\quad m \\leftarrow \\beta_2 m + (1-\\beta_2) g";
  static constexpr const char* source = "Chen et al. 2023, arXiv:2302.06675, Algorithm 2";
  static constexpr std::array<const char*, 1> slots{"m"};
  double learningRate = 0.0001, beta1 = 0.9, beta2 = 0.99, weightDecay = 0;
  static constexpr auto knobs() {
    return std::tuple{knob(&Lion::learningRate, "learningRate", learningRateTraits),
                      knob(&Lion::beta1, "beta1", decayTraits), knob(&Lion::beta2, "beta2", decayTraits),
                      knob(&Lion::weightDecay, "weightDecay", weightDecayTraits)};
  }
  template <class Real>
  void step(Update<Real> u) const {
    const Vec<Real> rate = wide<Real>(u.rate), decay = wide<Real>(weightDecay);
    const Vec<Real> keep1 = wide<Real>(beta1), take1 = wide<Real>(1 - beta1);
    const Vec<Real> keep2 = wide<Real>(beta2), take2 = wide<Real>(1 - beta2);
    const Vec<Real> zero = wide<Real>(0), one = wide<Real>(1);
    Real* const mean = u.slots[0];
    for (std::size_t i = 0; i < u.length; i += lanes) {
      const Vec<Real> w = load(u.parameters + i), g = load(u.gradients + i);
      const Vec<Real> c = keep1 * load(mean + i) + take1 * g;
      const Vec<Real> sign = select<Real>(c > zero, one, zero) - select<Real>(c < zero, one, zero);
      store(mean + i, decayingMean<Real>(keep2, take2, mean + i, g));
      store(u.parameters + i, w - rate * (sign + decay * w));
    }
  }
};

}  // namespace nablab
