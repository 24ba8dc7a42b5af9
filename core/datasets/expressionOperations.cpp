#include "expressionOperations.h"

#include <cmath>

#include "../math/constants.h"
#include "../math/functions.h"

namespace nablab {

using namespace operations;

namespace {

double raised(double base, double exponent) {
  if (std::fabs(exponent) <= 1024 && exponent == std::trunc(exponent)) return power(base, static_cast<int>(exponent));
  if (base == 0) return exponent > 0 ? 0 : undefined;
  return power(base, exponent);
}

/** Comparisons of what is undefined are undefined, not false: a formula must not hide that. */
double compared(int operation, double a, double b) {
  if (a != a || b != b) return undefined;
  switch (operation) {
    case less:
      return a < b;
    case lessOrEqual:
      return a <= b;
    case greater:
      return a > b;
    case greaterOrEqual:
      return a >= b;
    case equal:
      return a == b;
    case different:
      return a != b;
    case logicalAnd:
      return a != 0 && b != 0;
    default:
      return a != 0 || b != 0;
  }
}

}  // namespace

double appliedToOne(int operation, double a) {
  switch (operation) {
    case negate:
      return -a;
    case logicalNot:
      return a != a ? a : a == 0;
    case sineOf:
      return sine(a);
    case cosineOf:
      return cosine(a);
    case tangentOf:
      return sine(a) / cosine(a);
    case exponentialOf:
      return exponential(a);
    case logarithmOf:
      return logarithm(a);
    case rootOf:
      return a < 0 ? undefined : std::sqrt(a);
    case sizeOf:
      return std::fabs(a);
    case signOf:
      return a != a ? a : (a > 0) - (a < 0);
    case floorOf:
      return std::floor(a);
    default:
      return hyperbolicTangent(a);
  }
}

double appliedToTwo(int operation, double a, double b) {
  switch (operation) {
    case add:
      return a + b;
    case subtract:
      return a - b;
    case multiply:
      return a * b;
    case divide:
      return a / b;
    case raise:
      return raised(a, b);
    case least:
      return a != a || b != b ? undefined : a < b ? a : b;
    case greatest:
      return a != a || b != b ? undefined : a > b ? a : b;
    default:
      return compared(operation, a, b);
  }
}

}  // namespace nablab
