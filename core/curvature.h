#pragma once
#include <vector>

#include "twin.h"

/**
 * Second derivatives of the objective at the twin's parameters, from central differences of its exact gradient in
 * double: H·v ≈ (∇C(θ + ε·v) − ∇C(θ − ε·v)) / 2ε (Pearlmutter 1994, equation 1, in its symmetric form).
 */
namespace nablab {

/** A full Hessian has this many parameters at most. */
constexpr int mostHessianParameters = 500;

struct Hessian {
  int size;
  /** [size][size], symmetric. */
  std::vector<double> matrix;
  /** Ascending. */
  std::vector<double> eigenvalues;
  /** The largest |H − Hᵀ| before it was made symmetric: the size of the error. */
  double asymmetry;
};

/** Refuses networks of more than `mostHessianParameters` with BUDGET. */
Hessian hessian(Twin& twin);

/** H·v; `product` is as long as v. */
void hessianTimes(Twin& twin, const std::vector<double>& v, std::vector<double>& product);

struct Spectrum {
  /** Descending; the smallest of all come last. */
  std::vector<double> eigenvalues;
  /** By eigenvalue, the norm of H·x − λ·x: a true eigenvalue lies no further away. */
  std::vector<double> residuals;
  /** Products with H that it took. */
  int steps;
};

/**
 * The extreme eigenvalues by Lanczos's method with complete reorthogonalization (Golub & Van Loan 2013, section
 * 10.3), from a random vector drawn by the seed: up to `steps` (2 to 100) products, then all Ritz values. Refuses
 * another number of steps with RANGE.
 */
Spectrum extremeEigenvalues(Twin& twin, int steps, std::uint32_t seed);

/** How sharp a bend a learning rate bears, and how high a rate a bend bears. */
struct StableRate {
  /** The rate of the run's next step, after its schedule; and 2/η: where the loss bends more, it overshoots. */
  double inForce, bound;
  /** 2/λmax, and to which value the knob must be set for the schedule to give that rate now. NaN where λmax ≤ 0. */
  double highest, knob;
};

/** Of plain gradient descent in the direction of the largest curvature (Nocedal & Wright 2006, section 3.3). */
StableRate stableRateOf(const Run<double>& run, double largestCurvature);

struct TraceEstimate {
  double trace, standardError;
};

/**
 * The mean of vᵀ·H·v over random vectors of ±1 (Hutchinson 1990), with its standard error; 2 to 1000 `probes`.
 */
TraceEstimate estimateTrace(Twin& twin, int probes, std::uint32_t seed);

}  // namespace nablab
