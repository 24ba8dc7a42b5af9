#include "initializers.h"

#include <algorithm>

#include "math/vector.h"

namespace nablab {

namespace {

/** Σ aᵢ·bᵢ over a multiple of `lanes`. */
double dot(const double* a, const double* b, std::size_t length) {
  Vec<double> total = splat(0.0);
  for (std::size_t i = 0; i < length; i += lanes) total += load(a + i) * load(b + i);
  return sum<double>(total);
}

/** a ← a·factor + b·share over a multiple of `lanes`. */
void combine(double* a, double factor, const double* b, double share, std::size_t length) {
  for (std::size_t i = 0; i < length; i += lanes)
    store(a + i, load(a + i) * splat(factor) + load(b + i) * splat(share));
}

}  // namespace

/**
 * As many vectors as the shorter side has, each as long as the longer, made orthonormal by the modified Gram–Schmidt
 * process. Its R has a positive diagonal, which makes the law uniform.
 */
void Orthogonal::fill(Random& random, int rows, int columns, double* values) const {
  const auto count = static_cast<std::size_t>(std::min(rows, columns)),
             length = static_cast<std::size_t>(std::max(rows, columns));
  const std::size_t stride = roundUpToLanes(length);
  std::vector<double> vectors(count * stride);
  for (std::size_t k = 0; k < count; ++k) {
    double* const v = &vectors[k * stride];
    double norm = 0;
    // A vector that the others span already (of probability zero) is drawn anew.
    while (norm < 1e-6) {
      for (std::size_t i = 0; i < length; ++i) v[i] = random.normal();
      for (std::size_t j = 0; j < k; ++j)
        combine(v, 1, &vectors[j * stride], -dot(v, &vectors[j * stride], stride), stride);
      norm = std::sqrt(dot(v, v, stride));
    }
    combine(v, 1 / norm, v, 0, stride);
  }
  const bool wide = columns > rows;
  for (int row = 0; row < rows; ++row)
    for (int column = 0; column < columns; ++column) {
      const auto vector = static_cast<std::size_t>(wide ? row : column),
                 place = static_cast<std::size_t>(wide ? column : row);
      *values++ = gain * vectors[vector * stride + place];
    }
}

std::vector<double> initialValues(const Initializer& initializer, const std::vector<int>& shape, Fans fans,
                                  Random random) {
  int rows = 1;
  for (std::size_t i = 0; i + 1 < shape.size(); ++i) rows *= shape[i];
  std::vector<double> values(static_cast<std::size_t>(rows) * static_cast<std::size_t>(shape.back()));
  std::visit(
      [&](const auto& kind) {
        if constexpr (requires { kind.fill(random, rows, rows, values.data()); })
          kind.fill(random, rows, shape.back(), values.data());
        else
          for (double& value : values) value = kind.next(random, fans);
      },
      initializer);
  return values;
}

}  // namespace nablab
