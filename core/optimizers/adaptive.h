#pragma once
#include "optimizer.h"

/** Every parameter has a step length of its own, from the squares of its gradients. */
namespace nablab {

struct Adagrad {
  static constexpr const char *key = "adagrad", *formula =
                                                    "s \\leftarrow s + g^2,\\quad \\theta \\leftarrow \\theta - "
                                                    "\\eta\\, \\frac{g}{\\sqrt{s} + \\epsilon}";
  static constexpr const char *source = "Duchi, Hazan & Singer 2011, JMLR 12, with a diagonal matrix; PyTorch 1.13";
  static constexpr std::array<const char *, 1> slots{"s"};
  double learningRate = 0.01, epsilon = 1e-10;
  static constexpr auto knobs() {
    return std::tuple{knob(&Adagrad::learningRate, "learningRate", learningRateTraits),
                      knob(&Adagrad::epsilon, "epsilon", epsilonTraits)};
  }
  template <class Real>
  void step(Update<Real> u) const {
    const Vec<Real> rate = wide<Real>(u.rate), small = wide<Real>(epsilon);
    Real *const sum = u.slots[0];
    for (std::size_t i = 0; i < u.length; i += lanes) {
      const Vec<Real> g = load(u.gradients + i), factor = squarable<Real>(g);
      const Vec<Real> s = flushed<Real>(load(sum + i) + factor * factor, smallestSquare<Real>);
      store(sum + i, s);
      store(u.parameters + i, load(u.parameters + i) - rate * g / (squareRoot<Real>(s) + small));
    }
  }
};

struct Rmsprop {
  static constexpr const char *key = "rmsprop", *formula =
                                                    "s \\leftarrow \\rho s + (1-\\rho) g^2,\\quad "
                                                    "v \\leftarrow \\mu v + \\frac{g}{\\sqrt{s} + \\epsilon},\\quad "
                                                    "\\theta \\leftarrow \\theta - \\eta\\, v";
  static constexpr const char *source = "Tieleman & Hinton 2012, lecture 6.5; with momentum as in PyTorch 1.13";
  static constexpr std::array<const char *, 2> slots{"s", "v"};
  double learningRate = 0.01, rho = 0.99, momentum = 0, epsilon = 1e-8;
  static constexpr auto knobs() {
    return std::tuple{knob(&Rmsprop::learningRate, "learningRate", learningRateTraits),
                      knob(&Rmsprop::rho, "rho", decayTraits), knob(&Rmsprop::momentum, "momentum", decayTraits),
                      knob(&Rmsprop::epsilon, "epsilon", epsilonTraits)};
  }
  template <class Real>
  void step(Update<Real> u) const {
    const Vec<Real> rate = wide<Real>(u.rate), mu = wide<Real>(momentum), small = wide<Real>(epsilon);
    const Vec<Real> keep = wide<Real>(rho), take = wide<Real>(1 - rho);
    Real *const square = u.slots[0], *const velocity = u.slots[1];
    for (std::size_t i = 0; i < u.length; i += lanes) {
      const Vec<Real> g = load(u.gradients + i), s = decayingSquare<Real>(keep, take, square + i, g);
      const Vec<Real> v =
          flushed<Real>(mu * load(velocity + i) + g / (squareRoot<Real>(s) + small), smallestMean<Real>);
      store(square + i, s);
      store(velocity + i, v);
      store(u.parameters + i, load(u.parameters + i) - rate * v);
    }
  }
};

struct Adadelta {
  static constexpr const char *key = "adadelta",
                              *formula =
                                  "s \\leftarrow \\rho s + (1-\\rho) g^2,\\quad "
                                  "\\delta = \\frac{\\sqrt{d + \\epsilon}}{\\sqrt{s + \\epsilon}}\\, g,\\quad "
                                  "d \\leftarrow \\rho d + (1-\\rho)\\delta^2,\\quad "
                                  "\\theta \\leftarrow \\theta - \\eta\\,\\delta";
  static constexpr const char *source = "Zeiler 2012, arXiv:1212.5701, Algorithm 1; PyTorch 1.13";
  static constexpr std::array<const char *, 2> slots{"s", "d"};
  double learningRate = 1, rho = 0.9, epsilon = 1e-6;
  static constexpr auto knobs() {
    return std::tuple{knob(&Adadelta::learningRate, "learningRate", learningRateTraits),
                      knob(&Adadelta::rho, "rho", decayTraits), knob(&Adadelta::epsilon, "epsilon", epsilonTraits)};
  }
  template <class Real>
  void step(Update<Real> u) const {
    const Vec<Real> rate = wide<Real>(u.rate), small = wide<Real>(epsilon);
    const Vec<Real> keep = wide<Real>(rho), take = wide<Real>(1 - rho);
    Real *const square = u.slots[0], *const moved = u.slots[1];
    for (std::size_t i = 0; i < u.length; i += lanes) {
      const Vec<Real> g = load(u.gradients + i), s = decayingSquare<Real>(keep, take, square + i, g);
      const Vec<Real> delta = squareRoot<Real>(load(moved + i) + small) / squareRoot<Real>(s + small) * g;
      store(square + i, s);
      store(moved + i, decayingSquare<Real>(keep, take, moved + i, delta));
      store(u.parameters + i, load(u.parameters + i) - rate * delta);
    }
  }
};

}  // namespace nablab
