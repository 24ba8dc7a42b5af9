#include "linearAlgebra.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>

namespace nablab {

namespace {

constexpr double rounding = std::numeric_limits<double>::epsilon();

double dot(const double* a, const double* b, int n) {
  double sum = 0;
  for (int i = 0; i < n; ++i) sum += a[i] * b[i];
  return sum;
}

/** y += factor·x */
void addMultiple(double* y, double factor, const double* x, int n) {
  for (int i = 0; i < n; ++i) y[i] += factor * x[i];
}

double largestMagnitude(const double* numbers, std::size_t count) {
  double largest = 0;
  for (std::size_t i = 0; i < count; ++i)
    if (!(std::fabs(numbers[i]) <= largest)) largest = std::fabs(numbers[i]);
  return largest;
}

/** A symmetric matrix on its way to Q·T·Qᵀ with a tridiagonal T, and on to its eigenvalues. */
class Decomposition {
 public:
  Decomposition(int size, std::vector<double> matrix)
      : n(size), a(std::move(matrix)), q(a.size(), 0.0), diagonal(count(n)), beside(count(n)), work(count(n)) {}

  /** Reflects away column by column what is more than one place from the diagonal. */
  void makeTridiagonal() {
    for (int k = 0; k + 2 < n; ++k) reflect(k);
    for (int i = 0; i < n; ++i) {
      diagonal[count(i)] = row(a, i)[i];
      if (i + 1 < n) beside[count(i)] = row(a, i + 1)[i];
      row(q, i)[i] = 1;
    }
    for (int k = n - 3; k >= 0; --k) accumulate(k);
  }

  /** False if it does not converge, as with NaN. */
  bool iterate() {
    // Two or three iterations an eigenvalue are usual.
    long left = 60L * n;
    for (int high = n - 1; high > 0;) {
      for (int i = 0; i < high; ++i)
        if (std::fabs(beside[count(i)]) <=
            rounding * (std::fabs(diagonal[count(i)]) + std::fabs(diagonal[count(i + 1)])))
          beside[count(i)] = 0;
      if (beside[count(high - 1)] == 0) {
        --high;
        continue;
      }
      if (left-- == 0) return false;
      int low = high - 1;
      while (low > 0 && beside[count(low - 1)] != 0) --low;
      step(low, high);
    }
    return true;
  }

  Eigensystem sorted(double scale) const {
    std::vector<int> order;
    for (int i = 0; i < n; ++i) order.push_back(i);
    std::stable_sort(order.begin(), order.end(), [&](int i, int j) { return diagonal[count(i)] < diagonal[count(j)]; });
    Eigensystem result;
    for (const int i : order) {
      const double* vector = row(q, i);
      int largest = 0;
      for (int j = 1; j < n; ++j)
        if (std::fabs(vector[j]) > std::fabs(vector[largest])) largest = j;
      result.values.push_back(scale * diagonal[count(i)]);
      for (int j = 0; j < n; ++j) result.vectors.push_back(vector[largest] < 0 ? -vector[j] : vector[j]);
    }
    return result;
  }

 private:
  static std::size_t count(int number) { return static_cast<std::size_t>(number); }
  double* row(std::vector<double>& matrix, int i) const { return matrix.data() + count(i) * count(n); }
  const double* row(const std::vector<double>& matrix, int i) const { return matrix.data() + count(i) * count(n); }

  /** A ← H·A·H with H = 1 − 2vvᵀ/vᵀv, which zeroes column k below the place under the diagonal; v stays in row k. */
  void reflect(int k) {
    const int rest = n - k - 1;
    double* const v = row(a, k) + k + 1;
    for (int i = 0; i < rest; ++i) v[i] = row(a, k + 1 + i)[k];
    const double norm = std::sqrt(dot(v, v, rest)), under = v[0] > 0 ? -norm : norm;
    v[0] -= under;
    row(a, k + 1)[k] = under;
    const double square = dot(v, v, rest);
    if (square == 0) return;
    double* const w = work.data();
    for (int i = 0; i < rest; ++i) w[i] = 2 / square * dot(row(a, k + 1 + i) + k + 1, v, rest);
    addMultiple(w, -dot(w, v, rest) / square, v, rest);
    for (int i = 0; i < rest; ++i) {
      double* const target = row(a, k + 1 + i) + k + 1;
      for (int j = 0; j < rest; ++j) target[j] -= v[i] * w[j] + w[i] * v[j];
    }
  }

  /** Qᵀ ← Qᵀ·H with the reflection of column k. */
  void accumulate(int k) {
    const int rest = n - k - 1;
    const double *const v = row(a, k) + k + 1, square = dot(v, v, rest);
    if (square == 0) return;
    for (int i = k + 1; i < n; ++i) {
      double* const target = row(q, i) + k + 1;
      addMultiple(target, -2 / square * dot(target, v, rest), v, rest);
    }
  }

  /** One shifted QR step on the rows `low` to `high` of T: a rotation, and the bulge it makes is chased out. */
  void step(int low, int high) {
    const double last = beside[count(high - 1)], half = (diagonal[count(high - 1)] - diagonal[count(high)]) / 2;
    const double root = std::sqrt(half * half + last * last);
    double x = diagonal[count(low)] - (diagonal[count(high)] - last * last / (half + (half < 0 ? -root : root)));
    double bulge = beside[count(low)];
    for (int k = low; k < high; ++k) {
      const double r = std::sqrt(x * x + bulge * bulge), c = r > 0 ? x / r : 1, s = r > 0 ? bulge / r : 0;
      if (k > low) beside[count(k - 1)] = r;
      const double upper = diagonal[count(k)], lower = diagonal[count(k + 1)], off = beside[count(k)];
      diagonal[count(k)] = c * c * upper + 2 * c * s * off + s * s * lower;
      diagonal[count(k + 1)] = s * s * upper - 2 * c * s * off + c * c * lower;
      x = beside[count(k)] = c * s * (lower - upper) + (c * c - s * s) * off;
      if (k + 1 < high) {
        bulge = s * beside[count(k + 1)];
        beside[count(k + 1)] *= c;
      }
      rotate(row(q, k), row(q, k + 1), c, s);
    }
  }

  void rotate(double* first, double* second, double c, double s) const {
    for (int i = 0; i < n; ++i) {
      const double old = first[i];
      first[i] = c * old + s * second[i];
      second[i] = c * second[i] - s * old;
    }
  }

  int n;
  /** `a` becomes T and the reflections; the rows of `q` become the eigenvectors. */
  std::vector<double> a, q, diagonal, beside, work;
};

}  // namespace

bool solve(int n, double* matrix, double* vector) {
  for (int k = 0; k < n; ++k) {
    double* const pivotRow = matrix + static_cast<std::ptrdiff_t>(k) * n;
    int pivot = k;
    for (int i = k + 1; i < n; ++i)
      if (std::fabs(matrix[static_cast<std::ptrdiff_t>(i) * n + k]) >
          std::fabs(matrix[static_cast<std::ptrdiff_t>(pivot) * n + k]))
        pivot = i;
    if (pivot != k) {
      std::swap_ranges(pivotRow, pivotRow + n, matrix + static_cast<std::ptrdiff_t>(pivot) * n);
      std::swap(vector[k], vector[pivot]);
    }
    const double divisor = pivotRow[k];
    // Also false for NaN and infinity.
    if (!(std::fabs(divisor) > 0 && divisor - divisor == 0)) return false;
    for (int i = k + 1; i < n; ++i) {
      double* const target = matrix + static_cast<std::ptrdiff_t>(i) * n;
      const double factor = target[k] / divisor;
      target[k] = factor;
      addMultiple(target + k + 1, -factor, pivotRow + k + 1, n - k - 1);
      vector[i] -= factor * vector[k];
    }
  }
  for (int i = n - 1; i >= 0; --i) {
    const double* const from = matrix + static_cast<std::ptrdiff_t>(i) * n;
    vector[i] = (vector[i] - dot(from + i + 1, vector + i + 1, n - i - 1)) / from[i];
  }
  return true;
}

Eigensystem symmetricEigen(int n, std::vector<double> matrix) {
  // Squares of huge or tiny numbers would leave the range of double.
  const double scale = largestMagnitude(matrix.data(), matrix.size());
  if (scale > 0)
    for (double& number : matrix) number /= scale;
  Decomposition decomposition(n, std::move(matrix));
  decomposition.makeTridiagonal();
  const bool converged = decomposition.iterate();
  Eigensystem result = decomposition.sorted(scale);
  if (!converged || scale - scale != 0)
    std::fill(result.values.begin(), result.values.end(), std::numeric_limits<double>::quiet_NaN());
  return result;
}

}  // namespace nablab
