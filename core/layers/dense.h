#pragma once
#include "../initializers.h"
#include "../math/kernels.h"
#include "layer.h"

namespace nablab {

/** Z = W·X + b: every output is a weighted sum of all inputs. An image is taken as its list of values. */
struct Dense {
  static constexpr const char *key = "dense", *formula = "Z = W X + b";
  static constexpr const char* source = "Rosenblatt 1958; Deep Learning, equation 6.10 and algorithm 6.4";
  int units = 4;
  Initializer initializer = XavierUniform{}, biasInitializer = Zeros{};
  bool trainable = true;
  static constexpr auto knobs() {
    return std::tuple{knob(&Dense::units, "units", {.allowed = {1, 512}, .shown = {1, 64}}),
                      knob(&Dense::initializer, "initializer"), knob(&Dense::biasInitializer, "biasInitializer"),
                      knob(&Dense::trainable, "trainable", trainableTraits)};
  }

  Shape outputShape(Shape) const { return {1, 1, units}; }
  void declare(ParameterPlan& plan, int layer, Shape input) const {
    plan.add(layer, "weight", {input.size(), units});
    plan.add(layer, "bias", {units});
  }
  int kept(Shape) const { return 0; }

  template <class Real>
  void forward(const LayerPass<Real>& pass) const {
    const int inputs = pass.inputs;
    const Real *W = pass.parameters, *b = W + static_cast<std::size_t>(inputs) * units;
    denseForward(units, inputs, pass.columns, W, b, pass.input, pass.columns, pass.output, pass.columns,
                 pass.activated);
  }

  /** dW = dZ·Xᵀ, db = Σ dZ, dX = Wᵀ·dZ. */
  template <class Real>
  void backward(const LayerPass<Real>& pass) const {
    const int inputs = pass.inputs;
    Real *dW = pass.gradients, *db = dW + static_cast<std::size_t>(inputs) * units;
    denseBackwardWeights(units, inputs, pass.columns, pass.input, pass.columns, pass.outputGradient, pass.columns, dW,
                         db);
    if (pass.inputGradient)
      denseBackwardInput(inputs, units, pass.columns, pass.parameters, pass.outputGradient, pass.columns,
                         pass.inputGradient, pass.columns, pass.slope);
  }
};

}  // namespace nablab
