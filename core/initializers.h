#pragma once
#include <cmath>

#include "knob.h"
#include "random.h"

/**
 * Initial values of a tensor, drawn in double from a stream of its own. Of most kinds `next(random, fans)` draws one
 * value; a kind that must see the whole tensor has `fill(random, rows, columns, values)` instead.
 */
namespace nablab {

/** How many numbers come into a unit and go out of one: a filter counts its whole window. */
struct Fans {
  int in, out;
};

/** Those of a weight tensor [in][out] or [height][width][in][out]. */
inline Fans fansOf(const std::vector<int>& shape) {
  int window = 1;
  for (std::size_t i = 0; i + 2 < shape.size(); ++i) window *= shape[i];
  return {window * shape[shape.size() - 2], window * shape.back()};
}

struct Zeros {
  static constexpr const char *key = "zeros", *formula = "w = 0";
  static constexpr const char* source = "Deep Learning, section 8.4: units that start alike stay alike";
  static constexpr auto knobs() { return std::tuple{}; }
  double next(Random&, Fans) const { return 0; }
};

struct Constant {
  static constexpr const char *key = "constant", *formula = "w = c";
  static constexpr const char* source = "Deep Learning, section 8.4";
  double value = 0.1;
  static constexpr auto knobs() {
    return std::tuple{knob(&Constant::value, "value", {.allowed = {-1e6, 1e6}, .shown = {-2, 2}})};
  }
  double next(Random&, Fans) const { return value; }
};

struct Normal {
  static constexpr const char *key = "normal", *formula = "w \\sim \\mathcal{N}(\\mu, \\sigma^2)";
  static constexpr const char* source = "Box & Muller 1958 for the transform";
  double mean = 0, deviation = 0.1;
  static constexpr auto knobs() {
    return std::tuple{knob(&Normal::mean, "mean", {.allowed = {-1e6, 1e6}, .shown = {-2, 2}}),
                      knob(&Normal::deviation, "deviation", {.allowed = {0, 1e6}, .shown = {0, 2}})};
  }
  double next(Random& random, Fans) const { return mean + deviation * random.normal(); }
};

struct Uniform {
  static constexpr const char *key = "uniform", *formula = "w \\sim \\mathcal{U}(a, b)";
  static constexpr const char* source = "LeCun, Bottou, Orr & Müller 1998, Efficient BackProp, section 4.6";
  double low = -0.5, high = 0.5;
  static constexpr auto knobs() {
    return std::tuple{knob(&Uniform::low, "low", {.allowed = {-1e6, 1e6}, .shown = {-2, 2}}),
                      knob(&Uniform::high, "high", {.allowed = {-1e6, 1e6}, .shown = {-2, 2}})};
  }
  double next(Random& random, Fans) const { return low + (high - low) * random.uniform(); }
};

struct XavierUniform {
  static constexpr const char *key = "xavierUniform",
                              *formula = "w \\sim \\mathcal{U}(-r, r),\\quad r = \\sqrt{\\tfrac{6}{n_{in} + n_{out}}}";
  static constexpr const char* source = "Glorot & Bengio 2010, Understanding the Difficulty of Training, equation 16";
  static constexpr auto knobs() { return std::tuple{}; }
  double next(Random& random, Fans fans) const {
    return std::sqrt(6.0 / (fans.in + fans.out)) * (2 * random.uniform() - 1);
  }
};

struct XavierNormal {
  static constexpr const char *key = "xavierNormal",
                              *formula = "w \\sim \\mathcal{N}\\left(0, \\tfrac{2}{n_{in} + n_{out}}\\right)";
  static constexpr const char* source = "Glorot & Bengio 2010, Understanding the Difficulty of Training, equation 12";
  static constexpr auto knobs() { return std::tuple{}; }
  double next(Random& random, Fans fans) const { return std::sqrt(2.0 / (fans.in + fans.out)) * random.normal(); }
};

struct HeUniform {
  static constexpr const char *key = "heUniform",
                              *formula = "w \\sim \\mathcal{U}(-r, r),\\quad r = \\sqrt{\\tfrac{6}{n_{in}}}";
  static constexpr const char* source = "He, Zhang, Ren & Sun 2015, arXiv:1502.01852, equation 10, as a uniform law";
  static constexpr auto knobs() { return std::tuple{}; }
  double next(Random& random, Fans fans) const { return std::sqrt(6.0 / fans.in) * (2 * random.uniform() - 1); }
};

struct HeNormal {
  static constexpr const char *key = "heNormal", *formula = "w \\sim \\mathcal{N}\\left(0, \\tfrac{2}{n_{in}}\\right)";
  static constexpr const char* source = "He, Zhang, Ren & Sun 2015, arXiv:1502.01852, equation 10";
  static constexpr auto knobs() { return std::tuple{}; }
  double next(Random& random, Fans fans) const { return std::sqrt(2.0 / fans.in) * random.normal(); }
};

struct LeCunUniform {
  static constexpr const char *key = "leCunUniform",
                              *formula = "w \\sim \\mathcal{U}(-r, r),\\quad r = \\sqrt{\\tfrac{3}{n_{in}}}";
  static constexpr const char* source =
      "LeCun, Bottou, Orr & Müller 1998, Efficient BackProp, equation 16, as a uniform law";
  static constexpr auto knobs() { return std::tuple{}; }
  double next(Random& random, Fans fans) const { return std::sqrt(3.0 / fans.in) * (2 * random.uniform() - 1); }
};

struct LeCunNormal {
  static constexpr const char *key = "leCunNormal",
                              *formula = "w \\sim \\mathcal{N}\\left(0, \\tfrac{1}{n_{in}}\\right)";
  static constexpr const char* source = "LeCun, Bottou, Orr & Müller 1998, Efficient BackProp, equation 16";
  static constexpr auto knobs() { return std::tuple{}; }
  double next(Random& random, Fans fans) const { return std::sqrt(1.0 / fans.in) * random.normal(); }
};

struct TruncatedNormal {
  static constexpr const char *key = "truncatedNormal",
                              *formula = "w \\sim \\mathcal{N}(\\mu, \\sigma^2),\\quad |w - \\mu| \\le 2 \\sigma";
  static constexpr const char* source =
      "Box & Muller 1958 for the transform; drawn again beyond two deviations, as TensorFlow's truncated_normal is";
  double mean = 0, deviation = 0.1;
  static constexpr auto knobs() {
    return std::tuple{knob(&TruncatedNormal::mean, "mean", {.allowed = {-1e6, 1e6}, .shown = {-2, 2}}),
                      knob(&TruncatedNormal::deviation, "deviation", {.allowed = {0, 1e6}, .shown = {0, 2}})};
  }
  double next(Random& random, Fans) const {
    double normal = random.normal();
    while (std::fabs(normal) > 2) normal = random.normal();
    return mean + deviation * normal;
  }
};

struct Orthogonal {
  static constexpr const char
      *key = "orthogonal",
      *formula = "W^{\\mathsf T} W = g^2 I \\quad (W W^{\\mathsf T} = g^2 I \\text{ if it is wider than high})";
  static constexpr const char* source =
      "Saxe, McClelland & Ganguli 2014, arXiv:1312.6120; uniform over all such: Mezzadri 2007, arXiv:math-ph/0609050";
  double gain = 1;
  static constexpr auto knobs() {
    return std::tuple{knob(&Orthogonal::gain, "gain", {.allowed = {-1e6, 1e6}, .shown = {0, 3}})};
  }
  void fill(Random& random, int rows, int columns, double* values) const;
};

using Initializer = std::variant<Zeros, Constant, Normal, TruncatedNormal, Uniform, XavierUniform, XavierNormal,
                                 HeUniform, HeNormal, LeCunUniform, LeCunNormal, Orthogonal>;
template <>
struct FamilyName<Initializer> {
  static constexpr const char* name = "initializers";
};

/** The values of a tensor of this shape, whose last extent counts the units; `fans` are those of the layer's weights.
 */
std::vector<double> initialValues(const Initializer& initializer, const std::vector<int>& shape, Fans fans,
                                  Random random);

}  // namespace nablab
