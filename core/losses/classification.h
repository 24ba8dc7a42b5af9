#pragma once
#include "loss.h"

/** Losses over classes. The targets are 0 and 1, one for each output (but −1 and 1 for the hinge). */
namespace nablab {

struct BinaryCrossEntropy {
  static constexpr const char *key = "binaryCrossEntropy",
                              *formula =
                                  "C = -\\frac{1}{n K} \\sum_{s,k} t \\ln \\sigma(z) + (1-t) \\ln(1 - \\sigma(z))";
  static constexpr const char* source =
      "Deep Learning, equation 6.24; on logits, PyTorch 1.13 BCEWithLogitsLoss; smoothed targets (1 − ε)t + ε/2, and a "
      "mean weighted by the samples' classes";
  static constexpr Link link = Link::sigmoid;
  static constexpr bool classesOnly = true, bothClasses = false;
  double labelSmoothing = 0;
  std::vector<double> classWeights;
  static constexpr auto knobs() {
    return std::tuple{knob(&BinaryCrossEntropy::labelSmoothing, "labelSmoothing",
                           {.allowed = {0, 1}, .shown = {0, 0.5}, .turnable = true}),
                      knob(&BinaryCrossEntropy::classWeights, "classWeights", classWeightsTraits)};
  }
  TargetCoding coding() const { return TargetCoding::zeroOne; }
  template <class Real>
  NABLAB_INLINE Vec<Real> sample(const LossColumns<Real>& c) const {
    const Vec<Real> scale = weightsOf(classWeights, c.t, c.outputs, c.stride) * shareOf<Real>(c.outputs);
    const Vec<Real> kept = splat<Real>(static_cast<Real>(1 - labelSmoothing)),
                    spread = splat<Real>(static_cast<Real>(labelSmoothing / 2));
    return sumOverOutputs(c, scale, [=](Vec<Real> z, Vec<Real> label, Vec<Real>& gradient) {
      const Vec<Real> t = kept * label + spread;
      gradient = sigmoid<Real>(z) - t;
      // max(z, 0) − z·t + ln(1 + e^−|z|): neither a large z nor a small probability can overflow.
      return maximum<Real>(z, splat<Real>(0)) - z * t +
             logarithmOnePlusPositive<Real>(exponential<Real>(-absolute<Real>(z)));
    });
  }
};

/** e^(z − greatest z of the sample); what no share is left of is kept from sinking into slow denormal numbers. */
template <class Real>
struct SampleMaximum {
  Vec<Real> greatest;
  explicit SampleMaximum(const LossColumns<Real>& c) : greatest(load(c.z)) {
    for (int i = 1; i < c.outputs; ++i) greatest = maximum<Real>(load(c.z + i * c.stride), greatest);
  }
  static Vec<Real> powerOf(Vec<Real> below) { return exponential<Real>(maximum<Real>(below, splat<Real>(-60))); }
};

struct SoftmaxCrossEntropy {
  static constexpr const char *key = "softmaxCrossEntropy",
                              *formula =
                                  "C = -\\frac{1}{n} \\sum_{s,k} t_{sk} \\ln \\frac{e^{z_{sk}}}{\\sum_j e^{z_{sj}}}";
  static constexpr const char* source =
      "Deep Learning, section 6.2.2.3; on logits, PyTorch 1.13 CrossEntropyLoss; smoothed targets (1 − ε)t + ε/K: "
      "Szegedy et al. 2016, arXiv:1512.00567, section 7";
  static constexpr Link link = Link::softmax;
  static constexpr bool classesOnly = true, bothClasses = true;
  double labelSmoothing = 0;
  std::vector<double> classWeights;
  static constexpr auto knobs() {
    return std::tuple{knob(&SoftmaxCrossEntropy::labelSmoothing, "labelSmoothing",
                           {.allowed = {0, 1}, .shown = {0, 0.5}, .turnable = true}),
                      knob(&SoftmaxCrossEntropy::classWeights, "classWeights", classWeightsTraits)};
  }
  TargetCoding coding() const { return TargetCoding::zeroOne; }

  /** What each class counts: its smoothed target times its weight. PyTorch weighs the smoothed part by class as well.
   */
  template <class Real>
  Vec<Real> targetOf(const LossColumns<Real>& c, int i) const {
    const Vec<Real> kept = splat<Real>(static_cast<Real>(1 - labelSmoothing)),
                    spread = splat<Real>(static_cast<Real>(labelSmoothing / c.outputs));
    const Vec<Real> smoothed = kept * load(c.t + i * c.stride) + spread;
    if (classWeights.empty()) return smoothed;
    return smoothed * splat<Real>(static_cast<Real>(classWeights[static_cast<std::size_t>(i)]));
  }

  template <class Real>
  NABLAB_INLINE Vec<Real> sample(const LossColumns<Real>& c) const {
    const SampleMaximum<Real> top(c);
    Vec<Real> powers = splat<Real>(0), chosen = splat<Real>(0), targets = splat<Real>(0);
    for (int i = 0; i < c.outputs; ++i) {
      const Vec<Real> z = load(c.z + i * c.stride) - top.greatest, t = targetOf(c, i), power = top.powerOf(z);
      powers += power;
      chosen += t * z;
      targets += t;
      if (c.dz) store(c.dz + i * c.stride, power);
    }
    if (c.dz) {
      const Vec<Real> scale = targets / powers;
      for (int i = 0; i < c.outputs; ++i) c.setGradient(i, load(c.dz + i * c.stride) * scale - targetOf(c, i));
    }
    return targets * logarithm<Real>(powers) - chosen;
  }
};

struct Hinge {
  static constexpr const char *key = "hinge",
                              *formula = "C = \\frac{1}{n K} \\sum_{s,k} \\max(0,\\, 1 - t_{sk} z_{sk})";
  static constexpr const char* source =
      "Cortes & Vapnik 1995, Support-Vector Networks; targets ±1; derivative 0 at tz = 1";
  static constexpr Link link = Link::identity;
  static constexpr bool classesOnly = true, bothClasses = false;
  static constexpr auto knobs() { return std::tuple{}; }
  TargetCoding coding() const { return TargetCoding::plusMinusOne; }
  template <class Real>
  NABLAB_INLINE Vec<Real> sample(const LossColumns<Real>& c) const {
    return sumOverOutputs(c, shareOf<Real>(c.outputs), [](Vec<Real> z, Vec<Real> t, Vec<Real>& gradient) {
      const Vec<Real> lack = splat<Real>(1) - t * z;
      gradient = onlyWhere<Real>(lack > splat<Real>(0), -t);
      return maximum<Real>(splat<Real>(0), lack);
    });
  }
};

constexpr KnobTraits focusingTraits = {.allowed = {0, 20}, .shown = {0, 5}, .turnable = true};

struct Focal {
  static constexpr const char *key = "focal",
                              *formula =
                                  "C = -\\frac{1}{n K} \\sum_{s,k} \\alpha_t (1 - p_t)^{\\gamma} \\ln p_t,\\quad "
                                  "p_t = \\sigma(\\pm z_{sk})";
  static constexpr const char* source =
      "Lin, Goyal, Girshick, He & Dollár 2017, arXiv:1708.02002, equation 5 and appendix A; mean over all elements";
  static constexpr Link link = Link::sigmoid;
  static constexpr bool classesOnly = true, bothClasses = false;
  double focusing = 2, balance = 0.25;
  static constexpr auto knobs() {
    return std::tuple{knob(&Focal::focusing, "focusing", focusingTraits),
                      knob(&Focal::balance, "balance", {.allowed = {0, 1}, .shown = {0, 1}, .turnable = true})};
  }
  TargetCoding coding() const { return TargetCoding::zeroOne; }
  template <class Real>
  NABLAB_INLINE Vec<Real> sample(const LossColumns<Real>& c) const {
    const Vec<Real> gamma = splat<Real>(static_cast<Real>(focusing)), right = splat<Real>(static_cast<Real>(balance)),
                    wrong = splat<Real>(static_cast<Real>(1 - balance));
    return sumOverOutputs(c, shareOf<Real>(c.outputs), [=](Vec<Real> z, Vec<Real> t, Vec<Real>& gradient) {
      const Vec<Real> zero = splat<Real>(0);
      const Mask<Real> isClass = t > splat<Real>(Real(0.5));
      const Vec<Real> x = select<Real>(isClass, z, -z), alpha = select<Real>(isClass, right, wrong);
      // −ln p = max(−x, 0) + u and −ln(1 − p) = max(x, 0) + u with u = ln(1 + e^−|x|).
      const Vec<Real> u = logarithmOnePlusPositive<Real>(exponential<Real>(-absolute<Real>(x)));
      const Vec<Real> surprise = maximum<Real>(-x, zero) + u, doubt = sigmoid<Real>(-x);
      const Vec<Real> focus = alpha * exponential<Real>(-gamma * (maximum<Real>(x, zero) + u));
      const Vec<Real> slope = focus * (gamma * (splat<Real>(1) - doubt) * surprise + doubt);
      gradient = select<Real>(isClass, -slope, slope);
      return focus * surprise;
    });
  }
};

struct SoftmaxFocal {
  static constexpr const char *key = "softmaxFocal",
                              *formula =
                                  "C = -\\frac{1}{n} \\sum_s (1 - p_s)^{\\gamma} \\ln p_s,\\quad "
                                  "p_s = \\mathrm{softmax}(z_s)_{\\text{class}(s)}";
  static constexpr const char* source =
      "Lin, Goyal, Girshick, He & Dollár 2017, arXiv:1708.02002, equation 4, with softmax; weighted mean over samples";
  static constexpr Link link = Link::softmax;
  static constexpr bool classesOnly = true, bothClasses = true;
  double focusing = 2;
  std::vector<double> classWeights;
  static constexpr auto knobs() {
    return std::tuple{knob(&SoftmaxFocal::focusing, "focusing", focusingTraits),
                      knob(&SoftmaxFocal::classWeights, "classWeights", classWeightsTraits)};
  }
  TargetCoding coding() const { return TargetCoding::zeroOne; }
  template <class Real>
  NABLAB_INLINE Vec<Real> sample(const LossColumns<Real>& c) const {
    const SampleMaximum<Real> top(c);
    const Vec<Real> one = splat<Real>(1), gamma = splat<Real>(static_cast<Real>(focusing));
    Vec<Real> powers = splat<Real>(0), others = powers, chosen = powers;
    for (int i = 0; i < c.outputs; ++i) {
      const Vec<Real> z = load(c.z + i * c.stride) - top.greatest, t = load(c.t + i * c.stride);
      const Vec<Real> power = top.powerOf(z);
      powers += power;
      others += (one - t) * power;
      chosen += t * z;
      if (c.dz) store(c.dz + i * c.stride, power);
    }
    // 1 − p from the other classes' shares: near p = 1 a difference would lose all digits.
    const Vec<Real> doubt = maximum<Real>(others / powers, splat<Real>(Real(1e-30)));
    const Vec<Real> surprise =
        select<Real>(doubt < splat<Real>(Real(0.5)), -logarithmOnePlus<Real>(-doubt), logarithm<Real>(powers) - chosen);
    const Vec<Real> focus =
        weightsOf(classWeights, c.t, c.outputs, c.stride) * exponential<Real>(gamma * logarithm<Real>(doubt));
    if (c.dz) {
      const Vec<Real> slope = focus * (gamma * (one - doubt) * surprise / doubt + one);
      for (int i = 0; i < c.outputs; ++i)
        c.setGradient(i, slope * (load(c.dz + i * c.stride) / powers - load(c.t + i * c.stride)));
    }
    return focus * surprise;
  }
};

}  // namespace nablab
