#include "kernels.h"

#include <algorithm>
#include <cstddef>

#include "tiles.h"

namespace nablab {

namespace {

/**
 * Depth of the blocks that long sums are cut into, so that a panel of the right matrix stays in the nearest cache, and
 * rows of such a block of the left one, which stays in the next.
 */
constexpr int blockDepth = 196, blockRows = 128;
/** A panel whose rows lie spread over more bytes than this is copied together before it is used often. */
constexpr int spreadBytes = 32768;

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
 * The sums begin in memory, so that one way through the tiles serves all blocks. Apart from what small networks run.
 */
template <class Real, Contiguous side>
[[gnu::noinline]] void multiplyInBlocks(const Product<Real, OneRun, side>& whole) {
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

template <Begin begin, class Real, Contiguous side>
NABLAB_INLINE void product(const Product<Real, OneRun, side>& p) {
  if constexpr (sizeof(Real) == 4) {
    const bool spread = p.depth * p.bStride * static_cast<std::ptrdiff_t>(sizeof(Real)) > spreadBytes;
    if (spread && p.rows >= 4 * tileRows<Real>) return multiplyInBlocks(p);
  }
  multiply<begin>(p);
}

/** Copies dZ of the outputs from `first` together: by four outputs, of which four columns each lie side by side. */
template <class Real>
const Real* packGradients(const WeightProduct<Real, OneRun>& p, int first, int last, Real* packed) {
  Real* to = packed;
  for (int o = first; o + 4 <= last; o += 4)
    for (int c = 0; c < p.columns; c += lanes)
      for (int k = 0; k < 4; ++k, to += lanes) store(to, load(p.dZ + (o + k) * p.dzStride + c));
  return packed;
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
                  Real* Z, int zStride, const Activated<Real>& activated) {
  product<Begin::bias>(Product<Real, OneRun, Contiguous::rows>{
      outputs, columns, inputs, W, outputs, X, xStride, Z, zStride, bias, activated, {}, {}});
}

template <class Real>
void denseBackwardInput(int inputs, int outputs, int columns, const Real* W, const Real* dZ, int dzStride, Real* dX,
                        int dxStride, const Slope<Real>& slope) {
  product<Begin::zero>(Product<Real, OneRun, Contiguous::depth>{
      inputs, columns, outputs, W, outputs, dZ, dzStride, dX, dxStride, nullptr, {}, {}, slope});
}

template <class Real>
void denseBackwardWeights(int outputs, int inputs, int columns, const Real* X, int xStride, const Real* dZ,
                          int dzStride, Real* dW, Real* dBias) {
  WeightProduct<Real, OneRun> p{inputs, outputs, columns, X, xStride, dZ, dzStride, dW, outputs, dBias, {}};
  // As many rows of dZ as stay near while all rows of X pass by; copied together where enough of these do.
  constexpr int nearby = 16384 / static_cast<int>(sizeof(Real)), enoughInputs = 16;
  const int block = outputs * columns <= nearby ? outputs : std::max(4, nearby / columns / 4 * 4);
  const bool isPacked = sizeof(Real) == 4 && inputs >= enoughInputs && block * columns <= nearby;
  Real packed[sizeof(Real) == 4 ? nearby : 1];
  for (int first = 0; first < outputs; first += block) {
    const int last = std::min(outputs, first + block);
    if (isPacked) p.packed = packGradients(p, first, last, packed);
    multiplyWeights(p, first, last);
  }
}

template <class Real>
void gatherColumns(const Real* rows, int features, const int* index, int count, Real* X, int stride) {
  const std::ptrdiff_t step = features;
  const auto of = [](const Real* const row[lanes], int feature) {
    return Vec<Real>{row[0][feature], row[1][feature], row[2][feature], row[3][feature]};
  };
  int column = 0;
  for (; column + lanes <= count; column += lanes) {
    const Real* const row[lanes] = {rows + index[column] * step, rows + index[column + 1] * step,
                                    rows + index[column + 2] * step, rows + index[column + 3] * step};
    int feature = 0;
    for (; feature + lanes <= features; feature += lanes)
      gatherBlock(row, feature, X + feature * stride + column, stride);
    for (; feature < features; ++feature) store(X + feature * stride + column, of(row, feature));
  }
  if (column < count) {
    // Lanes behind the last sample read it once more, and are masked.
    const int last = count - 1;
    const Real* const row[lanes] = {rows + index[column] * step, rows + index[std::min(column + 1, last)] * step,
                                    rows + index[std::min(column + 2, last)] * step, rows + index[last] * step};
    for (int feature = 0; feature < features; ++feature)
      store(X + feature * stride + column, firstLanes<Real>(of(row, feature), count - column));
    column += lanes;
  }
  for (; column < stride; column += lanes)
    for (int feature = 0; feature < features; ++feature) store(X + feature * stride + column, splat<Real>(0));
}

using R = NABLAB_REAL;
template void denseForward(int, int, int, const R*, const R*, const R*, int, R*, int, const Activated<R>&);
template void denseBackwardInput(int, int, int, const R*, const R*, int, R*, int, const Slope<R>&);
template void denseBackwardWeights(int, int, int, const R*, int, const R*, int, R*, R*);
template void gatherColumns(const R*, int, const int*, int, R*, int);

}  // namespace nablab
