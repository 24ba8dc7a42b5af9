#pragma once
#include "../activations.h"
#include "../knob.h"
#include "../math/functions.h"
#include "../math/vector.h"

/**
 * What every kind of loss provides beside key, formula, source and knobs:
 *
 *   static constexpr Link link            turns its outputs z into what is shown as a prediction
 *   static constexpr bool classesOnly     its targets are classes
 *   static constexpr bool bothClasses     two classes have two outputs
 *   TargetCoding coding() const           how it wants classes written
 *   Vec<Real> sample(LossColumns<Real>)   the losses of four samples; if dz is not null, sets their gradients
 *
 * and, if classes weigh differently, a knob `classWeights`; `sample` has multiplied by the weight already.
 */
namespace nablab {

/** From the network's outputs to predictions. */
enum class Link { identity, sigmoid, softmax };

/** How a loss for real numbers writes down a class: 0 and 1, or −1 and +1. */
enum class TargetCoding { zeroOne, plusMinusOne };
template <>
struct OptionNames<TargetCoding> {
  static constexpr std::array names{"zeroOne", "plusMinusOne"};
};

/** Four columns of a loss's arguments, [outputs][columns]; `stride` lies between the rows of two outputs. */
template <class Real>
struct LossColumns {
  const Real *z, *t;
  Real* dz;
  int outputs, stride;
  /** What a sample's loss counts in the mean. */
  Vec<Real> share;
  /** The columns before this one are samples, the others padding. */
  int samples;

  /** Puts down the gradient of four samples' losses by output i: as that of the mean, and zero in the padding. */
  NABLAB_INLINE void setGradient(int i, Vec<Real> gradient) const {
    // What stands in the padding may be anything, so it is masked, not multiplied by zero.
    store(dz + i * stride, firstLanes<Real>(gradient * share, samples));
  }
};

/**
 * Of a loss that adds up over outputs: Σ scale·term, where `term(z, t, gradient)` returns the losses of four elements
 * and sets their derivatives.
 */
template <class Real, class Term>
NABLAB_INLINE Vec<Real> sumOverOutputs(const LossColumns<Real>& c, Vec<Real> scale, Term term) {
  Vec<Real> total = splat<Real>(0);
  for (int i = 0; i < c.outputs; ++i) {
    Vec<Real> gradient;
    total += term(load(c.z + i * c.stride), load(c.t + i * c.stride), gradient);
    if (c.dz) c.setGradient(i, scale * gradient);
  }
  return scale * total;
}

/** One part in so many, in all lanes. */
template <class Real>
NABLAB_INLINE Vec<Real> shareOf(int count) {
  return splat<Real>(Real(1) / static_cast<Real>(count));
}

/** Weights by class, in the order of the classes; none: all weigh 1. */
constexpr KnobTraits classWeightsTraits = {.allowed = {0, 1e6}, .shown = {0, 10}, .turnable = true, .longest = 512};

/** The weights of four samples, from targets that are one number (0 or 1), or one for each class. */
template <class Real>
Vec<Real> weightsOf(const std::vector<double>& classWeights, const Real* t, int outputs, int stride) {
  if (classWeights.empty()) return splat<Real>(1);
  const auto weight = [&](int i) { return splat<Real>(static_cast<Real>(classWeights[static_cast<std::size_t>(i)])); };
  if (outputs == 1) return select<Real>(load(t) > splat<Real>(Real(0.5)), weight(1), weight(0));
  Vec<Real> total = splat<Real>(0);
  for (int i = 0; i < outputs; ++i) total += weight(i) * load(t + i * stride);
  return total;
}

}  // namespace nablab
