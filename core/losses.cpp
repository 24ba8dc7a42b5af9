#include "losses.h"

namespace nablab {

namespace {

/** The sum of the weights of the first `samples` columns. */
template <class Real>
Real totalWeight(const Loss& loss, const Real* t, int outputs, int samples, int stride) {
  const std::vector<double>* classWeights = classWeightsOf(loss);
  if (!classWeights || classWeights->empty()) return static_cast<Real>(samples);
  Vec<Real> total = splat<Real>(0);
  for (int column = 0; column < samples; column += lanes)
    total += firstLanes<Real>(weightsOf(*classWeights, t + column, outputs, stride), samples - column);
  return sum<Real>(total);
}

}  // namespace

template <class Real>
LossSum<Real> sumOfLosses(const Loss& loss, const Real* z, const Real* t, Real* dz, int outputs, int samples,
                          int stride) {
  const Real weight = totalWeight(loss, t, outputs, samples, stride);
  const Vec<Real> share = splat<Real>(weight > 0 ? Real(1) / weight : Real(0));
  Vec<Real> total = splat<Real>(0);
  for (int column = 0; column < samples; column += lanes) {
    const LossColumns<Real> four{z + column, t + column, dz ? dz + column : nullptr, outputs, stride};
    Vec<Real> each;
    std::visit([&](const auto& kind) { each = kind.sample(four); }, loss);
    // What stands in the padding may be anything, so it is masked, not multiplied by zero.
    const int count = samples - column;
    total += firstLanes<Real>(each, count);
    for (int i = 0; dz && i < outputs; ++i)
      store(four.dz + i * stride, firstLanes<Real>(load(four.dz + i * stride) * share, count));
  }
  return {sum<Real>(total), weight};
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
