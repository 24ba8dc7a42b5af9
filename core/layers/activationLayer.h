#pragma once
#include "../activations.h"
#include "layer.h"

namespace nablab {

/** One activation function as an operation on matrices. */
template <class Function>
struct ActivationOperation {
  template <class Real>
  static void forward(const Function& f, const LayerPass<Real>& pass) {
    const int count = pass.inputShape.size() * pass.columns;
    for (int i = 0; i < count; i += lanes) store(pass.output + i, f.template value<Real>(load(pass.input + i)));
  }

  /** dZ = dA · f′(Z). */
  template <class Real>
  static void backward(const Function& f, const LayerPass<Real>& pass) {
    const int count = pass.inputShape.size() * pass.columns;
    for (int i = 0; i < count; i += lanes) {
      const Vec<Real> slope = f.template derivative<Real>(load(pass.input + i), load(pass.output + i));
      store(pass.inputGradient + i, load(pass.outputGradient + i) * slope);
    }
  }
};

/** A function that couples the units of a sample: four columns at a time. */
template <>
struct ActivationOperation<Softmax> {
  template <class Real>
  static void forward(const Softmax& f, const LayerPass<Real>& pass) {
    for (int column = 0; column < pass.columns; column += lanes)
      f.forward(pass.input + column, pass.output + column, pass.inputShape.size(), pass.columns);
  }

  template <class Real>
  static void backward(const Softmax& f, const LayerPass<Real>& pass) {
    for (int column = 0; column < pass.columns; column += lanes)
      f.backward(pass.output + column, pass.outputGradient + column, pass.inputGradient + column,
                 pass.inputShape.size(), pass.columns);
  }
};

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
  Operation<Real> operation() const {
    return std::visit(
        [](const auto& f) {
          using Function = std::decay_t<decltype(f)>;
          return Operation<Real>{&f,
                                 [](const void* self, const LayerPass<Real>& pass) {
                                   ActivationOperation<Function>::forward(*static_cast<const Function*>(self), pass);
                                 },
                                 [](const void* self, const LayerPass<Real>& pass) {
                                   if (pass.inputGradient)
                                     ActivationOperation<Function>::backward(*static_cast<const Function*>(self), pass);
                                 }};
        },
        function);
  }
};

}  // namespace nablab
