#pragma once
#include "../random.h"
#include "layer.h"

namespace nablab {

/** In training a normal number is added to each value; in evaluation nothing happens. `kept` holds what was added. */
struct GaussianNoise {
  static constexpr const char *key = "gaussianNoise", *formula = "A = X + \\sigma E,\\quad E \\sim \\mathcal{N}(0, 1)";
  static constexpr const char* source = "Bishop 1995, Training with Noise is Equivalent to Tikhonov Regularization";
  static constexpr bool draws = true;
  double deviation = 0.1;
  bool trainable = true;
  static constexpr auto knobs() {
    return std::tuple{
        knob(&GaussianNoise::deviation, "deviation", {.allowed = {0, 100}, .shown = {0, 1}, .turnable = true}),
        knob(&GaussianNoise::trainable, "trainable", idleTraits)};
  }

  Shape outputShape(Shape input) const { return input; }
  void declare(ParameterPlan&, int, Shape) const {}
  int kept(Shape input) const { return input.size(); }

  /** Draws what is added to `units` × `samples` values into [units][columns]. */
  template <class Real>
  void draw(Real* added, int units, int samples, int columns, Random random) const {
    for (int i = 0; i < units; ++i)
      for (int column = 0; column < columns; ++column)
        added[i * columns + column] = column < samples ? static_cast<Real>(deviation * random.normal()) : Real(0);
  }

  template <class Real>
  void forward(const LayerPass<Real>& pass) const {
    const Real *const x = pass.input, *const added = pass.kept;
    Real* const a = pass.output;
    const bool acts = pass.training;
    const int count = pass.inputShape.size() * pass.columns;
    for (int i = 0; i < count; i += lanes) store(a + i, acts ? load(x + i) + load(added + i) : load(x + i));
  }

  /** dX = dA. */
  template <class Real>
  void backward(const LayerPass<Real>& pass) const {
    if (!pass.inputGradient) return;
    const int count = pass.inputShape.size() * pass.columns;
    for (int i = 0; i < count; i += lanes) store(pass.inputGradient + i, load(pass.outputGradient + i));
  }
};

}  // namespace nablab
