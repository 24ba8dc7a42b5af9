#pragma once
#include "../math/vector.h"
#include "layer.h"

namespace nablab {

/**
 * Adds the output of an earlier layer: a short way for the signal forward and for the gradient back. The network sees
 * to the gradient of that layer, which has two readers; it gets the sum of theirs.
 */
struct Residual {
  static constexpr const char *key = "residual", *formula = "A = X + A_{from}";
  static constexpr const char* source = "He, Zhang, Ren & Sun 2016, arXiv:1512.03385, equation 1";
  /** Number of the layer whose output is added; −1 for the input. */
  int from = -1;
  bool trainable = true;
  static constexpr auto knobs() {
    return std::tuple{knob(&Residual::from, "from", {.allowed = {-1, 62}, .shown = {-1, 62}}),
                      knob(&Residual::trainable, "trainable", idleTraits)};
  }

  Shape outputShape(Shape input) const { return input; }
  void declare(ParameterPlan&, int, Shape) const {}
  int kept(Shape) const { return 0; }

  template <class Real>
  void forward(const LayerPass<Real>& pass) const {
    const int count = pass.inputShape.size() * pass.columns;
    for (int i = 0; i < count; i += lanes) store(pass.output + i, load(pass.input + i) + load(pass.earlier + i));
  }

  /** dX = dA; `from` gets dA too. */
  template <class Real>
  void backward(const LayerPass<Real>& pass) const {
    if (!pass.inputGradient) return;
    const int count = pass.inputShape.size() * pass.columns;
    for (int i = 0; i < count; i += lanes) store(pass.inputGradient + i, load(pass.outputGradient + i));
  }
};

}  // namespace nablab
