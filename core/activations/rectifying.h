#pragma once
#include "../knob.h"
#include "../math/functions.h"
#include "../math/vector.h"

/** Elementwise activations that are straight on both sides of zero, or on the positive one. */
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
  Vec<Real> derivative(Vec<Real>, Vec<Real> a) const {
    // Not from z, which a step does not keep.
    return select<Real>(a > splat<Real>(0), splat<Real>(1), splat<Real>(0));
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

/** Has the tensor `slope`: one number, or one for each channel. Its passes are in layers/preluOperation.h. */
struct PRelu {
  static constexpr const char *key = "prelu",
                              *formula = "f(z) = \\max(0, z) + s\\,\\min(0, z),\\quad s \\text{ learned}";
  static constexpr const char* source =
      "He, Zhang, Ren & Sun 2015, arXiv:1502.01852, equation 1; derivative s at z = 0";
  double slope = 0.25;
  bool perChannel = false;
  static constexpr auto knobs() {
    return std::tuple{knob(&PRelu::slope, "slope", {.allowed = {-10, 10}, .shown = {0, 1}}),
                      knob(&PRelu::perChannel, "perChannel")};
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

struct Selu {
  static constexpr const char
      *key = "selu",
      *formula =
          "f(z) = \\lambda z \\text{ for } z > 0,\\quad \\lambda \\alpha\\,(e^{z} - 1) \\text{ otherwise},"
          "\\quad \\lambda \\approx 1.0507,\\ \\alpha \\approx 1.6733";
  static constexpr const char* source = "Klambauer, Unterthiner, Mayr & Hochreiter 2017, arXiv:1706.02515, equation 2";
  /** The fixed point of mean 0 and variance 1: the paper's λ₀₁, and its α₀₁ times λ₀₁. */
  static constexpr double lambda = 1.0507009873554804934, floor = 1.7580993408473768599;
  static constexpr auto knobs() { return std::tuple{}; }
  template <class Real>
  Vec<Real> value(Vec<Real> z) const {
    const Vec<Real> below = exponentialMinusOne<Real>(minimum<Real>(z, splat<Real>(0)));
    return select<Real>(z > splat<Real>(0), splat<Real>(Real(lambda)) * z, splat<Real>(Real(floor)) * below);
  }
  template <class Real>
  Vec<Real> derivative(Vec<Real> z, Vec<Real> a) const {
    return select<Real>(z > splat<Real>(0), splat<Real>(Real(lambda)), a + splat<Real>(Real(floor)));
  }
};

}  // namespace nablab
