#pragma once
#include "losses/classification.h"
#include "losses/regression.h"

/** The family of losses, and what is done with any of them. The loss of a batch is the mean over its samples. */
namespace nablab {

using Loss = std::variant<MeanSquaredError, HalfSquaredError, MeanAbsoluteError, Huber, BinaryCrossEntropy,
                          SoftmaxCrossEntropy, Hinge, Focal, SoftmaxFocal>;
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
/** The loss's weights by class; null if it knows none. */
inline const std::vector<double>* classWeightsOf(const Loss& loss) {
  return std::visit(
      [](const auto& kind) -> const std::vector<double>* {
        if constexpr (requires { kind.classWeights; })
          return &kind.classWeights;
        else
          return nullptr;
      },
      loss);
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

/** Of some samples: the sum of their losses, each times its weight, and the sum of their weights. */
template <class Real>
struct LossSum {
  Real total, weight;
  /** The weighted mean; 0 where nothing has weight. */
  Real mean() const { return weight > 0 ? total / weight : Real(0); }
};

/**
 * Over the first `samples` columns; if dz is not null, also the gradient of their *mean*, zero in the padding. z, t and
 * dz are [outputs][stride].
 */
template <class Real>
LossSum<Real> sumOfLosses(const Loss& loss, const Real* z, const Real* t, Real* dz, int outputs, int samples,
                          int stride);

/** Predictions from outputs, in place: [outputs][stride], stride a multiple of `lanes`. */
template <class Real>
void applyLink(Link link, Real* z, int outputs, int stride);

}  // namespace nablab
