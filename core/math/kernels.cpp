#include "kernels.h"

#include <algorithm>
#include <cstddef>

#include "denseKernels.h"

namespace nablab {

namespace {

/** Four numbers of four rows, from `first` on, as columns; only of the first `count` rows, zero in the others. */
template <bool whole, class Real>
NABLAB_INLINE void gatherBlock(const Real* const row[lanes], int first, int count, Vec<Real> block[lanes]) {
#pragma GCC unroll 4
  for (int i = 0; i < lanes; ++i) block[i] = load(row[i] + first);
  transpose<Real>(block[0], block[1], block[2], block[3]);
  if constexpr (!whole)
    for (int i = 0; i < lanes; ++i) block[i] = firstLanes<Real>(block[i], count);
}

/** `gatherColumns` of four columns. */
template <bool whole, class Real>
NABLAB_INLINE void gatherFour(const SampleRows<Real>& samples, const Real* const row[lanes], int count, Real* X,
                              Real* T, int stride) {
  const int inputs = samples.inputs, all = T ? inputs + samples.targets : inputs;
  Vec<Real> block[lanes];
  int first = 0;
  for (; first + lanes <= inputs; first += lanes) {
    gatherBlock<whole>(row, first, count, block);
#pragma GCC unroll 4
    for (int i = 0; i < lanes; ++i) store(X + (first + i) * stride, block[i]);
  }
  for (; first < all; first += lanes) {
    gatherBlock<whole>(row, first, count, block);
    Real* to = first < inputs ? X + first * stride : T + (first - inputs) * stride;
#pragma GCC unroll 4
    for (int i = 0; i < lanes; ++i, to += stride) {
      if (first + i == all) break;
      if (first + i == inputs) to = T;
      store(to, block[i]);
    }
  }
}

}  // namespace

template <class Real>
void gatherColumns(const SampleRows<Real>& samples, const int* index, int count, Real* X, Real* T, int stride) {
  const SampleRows<Real> from = samples;
  const std::ptrdiff_t width = from.width();
  int column = 0;
  for (; column + lanes <= count; column += lanes) {
    const Real* const row[lanes] = {from.rows + index[column] * width, from.rows + index[column + 1] * width,
                                    from.rows + index[column + 2] * width, from.rows + index[column + 3] * width};
    gatherFour<true>(from, row, lanes, X + column, T ? T + column : T, stride);
  }
  if (column < count) {
    // Lanes behind the last sample read it once more, and are masked.
    const int last = count - 1;
    const Real* const row[lanes] = {
        from.rows + index[column] * width, from.rows + index[std::min(column + 1, last)] * width,
        from.rows + index[std::min(column + 2, last)] * width, from.rows + index[last] * width};
    gatherFour<false>(from, row, count - column, X + column, T ? T + column : T, stride);
    column += lanes;
  }
  const Vec<Real> zero = splat<Real>(0);
  for (; column < stride; column += lanes) {
    for (int i = 0; i < from.inputs; ++i) store(X + i * stride + column, zero);
    for (int i = 0; T && i < from.targets; ++i) store(T + i * stride + column, zero);
  }
}

using R = NABLAB_REAL;
template void denseForward(int, int, int, const R*, const R*, const R*, int, R*, int, const Activated<R>&);
template void denseBackwardInput(int, int, int, const R*, const R*, int, R*, int, const Slope<R>&);
template void denseBackwardWeights(int, int, int, const R*, int, const R*, int, R*, R*);
template void gatherColumns(const SampleRows<R>&, const int*, int, R*, R*, int);

}  // namespace nablab
