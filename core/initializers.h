#pragma once
#include <cmath>

#include "knob.h"
#include "random.h"

/** Initial values of a tensor; `next(random, fanIn, fanOut)` draws one of them. Every tensor has a stream of its own.
 */
namespace nablab {

struct Zeros {
  static constexpr const char *key = "zeros", *formula = "w = 0";
  static constexpr const char* source = "Deep Learning, section 8.4: units that start alike stay alike";
  static constexpr auto knobs() { return std::tuple{}; }
  double next(Random&, int, int) const { return 0; }
};

struct Constant {
  static constexpr const char *key = "constant", *formula = "w = c";
  static constexpr const char* source = "Deep Learning, section 8.4";
  double value = 0.1;
  static constexpr auto knobs() {
    return std::tuple{knob(&Constant::value, "value", {.allowed = {-1e6, 1e6}, .shown = {-2, 2}})};
  }
  double next(Random&, int, int) const { return value; }
};

struct Normal {
  static constexpr const char *key = "normal", *formula = "w \\sim \\mathcal{N}(\\mu, \\sigma^2)";
  static constexpr const char* source = "Box & Muller 1958 for the transform";
  double mean = 0, deviation = 0.1;
  static constexpr auto knobs() {
    return std::tuple{knob(&Normal::mean, "mean", {.allowed = {-1e6, 1e6}, .shown = {-2, 2}}),
                      knob(&Normal::deviation, "deviation", {.allowed = {0, 1e6}, .shown = {0, 2}})};
  }
  double next(Random& random, int, int) const { return mean + deviation * random.normal(); }
};

struct Uniform {
  static constexpr const char *key = "uniform", *formula = "w \\sim \\mathcal{U}(a, b)";
  static constexpr const char* source = "LeCun, Bottou, Orr & Müller 1998, Efficient BackProp, section 4.6";
  double low = -0.5, high = 0.5;
  static constexpr auto knobs() {
    return std::tuple{knob(&Uniform::low, "low", {.allowed = {-1e6, 1e6}, .shown = {-2, 2}}),
                      knob(&Uniform::high, "high", {.allowed = {-1e6, 1e6}, .shown = {-2, 2}})};
  }
  double next(Random& random, int, int) const { return low + (high - low) * random.uniform(); }
};

struct XavierUniform {
  static constexpr const char *key = "xavierUniform",
                              *formula = "w \\sim \\mathcal{U}(-r, r),\\quad r = \\sqrt{\\tfrac{6}{n_{in} + n_{out}}}";
  static constexpr const char* source = "Glorot & Bengio 2010, Understanding the Difficulty of Training, equation 16";
  static constexpr auto knobs() { return std::tuple{}; }
  double next(Random& random, int fanIn, int fanOut) const {
    return std::sqrt(6.0 / (fanIn + fanOut)) * (2 * random.uniform() - 1);
  }
};

struct XavierNormal {
  static constexpr const char *key = "xavierNormal",
                              *formula = "w \\sim \\mathcal{N}\\left(0, \\tfrac{2}{n_{in} + n_{out}}\\right)";
  static constexpr const char* source = "Glorot & Bengio 2010, Understanding the Difficulty of Training, equation 12";
  static constexpr auto knobs() { return std::tuple{}; }
  double next(Random& random, int fanIn, int fanOut) const {
    return std::sqrt(2.0 / (fanIn + fanOut)) * random.normal();
  }
};

struct HeUniform {
  static constexpr const char *key = "heUniform",
                              *formula = "w \\sim \\mathcal{U}(-r, r),\\quad r = \\sqrt{\\tfrac{6}{n_{in}}}";
  static constexpr const char* source = "He, Zhang, Ren & Sun 2015, arXiv:1502.01852, equation 10, as a uniform law";
  static constexpr auto knobs() { return std::tuple{}; }
  double next(Random& random, int fanIn, int) const { return std::sqrt(6.0 / fanIn) * (2 * random.uniform() - 1); }
};

struct HeNormal {
  static constexpr const char *key = "heNormal", *formula = "w \\sim \\mathcal{N}\\left(0, \\tfrac{2}{n_{in}}\\right)";
  static constexpr const char* source = "He, Zhang, Ren & Sun 2015, arXiv:1502.01852, equation 10";
  static constexpr auto knobs() { return std::tuple{}; }
  double next(Random& random, int fanIn, int) const { return std::sqrt(2.0 / fanIn) * random.normal(); }
};

using Initializer = std::variant<Zeros, Constant, Normal, Uniform, XavierUniform, XavierNormal, HeUniform, HeNormal>;
template <>
struct FamilyName<Initializer> {
  static constexpr const char* name = "initializers";
};

/** Fills a tensor of `count` values. */
template <class Real>
void initialize(const Initializer& initializer, Real* values, std::size_t count, int fanIn, int fanOut, Random random) {
  std::visit(
      [&](const auto& kind) {
        for (std::size_t i = 0; i < count; ++i) values[i] = static_cast<Real>(kind.next(random, fanIn, fanOut));
      },
      initializer);
}

}  // namespace nablab
