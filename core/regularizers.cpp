#include "regularizers.h"

#include "math/vector.h"

namespace nablab {

template <class Real>
Real addPenalty(const RegularizerEffects& effects, const Real* w, Real* dW, std::size_t length) {
  const Vec<Real> l1 = splat<Real>(static_cast<Real>(effects.l1)), l2 = splat<Real>(static_cast<Real>(effects.l2));
  const Vec<Real> half = splat<Real>(Real(0.5)), zero = splat<Real>(0);
  Vec<Real> total = zero;
  const auto term = [&](Vec<Real> weight, Vec<Real> gradient) {
    total += l1 * absolute<Real>(weight) + half * l2 * weight * weight;
    return gradient + (select<Real>(weight > zero, l1, select<Real>(weight < zero, -l1, zero)) + l2 * weight);
  };
  std::size_t i = 0;
  for (; i + lanes <= length; i += lanes) store(dW + i, term(load(w + i), load(dW + i)));
  if (const int rest = static_cast<int>(length - i))
    storePartial(dW + i, term(loadPartial(w + i, rest), loadPartial(dW + i, rest)), rest);
  return sum<Real>(total);
}

template <class Real>
void shrink(Real* w, std::size_t length, Real factor) {
  for (std::size_t i = 0; i < length; ++i) w[i] *= factor;
}

template <class Real>
void boundNorms(Real* w, std::size_t length, int units, Real longest) {
  const auto stride = static_cast<std::size_t>(units);
  for (std::size_t unit = 0; unit < stride; unit += lanes) {
    const int count = stride - unit < lanes ? static_cast<int>(stride - unit) : lanes;
    Vec<Real> square = splat<Real>(0);
    for (std::size_t i = unit; i < length; i += stride) {
      const Vec<Real> weight = loadPartial(w + i, count);
      square += weight * weight;
    }
    const Vec<Real> norm = squareRoot<Real>(square), limit = splat<Real>(longest);
    const Vec<Real> factor = select<Real>(norm > limit, limit / norm, splat<Real>(1));
    for (std::size_t i = unit; i < length; i += stride) storePartial(w + i, loadPartial(w + i, count) * factor, count);
  }
}

template NABLAB_REAL addPenalty(const RegularizerEffects&, const NABLAB_REAL*, NABLAB_REAL*, std::size_t);
template void shrink(NABLAB_REAL*, std::size_t, NABLAB_REAL);
template void boundNorms(NABLAB_REAL*, std::size_t, int, NABLAB_REAL);

}  // namespace nablab
