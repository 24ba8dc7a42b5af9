#include <catch2/catch.hpp>
#include <vector>

#include "core/math/convolution.h"
#include "core/math/vector.h"
#include "core/random.h"

using namespace nablab;

namespace {

template <class Real>
std::vector<Real> randomNumbers(int count, std::uint32_t which) {
  Random random(which, Stream::data);
  std::vector<Real> numbers(static_cast<std::size_t>(count));
  for (Real& x : numbers) x = static_cast<Real>(2 * random.uniform() - 1);
  return numbers;
}

/** A convolution by its definition, one number at a time, in the order of terms that the kernels promise. */
template <class Real>
struct Definition {
  Definition(Window shape, int count)
      : w(shape),
        columns(count),
        pixels(w.height * w.width * w.channels),
        places(w.outputHeight * w.outputWidth * w.filters),
        weights(w.kernelHeight * w.kernelWidth * w.channels * w.filters),
        W(randomNumbers<Real>(weights, 1)),
        bias(randomNumbers<Real>(w.filters, 2)),
        X(randomNumbers<Real>(pixels * columns, 3)),
        dZ(randomNumbers<Real>(places * columns, 4)) {}

  std::size_t weight(int ky, int kx, int c, int f) const {
    return static_cast<std::size_t>(((ky * w.kernelWidth + kx) * w.channels + c) * w.filters + f);
  }
  std::size_t pixel(int y, int x, int c, int column) const {
    return static_cast<std::size_t>(((y * w.width + x) * w.channels + c) * columns + column);
  }
  std::size_t place(int y, int x, int f, int column) const {
    return static_cast<std::size_t>(((y * w.outputWidth + x) * w.filters + f) * columns + column);
  }
  /** Calls `visit(y, x, ky, kx, pixel y, pixel x)` for each tap that sees the image, places first, then taps. */
  template <class Visit>
  void forEachTap(Visit&& visit) const {
    for (int y = 0; y < w.outputHeight; ++y)
      for (int x = 0; x < w.outputWidth; ++x)
        for (int ky = 0; ky < w.kernelHeight; ++ky)
          for (int kx = 0; kx < w.kernelWidth; ++kx) {
            const int py = y * w.strideY + ky - w.paddingY, px = x * w.strideX + kx - w.paddingX;
            if (py >= 0 && px >= 0 && py < w.height && px < w.width) visit(y, x, ky, kx, py, px);
          }
  }

  std::vector<Real> forward() const {
    std::vector<Real> Z(static_cast<std::size_t>(places * columns));
    for (std::size_t i = 0; i < Z.size(); ++i)
      Z[i] = bias[i / static_cast<std::size_t>(columns) % static_cast<std::size_t>(w.filters)];
    forEachTap([&](int y, int x, int ky, int kx, int py, int px) {
      for (int c = 0; c < w.channels; ++c)
        for (int f = 0; f < w.filters; ++f)
          for (int column = 0; column < columns; ++column)
            Z[place(y, x, f, column)] += W[weight(ky, kx, c, f)] * X[pixel(py, px, c, column)];
    });
    return Z;
  }

  /** Taps rise for every pixel, which is the reverse order of the places that they belong to. */
  std::vector<Real> inputGradient() const {
    std::vector<Real> dX(static_cast<std::size_t>(pixels * columns));
    for (int ky = 0; ky < w.kernelHeight; ++ky)
      for (int kx = 0; kx < w.kernelWidth; ++kx)
        forEachTap([&](int y, int x, int tapY, int tapX, int py, int px) {
          if (tapY != ky || tapX != kx) return;
          for (int c = 0; c < w.channels; ++c)
            for (int f = 0; f < w.filters; ++f)
              for (int column = 0; column < columns; ++column)
                dX[pixel(py, px, c, column)] += W[weight(ky, kx, c, f)] * dZ[place(y, x, f, column)];
        });
    return dX;
  }

  std::vector<Real> weightGradient() const {
    std::vector<Vec<Real>> total(static_cast<std::size_t>(weights), Vec<Real>{});
    forEachTap([&](int y, int x, int ky, int kx, int py, int px) {
      for (int c = 0; c < w.channels; ++c)
        for (int f = 0; f < w.filters; ++f)
          for (int column = 0; column < columns; column += lanes)
            total[weight(ky, kx, c, f)] += load(&X[pixel(py, px, c, column)]) * load(&dZ[place(y, x, f, column)]);
    });
    std::vector<Real> dW;
    for (const Vec<Real>& each : total) dW.push_back(sum<Real>(each));
    return dW;
  }

  std::vector<Real> biasGradient() const {
    std::vector<Real> gradient;
    for (int f = 0; f < w.filters; ++f) {
      Vec<Real> total{};
      for (int y = 0; y < w.outputHeight; ++y)
        for (int x = 0; x < w.outputWidth; ++x)
          for (int column = 0; column < columns; column += lanes) total += load(&dZ[place(y, x, f, column)]);
      gradient.push_back(sum<Real>(total));
    }
    return gradient;
  }

  Window w;
  int columns, pixels, places, weights;
  std::vector<Real> W, bias, X, dZ;
};

/** height, width, channels, outputs' height and width, filters, kernel, stride, padding. */
const Window windows[] = {{4, 4, 1, 2, 2, 1, 3, 3, 1, 1, 0, 0}, {5, 6, 2, 3, 5, 4, 3, 2, 1, 1, 0, 0},
                          {7, 5, 3, 3, 2, 5, 3, 2, 2, 3, 0, 0}, {5, 4, 2, 5, 4, 7, 3, 3, 1, 1, 1, 1},
                          {3, 6, 1, 3, 6, 8, 3, 5, 1, 1, 1, 2}, {5, 5, 4, 5, 5, 2, 5, 1, 1, 1, 2, 0},
                          {8, 7, 2, 3, 3, 3, 2, 1, 3, 3, 0, 0}, {1, 9, 5, 1, 9, 6, 1, 7, 1, 1, 0, 3}};

template <class Real>
void checkBits() {
  for (const Window& window : windows)
    for (const int columns : {4, 12, 20}) {
      const Definition<Real> expected(window, columns);
      INFO(window.height << "×" << window.width << "×" << window.channels << ", " << window.filters << " filters of "
                         << window.kernelHeight << "×" << window.kernelWidth << ", " << columns << " columns");
      std::vector<Real> Z(expected.dZ.size()), dX(expected.X.size()), dW(expected.W.size()), db(expected.bias.size());
      convolutionForward(window, columns, expected.W.data(), expected.bias.data(), expected.X.data(), Z.data());
      convolutionBackwardInput(window, columns, expected.W.data(), expected.dZ.data(), dX.data());
      convolutionBackwardWeights(window, columns, expected.X.data(), expected.dZ.data(), dW.data(), db.data());
      REQUIRE(Z == expected.forward());
      REQUIRE(dX == expected.inputGradient());
      REQUIRE(dW == expected.weightGradient());
      REQUIRE(db == expected.biasGradient());
    }
}

TEST_CASE("a convolution is its definition to the last bit, whatever its sizes", "[math]") {
  checkBits<float>();
  checkBits<double>();
}

}  // namespace
