#pragma once
#include <cstddef>
#include <type_traits>

#include "functions.h"
#include "kernels.h"
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

/** Which neighbours in A lie side by side: the rows of one term, or the terms of one row. */
enum class Contiguous { rows, depth };

/**
 * C = A·B, runs of `depth` terms, B and C with contiguous columns. In A `aStride` leads from a term to the next where
 * rows are contiguous, and from a row to the next where terms are.
 */
template <class Real, class Runs, Contiguous side>
struct Product {
  int rows, columns, depth;
  const Real* A;
  std::ptrdiff_t aStride;
  const Real* B;
  std::ptrdiff_t bStride;
  Real* C;
  std::ptrdiff_t cStride;
  const Real* bias;
  Activated<Real> activated;
  Runs runs;
  Slope<Real> slope;
  /** Where rows are contiguous: how far a tile's beginning moves with every row. More than 1 if tiles are packed. */
  std::ptrdiff_t rowStep = 1;
  constexpr std::ptrdiff_t tileStep() const { return side == Contiguous::rows ? rowStep : aStride; }
  constexpr std::ptrdiff_t rowStride() const { return side == Contiguous::rows ? 1 : aStride; }
  constexpr std::ptrdiff_t depthStride() const { return side == Contiguous::rows ? aStride : 1; }
};

/** Four numbers of dA·f′(Z), from f's values. */
template <Fused kind, class Real>
NABLAB_INLINE Vec<Real> timesSlope(Vec<Real> dA, Vec<Real> a) {
  const Vec<Real> one = splat<Real>(1), zero = splat<Real>(0);
  return dA * (kind == Fused::tanh ? one - a * a : select<Real>(a > zero, one, zero));
}

/** `Rows` × `Vectors` sums at once, in registers, beginning at this row and column of the product. */
template <Begin begin, int Rows, int Vectors, class Real, class Runs, Contiguous side>
NABLAB_INLINE void tile(const Product<Real, Runs, side>& p, int row, int column) {
  Real* C = p.C + row * p.cStride + column;
  const std::ptrdiff_t rowStride = p.rowStride(), depthStride = p.depthStride(), bStride = p.bStride,
                       cStride = p.cStride;
  const int depth = p.depth;
  Vec<Real> total[Rows][Vectors];
#pragma GCC unroll 4
  for (int i = 0; i < Rows; ++i)
#pragma GCC unroll 2
    for (int j = 0; j < Vectors; ++j)
      total[i][j] = begin == Begin::zero   ? splat<Real>(0)
                    : begin == Begin::bias ? splat<Real>(p.bias[row + i])
                                           : load(C + i * cStride + j * lanes);
  forEachRun(p.runs, p.A + row * p.tileStep(), p.B + column, [&](const Real* A, const Real* B) NABLAB_INLINE_LAMBDA {
#pragma GCC unroll 1
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
  const auto put = [&](Real* to, auto number) NABLAB_INLINE_LAMBDA {
    to += row * cStride + column;
#pragma GCC unroll 4
    for (int i = 0; i < Rows; ++i)
#pragma GCC unroll 2
      for (int j = 0; j < Vectors; ++j) store(to + i * cStride + j * lanes, number(i, j));
  };
  constexpr bool isForward = side == Contiguous::rows;
  Real* const finished = isForward ? p.activated.values : p.slope.gradient;
  if (finished != p.C) put(p.C, [&](int i, int j) { return total[i][j]; });
  if (!finished) return;
  constexpr bool isDense = std::is_same_v<Runs, OneRun>;
  if constexpr (isForward) {
    if constexpr (isDense)
      if (p.activated.kind == Fused::tanh)
        return put(finished, [&](int i, int j) NABLAB_INLINE_LAMBDA { return hyperbolicTangent<Real>(total[i][j]); });
    put(finished, [&](int i, int j) { return maximum<Real>(total[i][j], splat<Real>(0)); });
  } else if constexpr (isDense) {
    const Real* const activation = p.slope.activation + row * cStride + column;
    if (p.slope.kind == Fused::tanh)
      return put(finished, [&](int i, int j) NABLAB_INLINE_LAMBDA {
        return timesSlope<Fused::tanh, Real>(total[i][j], load(activation + i * cStride + j * lanes));
      });
    put(finished, [&](int i, int j) NABLAB_INLINE_LAMBDA {
      return timesSlope<Fused::relu, Real>(total[i][j], load(activation + i * cStride + j * lanes));
    });
  }
}

/** All rows of a strip of columns. */
template <Begin begin, int Vectors, class Real, class Runs, Contiguous side>
NABLAB_INLINE void strip(const Product<Real, Runs, side>& p, int column) {
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
template <Begin begin, class Real, class Runs, Contiguous side>
NABLAB_INLINE void multiply(const Product<Real, Runs, side>& p) {
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
  /** Of one run only: takes Σ dZ[o][c], which is summed on the way and in the same order. */
  Real* dBias;
  Runs runs;
  /** Of one run only: dZ of the outputs at hand once more, of four outputs four columns each side by side; or null. */
  const Real* packed = nullptr;
  static constexpr bool hasBias = std::is_same_v<Runs, OneRun>;
};

/** dW[i][o] of two inputs from i and four outputs from o, whose dZ are packed at D. */
template <class Real>
NABLAB_INLINE void packedWeightTile(const WeightProduct<Real, OneRun>& p, int i, int o, const Real* D) {
  const int columns = p.columns;
  const Real *X = p.X + i * p.xStride, *next = X + p.xStride;
  Vec<Real> total[2][4] = {};
#pragma GCC unroll 1
  for (int c = 0; c < columns; c += lanes, X += lanes, next += lanes, D += 4 * lanes) {
    const Vec<Real> x[2] = {load(X), load(next)};
#pragma GCC unroll 4
    for (int k = 0; k < 4; ++k) {
      const Vec<Real> d = load(D + k * lanes);
      total[0][k] += x[0] * d;
      total[1][k] += x[1] * d;
    }
  }
#pragma GCC unroll 2
  for (int row = 0; row < 2; ++row)
    store(p.dW + (i + row) * p.dwStride + o, sums<Real>(total[row][0], total[row][1], total[row][2], total[row][3]));
}

/** dW[i][o] of `Inputs` inputs from i and four outputs from o, and their dBias if wanted. */
template <int Inputs, bool bias, class Real, class Runs>
NABLAB_INLINE void weightTile(const WeightProduct<Real, Runs>& p, int i, int o) {
  const std::ptrdiff_t xStride = p.xStride, dzStride = p.dzStride;
  const int columns = p.columns;
  constexpr int rows = Inputs + (bias ? 1 : 0);
  static_assert(rows <= 2, "the sums and their operands must fit the sixteen registers of many machines");
  Vec<Real> total[rows][4];
#pragma GCC unroll 2
  for (int row = 0; row < rows; ++row)
#pragma GCC unroll 4
    for (int k = 0; k < 4; ++k) total[row][k] = splat<Real>(0);
  forEachRun(p.runs, p.X + i * xStride, p.dZ + o * dzStride, [&](const Real* X, const Real* dZ) NABLAB_INLINE_LAMBDA {
#pragma GCC unroll 1
    for (int c = 0; c < columns; c += lanes) {
      Vec<Real> x[Inputs + 1];
#pragma GCC unroll 2
      for (int row = 0; row < Inputs; ++row) x[row] = load(X + row * xStride + c);
#pragma GCC unroll 4
      for (int k = 0; k < 4; ++k) {
        const Vec<Real> d = load(dZ + k * dzStride + c);
#pragma GCC unroll 2
        for (int row = 0; row < Inputs; ++row) total[row][k] += x[row] * d;
        if constexpr (bias) total[Inputs][k] += d;
      }
    }
  });
  Real* dW = p.dW + i * p.dwStride + o;
#pragma GCC unroll 2
  for (int row = 0; row < rows; ++row, dW += p.dwStride)
    store(row < Inputs ? dW : p.dBias + o, sums<Real>(total[row][0], total[row][1], total[row][2], total[row][3]));
}

/** The same of up to four inputs and one output: for the outputs that do not fill a tile. */
template <int Inputs, bool bias, class Real, class Runs>
NABLAB_INLINE void weightStrip(const WeightProduct<Real, Runs>& p, int i, int o) {
  const std::ptrdiff_t xStride = p.xStride;
  const int columns = p.columns;
  Vec<Real> total[4] = {}, biasTotal = splat<Real>(0);
  forEachRun(p.runs, p.X + i * xStride, p.dZ + o * p.dzStride, [&](const Real* X, const Real* dZ) NABLAB_INLINE_LAMBDA {
#pragma GCC unroll 1
    for (int c = 0; c < columns; c += lanes) {
      const Vec<Real> d = load(dZ + c);
#pragma GCC unroll 4
      for (int row = 0; row < Inputs; ++row) total[row] += load(X + row * xStride + c) * d;
      if constexpr (bias) biasTotal += d;
    }
  });
  const Vec<Real> four = sums<Real>(total[0], total[1], total[2], total[3]);
  Real* dW = p.dW + i * p.dwStride + o;
#pragma GCC unroll 4
  for (int row = 0; row < Inputs; ++row, dW += p.dwStride) *dW = four[row];
  if constexpr (bias) p.dBias[o] = sum<Real>(biasTotal);
}

/** All inputs of the outputs from `first` up to `last`, four at a time, and their dBias if wanted. */
template <class Real, class Runs>
NABLAB_INLINE void tileWeights(const WeightProduct<Real, Runs>& p, int first, int last) {
  constexpr bool bias = WeightProduct<Real, Runs>::hasBias;
  int i = 0;
  if constexpr (bias) {
    // With the odd input or alone: beside two inputs it would leave no registers to the operands.
    i = p.inputs & 1;
    for (int o = first; o < last; o += 4) i == 1 ? weightTile<1, true>(p, 0, o) : weightTile<0, true>(p, 0, o);
    if constexpr (sizeof(Real) == 4)
      if (p.packed)
        for (; i + 2 <= p.inputs; i += 2)
          for (int o = first; o < last; o += 4) packedWeightTile(p, i, o, p.packed + (o - first) * p.columns);
  }
  for (; i + 2 <= p.inputs; i += 2)
    for (int o = first; o < last; o += 4) weightTile<2, false>(p, i, o);
  if constexpr (!bias)
    if (i < p.inputs)
      for (int o = first; o < last; o += 4) weightTile<1, false>(p, i, o);
}

/** All inputs of one output, and its dBias if wanted: with the inputs that are left behind groups of four. */
template <class Real, class Runs>
NABLAB_INLINE void stripWeights(const WeightProduct<Real, Runs>& p, int o) {
  constexpr bool bias = WeightProduct<Real, Runs>::hasBias;
  int i = 0;
  if constexpr (sizeof(Real) == 4) {
    for (; i + 4 < p.inputs; i += 4) weightStrip<4, false>(p, i, o);
    if (p.inputs - i == 4) return weightStrip<4, bias>(p, i, o);
    if (p.inputs - i == 2) return weightStrip<2, bias>(p, i, o);
  }
  for (; i + 1 < p.inputs; ++i) weightStrip<1, false>(p, i, o);
  weightStrip<1, bias>(p, i, o);
}

/** All inputs of the outputs from `first` up to `last`. */
template <class Real, class Runs>
NABLAB_INLINE void multiplyWeights(const WeightProduct<Real, Runs>& p, int first, int last) {
  const int tiled = sizeof(Real) == 4 ? first + ((last - first) & ~3) : first;
  if constexpr (sizeof(Real) == 4) tileWeights(p, first, tiled);
  for (int o = tiled; o < last; ++o) stripWeights(p, o);
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
