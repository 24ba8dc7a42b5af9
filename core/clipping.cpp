#include "clipping.h"

#include <cmath>

#include "math/vector.h"

namespace nablab {

namespace {

/** To be told from a gradient of no length. PyTorch 1.13, clip_grad_norm_. */
constexpr double normEpsilon = 1e-6;

template <class Real>
void clipValues(const Real* from, Real* to, std::size_t length, Real limit) {
  for (std::size_t i = 0; i < length; i += lanes)
    store(to + i, maximum<Real>(minimum<Real>(load(from + i), splat<Real>(limit)), splat<Real>(-limit)));
}

template <class Real>
void scale(const Real* from, Real* to, std::size_t length, Real factor) {
  for (std::size_t i = 0; i < length; i += lanes) store(to + i, load(from + i) * splat<Real>(factor));
}

}  // namespace

template <class Real>
double normOf(const Real* gradients, std::size_t length) {
  Vec<double> total = splat(0.0);
  for (std::size_t i = 0; i < length; i += lanes) {
    const Vec<double> four = __builtin_convertvector(load(gradients + i), Vec<double>);
    total += four * four;
  }
  return std::sqrt(sum<double>(total));
}

template <class Real>
const Real* clip(const Clipping& clipping, const Real* gradients, Real* clipped, std::size_t length) {
  if (const auto* byValue = std::get_if<ValueClipping>(&clipping)) {
    clipValues(gradients, clipped, length, static_cast<Real>(byValue->limit));
    return clipped;
  }
  if (const auto* byNorm = std::get_if<NormClipping>(&clipping)) {
    const double factor = byNorm->limit / (normOf(gradients, length) + normEpsilon);
    scale(gradients, clipped, length, static_cast<Real>(factor < 1 ? factor : 1));
    return clipped;
  }
  return gradients;
}

template double normOf(const NABLAB_REAL*, std::size_t);
template const NABLAB_REAL* clip(const Clipping&, const NABLAB_REAL*, NABLAB_REAL*, std::size_t);

}  // namespace nablab
