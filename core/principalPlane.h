#pragma once
#include <vector>

#include "preparedData.h"

namespace nablab {

/**
 * The plane in which data of many inputs spreads most: through the mean of the training rows, along the first two
 * principal components of what pictures show. Jolliffe 2002, Principal Component Analysis, chapter 5.
 */
struct PrincipalPlane {
  /** [inputs]; of length 1 and at right angles. */
  std::vector<double> mean, first, second;
  /** rows × 2: where each row stands when it is dropped onto the plane. */
  std::vector<double> places;
  /** Of both axes, a tenth wider than the rows. */
  Domain domain[2];
  /** Shares of the variance that lie along the axes. */
  double share[2];
};

/** Refuses with COMBINATION data of fewer than two inputs, or more than the core takes apart. */
PrincipalPlane principalPlane(const PreparedRows& data);

}  // namespace nablab
