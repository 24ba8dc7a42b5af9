#include "kernels.h"

#include <algorithm>
#include <cstddef>

#include "tiles.h"

namespace nablab {

namespace {

/** Depth of the blocks that long sums are cut into, so that a panel of the right matrix stays in the nearest cache. */
constexpr int blockDepth = 392;
/** A panel whose rows lie spread over more bytes than this is copied together before it is used often. */
constexpr int spreadBytes = 32768;

/** The same for matrices beyond the caches: blocks of the sums one after the other, each panel copied together first.
 */
template <Begin begin, class Real, Contiguous side>
void multiplyInBlocks(Product<Real, OneRun, side> p) {
  constexpr int width = tileVectors<Real> * lanes;
  const int depth = p.depth, columns = p.columns;
  const std::ptrdiff_t bStride = p.bStride;
  const Real *A = p.A, *B = p.B;
  Real *C = p.C, *rectified = p.rectified;
  const Slope<Real> slope = p.slope;
  p.rectified = nullptr;
  p.slope = {};
  Real panel[blockDepth * width];
  for (int first = 0; first < depth; first += blockDepth) {
    p.depth = std::min(blockDepth, depth - first);
    p.A = A + first * p.depthStride();
    for (int column = 0; column < columns; column += width) {
      p.columns = std::min(width, columns - column);
      for (int k = 0; k < p.depth; ++k)
        for (int j = 0; j < p.columns; j += lanes)
          store(panel + k * width + j, load(B + (first + k) * bStride + column + j));
      p.B = panel;
      p.bStride = width;
      p.C = C + column;
      const bool isLast = first + p.depth == depth;
      if (isLast && rectified) p.rectified = rectified + column;
      if (isLast && slope.kind != SlopeKind::none)
        p.slope = {slope.kind, slope.activation + column, slope.gradient + column};
      first == 0 ? multiply<begin>(p) : multiply<Begin::result>(p);
    }
  }
}

template <Begin begin, class Real, Contiguous side>
NABLAB_INLINE void product(const Product<Real, OneRun, side>& p) {
  if constexpr (sizeof(Real) == 4) {
    const bool spread = p.depth * p.bStride * static_cast<std::ptrdiff_t>(sizeof(Real)) > spreadBytes;
    if (spread && p.rows >= 4 * tileRows<Real>) return multiplyInBlocks<begin>(p);
  }
  multiply<begin>(p);
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
                  Real* Z, int zStride, Real* rectified) {
  product<Begin::bias>(Product<Real, OneRun, Contiguous::rows>{
      outputs, columns, inputs, W, outputs, X, xStride, Z, zStride, bias, rectified, {}, {}});
}

template <class Real>
void denseBackwardInput(int inputs, int outputs, int columns, const Real* W, const Real* dZ, int dzStride, Real* dX,
                        int dxStride, const Slope<Real>& slope) {
  product<Begin::zero>(Product<Real, OneRun, Contiguous::depth>{
      inputs, columns, outputs, W, outputs, dZ, dzStride, dX, dxStride, nullptr, nullptr, {}, slope});
}

template <class Real>
void denseBackwardWeights(int outputs, int inputs, int columns, const Real* X, int xStride, const Real* dZ,
                          int dzStride, Real* dW, Real* dBias) {
  const WeightProduct<Real, OneRun> p{inputs, outputs, columns, X, xStride, dZ, dzStride, dW, outputs, dBias, {}};
  // As many rows of dZ as stay near while all rows of X pass by.
  constexpr int nearby = 16384 / static_cast<int>(sizeof(Real));
  const int block = outputs * columns <= nearby ? outputs : std::max(4, nearby / columns / 4 * 4);
  for (int first = 0; first < outputs; first += block) multiplyWeights(p, first, std::min(outputs, first + block));
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
template void denseForward(int, int, int, const R*, const R*, const R*, int, R*, int, R*);
template void denseBackwardInput(int, int, int, const R*, const R*, int, R*, int, const Slope<R>&);
template void denseBackwardWeights(int, int, int, const R*, int, const R*, int, R*, R*);
template void gatherColumns(const R*, int, const int*, int, R*, int);

}  // namespace nablab
