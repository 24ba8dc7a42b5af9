#include <catch2/catch.hpp>
#include <cmath>
#include <limits>

#include "core/math/linearAlgebra.h"
#include "core/random.h"

namespace nablab {
namespace {

std::size_t at(int n, int i, int j) {
  return static_cast<std::size_t>(i) * static_cast<std::size_t>(n) + static_cast<std::size_t>(j);
}

std::vector<double> randomMatrix(int n, bool symmetric, std::uint32_t seed) {
  Random random(seed, Stream::data);
  std::vector<double> matrix(at(n, n, 0));
  for (int i = 0; i < n; ++i)
    for (int j = 0; j < n; ++j) matrix[at(n, i, j)] = symmetric && j < i ? matrix[at(n, j, i)] : random.normal();
  return matrix;
}

/** The largest error of A·v = λ·v over all pairs, and of vᵢ·vⱼ = δᵢⱼ. */
double worstError(int n, const std::vector<double>& matrix, const Eigensystem& found) {
  double worst = 0;
  for (int k = 0; k < n; ++k)
    for (int i = 0; i < n; ++i) {
      double product = 0, inner = 0;
      for (int j = 0; j < n; ++j) {
        product += matrix[at(n, i, j)] * found.vectors[at(n, k, j)];
        inner += found.vectors[at(n, i, j)] * found.vectors[at(n, k, j)];
      }
      worst =
          std::max(worst, std::fabs(product - found.values[static_cast<std::size_t>(k)] * found.vectors[at(n, k, i)]));
      worst = std::max(worst, std::fabs(inner - (i == k)));
    }
  return worst;
}

TEST_CASE("a solved system of equations gives back its right side", "[linearAlgebra]") {
  for (const int n : {1, 2, 3, 7, 60}) {
    const std::vector<double> matrix = randomMatrix(n, false, 3), expected = randomMatrix(n, false, 4);
    std::vector<double> factors = matrix, vector;
    for (int i = 0; i < n; ++i) {
      double sum = 0;
      for (int j = 0; j < n; ++j) sum += matrix[at(n, i, j)] * expected[static_cast<std::size_t>(j)];
      vector.push_back(sum);
    }
    REQUIRE(solve(n, factors.data(), vector.data()));
    for (int i = 0; i < n; ++i)
      CHECK(vector[static_cast<std::size_t>(i)] == Approx(expected[static_cast<std::size_t>(i)]).margin(1e-10));
  }
}

TEST_CASE("solving changes rows where the diagonal is zero", "[linearAlgebra]") {
  std::vector<double> matrix{0, 2, 4, 0}, vector{6, 8};
  REQUIRE(solve(2, matrix.data(), vector.data()));
  CHECK(vector == std::vector<double>{2, 3});
}

TEST_CASE("singular and broken systems are not solved", "[linearAlgebra]") {
  std::vector<double> singular{1, 2, 2, 4}, vector{1, 1};
  CHECK_FALSE(solve(2, singular.data(), vector.data()));
  std::vector<double> broken{std::numeric_limits<double>::quiet_NaN(), 2, 2, 4};
  CHECK_FALSE(solve(2, broken.data(), vector.data()));
}

TEST_CASE("eigenvalues of the second difference are those of its closed form", "[linearAlgebra]") {
  constexpr int n = 40;
  std::vector<double> matrix(at(n, n, 0));
  for (int i = 0; i < n; ++i) {
    matrix[at(n, i, i)] = 2;
    if (i > 0) matrix[at(n, i, i - 1)] = matrix[at(n, i - 1, i)] = -1;
  }
  const Eigensystem found = symmetricEigen(n, matrix);
  for (int k = 0; k < n; ++k)
    CHECK(found.values[static_cast<std::size_t>(k)] ==
          Approx(2 - 2 * std::cos(M_PI * (k + 1) / (n + 1))).margin(1e-14));
  CHECK(worstError(n, matrix, found) < 1e-13);
}

TEST_CASE("eigenvectors are orthonormal and only stretched by their matrix", "[linearAlgebra]") {
  for (const int n : {1, 2, 3, 5, 64}) {
    const std::vector<double> matrix = randomMatrix(n, true, 5);
    const Eigensystem found = symmetricEigen(n, matrix);
    CHECK(worstError(n, matrix, found) < 1e-12);
    CHECK(std::is_sorted(found.values.begin(), found.values.end()));
  }
}

TEST_CASE("equal eigenvalues, zero matrices and all magnitudes are decomposed", "[linearAlgebra]") {
  CHECK(symmetricEigen(0, {}).values.empty());
  CHECK(symmetricEigen(2, {0, 0, 0, 0}).values == std::vector<double>{0, 0});
  std::vector<double> ones(81, 1.0);
  const Eigensystem found = symmetricEigen(9, ones);
  CHECK(found.values.back() == Approx(9));
  CHECK(std::fabs(found.values[7]) < 1e-14);
  CHECK(worstError(9, ones, found) < 1e-13);
  for (const double scale : {1e-200, 1e200}) {
    const Eigensystem scaled = symmetricEigen(2, {2 * scale, scale, scale, 2 * scale});
    CHECK(scaled.values[0] / scale == Approx(1));
    CHECK(scaled.values[1] / scale == Approx(3));
  }
}

TEST_CASE("a matrix with numbers that are not finite has no eigenvalues", "[linearAlgebra]") {
  const double nan = std::numeric_limits<double>::quiet_NaN(), infinity = std::numeric_limits<double>::infinity();
  for (const double bad : {nan, infinity})
    for (const double value : symmetricEigen(3, {1, 0, bad, 0, 1, 0, bad, 0, 1}).values) CHECK(value != value);
}

}  // namespace
}  // namespace nablab
