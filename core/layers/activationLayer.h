#pragma once
#include "../activations.h"
#include "layer.h"

namespace nablab {

/** A = f(Z), element by element; softmax over the units of each sample. */
struct ActivationLayer {
  static constexpr const char *key = "activation", *formula = "A = f(Z)";
  static constexpr const char* source = "Deep Learning, section 6.3";
  Activation function = Tanh{};
  static constexpr auto knobs() { return std::tuple{knob(&ActivationLayer::function, "function")}; }

  Shape outputShape(Shape input) const { return input; }
  void declare(ParameterPlan&, int, Shape) const {}
  int kept(Shape) const { return 0; }

  template <class Real>
  void forward(const LayerPass<Real>& pass) const {
    const int units = pass.inputShape.size(), count = units * pass.columns;
    std::visit(
        [&](const auto& f) {
          if constexpr (requires { f.template value<Real>(Vec<Real>{}); })
            for (int i = 0; i < count; i += lanes) store(pass.output + i, f.template value<Real>(load(pass.input + i)));
          else
            for (int column = 0; column < pass.columns; column += lanes)
              f.forward(pass.input + column, pass.output + column, units, pass.columns);
        },
        function);
  }

  /** dZ = dA · f′(Z). */
  template <class Real>
  void backward(const LayerPass<Real>& pass) const {
    if (!pass.inputGradient) return;
    const int units = pass.inputShape.size(), count = units * pass.columns;
    std::visit(
        [&](const auto& f) {
          if constexpr (requires { f.template derivative<Real>(Vec<Real>{}, Vec<Real>{}); })
            for (int i = 0; i < count; i += lanes)
              store(pass.inputGradient + i,
                    load(pass.outputGradient + i) *
                        f.template derivative<Real>(load(pass.input + i), load(pass.output + i)));
          else
            for (int column = 0; column < pass.columns; column += lanes)
              f.backward(pass.output + column, pass.outputGradient + column, pass.inputGradient + column, units,
                         pass.columns);
        },
        function);
  }
};

}  // namespace nablab
