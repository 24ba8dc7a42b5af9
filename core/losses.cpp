#include "losses.h"

namespace nablab {

namespace {

/** The sum of the weights of the first `samples` columns. */
template <class Real, class Kind>
Real totalWeight(const Kind& loss, const Real* t, int outputs, int samples, int stride) {
  if constexpr (requires { loss.classWeights; })
    if (!loss.classWeights.empty()) {
      Vec<Real> total = splat<Real>(0);
      for (int column = 0; column < samples; column += lanes)
        total += firstLanes<Real>(weightsOf(loss.classWeights, t + column, outputs, stride), samples - column);
      return sum<Real>(total);
    }
  return static_cast<Real>(samples);
}

/** `sumOfLosses` of one kind, from the first four columns on. */
template <class Real, class Kind>
LossSum<Real> sumOfKind(const Kind& loss, LossColumns<Real> four) {
  const Real weight = totalWeight(loss, four.t, four.outputs, four.samples, four.stride);
  four.share = splat<Real>(weight > 0 ? Real(1) / weight : Real(0));
  Vec<Real> total = splat<Real>(0);
  for (; four.samples > 0; four.samples -= lanes) {
    total += firstLanes<Real>(loss.sample(four), four.samples);
    four.z += lanes;
    four.t += lanes;
    if (four.dz) four.dz += lanes;
  }
  return {sum<Real>(total), weight};
}

}  // namespace

template <class Real>
LossSum<Real> sumOfLosses(const Loss& loss, const Real* z, const Real* t, Real* dz, int outputs, int samples,
                          int stride) {
  const LossColumns<Real> first{z, t, dz, outputs, stride, {}, samples};
  return std::visit([&](const auto& kind) { return sumOfKind(kind, first); }, loss);
}

template <class Real>
void applyLink(Link link, Real* z, int outputs, int stride) {
  if (link == Link::sigmoid)
    for (int i = 0; i < outputs * stride; i += lanes) store(z + i, sigmoid<Real>(load(z + i)));
  if (link == Link::softmax)
    for (int column = 0; column < stride; column += lanes) Softmax::forward(z + column, z + column, outputs, stride);
}

template LossSum<NABLAB_REAL> sumOfLosses(const Loss&, const NABLAB_REAL*, const NABLAB_REAL*, NABLAB_REAL*, int, int,
                                          int);
template void applyLink(Link, NABLAB_REAL*, int, int);

}  // namespace nablab
