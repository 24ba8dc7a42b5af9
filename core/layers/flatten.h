#pragma once
#include <algorithm>

#include "layer.h"

namespace nablab {

/** An image as the list of its values: row by row, and channel by channel within a pixel. */
struct Flatten {
  static constexpr const char *key = "flatten", *formula = "a_{(y W + x) C + c} = x_{y,x,c}";
  static constexpr const char* source = "PyTorch 1.13 Flatten, here in the order height, width, channel";
  bool trainable = true;
  static constexpr auto knobs() { return std::tuple{knob(&Flatten::trainable, "trainable", idleTraits)}; }

  Shape outputShape(Shape input) const { return {1, 1, input.size()}; }
  void declare(ParameterPlan&, int, Shape) const {}
  int kept(Shape) const { return 0; }

  template <class Real>
  void forward(const LayerPass<Real>& pass) const {
    std::copy_n(pass.input, pass.inputShape.size() * pass.columns, pass.output);
  }
  template <class Real>
  void backward(const LayerPass<Real>& pass) const {
    if (pass.inputGradient) std::copy_n(pass.outputGradient, pass.inputShape.size() * pass.columns, pass.inputGradient);
  }
};

}  // namespace nablab
