#pragma once
#include <string>
#include <vector>

#include "twin.h"

/**
 * The gradient of backpropagation against central differences of the objective, in double precision:
 * ∂C/∂θ ≈ (C(θ + ε) − C(θ − ε)) / 2ε (Deep Learning, section 11.6). An element whose two sides have different slopes
 * has no derivative to compare with: it counts as a kink, not as wrong.
 */
namespace nablab {

/** The bar that PyTorch's gradcheck sets. */
struct GradientTolerance {
  double step = 1e-6, absolute = 1e-5, relative = 1e-3;
};

/** One element: what backpropagation says, and what the difference quotient says. */
struct ComparedElement {
  std::size_t index = 0;
  double analytic = 0, numerical = 0;
};

struct TensorCheck {
  int layer;
  std::string name;
  /** Elements; of large tensors only an evenly spaced selection is compared. */
  std::size_t length, compared = 0, kinks = 0, wrong = 0;
  /** Over the elements that are no kinks; relative to the larger of both numbers. */
  double largestAbsolute = 0, largestRelative = 0;
  /** The element with the largest error in units of the tolerance. */
  ComparedElement worst = {};
};

struct GradientCheck {
  GradientTolerance tolerance;
  long step;
  int samples;
  double objective;
  std::vector<TensorCheck> tensors;
  /** The layer whose own backward pass is wrong, found by checking layers one by one; −1 if none is. */
  int suspect = -1;
  bool passes() const;
};

/** Elements of one tensor that are compared at most. */
constexpr std::size_t mostCompared = 200;

/** Checks the gradient of the batch at the twin's parameters, by tensor that is trained; looks for the layer at fault
 * if one is wrong.
 */
GradientCheck checkGradient(Twin& twin, GradientTolerance tolerance = {});

}  // namespace nablab
