#pragma once
#include <algorithm>
#include <cmath>
#include <limits>

/** How far off a computed number is, in units of the last place of the format. */
namespace nablab::test {

/**
 * Distance of `found` from the true value. Infinities and NaN must agree (else infinity); zero is right wherever the
 * true value is below the normal numbers.
 */
template <class Real>
double ulpsBetween(Real found, long double expected) {
  using Limits = std::numeric_limits<Real>;
  constexpr double wrong = std::numeric_limits<double>::infinity();
  if (std::isnan(expected) || std::isnan(found)) return std::isnan(expected) && std::isnan(found) ? 0 : wrong;
  const Real rounded = static_cast<Real>(expected);
  if (std::isinf(rounded) || std::isinf(found)) return rounded == found ? 0 : wrong;
  if (std::fabs(expected) < static_cast<long double>(Limits::min()) && found == 0) return 0;
  int exponent = 0;
  std::frexp(expected, &exponent);
  const long double unit = std::ldexp(1.0L, std::max(exponent, Limits::min_exponent) - Limits::digits);
  return static_cast<double>(std::fabs(static_cast<long double>(found) - expected) / unit);
}

}  // namespace nablab::test
