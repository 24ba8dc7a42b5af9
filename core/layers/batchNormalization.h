#pragma once
#include <cmath>

#include "../math/vector.h"
#include "layer.h"

namespace nablab {

/**
 * Every channel of a batch gets mean β and deviation γ: in training by the batch's own mean and (biased) variance over
 * samples and places, in evaluation by running statistics, which each step moves a little: r ← (1 − m)·r + m·batch,
 * the running variance by the unbiased variance (a batch of a single number has none and leaves it). `kept` holds mean
 * and 1/√(variance + ε) of every channel: [2][channels].
 */
struct BatchNormalization {
  static constexpr const char *key = "batchNormalization",
                              *formula = "a = \\gamma\\, \\frac{x - \\mu}{\\sqrt{\\sigma^2 + \\epsilon}} + \\beta";
  static constexpr const char* source = "Ioffe & Szegedy 2015, arXiv:1502.03167, algorithm 1; PyTorch 1.13 BatchNorm";
  double momentum = 0.1, epsilon = 1e-5;
  bool trainable = true;
  static constexpr auto knobs() {
    return std::tuple{
        // Felt in evaluation only.
        knob(&BatchNormalization::momentum, "momentum",
             {.allowed = {0, 1}, .shown = {0, 1}, .turnable = true, .actsFromFirstSteps = false}),
        knob(&BatchNormalization::epsilon, "epsilon",
             {.allowed = {1e-12, 1}, .shown = {1e-8, 0.1}, .scale = Scale::logarithmic, .turnable = true}),
        knob(&BatchNormalization::trainable, "trainable", trainableTraits)};
  }

  Shape outputShape(Shape input) const { return input; }
  void declare(ParameterPlan& plan, int layer, Shape input) const {
    plan.add(layer, "gamma", {input.channels});
    plan.add(layer, "beta", {input.channels});
  }
  double initialValue(const Tensor& tensor) const { return tensor.name == "gamma" ? 1 : 0; }
  void declareStatistics(ParameterPlan& plan, int layer, Shape input) const {
    plan.add(layer, "runningMean", {input.channels});
    plan.add(layer, "runningVariance", {input.channels});
  }
  double initialStatistic(const Tensor& tensor) const { return tensor.name == "runningVariance" ? 1 : 0; }
  // Room for four numbers a channel, as there are at least four columns.
  int kept(Shape input) const { return input.channels; }

  template <class Real>
  void forward(const LayerPass<Real>& pass) const {
    const int channels = pass.inputShape.channels;
    const Real *const gamma = pass.parameters, *const beta = gamma + channels;
    for (int channel = 0; channel < channels; ++channel) {
      Real mean, scale;
      if (pass.training) {
        mean = pass.kept[channel] = meanOf(pass, channel);
        scale = pass.kept[channels + channel] =
            1 / std::sqrt(variance(pass, channel, mean) + static_cast<Real>(epsilon));
      } else {
        mean = pass.statistics[channel];
        scale = 1 / std::sqrt(pass.statistics[channels + channel] + static_cast<Real>(epsilon));
      }
      const Vec<Real> middle = splat<Real>(mean), stretch = splat<Real>(scale);
      const Vec<Real> width = splat<Real>(gamma[channel]), shift = splat<Real>(beta[channel]);
      forEachRow(pass, channel, [&](int row) {
        for (int c = row; c < row + pass.columns; c += lanes)
          store(pass.output + c, (load(pass.input + c) - middle) * stretch * width + shift);
      });
    }
  }

  /**
   * dγ = Σ dA·x̂, dβ = Σ dA, dX = γ/√(σ² + ε) · (dA − dβ/n − x̂·dγ/n), zero in the padding; in evaluation, where mean
   * and variance do not depend on x, dX = γ/√(σ² + ε) · dA.
   */
  template <class Real>
  void backward(const LayerPass<Real>& pass) const {
    const int channels = pass.inputShape.channels;
    const Real count = static_cast<Real>(numbers(pass));
    for (int channel = 0; channel < channels; ++channel) {
      const Vec<Real> mean = splat<Real>(pass.training ? pass.kept[channel] : pass.statistics[channel]);
      const Vec<Real> scale =
          splat<Real>(pass.training ? pass.kept[channels + channel]
                                    : 1 / std::sqrt(pass.statistics[channels + channel] + static_cast<Real>(epsilon)));
      Vec<Real> alongX = splat<Real>(0), all = splat<Real>(0);
      forEachRow(pass, channel, [&](int row) {
        for (int c = row; c < row + pass.columns; c += lanes) {
          const Vec<Real> dA = load(pass.outputGradient + c);
          all += dA;
          alongX += dA * ((load(pass.input + c) - mean) * scale);
        }
      });
      const Real dGamma = sum<Real>(alongX), dBeta = sum<Real>(all);
      pass.gradients[channel] = dGamma;
      pass.gradients[channels + channel] = dBeta;
      if (!pass.inputGradient) continue;
      const Vec<Real> stretch = scale * splat<Real>(pass.parameters[channel]);
      const Vec<Real> meanGradient = splat<Real>(pass.training ? dBeta / count : 0);
      const Vec<Real> slope = splat<Real>(pass.training ? dGamma / count : 0);
      forEachRow(pass, channel, [&](int row) {
        for (int c = 0; c < pass.columns; c += lanes) {
          const Vec<Real> normal = (load(pass.input + row + c) - mean) * scale;
          const Vec<Real> dX = stretch * (load(pass.outputGradient + row + c) - meanGradient - normal * slope);
          store(pass.inputGradient + row + c, firstLanes<Real>(dX, pass.samples - c));
        }
      });
    }
  }

  template <class Real>
  void updateStatistics(const LayerPass<Real>& pass) const {
    const int channels = pass.inputShape.channels;
    const Real take = static_cast<Real>(momentum), keep = static_cast<Real>(1 - momentum);
    const Real count = static_cast<Real>(numbers(pass));
    Real *const means = pass.statistics, *const variances = means + channels;
    for (int channel = 0; channel < channels; ++channel) {
      const Real mean = pass.kept[channel];
      means[channel] = keep * means[channel] + take * mean;
      if (count > 1)
        variances[channel] = keep * variances[channel] + take * variance(pass, channel, mean) * count / (count - 1);
    }
  }

 private:
  /** How many numbers of a channel a batch has. */
  template <class Real>
  static int numbers(const LayerPass<Real>& pass) {
    return pass.samples * pass.inputShape.height * pass.inputShape.width;
  }

  /** Calls `visit(begin of the row)` for the row of columns of every place of a channel. */
  template <class Real, class Visit>
  static void forEachRow(const LayerPass<Real>& pass, int channel, Visit visit) {
    const Shape& shape = pass.inputShape;
    for (int place = 0; place < shape.height * shape.width; ++place)
      visit((place * shape.channels + channel) * pass.columns);
  }

  template <class Real>
  static Real meanOf(const LayerPass<Real>& pass, int channel) {
    Vec<Real> total = splat<Real>(0);
    forEachRow(pass, channel, [&](int row) {
      for (int c = 0; c < pass.columns; c += lanes)
        total += firstLanes<Real>(load(pass.input + row + c), pass.samples - c);
    });
    return sum<Real>(total) / static_cast<Real>(numbers(pass));
  }

  template <class Real>
  static Real variance(const LayerPass<Real>& pass, int channel, Real mean) {
    const Vec<Real> middle = splat<Real>(mean);
    Vec<Real> total = splat<Real>(0);
    forEachRow(pass, channel, [&](int row) {
      for (int c = 0; c < pass.columns; c += lanes) {
        const Vec<Real> distance = firstLanes<Real>(load(pass.input + row + c) - middle, pass.samples - c);
        total += distance * distance;
      }
    });
    return sum<Real>(total) / static_cast<Real>(numbers(pass));
  }
};

}  // namespace nablab
