#pragma once
#include "../random.h"
#include "layer.h"

namespace nablab {

/**
 * In training each value is dropped with probability `rate`, and what is kept is divided by 1 − rate, so that its mean
 * stays; in evaluation nothing happens. `kept` holds the factor of every value: 0 or 1/(1 − rate).
 */
struct Dropout {
  static constexpr const char *key = "dropout",
                              *formula = "A = \\frac{M \\odot X}{1 - p},\\quad M \\sim \\mathrm{Bernoulli}(1 - p)";
  static constexpr const char* source = "Srivastava et al. 2014, JMLR 15, in the inverted form of its section 10";
  static constexpr bool draws = true;
  double rate = 0.2;
  bool trainable = true;
  static constexpr auto knobs() {
    return std::tuple{knob(&Dropout::rate, "rate", {.allowed = {0, 0.95}, .shown = {0, 0.9}, .turnable = true}),
                      knob(&Dropout::trainable, "trainable", idleTraits)};
  }

  Shape outputShape(Shape input) const { return input; }
  void declare(ParameterPlan&, int, Shape) const {}
  int kept(Shape input) const { return input.size(); }

  /** Draws the factors of `units` × `samples` values into [units][columns]. */
  template <class Real>
  void draw(Real* factors, int units, int samples, int columns, Random random) const {
    const Real scale = static_cast<Real>(1 / (1 - rate));
    // A whole number as threshold: the comparison is then the same in float and in double.
    const auto threshold = static_cast<std::uint32_t>(rate * 4294967296.0);
    for (int i = 0; i < units; ++i)
      for (int column = 0; column < columns; ++column)
        factors[i * columns + column] = column < samples && random.next() >= threshold ? scale : Real(0);
  }

  template <class Real>
  void forward(const LayerPass<Real>& pass) const {
    const Real *const x = pass.input, *const factors = pass.kept;
    Real* const a = pass.output;
    const bool acts = pass.training;
    const int count = pass.inputShape.size() * pass.columns;
    for (int i = 0; i < count; i += lanes) store(a + i, acts ? load(x + i) * load(factors + i) : load(x + i));
  }

  template <class Real>
  void backward(const LayerPass<Real>& pass) const {
    if (!pass.inputGradient) return;
    const Real *const dA = pass.outputGradient, *const factors = pass.kept;
    Real* const dX = pass.inputGradient;
    const bool acts = pass.training;
    const int count = pass.inputShape.size() * pass.columns;
    for (int i = 0; i < count; i += lanes) store(dX + i, acts ? load(dA + i) * load(factors + i) : load(dA + i));
  }
};

}  // namespace nablab
