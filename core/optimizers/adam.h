#pragma once
#include "optimizer.h"

/** Adam and its relatives: decaying means m of the gradient and v of its square, freed of their start at zero. */
namespace nablab {

struct Adam {
  static constexpr const char *key = "adam", *formula =
                                                 "m \\leftarrow \\beta_1 m + (1-\\beta_1) g,\\quad "
                                                 "v \\leftarrow \\beta_2 v + (1-\\beta_2) g^2,\\quad "
                                                 "\\theta \\leftarrow \\theta - \\eta\\, \\frac{m / (1-\\beta_1^t)}"
                                                 "{\\sqrt{v / (1-\\beta_2^t)} + \\epsilon}";
  static constexpr const char *source = "Kingma & Ba 2015, arXiv:1412.6980, Algorithm 1";
  static constexpr std::array<const char *, 2> slots{"m", "v"};
  double learningRate = 0.001, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8;
  static constexpr auto knobs() {
    return std::tuple{knob(&Adam::learningRate, "learningRate", learningRateTraits),
                      knob(&Adam::beta1, "beta1", decayTraits), knob(&Adam::beta2, "beta2", decayTraits),
                      knob(&Adam::epsilon, "epsilon", epsilonTraits)};
  }
  template <class Real>
  void step(Update<Real> u) const {
    const auto [correction1, correction2] = oneMinusPowers(beta1, beta2, u.t + 1);
    const Vec<Real> rate = wide<Real>(u.rate / correction1), scale = wide<Real>(1 / std::sqrt(correction2));
    const Vec<Real> keep1 = wide<Real>(beta1), take1 = wide<Real>(1 - beta1), small = wide<Real>(epsilon);
    const Vec<Real> keep2 = wide<Real>(beta2), take2 = wide<Real>(1 - beta2);
    Real *const mean = u.slots[0], *const square = u.slots[1];
    for (std::size_t i = 0; i < u.length; i += lanes) {
      const Vec<Real> g = load(u.gradients + i);
      const Vec<Real> m = decayingMean<Real>(keep1, take1, mean + i, g);
      const Vec<Real> v = decayingSquare<Real>(keep2, take2, square + i, g);
      store(mean + i, m);
      store(square + i, v);
      store(u.parameters + i, load(u.parameters + i) - rate * m / (squareRoot<Real>(v) * scale + small));
    }
  }
};

struct Amsgrad {
  static constexpr const char *key = "amsgrad",
                              *formula =
                                  "m, v \\text{ as in Adam},\\quad \\hat v \\leftarrow \\max(\\hat v, v),\\quad "
                                  "\\theta \\leftarrow \\theta - \\eta\\, \\frac{m / (1-\\beta_1^t)}"
                                  "{\\sqrt{\\hat v / (1-\\beta_2^t)} + \\epsilon}";
  static constexpr const char *source =
      "Reddi, Kale & Kumar 2018, arXiv:1904.09237, Algorithm 2, with Adam's corrections as in PyTorch 1.13";
  static constexpr std::array<const char *, 3> slots{"m", "v", "largest"};
  double learningRate = 0.001, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8;
  static constexpr auto knobs() {
    return std::tuple{knob(&Amsgrad::learningRate, "learningRate", learningRateTraits),
                      knob(&Amsgrad::beta1, "beta1", decayTraits), knob(&Amsgrad::beta2, "beta2", decayTraits),
                      knob(&Amsgrad::epsilon, "epsilon", epsilonTraits)};
  }
  template <class Real>
  void step(Update<Real> u) const {
    const auto [correction1, correction2] = oneMinusPowers(beta1, beta2, u.t + 1);
    const Vec<Real> rate = wide<Real>(u.rate / correction1), scale = wide<Real>(1 / std::sqrt(correction2));
    const Vec<Real> keep1 = wide<Real>(beta1), take1 = wide<Real>(1 - beta1), small = wide<Real>(epsilon);
    const Vec<Real> keep2 = wide<Real>(beta2), take2 = wide<Real>(1 - beta2);
    Real *const mean = u.slots[0], *const square = u.slots[1], *const largest = u.slots[2];
    for (std::size_t i = 0; i < u.length; i += lanes) {
      const Vec<Real> g = load(u.gradients + i);
      const Vec<Real> m = decayingMean<Real>(keep1, take1, mean + i, g);
      const Vec<Real> v = decayingSquare<Real>(keep2, take2, square + i, g);
      const Vec<Real> top = maximum<Real>(load(largest + i), v);
      store(mean + i, m);
      store(square + i, v);
      store(largest + i, top);
      store(u.parameters + i, load(u.parameters + i) - rate * m / (squareRoot<Real>(top) * scale + small));
    }
  }
};

struct AdamW {
  static constexpr const char *key = "adamw",
                              *formula =
                                  "\\theta \\leftarrow (1 - \\eta\\lambda)\\,\\theta,\\quad \\text{then as in Adam: }"
                                  "\\theta \\leftarrow \\theta - \\eta\\, \\frac{m / (1-\\beta_1^t)}"
                                  "{\\sqrt{v / (1-\\beta_2^t)} + \\epsilon}";
  static constexpr const char *source = "Loshchilov & Hutter 2019, arXiv:1711.05101, Algorithm 2; PyTorch 1.13";
  static constexpr std::array<const char *, 2> slots{"m", "v"};
  double learningRate = 0.001, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8, weightDecay = 0.01;
  static constexpr auto knobs() {
    return std::tuple{knob(&AdamW::learningRate, "learningRate", learningRateTraits),
                      knob(&AdamW::beta1, "beta1", decayTraits), knob(&AdamW::beta2, "beta2", decayTraits),
                      knob(&AdamW::epsilon, "epsilon", epsilonTraits),
                      knob(&AdamW::weightDecay, "weightDecay", weightDecayTraits)};
  }
  template <class Real>
  void step(Update<Real> u) const {
    // The decay reads neither m nor v, so that it can come first in a pass of its own.
    const Vec<Real> kept = wide<Real>(1 - u.rate * weightDecay);
    for (std::size_t i = 0; i < u.length; i += lanes) store(u.parameters + i, kept * load(u.parameters + i));
    Adam{learningRate, beta1, beta2, epsilon}.step(u);
  }
};

struct Adamax {
  static constexpr const char *key = "adamax", *formula =
                                                   "m \\leftarrow \\beta_1 m + (1-\\beta_1) g,\\quad "
                                                   "u \\leftarrow \\max(\\beta_2 u, |g| + \\epsilon),\\quad "
                                                   "\\theta \\leftarrow \\theta - \\frac{\\eta}{1-\\beta_1^t}\\,"
                                                   "\\frac{m}{u}";
  static constexpr const char *source = "Kingma & Ba 2015, arXiv:1412.6980, Algorithm 2; ε as in PyTorch 1.13";
  static constexpr std::array<const char *, 2> slots{"m", "u"};
  double learningRate = 0.002, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8;
  static constexpr auto knobs() {
    return std::tuple{knob(&Adamax::learningRate, "learningRate", learningRateTraits),
                      knob(&Adamax::beta1, "beta1", decayTraits), knob(&Adamax::beta2, "beta2", decayTraits),
                      knob(&Adamax::epsilon, "epsilon", epsilonTraits)};
  }
  template <class Real>
  void step(Update<Real> u) const {
    const Vec<Real> rate = wide<Real>(u.rate / (1 - power(beta1, u.t + 1))), small = wide<Real>(epsilon);
    const Vec<Real> keep1 = wide<Real>(beta1), take1 = wide<Real>(1 - beta1), keep2 = wide<Real>(beta2);
    Real *const mean = u.slots[0], *const peak = u.slots[1];
    for (std::size_t i = 0; i < u.length; i += lanes) {
      const Vec<Real> g = load(u.gradients + i);
      const Vec<Real> m = decayingMean<Real>(keep1, take1, mean + i, g);
      const Vec<Real> p = maximum<Real>(keep2 * load(peak + i), absolute<Real>(g) + small);
      store(mean + i, m);
      store(peak + i, p);
      store(u.parameters + i, load(u.parameters + i) - rate * m / p);
    }
  }
};

/**
 * The corrections need the product of all μ so far. It would be lost in a checkpoint, were it not in a slot: c = 1 − Πμ
 * is what a decaying mean of ones comes to, the same number for every parameter.
 */
struct Nadam {
  static constexpr const char *key = "nadam", *formula =
                                                  "\\mu_t = \\beta_1(1 - \\tfrac12\\, 0.96^{t\\psi}),\\quad "
                                                  "c \\leftarrow \\mu_t c + 1 - \\mu_t,\\quad "
                                                  "\\theta \\leftarrow \\theta - \\eta\\, "
                                                  "\\frac{\\mu_{t+1} m / (\\mu_{t+1} c + 1 - \\mu_{t+1}) + "
                                                  "(1-\\mu_t) g / c}{\\sqrt{v / (1-\\beta_2^t)} + \\epsilon}";
  static constexpr const char *source = "Dozat 2016, ICLR workshop, Algorithm 2; PyTorch 1.13";
  static constexpr std::array<const char *, 3> slots{"m", "v", "c"};
  double learningRate = 0.002, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8, momentumDecay = 0.004;
  static constexpr auto knobs() {
    return std::tuple{
        knob(&Nadam::learningRate, "learningRate", learningRateTraits), knob(&Nadam::beta1, "beta1", decayTraits),
        knob(&Nadam::beta2, "beta2", decayTraits), knob(&Nadam::epsilon, "epsilon", epsilonTraits),
        knob(&Nadam::momentumDecay, "momentumDecay", {.allowed = {0, 10}, .shown = {0, 0.1}, .turnable = true})};
  }
  /** μ of the step t, counted from 1. */
  double mu(long t) const { return beta1 * (1 - 0.5 * power(0.96, static_cast<double>(t) * momentumDecay)); }
  template <class Real>
  void step(Update<Real> u) const {
    const double muNow = mu(u.t + 1), muNext = mu(u.t + 2);
    const Vec<Real> now = wide<Real>(muNow), restNow = wide<Real>(1 - muNow);
    const Vec<Real> next = wide<Real>(muNext), restNext = wide<Real>(1 - muNext);
    const Vec<Real> scale = wide<Real>(1 / std::sqrt(1 - power(beta2, u.t + 1)));
    const Vec<Real> rate = wide<Real>(u.rate), small = wide<Real>(epsilon);
    const Vec<Real> keep1 = wide<Real>(beta1), take1 = wide<Real>(1 - beta1);
    const Vec<Real> keep2 = wide<Real>(beta2), take2 = wide<Real>(1 - beta2);
    Real *const mean = u.slots[0], *const square = u.slots[1], *const correction = u.slots[2];
    for (std::size_t i = 0; i < u.length; i += lanes) {
      const Vec<Real> g = load(u.gradients + i);
      const Vec<Real> m = decayingMean<Real>(keep1, take1, mean + i, g);
      const Vec<Real> v = decayingSquare<Real>(keep2, take2, square + i, g);
      const Vec<Real> c = now * load(correction + i) + restNow;
      const Vec<Real> ahead = next * m / (next * c + restNext) + restNow * g / c;
      store(mean + i, m);
      store(square + i, v);
      store(correction + i, c);
      store(u.parameters + i, load(u.parameters + i) - rate * ahead / (squareRoot<Real>(v) * scale + small));
    }
  }
};

}  // namespace nablab
