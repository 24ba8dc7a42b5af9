#pragma once
#include <cstddef>

#include "vector.h"

/**
 * Sums of products in registers: the inner loops of dense and convolutional layers. A *run* is a stretch of terms whose
 * operands lie at fixed distances; a dense layer's sum is one run, a convolution's has one for each row (or each place)
 * of its window. Terms are added in the order of the runs, one at a time, so that the way through the tiles is not seen
 * in the bits.
 */
namespace nablab {

/**
 * Rows and vectors of a tile: as many sums as leave registers for their operands. In double, which nothing waits for,
 * one: its code is small instead.
 */
template <class Real>
constexpr int tileRows = sizeof(Real) == 4 ? 4 : 1;
template <class Real>
constexpr int tileVectors = sizeof(Real) == 4 ? 2 : 1;

/** Where a sum begins: with zero, with the bias of its row, or with what the result already holds. */
enum class Begin { zero, bias, result };

/** A sum of one run. */
struct OneRun {};

/** A sum of `outer` × `inner` runs, the inner ones passing faster, and how far A and B move from one to the next. */
struct WindowRuns {
  int outer, inner;
  std::ptrdiff_t outerA, outerB, innerA, innerB;
};

/** Calls `visit(A, B)` with where each run begins. */
template <class Real, class Visit>
NABLAB_INLINE void forEachRun(OneRun, const Real* A, const Real* B, Visit&& visit) {
  visit(A, B);
}
template <class Real, class Visit>
NABLAB_INLINE void forEachRun(const WindowRuns& runs, const Real* A, const Real* B, Visit&& visit) {
  const std::ptrdiff_t innerA = runs.innerA, innerB = runs.innerB;
  for (int y = 0; y < runs.outer; ++y, A += runs.outerA, B += runs.outerB) {
    const Real *a = A, *b = B;
    for (int x = 0; x < runs.inner; ++x, a += innerA, b += innerB) visit(a, b);
  }
}

/** C = A·B, runs of `depth` terms: A[row][k] at row·rowStride + k·depthStride, B and C with contiguous columns. */
template <class Real, class Runs>
struct Product {
  int rows, columns, depth;
  const Real* A;
  std::ptrdiff_t rowStride, depthStride;
  const Real* B;
  std::ptrdiff_t bStride;
  Real* C;
  std::ptrdiff_t cStride;
  const Real* bias;
  /** Not null: max(0, C) is written there too, in the same breath. */
  Real* rectified;
  Runs runs;
};

/** `Rows` × `Vectors` sums at once, in registers, beginning at this row and column of the product. */
template <Begin begin, int Rows, int Vectors, class Real, class Runs>
NABLAB_INLINE void tile(const Product<Real, Runs>& p, int row, int column) {
  Real* C = p.C + row * p.cStride + column;
  const std::ptrdiff_t rowStride = p.rowStride, depthStride = p.depthStride, bStride = p.bStride, cStride = p.cStride;
  const int depth = p.depth;
  Vec<Real> total[Rows][Vectors];
#pragma GCC unroll 4
  for (int i = 0; i < Rows; ++i)
#pragma GCC unroll 2
    for (int j = 0; j < Vectors; ++j)
      total[i][j] = begin == Begin::zero   ? splat<Real>(0)
                    : begin == Begin::bias ? splat<Real>(p.bias[row + i])
                                           : load(C + i * cStride + j * lanes);
  forEachRun(p.runs, p.A + row * rowStride, p.B + column, [&](const Real* A, const Real* B) NABLAB_INLINE_LAMBDA {
    for (int k = 0; k < depth; ++k, A += depthStride, B += bStride) {
      Vec<Real> right[Vectors];
#pragma GCC unroll 2
      for (int j = 0; j < Vectors; ++j) right[j] = load(B + j * lanes);
#pragma GCC unroll 4
      for (int i = 0; i < Rows; ++i) {
        const Vec<Real> left = splat<Real>(A[i * rowStride]);
#pragma GCC unroll 2
        for (int j = 0; j < Vectors; ++j) total[i][j] += left * right[j];
      }
    }
  });
#pragma GCC unroll 4
  for (int i = 0; i < Rows; ++i)
#pragma GCC unroll 2
    for (int j = 0; j < Vectors; ++j) store(C + i * cStride + j * lanes, total[i][j]);
  if (begin == Begin::zero || !p.rectified) return;
  Real* R = p.rectified + row * cStride + column;
#pragma GCC unroll 4
  for (int i = 0; i < Rows; ++i)
#pragma GCC unroll 2
    for (int j = 0; j < Vectors; ++j) store(R + i * cStride + j * lanes, maximum<Real>(total[i][j], splat<Real>(0)));
}

/** All rows of a strip of columns. */
template <Begin begin, int Vectors, class Real, class Runs>
NABLAB_INLINE void strip(const Product<Real, Runs>& p, int column) {
  constexpr int most = tileRows<Real>;
  int row = 0;
  for (; row + most <= p.rows; row += most) tile<begin, most, Vectors>(p, row, column);
  if constexpr (most > 1) {
    if (row + 2 <= p.rows) {
      tile<begin, 2, Vectors>(p, row, column);
      row += 2;
    }
    if (row < p.rows) tile<begin, 1, Vectors>(p, row, column);
  }
}

/** The whole product; `columns` is a multiple of `lanes`. */
template <Begin begin, class Real, class Runs>
void multiply(const Product<Real, Runs>& p) {
  constexpr int width = tileVectors<Real> * lanes;
  int column = 0;
  for (; column + width <= p.columns; column += width) strip<begin, tileVectors<Real>>(p, column);
  if constexpr (tileVectors < Real >> 1)
    if (column < p.columns) strip<begin, 1>(p, column);
}

/**
 * A piece of a weight's gradient, dW[i][o] = Σ X[i][c]·dZ[o][c]: where its rows begin, and how far apart they are. Each
 * lane sums its columns over all runs; then `sum` adds the lanes.
 */
template <class Real, class Runs>
struct WeightProduct {
  int inputs, outputs, columns;
  const Real* X;
  std::ptrdiff_t xStride;
  const Real* dZ;
  std::ptrdiff_t dzStride;
  Real* dW;
  std::ptrdiff_t dwStride;
  Runs runs;
};

/** dW[i][o] of `Inputs` inputs from i and four outputs from o. */
template <int Inputs, class Real, class Runs>
NABLAB_INLINE void weightTile(const WeightProduct<Real, Runs>& p, int i, int o) {
  const std::ptrdiff_t xStride = p.xStride, dzStride = p.dzStride;
  const int columns = p.columns;
  Vec<Real> total[Inputs][4];
#pragma GCC unroll 2
  for (int row = 0; row < Inputs; ++row)
#pragma GCC unroll 4
    for (int k = 0; k < 4; ++k) total[row][k] = splat<Real>(0);
  forEachRun(p.runs, p.X + i * xStride, p.dZ + o * dzStride, [&](const Real* X, const Real* dZ) NABLAB_INLINE_LAMBDA {
    for (int c = 0; c < columns; c += lanes) {
      Vec<Real> x[Inputs];
#pragma GCC unroll 2
      for (int row = 0; row < Inputs; ++row) x[row] = load(X + row * xStride + c);
#pragma GCC unroll 4
      for (int k = 0; k < 4; ++k) {
        const Vec<Real> d = load(dZ + k * dzStride + c);
#pragma GCC unroll 2
        for (int row = 0; row < Inputs; ++row) total[row][k] += x[row] * d;
      }
    }
  });
#pragma GCC unroll 2
  for (int row = 0; row < Inputs; ++row)
    store(p.dW + (i + row) * p.dwStride + o, sums<Real>(total[row][0], total[row][1], total[row][2], total[row][3]));
}

/** dW[i][o] of one output and `Inputs` inputs from i: for the outputs that do not fill a tile. */
template <int Inputs, class Real, class Runs>
NABLAB_INLINE void weightStrip(const WeightProduct<Real, Runs>& p, int i, int o) {
  const std::ptrdiff_t xStride = p.xStride;
  const int columns = p.columns;
  Vec<Real> total[4] = {};
  forEachRun(p.runs, p.X + i * xStride, p.dZ + o * p.dzStride, [&](const Real* X, const Real* d) NABLAB_INLINE_LAMBDA {
    for (int c = 0; c < columns; c += lanes)
#pragma GCC unroll 4
      for (int row = 0; row < Inputs; ++row) total[row] += load(X + row * xStride + c) * load(d + c);
  });
  const Vec<Real> four = sums<Real>(total[0], total[1], total[2], total[3]);
#pragma GCC unroll 4
  for (int row = 0; row < Inputs; ++row) p.dW[(i + row) * p.dwStride + o] = four[row];
}

/** All inputs of the outputs from `first` up to `last`. */
template <class Real, class Runs>
NABLAB_INLINE void multiplyWeights(const WeightProduct<Real, Runs>& p, int first, int last) {
  if constexpr (sizeof(Real) == 4) {
    const int tiled = first + (last - first) / 4 * 4;
    int i = 0;
    for (; i + 2 <= p.inputs; i += 2)
      for (int o = first; o < tiled; o += 4) weightTile<2>(p, i, o);
    if (i < p.inputs)
      for (int o = first; o < tiled; o += 4) weightTile<1>(p, i, o);
    first = tiled;
  }
  for (int o = first; o < last; ++o) {
    int i = 0;
    if constexpr (sizeof(Real) == 4)
      for (; i + 4 <= p.inputs; i += 4) weightStrip<4>(p, i, o);
    for (; i < p.inputs; ++i) weightStrip<1>(p, i, o);
  }
}

/** dBias[o] = Σ of the rows of dZ that lie `outputs` rows apart, `places` of each: summed as weights are. */
template <class Real>
void sumBias(int outputs, int places, int columns, const Real* dZ, std::ptrdiff_t dzStride, Real* dBias) {
  const std::ptrdiff_t placeStride = outputs * dzStride;
  for (int o = 0; o < outputs; ++o) {
    Vec<Real> total = splat<Real>(0);
    const Real* d = dZ + o * dzStride;
    for (int place = 0; place < places; ++place, d += placeStride)
      for (int c = 0; c < columns; c += lanes) total += load(d + c);
    dBias[o] = sum<Real>(total);
  }
}

}  // namespace nablab
