#pragma once
#include "activations.h"
#include "knob.h"
#include "math/functions.h"
#include "math/vector.h"

/**
 * Losses. The loss of a batch is the mean over its samples of a loss of one sample; `sample` computes that for four
 * samples (columns) at once from the network's outputs z and the targets t, both [outputs][columns], and, if dz is not
 * null, its gradient with respect to z. A kind also names the link that turns z into what is shown as a prediction.
 */
namespace nablab {

/** From the network's outputs to predictions. */
enum class Link { identity, sigmoid, softmax };

/** How a squared loss writes down a class: 0 and 1, or −1 and +1. */
enum class TargetCoding { zeroOne, plusMinusOne };
template <>
struct OptionNames<TargetCoding> {
  static constexpr std::array names{"zeroOne", "plusMinusOne"};
};

/** Four columns of a loss's arguments; `stride` lies between the rows of two outputs. */
template <class Real>
struct LossColumns {
  const Real *z, *t;
  Real* dz;
  int outputs, stride;
};

/** Σ over outputs of a squared error times `scale`, with gradient 2·scale·(z − t). */
template <class Real>
Vec<Real> squaredError(const LossColumns<Real>& c, Real scale) {
  Vec<Real> total = splat<Real>(0);
  for (int i = 0; i < c.outputs; ++i) {
    const Vec<Real> error = load(c.z + i * c.stride) - load(c.t + i * c.stride);
    total += error * error;
    if (c.dz) store(c.dz + i * c.stride, splat<Real>(2 * scale) * error);
  }
  return splat<Real>(scale) * total;
}

struct MeanSquaredError {
  static constexpr const char *key = "meanSquaredError",
                              *formula = "C = \\frac{1}{n K} \\sum_{s,k} (z_{sk} - t_{sk})^2";
  static constexpr const char* source = "Legendre 1805; PyTorch 1.13 MSELoss (mean over all elements)";
  static constexpr Link link = Link::identity;
  static constexpr bool classesOnly = false, bothClasses = false;
  TargetCoding targets = TargetCoding::zeroOne;
  static constexpr auto knobs() { return std::tuple{knob(&MeanSquaredError::targets, "targets")}; }
  TargetCoding coding() const { return targets; }
  template <class Real>
  Vec<Real> sample(const LossColumns<Real>& c) const {
    return squaredError(c, Real(1) / static_cast<Real>(c.outputs));
  }
};

struct HalfSquaredError {
  static constexpr const char *key = "halfSquaredError",
                              *formula = "C = \\frac{1}{2 n} \\sum_{s,k} (z_{sk} - t_{sk})^2";
  static constexpr const char* source = "Rumelhart, Hinton & Williams 1986, Nature 323, equation 3; mean over samples";
  static constexpr Link link = Link::identity;
  static constexpr bool classesOnly = false, bothClasses = false;
  TargetCoding targets = TargetCoding::zeroOne;
  static constexpr auto knobs() { return std::tuple{knob(&HalfSquaredError::targets, "targets")}; }
  TargetCoding coding() const { return targets; }
  template <class Real>
  Vec<Real> sample(const LossColumns<Real>& c) const {
    return squaredError(c, Real(0.5));
  }
};

struct BinaryCrossEntropy {
  static constexpr const char *key = "binaryCrossEntropy",
                              *formula =
                                  "C = -\\frac{1}{n K} \\sum_{s,k} t \\ln \\sigma(z) + (1-t) \\ln(1 - \\sigma(z))";
  static constexpr const char* source = "Deep Learning, equation 6.24; on logits, PyTorch 1.13 BCEWithLogitsLoss";
  static constexpr Link link = Link::sigmoid;
  static constexpr bool classesOnly = true, bothClasses = false;
  static constexpr auto knobs() { return std::tuple{}; }
  TargetCoding coding() const { return TargetCoding::zeroOne; }
  template <class Real>
  Vec<Real> sample(const LossColumns<Real>& c) const {
    const Vec<Real> share = splat<Real>(Real(1) / static_cast<Real>(c.outputs));
    Vec<Real> total = splat<Real>(0);
    for (int i = 0; i < c.outputs; ++i) {
      const Vec<Real> z = load(c.z + i * c.stride), t = load(c.t + i * c.stride);
      // max(z, 0) − z·t + ln(1 + e^−|z|): neither a large z nor a small probability can overflow.
      total += maximum<Real>(z, splat<Real>(0)) - z * t + logarithmOnePlus<Real>(exponential<Real>(-absolute<Real>(z)));
      if (c.dz) store(c.dz + i * c.stride, share * (sigmoid<Real>(z) - t));
    }
    return share * total;
  }
};

struct SoftmaxCrossEntropy {
  static constexpr const char *key = "softmaxCrossEntropy",
                              *formula =
                                  "C = -\\frac{1}{n} \\sum_{s,k} t_{sk} \\ln \\frac{e^{z_{sk}}}{\\sum_j e^{z_{sj}}}";
  static constexpr const char* source = "Deep Learning, section 6.2.2.3; on logits, PyTorch 1.13 CrossEntropyLoss";
  static constexpr Link link = Link::softmax;
  static constexpr bool classesOnly = true, bothClasses = true;
  static constexpr auto knobs() { return std::tuple{}; }
  TargetCoding coding() const { return TargetCoding::zeroOne; }
  template <class Real>
  Vec<Real> sample(const LossColumns<Real>& c) const {
    Vec<Real> greatest = load(c.z);
    for (int i = 1; i < c.outputs; ++i) greatest = maximum<Real>(load(c.z + i * c.stride), greatest);
    Vec<Real> powers = splat<Real>(0), chosen = splat<Real>(0), targets = splat<Real>(0);
    for (int i = 0; i < c.outputs; ++i) {
      const Vec<Real> z = load(c.z + i * c.stride) - greatest, t = load(c.t + i * c.stride);
      const Vec<Real> power = exponential<Real>(maximum<Real>(z, splat<Real>(-60)));
      powers += power;
      chosen += t * z;
      targets += t;
      if (c.dz) store(c.dz + i * c.stride, power);
    }
    if (c.dz) {
      const Vec<Real> scale = targets / powers;
      for (int i = 0; i < c.outputs; ++i)
        store(c.dz + i * c.stride, load(c.dz + i * c.stride) * scale - load(c.t + i * c.stride));
    }
    return targets * logarithm<Real>(powers) - chosen;
  }
};

using Loss = std::variant<MeanSquaredError, HalfSquaredError, BinaryCrossEntropy, SoftmaxCrossEntropy>;
template <>
struct FamilyName<Loss> {
  static constexpr const char* name = "losses";
};

inline Link linkOf(const Loss& loss) {
  return std::visit([](const auto& kind) { return kind.link; }, loss);
}
inline TargetCoding codingOf(const Loss& loss) {
  return std::visit([](const auto& kind) { return kind.coding(); }, loss);
}

/** Outputs that a network should have for this loss: one for two classes unless the loss wants both, else one a class.
 */
inline int outputsFor(const Loss& loss, int classes, int targets) {
  const bool both = std::visit([](const auto& kind) { return kind.bothClasses; }, loss);
  return classes == 0 ? targets : classes == 2 && !both ? 1 : classes;
}
/** Whether it may have so many: one for each of two classes is right too. */
inline bool outputsFit(const Loss& loss, int classes, int targets, int outputs) {
  return outputs == outputsFor(loss, classes, targets) || (classes > 0 && outputs == classes);
}

/**
 * Sum over the first `samples` columns of the loss of each; if dz is not null, also the gradient of their *mean*, zero
 * in the padding. z, t and dz are [outputs][stride].
 */
template <class Real>
Real sumOfLosses(const Loss& loss, const Real* z, const Real* t, Real* dz, int outputs, int samples, int stride) {
  return std::visit(
      [&](const auto& kind) {
        const Vec<Real> share = splat<Real>(Real(1) / static_cast<Real>(samples));
        Vec<Real> total = splat<Real>(0);
        for (int column = 0; column < samples; column += lanes) {
          Real* gradient = dz ? dz + column : nullptr;
          Vec<Real> each = kind.sample(LossColumns<Real>{z + column, t + column, gradient, outputs, stride});
          const int rest = samples - column;
          total += rest < lanes ? firstLanes<Real>(each, rest) : each;
          if (!dz) continue;
          for (int i = 0; i < outputs; ++i) {
            const Vec<Real> mean = load(gradient + i * stride) * share;
            store(gradient + i * stride, rest < lanes ? firstLanes<Real>(mean, rest) : mean);
          }
        }
        return sum<Real>(total);
      },
      loss);
}

/** Predictions from outputs, in place: [outputs][stride], stride a multiple of `lanes`. */
template <class Real>
void applyLink(Link link, Real* z, int outputs, int stride) {
  if (link == Link::sigmoid)
    for (int i = 0; i < outputs * stride; i += lanes) store(z + i, sigmoid<Real>(load(z + i)));
  if (link == Link::softmax)
    for (int column = 0; column < stride; column += lanes) Softmax::forward(z + column, z + column, outputs, stride);
}

}  // namespace nablab
