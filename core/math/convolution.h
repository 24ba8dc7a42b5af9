#pragma once

/**
 * The sums of products that a convolutional layer is made of. An image is a matrix [(y·width + x)·channels +
 * c][column], one column a sample; the distance between two of its rows is `columns`, a multiple of `lanes`. Weights
 * are [kernel y][kernel x][channel][filter], the filters contiguous. What lies outside the image counts as zero, and
 * such terms are left out of the sums. Every sum has one order, told below, so that results are the same bits
 * everywhere.
 */
namespace nablab {

/** The sizes of a convolution, or of pooling. */
struct Window {
  int height, width, channels;
  int outputHeight, outputWidth, filters;
  int kernelHeight, kernelWidth, strideY, strideX;
  /** Rows above and columns to the left of the image that count as zero. */
  int paddingY, paddingX;
};

/**
 * Z[y, x, f] = bias[f] + Σ W[ky, kx, c, f]·X[y·strideY + ky − paddingY, …, c], beginning with the bias; ky, kx, c rise,
 * c fastest. Where it is given, rectified = max(0, Z) as well.
 */
template <class Real>
void convolutionForward(const Window& window, int columns, const Real* W, const Real* bias, const Real* X, Real* Z,
                        Real* rectified = nullptr);

/** dX[y, x, c] = Σ W[ky, kx, c, f]·dZ[where ky, kx saw it, f], beginning with zero; ky, kx, f rise, f fastest. */
template <class Real>
void convolutionBackwardInput(const Window& window, int columns, const Real* W, const Real* dZ, Real* dX);

/**
 * dW[ky, kx, c, f] = Σ X·dZ over all places and columns, dBias[f] = Σ dZ, assigned, not added. Each lane sums its
 * columns from zero, place after place, x faster than y; then `sum` adds the lanes.
 */
template <class Real>
void convolutionBackwardWeights(const Window& window, int columns, const Real* X, const Real* dZ, Real* dW,
                                Real* dBias);

}  // namespace nablab
