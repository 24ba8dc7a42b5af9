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

/** `gatherColumns` of the four columns from `column` on. */
template <class Real>
struct AnyGathering {
  const SampleRows<Real>& samples;
  Real *X, *T;
  int stride;

  template <bool whole>
  NABLAB_INLINE void four(const Real* const row[lanes], int count, int column) const {
    const int inputs = samples.inputs, all = T ? inputs + samples.targets : inputs;
    Vec<Real> block[lanes];
    int first = 0;
    for (; first + lanes <= inputs; first += lanes) {
      gatherBlock<whole>(row, first, count, block);
#pragma GCC unroll 4
      for (int i = 0; i < lanes; ++i) store(X + (first + i) * stride + column, block[i]);
    }
    for (; first < all; first += lanes) {
      gatherBlock<whole>(row, first, count, block);
      Real* to = (first < inputs ? X + first * stride : T + (first - inputs) * stride) + column;
#pragma GCC unroll 4
      for (int i = 0; i < lanes; ++i, to += stride) {
        if (first + i == all) break;
        if (first + i == inputs) to = T + column;
        store(to, block[i]);
      }
    }
  }
};

/** The same where a vector holds a whole row, as of points in the plane. */
template <class Real>
struct ShortGathering {
  /** Where the numbers of a row go. */
  Real* to[lanes];

  ShortGathering(const SampleRows<Real>& samples, Real* X, Real* T, int stride) {
    const int inputs = samples.inputs, last = (T ? inputs + samples.targets : inputs) - 1;
#pragma GCC unroll 4
    for (int i = 0; i < lanes; ++i) {
      const int number = std::min(i, last);
      to[i] = number < inputs ? X + number * stride : T + (number - inputs) * stride;
    }
  }

  template <bool whole>
  NABLAB_INLINE void four(const Real* const row[lanes], int count, int column) const {
    Vec<Real> block[lanes];
    gatherBlock<whole>(row, 0, count, block);
    // From the end: what is no number of the row stands where the last one comes afterwards.
#pragma GCC unroll 4
    for (int i = lanes - 1; i >= 0; --i) store(to[i] + column, block[i]);
  }
};

/** All columns up to `count`, and with them what fills up their last four. */
template <class Real, class Gathering>
NABLAB_INLINE void gatherAll(const Real* rows, std::ptrdiff_t width, const int* index, int count,
                             const Gathering& gathering) {
  int column = 0;
  for (; column + lanes <= count; column += lanes) {
    const Real* const row[lanes] = {rows + index[column] * width, rows + index[column + 1] * width,
                                    rows + index[column + 2] * width, rows + index[column + 3] * width};
    gathering.template four<true>(row, lanes, column);
  }
  if (column == count) return;
  // Lanes behind the last sample read it once more, and are masked.
  const int last = count - 1;
  const Real* const row[lanes] = {rows + index[column] * width, rows + index[std::min(column + 1, last)] * width,
                                  rows + index[std::min(column + 2, last)] * width, rows + index[last] * width};
  gathering.template four<false>(row, count - column, column);
}

}  // namespace

template <class Real>
void gatherColumns(const SampleRows<Real>& samples, const int* index, int count, Real* X, Real* T, int stride) {
  const SampleRows<Real> from = samples;
  if (from.width() == lanes)
    gatherAll<Real>(from.rows, lanes, index, count, ShortGathering<Real>(from, X, T, stride));
  else
    gatherAll<Real>(from.rows, from.width(), index, count, AnyGathering<Real>{from, X, T, stride});
  const Vec<Real> zero = splat<Real>(0);
  for (int column = static_cast<int>(roundUpToLanes(static_cast<std::size_t>(count))); column < stride;
       column += lanes) {
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
