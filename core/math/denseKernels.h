#pragma once
#include <algorithm>
#include <cstddef>

#include "kernels.h"
#include "tiles.h"

/**
 * What `kernels.h` tells of a dense layer, for who trains networks: as part of the layer's own pass, since in a small
 * network a call takes as long as the work. Whoever else wants these functions calls those of `kernels.cpp`.
 */
namespace nablab {

/**
 * Depth of the blocks that long sums are cut into, so that a panel of the right matrix stays in the nearest cache, and
 * rows of such a block of the left one, which stays in the next.
 */
inline constexpr int blockDepth = 196, blockRows = 128;
/** A panel whose rows lie spread over more bytes than this is copied together before it is used often. */
inline constexpr int spreadBytes = 32768;

/**
 * Copies the left matrix together where rows are contiguous, the terms of each tile's rows behind one another: strides
 * that are powers of two let only few lines of a matrix into the nearest cache. Rows that fill no tile stay apart, for
 * a block of their own.
 */
template <class Real>
void packTiles(Product<Real, OneRun, Contiguous::rows>& p, Real* packed) {
  constexpr int height = tileRows<Real>;
  static_assert(height == lanes);
  p.rowStep = 1;
  if (p.rows < height) return;
  p.rows -= p.rows % height;
  Real* to = packed;
  for (int row = 0; row < p.rows; row += height)
    for (int k = 0; k < p.depth; ++k, to += height) store(to, load(p.A + row + k * p.aStride));
  p.A = packed;
  p.aStride = height;
  p.rowStep = p.depth;
}

/** Copies `width` columns of a panel together; the width is known, or each row would be a call of `memcpy`. */
template <int width, class Real>
void packPanel(const Real* from, std::ptrdiff_t stride, int depth, int distance, Real* panel) {
  for (int k = 0; k < depth; ++k, from += stride, panel += distance)
    for (int j = 0; j < width; j += lanes) store(panel + j, load(from + j));
}

/**
 * The product of matrices beyond the caches: block after block of the sums, what is used often copied together first.
 * The sums begin in memory, so that one way through the tiles serves all blocks.
 */
template <class Real, Contiguous side>
void multiplyInBlocks(const Product<Real, OneRun, side>& whole) {
  constexpr int width = tileVectors<Real> * lanes;
  for (int row = 0; row < whole.rows; ++row) {
    const Vec<Real> first = splat<Real>(whole.bias ? whole.bias[row] : Real(0));
    for (int column = 0; column < whole.columns; column += lanes) store(whole.C + row * whole.cStride + column, first);
  }
  Real tiles[side == Contiguous::rows ? blockDepth * blockRows : 1], panel[blockDepth * width];
  for (int first = 0; first < whole.depth; first += blockDepth) {
    const int depth = std::min(blockDepth, whole.depth - first);
    const bool isLast = first + depth == whole.depth;
    for (int row = 0, rows; row < whole.rows; row += rows) {
      Product<Real, OneRun, side> p = whole;
      p.depth = depth;
      p.rows = std::min(blockRows, whole.rows - row);
      p.A += row * whole.rowStride() + first * whole.depthStride();
      if constexpr (side == Contiguous::rows) packTiles(p, tiles);
      rows = p.rows;
      p.B = panel;
      p.bStride = width;
      for (int column = 0; column < whole.columns; column += width) {
        p.columns = std::min(width, whole.columns - column);
        const Real* const B = whole.B + first * whole.bStride + column;
        p.columns == width ? packPanel<width>(B, whole.bStride, depth, width, panel)
                           : packPanel<lanes>(B, whole.bStride, depth, width, panel);
        const std::ptrdiff_t corner = row * whole.cStride + column;
        p.C = whole.C + corner;
        p.activated = {};
        if (isLast && whole.activated.kind != Fused::none)
          p.activated = {whole.activated.kind, whole.activated.values + corner};
        p.slope = {};
        if (isLast && whole.slope.kind != Fused::none)
          p.slope = {whole.slope.kind, whole.slope.activation + corner, whole.slope.gradient + corner};
        multiply<Begin::result>(p);
      }
    }
  }
}

/** Whether a product of so many rows, with a right matrix of `depth` rows, is better done in blocks (of float). */
template <class Real>
constexpr bool isBeyondCaches(int rows, std::ptrdiff_t depth, int bStride) {
  return depth * bStride * static_cast<std::ptrdiff_t>(sizeof(Real)) > spreadBytes && rows >= 4 * tileRows<Real>;
}

/** Inputs that packing dZ for is worth while, and how many numbers of dZ stay near. */
inline constexpr int enoughInputs = 16, nearbyNumbers = 4096;

/** Copies dZ of the outputs from `first` together: by four outputs, of which four columns each lie side by side. */
template <class Real>
const Real* packGradients(const WeightProduct<Real, OneRun>& p, int first, int last, Real* packed) {
  Real* to = packed;
  for (int o = first; o + 4 <= last; o += 4)
    for (int c = 0; c < p.columns; c += lanes)
      for (int k = 0; k < 4; ++k, to += lanes) store(to, load(p.dZ + (o + k) * p.dzStride + c));
  return packed;
}

/**
 * The gradient of weights beyond the caches or of many inputs: as many rows of dZ as stay near while all rows of X pass
 * by; copied together where enough of these do.
 */
template <class Real>
void multiplyWeightsInBlocks(WeightProduct<Real, OneRun> p) {
  const int whole = p.outputs * p.columns;
  const int block = whole <= nearbyNumbers ? p.outputs : std::max(4, nearbyNumbers / p.columns / 4 * 4);
  const bool isPacked = p.inputs >= enoughInputs && block * p.columns <= nearbyNumbers;
  Real packed[nearbyNumbers];
  for (int first = 0; first < p.outputs; first += block) {
    const int last = std::min(p.outputs, first + block);
    if (isPacked) p.packed = packGradients(p, first, last, packed);
    multiplyWeights(p, first, last);
  }
}

/** The product of a forward pass; for the arguments see `denseForward`, as below. */
template <class Real>
NABLAB_INLINE Product<Real, OneRun, Contiguous::rows> forwardProduct(int outputs, int inputs, int columns,
                                                                     const Real* W, const Real* bias, const Real* X,
                                                                     int xStride, Real* Z, int zStride,
                                                                     const Activated<Real>& activated) {
  return {outputs, columns, inputs, W, outputs, X, xStride, Z, zStride, bias, activated, {}, {}};
}
template <class Real>
NABLAB_INLINE Product<Real, OneRun, Contiguous::depth> backwardProduct(int inputs, int outputs, int columns,
                                                                       const Real* W, const Real* dZ, int dzStride,
                                                                       Real* dX, int dxStride,
                                                                       const Slope<Real>& slope) {
  return {inputs, columns, outputs, W, outputs, dZ, dzStride, dX, dxStride, nullptr, {}, {}, slope};
}
template <class Real>
NABLAB_INLINE WeightProduct<Real, OneRun> weightProduct(int outputs, int inputs, int columns, const Real* X,
                                                        int xStride, const Real* dZ, int dzStride, Real* dW,
                                                        Real* dBias) {
  return {inputs, outputs, columns, X, xStride, dZ, dzStride, dW, outputs, dBias, {}};
}

// What is great goes apart, by its arguments one by one: were a product's address taken, those of small networks could
// not stay in registers.
template <class Real>
[[gnu::noinline]] void denseForwardInBlocks(int outputs, int inputs, int columns, const Real* W, const Real* bias,
                                            const Real* X, int xStride, Real* Z, int zStride,
                                            const Activated<Real>& activated) {
  multiplyInBlocks(forwardProduct(outputs, inputs, columns, W, bias, X, xStride, Z, zStride, activated));
}
template <class Real>
[[gnu::noinline]] void denseBackwardInputInBlocks(int inputs, int outputs, int columns, const Real* W, const Real* dZ,
                                                  int dzStride, Real* dX, int dxStride, const Slope<Real>& slope) {
  multiplyInBlocks(backwardProduct(inputs, outputs, columns, W, dZ, dzStride, dX, dxStride, slope));
}
template <class Real>
[[gnu::noinline]] void denseBackwardWeightsInBlocks(int outputs, int inputs, int columns, const Real* X, int xStride,
                                                    const Real* dZ, int dzStride, Real* dW, Real* dBias) {
  multiplyWeightsInBlocks(weightProduct(outputs, inputs, columns, X, xStride, dZ, dzStride, dW, dBias));
}

template <class Real>
NABLAB_INLINE void denseForward(int outputs, int inputs, int columns, const Real* W, const Real* bias, const Real* X,
                                int xStride, Real* Z, int zStride, const Activated<Real>& activated) {
  if constexpr (sizeof(Real) == 4)
    if (isBeyondCaches<Real>(outputs, inputs, xStride))
      return denseForwardInBlocks(outputs, inputs, columns, W, bias, X, xStride, Z, zStride, activated);
  multiply<Begin::bias>(forwardProduct(outputs, inputs, columns, W, bias, X, xStride, Z, zStride, activated));
}

template <class Real>
NABLAB_INLINE void denseBackwardInput(int inputs, int outputs, int columns, const Real* W, const Real* dZ, int dzStride,
                                      Real* dX, int dxStride, const Slope<Real>& slope) {
  if constexpr (sizeof(Real) == 4)
    if (isBeyondCaches<Real>(inputs, outputs, dzStride))
      return denseBackwardInputInBlocks(inputs, outputs, columns, W, dZ, dzStride, dX, dxStride, slope);
  multiply<Begin::zero>(backwardProduct(inputs, outputs, columns, W, dZ, dzStride, dX, dxStride, slope));
}

template <class Real>
NABLAB_INLINE void denseBackwardWeights(int outputs, int inputs, int columns, const Real* X, int xStride,
                                        const Real* dZ, int dzStride, Real* dW, Real* dBias) {
  if constexpr (sizeof(Real) == 4)
    if (inputs >= enoughInputs || outputs * columns > nearbyNumbers)
      return denseBackwardWeightsInBlocks(outputs, inputs, columns, X, xStride, dZ, dzStride, dW, dBias);
  multiplyWeights(weightProduct(outputs, inputs, columns, X, xStride, dZ, dzStride, dW, dBias), 0, outputs);
}

}  // namespace nablab
