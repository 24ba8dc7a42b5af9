#pragma once
#include <array>
#include <cmath>

#include "constants.h"

namespace nablab {

/**
 * arctan x, within 2 ulp: with c the nearest eighth, arctan x = arctan c + arctan((x − c)/(1 + x·c)), of which the last
 * is a short series (Abramowitz & Stegun 1964, 4.4.34 and 4.4.42); beyond ±1 through π/2 − arctan(1/x).
 */
inline double arctangent(double x) {
  constexpr std::array eighths{0.0,
                               0.12435499454676144,
                               0.24497866312686414,
                               0.35877067027057225,
                               0.4636476090008061,
                               0.5585993153435624,
                               0.6435011087932844,
                               0.7188299996216245,
                               0.7853981633974483};
  const double size = std::fabs(x);
  const double reduced = size > 1 ? 1 / size : size;
  const int nearest = static_cast<int>(reduced * 8 + 0.5);
  const double c = nearest / 8.0, t = (reduced - c) / (1 + reduced * c), square = t * t;
  double series = 1.0 / 15;
  for (int n = 13; n >= 3; n -= 2) series = 1.0 / n - square * series;
  const double angle = eighths[static_cast<std::size_t>(nearest)] + (t - t * square * series);
  // π/2 in two parts: the second is what double leaves of the first.
  const double whole = size > 1 ? 1.5707963267948966 - (angle - 6.123233995736766e-17) : angle;
  return x < 0 ? -whole : x == 0 ? x : whole;
}

/** The angle of the point (x, y) from the first axis, in (−π, π]; 0 in the origin. */
inline double angleOf(double x, double y) {
  if (x == 0) return y > 0 ? pi / 2 : y < 0 ? -pi / 2 : 0;
  const double angle = arctangent(y / x);
  return x > 0 ? angle : y < 0 ? angle - pi : angle + pi;
}

}  // namespace nablab
