#include "curvature.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "math/linearAlgebra.h"

namespace nablab {

namespace {

/** Where the error of the difference, of order ε², and that of rounding, of order 10⁻¹⁶/ε, are about equal. */
constexpr double differenceStep = 1e-5;

double norm(const std::vector<double>& v) {
  double total = 0;
  for (const double component : v) total += component * component;
  return std::sqrt(total);
}

double dot(const std::vector<double>& a, const std::vector<double>& b) {
  double total = 0;
  for (std::size_t i = 0; i < a.size(); ++i) total += a[i] * b[i];
  return total;
}

/** y ← y + factor·x. */
void add(std::vector<double>& y, double factor, const std::vector<double>& x) {
  for (std::size_t i = 0; i < y.size(); ++i) y[i] += factor * x[i];
}

/** Eigenvalues of the tridiagonal matrix of Lanczos's method, and the last component of their eigenvectors. */
Spectrum ritzValues(const std::vector<double>& diagonal, const std::vector<double>& beside) {
  const std::size_t n = diagonal.size();
  std::vector<double> matrix(n * n);
  for (std::size_t i = 0; i < n; ++i) matrix[i * n + i] = diagonal[i];
  for (std::size_t i = 0; i + 1 < n; ++i) matrix[i * n + i + 1] = matrix[(i + 1) * n + i] = beside[i];
  const Eigensystem system = symmetricEigen(static_cast<int>(n), matrix);
  Spectrum spectrum{{}, {}, static_cast<int>(n)};
  for (std::size_t i = n; i-- > 0;) {
    spectrum.eigenvalues.push_back(system.values[i]);
    spectrum.residuals.push_back(beside[n - 1] * std::fabs(system.vectors[i * n + n - 1]));
  }
  return spectrum;
}

}  // namespace

void hessianTimes(Twin& twin, const std::vector<double>& v, std::vector<double>& product) {
  const double length = norm(v);
  product.assign(v.size(), 0);
  if (length == 0) return;
  const double step = differenceStep * std::max(1.0, norm(twin.parameters())) / length;
  std::vector<double> shifted = twin.parameters(), gradient;
  add(shifted, step, v);
  twin.objective(shifted, product);
  shifted = twin.parameters();
  add(shifted, -step, v);
  twin.objective(shifted, gradient);
  for (std::size_t i = 0; i < product.size(); ++i) product[i] = (product[i] - gradient[i]) / (2 * step);
}

Hessian hessian(Twin& twin) {
  const std::size_t n = twin.size();
  if (n > mostHessianParameters)
    throw Refusal("BUDGET", "layers", "of " + std::to_string(n) + " parameters",
                  "up to " + std::to_string(mostHessianParameters) + " for a full Hessian");
  Hessian result{static_cast<int>(n), std::vector<double>(n * n), {}, 0};
  std::vector<double> unit(n), column;
  for (std::size_t i = 0; i < n; ++i) {
    unit[i] = 1;
    hessianTimes(twin, unit, column);
    unit[i] = 0;
    std::copy(column.begin(), column.end(), result.matrix.begin() + static_cast<std::ptrdiff_t>(i * n));
  }
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t j = 0; j < i; ++j) {
      double &a = result.matrix[i * n + j], &b = result.matrix[j * n + i];
      result.asymmetry = std::max(result.asymmetry, std::fabs(a - b));
      a = b = (a + b) / 2;
    }
  result.eigenvalues = symmetricEigen(result.size, result.matrix).values;
  return result;
}

Spectrum extremeEigenvalues(Twin& twin, int steps, std::uint32_t seed) {
  readNumber(steps, "tool.products", {2, 100}, true);
  const std::size_t n = twin.size(), most = std::min(static_cast<std::size_t>(steps), n);
  Random random(seed, Stream::tools, 2);
  std::vector<double> v(n), next;
  for (double& component : v) component = random.normal();
  for (const double length = norm(v); double& component : v) component /= length;
  std::vector<std::vector<double>> basis;
  std::vector<double> diagonal, beside;
  double largest = 0;
  while (basis.size() < most) {
    basis.push_back(v);
    hessianTimes(twin, v, next);
    diagonal.push_back(dot(v, next));
    // Twice is enough (Parlett 1998, section 6.9) to keep the basis orthogonal in spite of rounding.
    for (int pass = 0; pass < 2; ++pass)
      for (const std::vector<double>& earlier : basis) add(next, -dot(earlier, next), earlier);
    beside.push_back(norm(next));
    largest = std::max({largest, std::fabs(diagonal.back()), beside.back()});
    // Nothing but rounding is left, or nothing finite: the space is exhausted.
    if (!(beside.back() > 1e-8 * largest)) break;
    v = next;
    for (double& component : v) component /= beside.back();
  }
  return ritzValues(diagonal, beside);
}

StableRate stableRateOf(const Run<double>& run, double largestCurvature) {
  constexpr double none = std::numeric_limits<double>::quiet_NaN();
  const double rate = run.learningRate(),
               base = std::visit([](const auto&kind) { return kind.learningRate; }, run.experiment().optimizer);
  StableRate stable{rate, rate > 0 ? 2 / rate : none, none, none};
  if (!(largestCurvature > 0)) return stable;
  stable.highest = 2 / largestCurvature;
  if (rate > 0) stable.knob = base * (stable.highest / rate);
  return stable;
}

TraceEstimate estimateTrace(Twin& twin, int probes, std::uint32_t seed) {
  readNumber(probes, "tool.products", {2, 1000}, true);
  Random random(seed, Stream::tools, 3);
  std::vector<double> v(twin.size()), product;
  double mean = 0, squares = 0;
  for (int probe = 0; probe < probes; ++probe) {
    for (double& component : v) component = (random.next() & 1) ? 1 : -1;
    hessianTimes(twin, v, product);
    // Welford 1962: mean and squared deviations in one pass.
    const double sample = dot(v, product), deviation = sample - mean;
    mean += deviation / (probe + 1);
    squares += deviation * (sample - mean);
  }
  return {mean, std::sqrt(squares / (static_cast<double>(probes) * (probes - 1)))};
}

}  // namespace nablab
