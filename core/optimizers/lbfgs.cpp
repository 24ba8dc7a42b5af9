#include "lbfgs.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace nablab {

namespace {

/** In double and in order, whatever the precision of the run. */
template <class Real>
double dot(const Real* a, const Real* b, std::size_t n) {
  double sum = 0;
  for (std::size_t i = 0; i < n; ++i) sum += static_cast<double>(a[i]) * static_cast<double>(b[i]);
  return sum;
}

/** y += factor·x */
template <class Real>
void addMultiple(Real* y, double factor, const Real* x, std::size_t n) {
  const Real f = static_cast<Real>(factor);
  for (std::size_t i = 0; i < n; ++i) y[i] += f * x[i];
}

template <class Real>
void scale(Real* y, double factor, std::size_t n) {
  for (std::size_t i = 0; i < n; ++i) y[i] *= static_cast<Real>(factor);
}

template <class Real>
Real difference(Real now, Real before) {
  const Real change = now - before;
  return std::fabs(change) > smallestMean<Real> ? change : Real(0);
}

/** θ = start + length·direction; returns the objective there, and fills the gradients. */
template <class Real>
double tryLength(const Update<Real>& u, const Real* start, const Real* direction, double length) {
  const Real factor = static_cast<Real>(length);
  for (std::size_t i = 0; i < u.length; ++i) u.parameters[i] = start[i] + factor * direction[i];
  return u.surface->evaluate();
}

/**
 * Moves to a length that lowers the objective enough and is not too short, or to the longest known that lowers it
 * enough. False, with the parameters at the start, if none does.
 */
template <class Real>
bool search(const Update<Real>& u, const Real* start, const Real* direction, double slope) {
  constexpr double enough = 1e-4, flatter = 0.9;
  constexpr int mostTrials = 20;
  double low = 0, high = 0, length = u.rate;
  for (int trial = 0; trial < mostTrials; ++trial) {
    const double objective = tryLength(u, start, direction, length);
    // Also where it is NaN.
    if (!(objective <= u.objective + enough * length * slope))
      high = length;
    else if (dot(u.gradients, direction, u.length) < flatter * slope)
      low = length;
    else
      return true;
    length = high != 0 ? (low + high) / 2 : 2 * length;
  }
  if (low != 0)
    tryLength(u, start, direction, low);
  else
    std::copy_n(start, u.length, u.parameters);
  return low != 0;
}

}  // namespace

/** The two loops of algorithm 7.4: direction = −B·g. */
template <class Real>
void Lbfgs::findDirection(const Update<Real>& u) const {
  Real* const direction = u.slots[0];
  const std::size_t n = u.length;
  std::array<double, mostMemory + 1> shares{}, products{};
  double stretch = 0;
  std::copy_n(u.gradients, n, direction);
  const long known = std::min<long>(u.t, memory);
  for (long age = 1; age <= known; ++age) {
    const auto i = static_cast<std::size_t>(age);
    const double square = dot(y(u, age), y(u, age), n);
    products[i] = dot(s(u, age), y(u, age), n);
    if (!(products[i] > 1e-10 * square)) {
      products[i] = 0;
      continue;
    }
    if (stretch == 0) stretch = products[i] / square;
    shares[i] = dot(s(u, age), direction, n) / products[i];
    addMultiple(direction, -shares[i], y(u, age), n);
  }
  // Without any knowledge a step of at most length 1.
  if (stretch == 0) stretch = 1 / std::max(1.0, std::sqrt(dot(u.gradients, u.gradients, n)));
  scale(direction, stretch, n);
  for (long age = known; age >= 1; --age) {
    const auto i = static_cast<std::size_t>(age);
    if (products[i] > 0) addMultiple(direction, shares[i] - dot(y(u, age), direction, n) / products[i], s(u, age), n);
  }
  scale(direction, -1, n);
}

template <class Real>
void Lbfgs::step(Update<Real> u) const {
  findDirection(u);
  Real *const direction = u.slots[0], *const start = s(u, 0), *const before = y(u, 0);
  double slope = dot(u.gradients, direction, u.length);
  if (!(slope < 0)) {
    for (std::size_t i = 0; i < u.length; ++i) direction[i] = -u.gradients[i];
    slope = -dot(u.gradients, u.gradients, u.length);
  }
  // The oldest pair gives its place: first to where the search starts, then to the new pair.
  std::copy_n(u.parameters, u.length, start);
  std::copy_n(u.gradients, u.length, before);
  const bool moved = slope < 0 && u.rate != 0 && search(u, start, direction, slope);
  for (std::size_t i = 0; i < u.length; ++i) {
    start[i] = moved ? difference(u.parameters[i], start[i]) : Real(0);
    before[i] = moved ? difference(u.gradients[i], before[i]) : Real(0);
  }
}

template void Lbfgs::step(Update<NABLAB_REAL>) const;

}  // namespace nablab
