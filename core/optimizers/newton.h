#pragma once
#include "../math/linearAlgebra.h"
#include "optimizer.h"

namespace nablab {

/**
 * Steps to the minimum of the quadratic that has the gradient and the curvature of the batch's loss; damping holds it
 * back where the curvature is small. Where no such step exists (a singular matrix), it is one along the gradient.
 */
struct Newton {
  static constexpr const char *key = "newton",
                              *formula = "\\theta \\leftarrow \\theta - \\eta\\,(H + \\lambda I)^{-1} g";
  static constexpr const char* source = "Newton; damped as Levenberg 1944; Nocedal & Wright 2006, section 3.4";
  static constexpr std::array<const char*, 0> slots{};
  /** Of a network: the Hessian has the square of this many numbers. */
  static constexpr int mostParameters = 500;
  double learningRate = 1, damping = 1;
  static constexpr auto knobs() {
    return std::tuple{
        knob(&Newton::learningRate, "learningRate", learningRateTraits),
        knob(&Newton::damping, "damping",
             {.allowed = {0, 1e12}, .shown = {0.001, 1000}, .scale = Scale::logarithmic, .turnable = true})};
  }
  template <class Real>
  void step(Update<Real> u) const {
    const std::size_t n = u.size;
    const auto [matrix, direction] = u.surface->hessian();
    for (std::size_t i = 0; i < n; ++i) {
      matrix[i * n + i] += damping;
      direction[i] = static_cast<double>(u.gradients[i]);
    }
    if (!solve(static_cast<int>(n), matrix, direction))
      for (std::size_t i = 0; i < n; ++i) direction[i] = static_cast<double>(u.gradients[i]);
    for (std::size_t i = 0; i < n; ++i)
      u.parameters[i] = static_cast<Real>(static_cast<double>(u.parameters[i]) - u.rate * direction[i]);
  }
};

}  // namespace nablab
