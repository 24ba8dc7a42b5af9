#pragma once
#include "../math/vector.h"
#include "layer.h"

namespace nablab {

/**
 * Every sample (every place of an image) gets, over its channels, mean β and deviation γ, in training and evaluation
 * alike. `kept` is scratch for the sums of backward: [2][channels][lanes].
 */
struct LayerNormalization {
  static constexpr const char *key = "layerNormalization",
                              *formula = "a = \\gamma\\, \\frac{x - \\mu}{\\sqrt{\\sigma^2 + \\epsilon}} + \\beta";
  static constexpr const char* source = "Ba, Kiros & Hinton 2016, arXiv:1607.06450, equation 3; PyTorch 1.13 LayerNorm";
  double epsilon = 1e-5;
  bool trainable = true;
  static constexpr auto knobs() {
    return std::tuple{
        knob(&LayerNormalization::epsilon, "epsilon",
             {.allowed = {1e-12, 1}, .shown = {1e-8, 0.1}, .scale = Scale::logarithmic, .turnable = true}),
        knob(&LayerNormalization::trainable, "trainable", trainableTraits)};
  }

  Shape outputShape(Shape input) const { return input; }
  void declare(ParameterPlan& plan, int layer, Shape input) const {
    plan.add(layer, "gamma", {input.channels});
    plan.add(layer, "beta", {input.channels});
  }
  double initialValue(const Tensor& tensor) const { return tensor.name == "gamma" ? 1 : 0; }
  // There are at least four columns, hence room for [2][channels][lanes].
  int kept(Shape input) const { return 2 * input.channels; }

  template <class Real>
  void forward(const LayerPass<Real>& pass) const {
    const int channels = pass.inputShape.channels, stride = pass.columns;
    const Real *const gamma = pass.parameters, *const beta = gamma + channels;
    forEachColumns(pass, [&](int first) {
      const Moments<Real> moments = momentsOf(pass, first);
      for (int channel = 0; channel < channels; ++channel)
        store(pass.output + first + channel * stride, (load(pass.input + first + channel * stride) - moments.mean) *
                                                              moments.scale * splat<Real>(gamma[channel]) +
                                                          splat<Real>(beta[channel]));
    });
  }

  /** dγ = Σ dA·x̂, dβ = Σ dA, dX = (dX̂ − mean(dX̂) − x̂·mean(dX̂·x̂)) / √(σ² + ε) with dX̂ = γ·dA. */
  template <class Real>
  void backward(const LayerPass<Real>& pass) const {
    const int channels = pass.inputShape.channels, stride = pass.columns;
    const Vec<Real> share = splat<Real>(1 / static_cast<Real>(channels));
    const Real* const gamma = pass.parameters;
    Real *const alongX = pass.kept, *const all = alongX + channels * lanes;
    for (int i = 0; i < 2 * channels * lanes; ++i) pass.kept[i] = 0;
    forEachColumns(pass, [&](int first) {
      const Moments<Real> moments = momentsOf(pass, first);
      Vec<Real> mean = splat<Real>(0), slope = splat<Real>(0);
      for (int channel = 0; channel < channels; ++channel) {
        const Vec<Real> dA = load(pass.outputGradient + first + channel * stride);
        const Vec<Real> normal = (load(pass.input + first + channel * stride) - moments.mean) * moments.scale;
        store(alongX + channel * lanes, load(alongX + channel * lanes) + dA * normal);
        store(all + channel * lanes, load(all + channel * lanes) + dA);
        mean += dA * splat<Real>(gamma[channel]);
        slope += dA * splat<Real>(gamma[channel]) * normal;
      }
      if (!pass.inputGradient) return;
      mean *= share;
      slope *= share;
      for (int channel = 0; channel < channels; ++channel) {
        const int place = first + channel * stride;
        const Vec<Real> normal = (load(pass.input + place) - moments.mean) * moments.scale;
        store(
            pass.inputGradient + place,
            (load(pass.outputGradient + place) * splat<Real>(gamma[channel]) - mean - normal * slope) * moments.scale);
      }
    });
    for (int channel = 0; channel < channels; ++channel) {
      pass.gradients[channel] = sum<Real>(load(alongX + channel * lanes));
      pass.gradients[channels + channel] = sum<Real>(load(all + channel * lanes));
    }
  }

  /** Writes what each sample's place has in the middle, μ, and what it is stretched by, 1/√(σ² + ε): [place][column].
   */
  template <class Real>
  void readMoments(const LayerPass<Real>& pass, Real* mean, Real* scale) const {
    forEachColumns(pass, [&](int first) {
      const int place = first / (pass.inputShape.channels * pass.columns), column = first % pass.columns;
      const Moments<Real> moments = momentsOf(pass, first);
      store(mean + place * pass.columns + column, moments.mean);
      store(scale + place * pass.columns + column, moments.scale);
    });
  }

 private:
  /** Of the channels of four columns: μ and 1/√(σ² + ε). */
  template <class Real>
  struct Moments {
    Vec<Real> mean, scale;
  };

  template <class Real>
  Moments<Real> momentsOf(const LayerPass<Real>& pass, int first) const {
    const int channels = pass.inputShape.channels, stride = pass.columns;
    const Vec<Real> share = splat<Real>(1 / static_cast<Real>(channels));
    Vec<Real> mean = splat<Real>(0), variance = splat<Real>(0);
    for (int channel = 0; channel < channels; ++channel) mean += load(pass.input + first + channel * stride);
    mean *= share;
    for (int channel = 0; channel < channels; ++channel) {
      const Vec<Real> distance = load(pass.input + first + channel * stride) - mean;
      variance += distance * distance;
    }
    return {mean, splat<Real>(1) / squareRoot<Real>(variance * share + splat<Real>(static_cast<Real>(epsilon)))};
  }

  /** Calls `visit` with the place of the first channel of every four columns, place by place of an image. */
  template <class Real, class Visit>
  static void forEachColumns(const LayerPass<Real>& pass, Visit visit) {
    const Shape& shape = pass.inputShape;
    for (int place = 0; place < shape.height * shape.width; ++place)
      for (int column = 0; column < pass.columns; column += lanes)
        visit(place * shape.channels * pass.columns + column);
  }
};

}  // namespace nablab
