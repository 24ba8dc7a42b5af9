#pragma once
#include "../knob.h"
#include "../math/functions.h"
#include "../math/vector.h"

/** Elementwise activations that level off at both ends. */
namespace nablab {

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

struct HardTanh {
  static constexpr const char *key = "hardTanh", *formula = "f(z) = \\max(-1, \\min(1, z))";
  static constexpr const char* source = "Collobert 2004, Large Scale Machine Learning; derivative 0 at z = ±1";
  static constexpr auto knobs() { return std::tuple{}; }
  template <class Real>
  Vec<Real> value(Vec<Real> z) const {
    return maximum<Real>(minimum<Real>(z, splat<Real>(1)), splat<Real>(-1));
  }
  template <class Real>
  Vec<Real> derivative(Vec<Real> z, Vec<Real>) const {
    return onlyWhere<Real>(absolute<Real>(z) < splat<Real>(1), splat<Real>(1));
  }
};

/** Its derivative is zero wherever there is one, so that nothing before it can learn. */
struct Step {
  static constexpr const char *key = "step", *formula = "f(z) = 1 \\text{ for } z > 0,\\quad 0 \\text{ otherwise}";
  static constexpr const char* source = "McCulloch & Pitts 1943; Rosenblatt 1958, The Perceptron";
  static constexpr auto knobs() { return std::tuple{}; }
  template <class Real>
  Vec<Real> value(Vec<Real> z) const {
    return onlyWhere<Real>(z > splat<Real>(0), splat<Real>(1));
  }
  template <class Real>
  Vec<Real> derivative(Vec<Real>, Vec<Real>) const {
    return splat<Real>(0);
  }
};

}  // namespace nablab
