#include "patterns.h"

#include <cmath>

#include "../math/constants.h"
#include "../math/functions.h"

namespace nablab {

namespace {

/** Whether the row is one of those that make up a share of all: spread evenly over them, the same for every seed. */
bool isOfShare(int row, double share) { return std::floor((row + 1) * share + 0.5) > std::floor(row * share + 0.5); }

}  // namespace

double Checkerboard::point(Random& random, int, double* x) const {
  int sum = 0;
  for (int i = 0; i < 2; ++i) {
    const double u = random.uniform();
    x[i] = 2 * u - 1;
    sum += static_cast<int>(u * fields);
  }
  return sum % 2;
}

double Blobs::point(Random&, int row, double* x) const {
  const int group = row % classes;
  const double angle = 2 * pi * group / classes;
  x[0] = 0.6 * cosine(angle);
  x[1] = 0.6 * sine(angle);
  return group;
}

double Rings::point(Random& random, int row, double* x) const {
  const int ring = row % classes;
  const double radius = (ring + 0.2 + 0.6 * random.uniform()) / classes, angle = 2 * pi * random.uniform();
  x[0] = radius * cosine(angle);
  x[1] = radius * sine(angle);
  return ring;
}

double Unbalanced::point(Random&, int row, double* x) const {
  const bool second = isOfShare(row, share);
  x[0] = x[1] = second ? 0.4 : -0.4;
  return second;
}

double Outliers::point(Random& random, int row, double* x) const {
  x[0] = 2 * random.uniform() - 1;
  return x[0] / 2 + (isOfShare(row, share) ? 2 : 0);
}

double FourPoints::point(Random&, int row, double* x) const {
  x[0] = row + 1;
  x[1] = row + 2;
  return row == 1 || row == 2;
}

}  // namespace nablab
