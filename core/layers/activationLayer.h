#pragma once
#include "../activations.h"
#include "layer.h"
#include "preluOperation.h"

namespace nablab {

/**
 * One activation function as an operation on matrices. Pointers are copied out of the pass first: the compiler must
 * assume that what a loop stores could be the pass itself.
 */
template <class Function>
struct ActivationOperation {
  template <class Real>
  static void forward(const Function& function, const LayerPass<Real>& pass) {
    const Function f = function;
    const Real* const z = pass.input;
    Real* const a = pass.output;
    const int count = pass.inputShape.size() * pass.columns;
    for (int i = 0; i < count; i += lanes) store(a + i, f.template value<Real>(load(z + i)));
  }

  /** dZ = dA · f′(Z). */
  template <class Real>
  static void backward(const Function& function, const LayerPass<Real>& pass) {
    const Function f = function;
    if (!pass.inputGradient) return;
    const Real *const z = pass.input, *const a = pass.output, *const dA = pass.outputGradient;
    Real* const dZ = pass.inputGradient;
    const int count = pass.inputShape.size() * pass.columns;
    for (int i = 0; i < count; i += lanes)
      store(dZ + i, load(dA + i) * f.template derivative<Real>(load(z + i), load(a + i)));
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
    if (!pass.inputGradient) return;
    for (int column = 0; column < pass.columns; column += lanes)
      f.backward(pass.output + column, pass.outputGradient + column, pass.inputGradient + column,
                 pass.inputShape.size(), pass.columns);
  }
};

template <>
struct ActivationOperation<PRelu> : PReluOperation {};

/** A = f(Z), element by element; softmax over the units of each sample. */
struct ActivationLayer {
  static constexpr const char *key = "activation", *formula = "A = f(Z)";
  static constexpr const char* source = "Deep Learning, section 6.3";
  Activation function = Tanh{};
  bool trainable = true;
  static constexpr auto knobs() {
    return std::tuple{knob(&ActivationLayer::function, "function"),
                      knob(&ActivationLayer::trainable, "trainable", idleTraits)};
  }

  Shape outputShape(Shape input) const { return input; }
  void declare(ParameterPlan& plan, int layer, Shape input) const {
    if (const PRelu* prelu = std::get_if<PRelu>(&function))
      plan.add(layer, "slope", {PReluOperation::slopes(*prelu, input)});
  }
  /** Of the tensors that it declares. */
  double initialValue(const Tensor&) const { return std::get<PRelu>(function).slope; }
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
                                   ActivationOperation<Function>::backward(*static_cast<const Function*>(self), pass);
                                 }};
        },
        function);
  }
};

}  // namespace nablab
