#pragma once
#include "knob.h"
#include "math/functions.h"
#include "math/vector.h"

/**
 * Activation functions a = f(z). An elementwise kind has `value(z)` and `derivative(z, a)` = f′(z) on four lanes;
 * softmax couples the units of a sample and has `forward` and `backward` over four columns instead.
 */
namespace nablab {

struct Linear {
  static constexpr const char *key = "linear", *formula = "f(z) = z";
  static constexpr const char* source = "Goodfellow, Bengio & Courville 2016, Deep Learning, section 6.2.2.1";
  static constexpr auto knobs() { return std::tuple{}; }
  template <class Real>
  Vec<Real> value(Vec<Real> z) const {
    return z;
  }
  template <class Real>
  Vec<Real> derivative(Vec<Real>, Vec<Real>) const {
    return splat<Real>(1);
  }
};

struct Sigmoid {
  static constexpr const char *key = "sigmoid", *formula = "f(z) = \\frac{1}{1 + e^{-z}}";
  static constexpr const char* source = "Goodfellow, Bengio & Courville 2016, Deep Learning, equation 3.30";
  static constexpr auto knobs() { return std::tuple{}; }
  template <class Real>
  Vec<Real> value(Vec<Real> z) const {
    return sigmoid<Real>(z);
  }
  template <class Real>
  Vec<Real> derivative(Vec<Real>, Vec<Real> a) const {
    return a * (splat<Real>(1) - a);
  }
};

struct Tanh {
  static constexpr const char *key = "tanh", *formula = "f(z) = \\tanh z";
  static constexpr const char* source = "LeCun, Bottou, Orr & Müller 1998, Efficient BackProp, section 4.4";
  static constexpr auto knobs() { return std::tuple{}; }
  template <class Real>
  Vec<Real> value(Vec<Real> z) const {
    return hyperbolicTangent<Real>(z);
  }
  template <class Real>
  Vec<Real> derivative(Vec<Real>, Vec<Real> a) const {
    return splat<Real>(1) - a * a;
  }
};

struct Relu {
  static constexpr const char *key = "relu", *formula = "f(z) = \\max(0, z)";
  static constexpr const char* source =
      "Nair & Hinton 2010, Rectified Linear Units Improve RBMs; derivative 0 at z = 0";
  static constexpr auto knobs() { return std::tuple{}; }
  template <class Real>
  Vec<Real> value(Vec<Real> z) const {
    return maximum<Real>(z, splat<Real>(0));
  }
  template <class Real>
  Vec<Real> derivative(Vec<Real> z, Vec<Real>) const {
    return select<Real>(z > splat<Real>(0), splat<Real>(1), splat<Real>(0));
  }
};

struct LeakyRelu {
  static constexpr const char *key = "leakyRelu", *formula = "f(z) = \\max(0, z) + s\\,\\min(0, z)";
  static constexpr const char* source = "Maas, Hannun & Ng 2013, Rectifier Nonlinearities Improve Acoustic Models";
  double slope = 0.01;
  static constexpr auto knobs() {
    return std::tuple{knob(&LeakyRelu::slope, "slope", {.allowed = {0, 1}, .shown = {0, 0.5}, .turnable = true})};
  }
  template <class Real>
  Vec<Real> value(Vec<Real> z) const {
    return select<Real>(z > splat<Real>(0), z, z * splat<Real>(static_cast<Real>(slope)));
  }
  template <class Real>
  Vec<Real> derivative(Vec<Real> z, Vec<Real>) const {
    return select<Real>(z > splat<Real>(0), splat<Real>(1), splat<Real>(static_cast<Real>(slope)));
  }
};

struct Elu {
  static constexpr const char *key = "elu",
                              *formula = "f(z) = z \\text{ for } z > 0,\\quad \\alpha\\,(e^{z} - 1) \\text{ otherwise}";
  static constexpr const char* source = "Clevert, Unterthiner & Hochreiter 2016, arXiv:1511.07289, equation 15";
  double alpha = 1;
  static constexpr auto knobs() {
    return std::tuple{knob(&Elu::alpha, "alpha", {.allowed = {0, 100}, .shown = {0, 3}, .turnable = true})};
  }
  template <class Real>
  Vec<Real> value(Vec<Real> z) const {
    // Only the negative side is exponentiated: the other could overflow before it is discarded.
    const Vec<Real> below = exponentialMinusOne<Real>(minimum<Real>(z, splat<Real>(0)));
    return select<Real>(z > splat<Real>(0), z, splat<Real>(static_cast<Real>(alpha)) * below);
  }
  template <class Real>
  Vec<Real> derivative(Vec<Real> z, Vec<Real> a) const {
    return select<Real>(z > splat<Real>(0), splat<Real>(1), a + splat<Real>(static_cast<Real>(alpha)));
  }
};

struct Softplus {
  static constexpr const char *key = "softplus", *formula = "f(z) = \\ln(1 + e^{z})";
  static constexpr const char* source = "Dugas, Bengio, Bélisle, Nadeau & Garcia 2001; Deep Learning, equation 3.31";
  static constexpr auto knobs() { return std::tuple{}; }
  template <class Real>
  Vec<Real> value(Vec<Real> z) const {
    return maximum<Real>(z, splat<Real>(0)) + logarithmOnePlus<Real>(exponential<Real>(-absolute<Real>(z)));
  }
  template <class Real>
  Vec<Real> derivative(Vec<Real> z, Vec<Real>) const {
    return sigmoid<Real>(z);
  }
};

struct Softmax {
  static constexpr const char *key = "softmax", *formula = "f(z)_i = \\frac{e^{z_i}}{\\sum_j e^{z_j}}";
  static constexpr const char* source = "Bridle 1990; Deep Learning, equation 4.1";
  static constexpr auto knobs() { return std::tuple{}; }

  /** a[unit][4 columns] from z, both with this stride between units. */
  template <class Real>
  static void forward(const Real* z, Real* a, int units, int stride) {
    Vec<Real> greatest = load(z);
    for (int i = 1; i < units; ++i) greatest = maximum<Real>(load(z + i * stride), greatest);
    Vec<Real> total = splat<Real>(0);
    for (int i = 0; i < units; ++i) {
      // Below e⁻⁶⁰ a share is no longer felt, but products with it would sink into slow denormal numbers.
      const Vec<Real> power = exponential<Real>(maximum<Real>(load(z + i * stride) - greatest, splat<Real>(-60)));
      store(a + i * stride, power);
      total += power;
    }
    for (int i = 0; i < units; ++i) store(a + i * stride, load(a + i * stride) / total);
  }

  /** dz = a · (da − Σ a·da) over four columns. */
  template <class Real>
  static void backward(const Real* a, const Real* da, Real* dz, int units, int stride) {
    Vec<Real> mean = splat<Real>(0);
    for (int i = 0; i < units; ++i) mean += load(a + i * stride) * load(da + i * stride);
    for (int i = 0; i < units; ++i) store(dz + i * stride, load(a + i * stride) * (load(da + i * stride) - mean));
  }
};

using Activation = std::variant<Linear, Sigmoid, Tanh, Relu, LeakyRelu, Elu, Softplus, Softmax>;
template <>
struct FamilyName<Activation> {
  static constexpr const char* name = "activations";
};

}  // namespace nablab
