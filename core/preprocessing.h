#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "knob.h"
#include "limits.h"
#include "parameters.h"

/**
 * What is done to the inputs before the network sees them, one kind after the other. Most kinds learn numbers from the
 * training part and then treat all rows alike; augmentation changes training batches only, anew in every step, and
 * stands last.
 */
namespace nablab {

/** Rows of inputs of which some make the statistics. */
struct TrainingRows {
  /** rows × inputs. */
  const std::vector<double>& x;
  int inputs;
  const std::vector<int>& training;
};

/** What a kind has learned, ready for any row: centring and scaling, then a projection or further features. */
struct FittedStep {
  int inputs = 0, outputs = 0;
  /** By input: x ← (x − center)/scale + base; empty to leave it. */
  std::vector<double> center = {}, scale = {};
  double base = 0;
  /** outputs × inputs; empty where no input is mixed with others. */
  std::vector<double> matrix = {};
  bool squares = false, products = false, sines = false;
  double frequency = 0;

  /** Whether each input stays by itself: then what it returns can be shown in its place. */
  bool keepsInputs() const { return outputs == inputs && matrix.empty(); }
  /** One row; `result` must not overlap `x` unless `keepsInputs`. */
  void apply(const double* x, double* result) const;
  /** What the outputs are called if that is what the inputs are called. */
  std::vector<std::string> namesOf(const std::vector<std::string>& names) const;
};

struct Standardization {
  static constexpr const char *key = "standardization", *formula = "x \\leftarrow \\frac{x - \\mu}{\\sigma}";
  static constexpr const char* source = "LeCun, Bottou, Orr & Müller 1998, Efficient BackProp, section 4.3";
  static constexpr auto knobs() { return std::tuple{}; }
  /** A constant input is only centred. */
  FittedStep fit(const TrainingRows& rows) const;
};

struct MinMax {
  static constexpr const char *key = "minMax",
                              *formula = "x \\leftarrow a + (b - a)\\,\\frac{x - \\min x}{\\max x - \\min x}";
  static constexpr const char* source = "Han, Kamber & Pei 2011, Data Mining, section 3.5.2";
  double low = 0, high = 1;
  static constexpr auto knobs() {
    return std::tuple{knob(&MinMax::low, "low", {.allowed = {-100, 100}, .shown = {-1, 0}}),
                      knob(&MinMax::high, "high", {.allowed = {-100, 100}, .shown = {0, 1}})};
  }
  /** A constant input becomes `low`. */
  FittedStep fit(const TrainingRows& rows) const;
};

struct PrincipalComponents {
  static constexpr const char *key = "pca",
                              *formula = "x \\leftarrow V_k^\\top (x - \\mu),\\quad \\Sigma = V \\Lambda V^\\top";
  static constexpr const char* source = "Pearson 1901; Jolliffe 2002, Principal Component Analysis, chapter 1";
  int components = 2;
  /** Divides each component by its deviation. */
  bool whiten = false;
  static constexpr auto knobs() {
    return std::tuple{
        knob(&PrincipalComponents::components, "components", {.allowed = {1, Limits::pcaInputs}, .shown = {1, 32}}),
        knob(&PrincipalComponents::whiten, "whiten")};
  }
  /** Of the covariance over the training rows, largest first. */
  FittedStep fit(const TrainingRows& rows) const;
  Shape outputShape(const Shape&) const { return {1, 1, components}; }
  void check(const Shape& shape, const std::string& path) const;
};

struct Features {
  static constexpr const char *key = "features",
                              *formula = "x \\leftarrow (x,\\ x_i^2,\\ x_i x_j,\\ \\sin \\omega x_i)";
  static constexpr const char* source = "basis functions: Bishop 2006, Pattern Recognition and Machine Learning, 3.1";
  bool squares = true, products = true, sines = false;
  /** ω, in radians per unit of input. */
  double frequency = 3.14159265358979323846;
  static constexpr auto knobs() {
    return std::tuple{knob(&Features::squares, "squares"), knob(&Features::products, "products"),
                      knob(&Features::sines, "sines"),
                      knob(&Features::frequency, "frequency", {.allowed = {0, 1000}, .shown = {0.5, 10}})};
  }
  FittedStep fit(const TrainingRows& rows) const;
  Shape outputShape(const Shape& shape) const { return {1, 1, count(shape.size())}; }
  void check(const Shape& shape, const std::string& path) const;

 private:
  int count(int inputs) const {
    return inputs + squares * inputs + products * (inputs * (inputs - 1) / 2) + sines * inputs;
  }
};

struct RandomShift {
  static constexpr const char *key = "randomShift", *formula = "x_{ij} \\leftarrow x_{i - \\delta,\\, j - \\epsilon}";
  static constexpr const char* source =
      "Simard, Steinkraus & Platt 2003, Best Practices for Convolutional Neural Networks";
  static constexpr bool augments = true;
  /** Up to so many to each side; the border is continued. */
  int pixels = 1;
  static constexpr auto knobs() {
    return std::tuple{knob(&RandomShift::pixels, "pixels", {.allowed = {0, 16}, .shown = {0, 4}})};
  }
  void check(const Shape& shape, const std::string& path) const;
};

struct RandomNoise {
  static constexpr const char *key = "randomNoise", *formula = "x \\leftarrow x + \\mathcal{N}(0, \\sigma^2)";
  static constexpr const char* source = "Bishop 1995, Training with Noise is Equivalent to Tikhonov Regularization";
  static constexpr bool augments = true;
  double deviation = 0.05;
  static constexpr auto knobs() {
    return std::tuple{knob(&RandomNoise::deviation, "deviation", {.allowed = {0, 10}, .shown = {0, 0.5}})};
  }
};

using Preprocessing = std::variant<Standardization, MinMax, PrincipalComponents, Features, RandomShift, RandomNoise>;
template <>
struct FamilyName<Preprocessing> {
  static constexpr const char* name = "preprocessing";
};

/** The shape after all kinds. Refuses with COMBINATION a kind that does not fit what comes before it. */
Shape shapeAfter(const std::vector<Preprocessing>& kinds, Shape shape);

/** Leaves out the kinds that `shapeAfter` would refuse. */
void keepFitting(std::vector<Preprocessing>& kinds, const Shape& shape);

/** What the kind learns; nothing for augmentation. */
bool fitStep(const Preprocessing& kind, const TrainingRows& rows, FittedStep& step);

/**
 * Augments a batch in place: `input` is [units][columns] of which the first `samples` are rows of the training part.
 * What is drawn depends on seed and step alone. Allocates nothing.
 */
template <class Real>
void augmentBatch(const std::vector<Preprocessing>& kinds, const Shape& shape, Real* input, int columns, int samples,
                  std::uint32_t seed, long step);

}  // namespace nablab
