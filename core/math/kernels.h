#pragma once
#include "vector.h"

/**
 * The sums of products that a dense layer is made of, and the gathering of a batch.
 *
 * Activations are matrices [unit][column], one column a sample; the distance between two units is a *stride*. `columns`
 * is a multiple of `lanes`; the padding behind the samples is computed like the rest. Weights are [input][output], the
 * outputs contiguous. Every sum has one order, told below, that depends neither on the shape's path through the tiles
 * nor on the build, so results are the same bits everywhere. No matrix may overlap a result. Compiled for float and
 * double.
 */
namespace nablab {

/**
 * An activation that is done in the same breath as the sums before or behind it. Its derivative can be told from its
 * value a: 1 where it is above zero, else 0; or 1 − a².
 */
enum class Fused { none, relu, tanh };

/** The activation behind Z, with Z's stride. */
template <class Real>
struct Activated {
  Fused kind = Fused::none;
  /** Takes f(Z[o][c]); if it is Z, only that is left of it. */
  Real* values = nullptr;
};

/**
 * Z[o][c] = bias[o] + Σᵢ W[i][o]·X[i][c], beginning with the bias, i rising; and in the same breath what `activated`
 * wants of it.
 */
template <class Real>
void denseForward(int outputs, int inputs, int columns, const Real* W, const Real* bias, const Real* X, int xStride,
                  Real* Z, int zStride, const Activated<Real>& activated = {});

/** The activation that made X, with X's stride. */
template <class Real>
struct Slope {
  Fused kind = Fused::none;
  const Real* activation = nullptr;
  /** Takes dX[i][c]·f′; if it is dX, only that is left of it. */
  Real* gradient = nullptr;
};

/** dX[i][c] = Σₒ W[i][o]·dZ[o][c], beginning with zero, o rising; and in the same breath what `slope` wants of it. */
template <class Real>
void denseBackwardInput(int inputs, int outputs, int columns, const Real* W, const Real* dZ, int dzStride, Real* dX,
                        int dxStride, const Slope<Real>& slope = {});

/**
 * dW[i][o] = Σ_c X[i][c]·dZ[o][c] and dBias[o] = Σ_c dZ[o][c], assigned, not added. Each lane sums its columns (c ≡
 * lane modulo `lanes`) from zero, c rising; then `sum` adds the lanes. Note the order of the sizes: outputs come first.
 */
template <class Real>
void denseBackwardWeights(int outputs, int inputs, int columns, const Real* X, int xStride, const Real* dZ,
                          int dzStride, Real* dW, Real* dBias);

/** A table of samples: of each row the `inputs`, then the `targets`, then what fills up its last vector. */
template <class Real>
struct SampleRows {
  const Real* rows;
  int inputs, targets;
  constexpr std::ptrdiff_t width() const {
    return static_cast<std::ptrdiff_t>(roundUpToLanes(static_cast<std::size_t>(inputs + targets)));
  }
};

/**
 * Puts samples side by side: X[i][c] is input i of row index[c] for the first `count` columns, and T[t][c] its target t
 * (unless T is null); zero from there to the stride, which is a multiple of `lanes` and at least `count`.
 */
template <class Real>
void gatherColumns(const SampleRows<Real>& samples, const int* index, int count, Real* X, Real* T, int stride);

/** The same of the inputs alone. */
template <class Real>
void gatherInputs(const SampleRows<Real>& samples, const int* index, int count, Real* X, int stride) {
  gatherColumns(samples, index, count, X, static_cast<Real*>(nullptr), stride);
}

}  // namespace nablab
