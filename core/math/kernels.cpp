#include "kernels.h"

#include <algorithm>
#include <cstddef>

#include "vector.h"

namespace nablab {

namespace {

/** Vectors side by side in a tile: as many as leave registers for its operands. */
template <class Real>
constexpr int tileVectors = sizeof(Real) == 4 ? 2 : 1;
constexpr int tileRows = 4;
/** Depth of the blocks that long sums are cut into, so that a panel of the right matrix stays in the nearest cache. */
constexpr int blockDepth = 392;
/** A panel whose rows lie spread over more bytes than this is copied together before it is used often. */
constexpr int spreadBytes = 32768;

/** Where a sum begins: with zero, with the bias of its row, or with what the result already holds. */
enum class Begin { zero, bias, result };

/** C = A·B of `depth` terms: A[row][k] at row·rowStride + k·depthStride, B and C with contiguous columns. */
template <class Real>
struct Product {
  int rows, columns, depth;
  const Real* A;
  std::ptrdiff_t rowStride, depthStride;
  const Real* B;
  std::ptrdiff_t bStride;
  Real* C;
  std::ptrdiff_t cStride;
  const Real* bias;
};

/** `Rows` × `Vectors` sums at once, in registers, beginning at this row and column of the product. */
template <Begin begin, int Rows, int Vectors, class Real>
NABLAB_INLINE void tile(const Product<Real>& p, int row, int column) {
  const Real *A = p.A + row * p.rowStride, *B = p.B + column;
  Real* C = p.C + row * p.cStride + column;
  const std::ptrdiff_t rowStride = p.rowStride, depthStride = p.depthStride, bStride = p.bStride, cStride = p.cStride;
  Vec<Real> total[Rows][Vectors];
#pragma GCC unroll 4
  for (int i = 0; i < Rows; ++i)
#pragma GCC unroll 2
    for (int j = 0; j < Vectors; ++j)
      total[i][j] = begin == Begin::zero   ? splat<Real>(0)
                    : begin == Begin::bias ? splat<Real>(p.bias[row + i])
                                           : load(C + i * cStride + j * lanes);
  for (int k = 0; k < p.depth; ++k, A += depthStride, B += bStride) {
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
#pragma GCC unroll 4
  for (int i = 0; i < Rows; ++i)
#pragma GCC unroll 2
    for (int j = 0; j < Vectors; ++j) store(C + i * cStride + j * lanes, total[i][j]);
}

/** All rows of a strip of columns. */
template <Begin begin, int Vectors, class Real>
NABLAB_INLINE void strip(const Product<Real>& p, int column) {
  int row = 0;
  for (; row + tileRows <= p.rows; row += tileRows) tile<begin, tileRows, Vectors>(p, row, column);
  if (row + 2 <= p.rows) {
    tile<begin, 2, Vectors>(p, row, column);
    row += 2;
  }
  if (row < p.rows) tile<begin, 1, Vectors>(p, row, column);
}

template <Begin begin, class Real>
void multiply(const Product<Real>& p) {
  constexpr int width = tileVectors<Real> * lanes;
  int column = 0;
  for (; column + width <= p.columns; column += width) strip<begin, tileVectors<Real>>(p, column);
  for (; column < p.columns; column += lanes) strip<begin, 1>(p, column);
}

/** The same for matrices beyond the caches: blocks of the sums one after the other, each panel copied together first.
 */
template <Begin begin, class Real>
void multiplyInBlocks(Product<Real> p) {
  constexpr int width = tileVectors<Real> * lanes;
  const int depth = p.depth, columns = p.columns;
  const std::ptrdiff_t bStride = p.bStride;
  const Real *A = p.A, *B = p.B;
  Real* C = p.C;
  Real panel[blockDepth * width];
  for (int first = 0; first < depth; first += blockDepth) {
    p.depth = std::min(blockDepth, depth - first);
    p.A = A + first * p.depthStride;
    for (int column = 0; column < columns; column += width) {
      p.columns = std::min(width, columns - column);
      for (int k = 0; k < p.depth; ++k)
        for (int j = 0; j < p.columns; j += lanes)
          store(panel + k * width + j, load(B + (first + k) * bStride + column + j));
      p.B = panel;
      p.bStride = width;
      p.C = C + column;
      first == 0 ? multiply<begin>(p) : multiply<Begin::result>(p);
    }
  }
}

template <Begin begin, class Real>
NABLAB_INLINE void product(const Product<Real>& p) {
  const bool spread = p.depth * p.bStride * static_cast<std::ptrdiff_t>(sizeof(Real)) > spreadBytes;
  spread&& p.rows >= 4 * tileRows ? multiplyInBlocks<begin>(p) : multiply<begin>(p);
}

/** dW[i][o] of `Inputs` inputs from i and four outputs from o, whose gradients are four rows dZ. */
template <int Inputs, class Real>
NABLAB_INLINE void weightTile(int columns, const Real* X, std::ptrdiff_t xStride, const Real* dZ,
                              std::ptrdiff_t dzStride, Real* dW, std::ptrdiff_t outputs) {
  Vec<Real> total[Inputs][4];
#pragma GCC unroll 2
  for (int i = 0; i < Inputs; ++i)
#pragma GCC unroll 4
    for (int o = 0; o < 4; ++o) total[i][o] = splat<Real>(0);
  for (int c = 0; c < columns; c += lanes) {
    Vec<Real> x[Inputs];
#pragma GCC unroll 2
    for (int i = 0; i < Inputs; ++i) x[i] = load(X + i * xStride + c);
#pragma GCC unroll 4
    for (int o = 0; o < 4; ++o) {
      const Vec<Real> d = load(dZ + o * dzStride + c);
#pragma GCC unroll 2
      for (int i = 0; i < Inputs; ++i) total[i][o] += x[i] * d;
    }
  }
#pragma GCC unroll 2
  for (int i = 0; i < Inputs; ++i)
    store(dW + i * outputs, sums<Real>(total[i][0], total[i][1], total[i][2], total[i][3]));
}

/** dW[i][o] of one output and `Inputs` inputs from i: for the outputs that do not fill a tile. */
template <int Inputs, class Real>
NABLAB_INLINE void weightStrip(int columns, const Real* X, std::ptrdiff_t xStride, const Real* d, Real* dW,
                               std::ptrdiff_t outputs) {
  Vec<Real> total[4] = {};
  for (int c = 0; c < columns; c += lanes)
#pragma GCC unroll 4
    for (int i = 0; i < Inputs; ++i) total[i] += load(X + i * xStride + c) * load(d + c);
  const Vec<Real> four = sums<Real>(total[0], total[1], total[2], total[3]);
#pragma GCC unroll 4
  for (int i = 0; i < Inputs; ++i) dW[i * outputs] = four[i];
}

/** Four features of four rows, as columns. */
template <class Real>
NABLAB_INLINE void gatherBlock(const Real* const row[lanes], int feature, Real* X, int stride) {
  Vec<Real> a = load(row[0] + feature), b = load(row[1] + feature), c = load(row[2] + feature),
            d = load(row[3] + feature);
  transpose<Real>(a, b, c, d);
  store(X, a);
  store(X + stride, b);
  store(X + 2 * stride, c);
  store(X + 3 * stride, d);
}

}  // namespace

template <class Real>
void denseForward(int outputs, int inputs, int columns, const Real* W, const Real* bias, const Real* X, int xStride,
                  Real* Z, int zStride) {
  product<Begin::bias>(Product<Real>{outputs, columns, inputs, W, 1, outputs, X, xStride, Z, zStride, bias});
}

template <class Real>
void denseBackwardInput(int inputs, int outputs, int columns, const Real* W, const Real* dZ, int dzStride, Real* dX,
                        int dxStride) {
  product<Begin::zero>(Product<Real>{inputs, columns, outputs, W, outputs, 1, dZ, dzStride, dX, dxStride, nullptr});
}

template <class Real>
void denseBackwardWeights(int outputs, int inputs, int columns, const Real* X, int xStride, const Real* dZ,
                          int dzStride, Real* dW, Real* dBias) {
  const int tiled = outputs / 4 * 4;
  // As many rows of dZ as stay near while all rows of X pass by.
  const int block = std::max(4, 16384 / static_cast<int>(sizeof(Real)) / std::max(columns, 1) / 4 * 4);
  for (int first = 0; first < tiled; first += block)
    for (int i = 0; i < inputs; i += 2)
      for (int o = first; o < std::min(tiled, first + block); o += 4) {
        const Real *x = X + i * xStride, *d = dZ + o * dzStride;
        Real* gradient = dW + i * outputs + o;
        i + 1 < inputs ? weightTile<2>(columns, x, xStride, d, dzStride, gradient, outputs)
                       : weightTile<1>(columns, x, xStride, d, dzStride, gradient, outputs);
      }
  for (int o = tiled; o < outputs; ++o) {
    int i = 0;
    for (; i + 4 <= inputs; i += 4)
      weightStrip<4>(columns, X + i * xStride, xStride, dZ + o * dzStride, dW + i * outputs + o, outputs);
    for (; i < inputs; ++i)
      weightStrip<1>(columns, X + i * xStride, xStride, dZ + o * dzStride, dW + i * outputs + o, outputs);
  }
  for (int o = 0; o < outputs; ++o) {
    Vec<Real> total = splat<Real>(0);
    for (int c = 0; c < columns; c += lanes) total += load(dZ + o * dzStride + c);
    dBias[o] = sum<Real>(total);
  }
}

template <class Real>
void gatherColumns(const Real* rows, int features, const int* index, int count, Real* X, int stride) {
  int column = 0;
  for (; column + lanes <= count; column += lanes) {
    const Real* row[lanes];
    for (int i = 0; i < lanes; ++i) row[i] = rows + static_cast<std::ptrdiff_t>(index[column + i]) * features;
    int feature = 0;
    for (; feature + lanes <= features; feature += lanes)
      gatherBlock(row, feature, X + feature * stride + column, stride);
    for (; feature < features; ++feature)
      store(X + feature * stride + column,
            Vec<Real>{row[0][feature], row[1][feature], row[2][feature], row[3][feature]});
  }
  for (; column < stride; ++column) {
    const Real* row = column < count ? rows + static_cast<std::ptrdiff_t>(index[column]) * features : nullptr;
    for (int feature = 0; feature < features; ++feature) X[feature * stride + column] = row ? row[feature] : Real(0);
  }
}

using R = NABLAB_REAL;
template void denseForward(int, int, int, const R*, const R*, const R*, int, R*, int);
template void denseBackwardInput(int, int, int, const R*, const R*, int, R*, int);
template void denseBackwardWeights(int, int, int, const R*, int, const R*, int, R*, R*);
template void gatherColumns(const R*, int, const int*, int, R*, int);

}  // namespace nablab
