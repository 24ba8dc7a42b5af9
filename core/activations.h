#pragma once
#include "activations/rectifying.h"
#include "activations/saturating.h"
#include "activations/smooth.h"

/**
 * Activation functions a = f(z). An elementwise kind has `value(z)` and `derivative(z, a)` = f′(z) on four lanes;
 * softmax couples the units of a sample and has `forward` and `backward` over four columns instead; prelu has a
 * parameter.
 */
namespace nablab {

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

using Activation = std::variant<Linear, Sigmoid, Tanh, HardTanh, Step, Relu, LeakyRelu, PRelu, Elu, Selu, Softplus,
                                Silu, Gelu, Mish, Softmax>;
template <>
struct FamilyName<Activation> {
  static constexpr const char* name = "activations";
};

}  // namespace nablab
