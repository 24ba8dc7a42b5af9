#include "points.h"

#include <cmath>

#include "../math/constants.h"
#include "../math/functions.h"

namespace nablab {

namespace {}

double Xor::point(Random& random, int, double* x) const {
  constexpr double margin = 0.15;
  for (int i = 0; i < 2; ++i) {
    const double u = 2 * random.uniform() - 1;
    x[i] = u * (1 - margin) + (u < 0 ? -margin : margin);
  }
  return x[0] * x[1] < 0;
}

double Circle::point(Random& random, int row, double* x) const {
  const bool inner = row % 2 == 0;
  const double u = random.uniform();
  // Even in area: the square of the radius is uniform.
  const double radius = std::sqrt(inner ? 0.25 * u : 0.49 + (1 - 0.49) * u);
  const double angle = 2 * pi * random.uniform();
  x[0] = radius * cosine(angle);
  x[1] = radius * sine(angle);
  return inner;
}

double Gaussians::point(Random&, int row, double* x) const {
  const bool second = row % 2;
  x[0] = x[1] = second ? 0.5 : -0.5;
  return second;
}

double Spiral::point(Random&, int row, double* x) const {
  const int arm = row % arms;
  const double radius = (row / arms + 0.5) / ((size + arms - 1) / arms);
  const double angle = 3.5 * pi * radius + 2 * pi * arm / arms;
  x[0] = radius * sine(angle);
  x[1] = radius * cosine(angle);
  return arm;
}

double Moons::point(Random& random, int row, double* x) const {
  const bool second = row % 2;
  const double angle = pi * random.uniform(), sign = second ? -1 : 1;
  x[0] = sign * 0.5 * (cosine(angle) - 0.5);
  x[1] = sign * 0.5 * (sine(angle) - 0.25);
  return second;
}

double Plane::point(Random& random, int, double* x) const {
  x[0] = 2 * random.uniform() - 1;
  x[1] = 2 * random.uniform() - 1;
  return (x[0] + x[1]) / 2;
}

double Sine::point(Random& random, int, double* x) const {
  x[0] = 2 * random.uniform() - 1;
  return sine(pi * x[0]);
}

}  // namespace nablab
