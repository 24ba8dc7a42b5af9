#pragma once
#include "../knob.h"
#include "../math/functions.h"
#include "../math/vector.h"

/** Elementwise activations that are rectifiers without a corner. */
namespace nablab {

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

struct Silu {
  static constexpr const char *key = "silu", *formula = "f(z) = z\\,\\sigma(z)";
  static constexpr const char* source =
      "Elfwing, Uchibe & Doya 2018, arXiv:1702.03118; Ramachandran, Zoph & Le 2017, arXiv:1710.05941 (Swish)";
  static constexpr auto knobs() { return std::tuple{}; }
  template <class Real>
  Vec<Real> value(Vec<Real> z) const {
    return z * sigmoid<Real>(z);
  }
  /** σ + z·σ·(1 − σ), where z·σ = a. */
  template <class Real>
  Vec<Real> derivative(Vec<Real> z, Vec<Real> a) const {
    const Vec<Real> share = sigmoid<Real>(z);
    return share + a * (splat<Real>(1) - share);
  }
};

struct Gelu {
  static constexpr const char *key = "gelu",
                              *formula =
                                  "f(z) = \\tfrac{1}{2} z \\left(1 + \\operatorname{erf} \\tfrac{z}{\\sqrt{2}}\\right)";
  static constexpr const char* source = "Hendrycks & Gimpel 2016, arXiv:1606.08415, section 2, exactly";
  static constexpr auto knobs() { return std::tuple{}; }
  /** The normal distribution's share below z. */
  template <class Real>
  static Vec<Real> shareBelow(Vec<Real> z) {
    const Vec<Real> half = splat<Real>(Real(0.5));
    return half + half * errorFunction<Real>(z * splat<Real>(Real(0.7071067811865476)));
  }
  template <class Real>
  Vec<Real> value(Vec<Real> z) const {
    return z * shareBelow<Real>(z);
  }
  /** Φ(z) + z·φ(z). */
  template <class Real>
  Vec<Real> derivative(Vec<Real> z, Vec<Real>) const {
    const Vec<Real> density =
        splat<Real>(Real(0.3989422804014327)) * exponential<Real>(splat<Real>(Real(-0.5)) * z * z);
    return shareBelow<Real>(z) + z * density;
  }
};

struct Mish {
  static constexpr const char *key = "mish", *formula = "f(z) = z \\tanh \\ln(1 + e^{z})";
  static constexpr const char* source = "Misra 2019, arXiv:1908.08681, equation 1";
  static constexpr auto knobs() { return std::tuple{}; }
  /** eᶻ, cut off where the function is z to the last bit: its square is still far from overflow. */
  template <class Real>
  static Vec<Real> power(Vec<Real> z) {
    return exponential<Real>(minimum<Real>(z, splat<Real>(20)));
  }
  /** tanh ln(1 + n) = u/(u + 2) with u = n(n + 2), and u keeps all digits of a small n = eᶻ. */
  template <class Real>
  Vec<Real> value(Vec<Real> z) const {
    const Vec<Real> n = power<Real>(z), two = splat<Real>(2), u = n * (n + two);
    return z * (u / (u + two));
  }
  /** u/(u + 2) + z·4n(n + 1)/(u + 2)². */
  template <class Real>
  Vec<Real> derivative(Vec<Real> z, Vec<Real>) const {
    const Vec<Real> n = power<Real>(z), two = splat<Real>(2), u = n * (n + two), share = splat<Real>(1) / (u + two);
    return share * (u + z * (splat<Real>(4) * n) * ((n + splat<Real>(1)) * share));
  }
};

}  // namespace nablab
