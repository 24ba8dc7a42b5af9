#include "convolution.h"

#include <algorithm>

#include "tiles.h"

namespace nablab {

namespace {

/** The numbers from `first` up to `last`. */
struct Interval {
  int first, last;
  int count() const { return last > first ? last - first : 0; }
};

/** The kernel's rows (or columns) that lie within the image when it begins at `start`. */
Interval withinImage(int start, int kernel, int image) {
  return {std::max(0, -start), std::min(kernel, image - start)};
}

/** The places at which a row (or column) of the kernel sees the image. */
Interval placesOf(int tap, int padding, int stride, int image, int places) {
  const int behind = padding - tap;
  return {behind > 0 ? (behind + stride - 1) / stride : 0,
          image + behind > 0 ? std::min(places, (image - 1 + behind) / stride + 1) : 0};
}

/** The kernel's rows (or columns) that saw one of the image at some place: every `stride`-th from `first`. */
struct Taps {
  int first, count, place;
};
Taps tapsOf(int pixel, int padding, int stride, int kernel, int places) {
  const int reach = pixel + padding, tooEarly = reach - (places - 1) * stride;
  const int first = std::max(reach % stride, tooEarly), last = std::min(kernel - 1, reach);
  return {first, first <= last ? (last - first) / stride + 1 : 0, (reach - first) / stride};
}

}  // namespace

template <class Real>
void convolutionForward(const Window& w, int columns, const Real* W, const Real* bias, const Real* X, Real* Z,
                        Real* rectified) {
  const std::ptrdiff_t pixel = static_cast<std::ptrdiff_t>(w.channels) * columns, row = w.width * pixel,
                       tap = static_cast<std::ptrdiff_t>(w.channels) * w.filters, tapRow = w.kernelWidth * tap,
                       place = static_cast<std::ptrdiff_t>(w.filters) * columns;
  Product<Real, WindowRuns, Contiguous::rows> p{
      w.filters, columns, 0, W, w.filters, X, columns, Z, columns, bias, {}, {0, 1, tapRow, row, 0, 0}, {}};
  p.activated = {Fused::relu, rectified};
  for (int y = 0; y < w.outputHeight; ++y) {
    const int top = y * w.strideY - w.paddingY;
    const Interval ky = withinImage(top, w.kernelHeight, w.height);
    p.runs.outer = ky.count();
    for (int x = 0; x < w.outputWidth; ++x, p.C += place) {
      const int left = x * w.strideX - w.paddingX;
      const Interval kx = withinImage(left, w.kernelWidth, w.width);
      p.depth = kx.count() * w.channels;
      p.A = W + ky.first * tapRow + kx.first * tap;
      p.B = X + (top + ky.first) * row + (left + kx.first) * pixel;
      multiply<Begin::bias>(p);
      if (rectified) p.activated.values += place;
    }
  }
}

template <class Real>
void convolutionBackwardInput(const Window& w, int columns, const Real* W, const Real* dZ, Real* dX) {
  const std::ptrdiff_t place = static_cast<std::ptrdiff_t>(w.filters) * columns, placeRow = w.outputWidth * place,
                       tap = static_cast<std::ptrdiff_t>(w.channels) * w.filters, tapRow = w.kernelWidth * tap;
  Product<Real, WindowRuns, Contiguous::depth> p{
      w.channels, columns, w.filters, W,
      w.filters,  dZ,      columns,   dX,
      columns,    nullptr, {},        {0, 0, w.strideY * tapRow, -placeRow, w.strideX * tap, -place},
      {}};
  for (int y = 0; y < w.height; ++y) {
    const Taps ky = tapsOf(y, w.paddingY, w.strideY, w.kernelHeight, w.outputHeight);
    for (int x = 0; x < w.width; ++x, p.C += static_cast<std::ptrdiff_t>(w.channels) * columns) {
      const Taps kx = tapsOf(x, w.paddingX, w.strideX, w.kernelWidth, w.outputWidth);
      p.runs.outer = ky.count;
      p.runs.inner = kx.count;
      p.A = W + ky.first * tapRow + kx.first * tap;
      p.B = dZ + ky.place * placeRow + kx.place * place;
      multiply<Begin::zero>(p);
    }
  }
}

template <class Real>
void convolutionBackwardWeights(const Window& w, int columns, const Real* X, const Real* dZ, Real* dW, Real* dBias) {
  const std::ptrdiff_t pixel = static_cast<std::ptrdiff_t>(w.channels) * columns, row = w.width * pixel,
                       place = static_cast<std::ptrdiff_t>(w.filters) * columns, placeRow = w.outputWidth * place,
                       tap = static_cast<std::ptrdiff_t>(w.channels) * w.filters;
  // Taps that see the image at the same places are one product.
  const int together = w.paddingX == 0 ? w.kernelWidth : 1;
  for (int ky = 0; ky < w.kernelHeight; ++ky) {
    const Interval y = placesOf(ky, w.paddingY, w.strideY, w.height, w.outputHeight);
    for (int kx = 0; kx < w.kernelWidth; kx += together) {
      const Interval x = placesOf(kx, w.paddingX, w.strideX, w.width, w.outputWidth);
      const Real* first =
          X + (y.first * w.strideY + ky - w.paddingY) * row + (x.first * w.strideX + kx - w.paddingX) * pixel;
      multiplyWeights(
          WeightProduct<Real, WindowRuns>{together * w.channels,
                                          w.filters,
                                          columns,
                                          first,
                                          columns,
                                          dZ + y.first * placeRow + x.first * place,
                                          columns,
                                          dW + (ky * w.kernelWidth + kx) * tap,
                                          w.filters,
                                          nullptr,
                                          {y.count(), x.count(), w.strideY * row, placeRow, w.strideX * pixel, place}},
          0, w.filters);
    }
  }
  sumBias(w.filters, w.outputHeight * w.outputWidth, columns, dZ, columns, dBias);
}

using R = NABLAB_REAL;
template void convolutionForward(const Window&, int, const R*, const R*, const R*, R*, R*);
template void convolutionBackwardInput(const Window&, int, const R*, const R*, R*);
template void convolutionBackwardWeights(const Window&, int, const R*, const R*, R*, R*);

}  // namespace nablab
