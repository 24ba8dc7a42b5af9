#pragma once
#include "../initializers.h"
#include "../math/convolution.h"
#include "../refusal.h"
#include "layer.h"

namespace nablab {

/** Whether a kernel stays within the image, or the image is framed by zeros so that it keeps its size. */
enum class Padding { valid, same };
template <>
struct OptionNames<Padding> {
  static constexpr std::array names{"valid", "same"};
};

/** "6×5" */
inline std::string sizeText(int height, int width) { return std::to_string(height) + "×" + std::to_string(width); }

/** Every filter is a small picture that is laid over each place of the image; what they share, summed, is one output.
 */
struct Conv2d {
  static constexpr const char *key = "conv2d",
                              *formula = "Z_{yxf} = b_f + \\sum_{i,j,c} W_{ijcf}\\, X_{sy+i,\\,sx+j,\\,c}";
  static constexpr const char* source = "LeCun et al. 1998, Gradient-Based Learning; Deep Learning, section 9.1";
  int filters = 4;
  Pair kernel{3, 3}, stride{1, 1};
  Padding padding = Padding::valid;
  Initializer initializer = XavierUniform{}, biasInitializer = Zeros{};
  bool trainable = true;
  static constexpr auto knobs() {
    return std::tuple{knob(&Conv2d::filters, "filters", {.allowed = {1, 64}, .shown = {1, 16}}),
                      knob(&Conv2d::kernel, "kernel", {.allowed = {1, 11}, .shown = {1, 7}}),
                      knob(&Conv2d::stride, "stride", {.allowed = {1, 11}, .shown = {1, 4}}),
                      knob(&Conv2d::padding, "padding"),
                      knob(&Conv2d::initializer, "initializer"),
                      knob(&Conv2d::biasInitializer, "biasInitializer"),
                      knob(&Conv2d::trainable, "trainable", trainableTraits)};
  }

  /** Refuses an image that the kernel does not fit. One that is framed fits: what lies outside counts as zero. */
  void check(Shape input, const std::string& path) const {
    if (padding == Padding::valid && (kernel[0] > input.height || kernel[1] > input.width))
      throw Refusal("COMBINATION", path + ".kernel", sizeText(kernel[0], kernel[1]),
                    "a kernel within the image of " + sizeText(input.height, input.width));
    if (padding == Padding::same && (kernel[0] % 2 == 0 || kernel[1] % 2 == 0 || stride[0] != 1 || stride[1] != 1))
      throw Refusal("COMBINATION", path + ".padding",
                    "same with a kernel of " + sizeText(kernel[0], kernel[1]) + " and a stride of " +
                        sizeText(stride[0], stride[1]),
                    "an odd kernel and a stride of 1×1, or valid");
  }

  Shape outputShape(Shape input) const {
    const Window window = windowOver(input);
    return {window.outputHeight, window.outputWidth, filters};
  }
  void declare(ParameterPlan& plan, int layer, Shape input) const {
    plan.add(layer, "weight", {kernel[0], kernel[1], input.channels, filters});
    plan.add(layer, "bias", {filters});
  }
  int kept(Shape) const { return 0; }

  template <class Real>
  void forward(const LayerPass<Real>& pass) const {
    const Window window = windowOver(pass.inputShape);
    convolutionForward(window, pass.columns, pass.parameters, pass.parameters + weights(window), pass.input,
                       pass.output, pass.activated.values);
  }

  /** dW = Σ dZ·X over all places, db = Σ dZ, dX = Σ W·dZ over all places that saw the pixel. */
  template <class Real>
  void backward(const LayerPass<Real>& pass) const {
    const Window window = windowOver(pass.inputShape);
    convolutionBackwardWeights(window, pass.columns, pass.input, pass.outputGradient, pass.gradients,
                               pass.gradients + weights(window));
    if (pass.inputGradient)
      convolutionBackwardInput(window, pass.columns, pass.parameters, pass.outputGradient, pass.inputGradient);
  }

 private:
  std::size_t weights(const Window& window) const {
    return static_cast<std::size_t>(kernel[0] * kernel[1] * window.channels * filters);
  }
  /** The kernel in the middle of its frame for `same`; else places from the first to the last that fits. */
  Window windowOver(Shape input) const {
    const bool framed = padding == Padding::same;
    const int y = framed ? kernel[0] / 2 : 0, x = framed ? kernel[1] / 2 : 0;
    return {input.height,
            input.width,
            input.channels,
            (input.height + 2 * y - kernel[0]) / stride[0] + 1,
            (input.width + 2 * x - kernel[1]) / stride[1] + 1,
            filters,
            kernel[0],
            kernel[1],
            stride[0],
            stride[1],
            y,
            x};
  }
};

}  // namespace nablab
