#pragma once
#include <algorithm>

#include "../math/vector.h"
#include "../refusal.h"
#include "layer.h"

/** Layers that make an image smaller: each square of pixels becomes one, channel by channel. */
namespace nablab {

/** Squares of `size` × `size` pixels side by side; what remains at the right and below is left out. */
struct PoolingSquares {
  int size, height, width, channels, columns;

  /** Rows of a matrix between two pixels below each other, as a distance in memory. */
  std::ptrdiff_t pixel() const { return static_cast<std::ptrdiff_t>(channels) * columns; }

  /** Calls `visit(input, output)` with the offset of every square's first pixel and of its result, unit by unit. */
  template <class Visit>
  void forEach(Visit&& visit) const {
    std::ptrdiff_t output = 0;
    for (int y = 0; y + size <= height; y += size)
      for (int x = 0; x + size <= width; x += size)
        for (int channel = 0; channel < channels; ++channel, output += columns)
          visit((static_cast<std::ptrdiff_t>(y) * width + x) * pixel() + static_cast<std::ptrdiff_t>(channel) * columns,
                output);
  }
  /** Calls `visit(offset)` with the offset of each pixel of a square from its first one, row by row. */
  template <class Visit>
  NABLAB_INLINE void forEachPixel(Visit&& visit) const {
    const std::ptrdiff_t right = pixel(), down = width * right;
    for (int y = 0; y < size; ++y)
      for (int x = 0; x < size; ++x) visit(y * down + x * right);
  }
  /** Whether some pixels belong to no square. */
  bool leavesPixels() const { return height % size != 0 || width % size != 0; }
};

/** What both kinds of pooling share. */
struct Pooling2d {
  int size = 2;
  bool trainable = true;

  /** Refuses an image that is smaller than a square. */
  void check(Shape input, const std::string& path) const {
    if (size > input.height || size > input.width)
      throw Refusal("COMBINATION", path + ".size", std::to_string(size),
                    "1 to " + std::to_string(std::min(input.height, input.width)) + ", the image's shorter side");
  }
  Shape outputShape(Shape input) const { return {input.height / size, input.width / size, input.channels}; }
  void declare(ParameterPlan&, int, Shape) const {}
  int kept(Shape) const { return 0; }

 protected:
  template <class Real>
  PoolingSquares squares(const LayerPass<Real>& pass) const {
    return {size, pass.inputShape.height, pass.inputShape.width, pass.inputShape.channels, pass.columns};
  }
  template <class Real>
  static void clearLeftPixels(const PoolingSquares& squares, const LayerPass<Real>& pass) {
    if (squares.leavesPixels())
      std::fill_n(pass.inputGradient, static_cast<std::size_t>(pass.inputShape.size()) * pass.columns, Real(0));
  }
};

/** The largest pixel of each square stands for it. Among equals the first, row by row, receives the gradient. */
struct MaxPooling2d : Pooling2d {
  static constexpr const char *key = "maxPooling2d", *formula = "A_{yxc} = \\max_{i,j < s} X_{sy+i,\\,sx+j,\\,c}";
  static constexpr const char* source = "Deep Learning, section 9.3; ties as PyTorch 1.13 MaxPool2d";
  static constexpr auto knobs() {
    return std::tuple{knob(&MaxPooling2d::size, "size", {.allowed = {1, 16}, .shown = {1, 4}}),
                      knob(&MaxPooling2d::trainable, "trainable", idleTraits)};
  }

  template <class Real>
  void forward(const LayerPass<Real>& pass) const {
    const PoolingSquares all = squares(pass);
    all.forEach([&](std::ptrdiff_t from, std::ptrdiff_t to) {
      for (int c = 0; c < all.columns; c += lanes) {
        const Real* x = pass.input + from + c;
        Vec<Real> largest = load(x);
        all.forEachPixel([&](std::ptrdiff_t offset) { largest = maximum<Real>(largest, load(x + offset)); });
        store(pass.output + to + c, largest);
      }
    });
  }

  template <class Real>
  void backward(const LayerPass<Real>& pass) const {
    if (!pass.inputGradient) return;
    const PoolingSquares all = squares(pass);
    clearLeftPixels(all, pass);
    all.forEach([&](std::ptrdiff_t from, std::ptrdiff_t to) {
      for (int c = 0; c < all.columns; c += lanes) {
        const Real* x = pass.input + from + c;
        Real* dX = pass.inputGradient + from + c;
        const Vec<Real> largest = load(pass.output + to + c), gradient = load(pass.outputGradient + to + c);
        Mask<Real> open = largest == largest;
        all.forEachPixel([&](std::ptrdiff_t offset) {
          const Mask<Real> chosen = open & (load(x + offset) == largest);
          store(dX + offset, onlyWhere<Real>(chosen, gradient));
          open &= ~chosen;
        });
      }
    });
  }
};

/** The mean of each square stands for it. */
struct AveragePooling2d : Pooling2d {
  static constexpr const char *key = "averagePooling2d",
                              *formula = "A_{yxc} = \\frac{1}{s^2} \\sum_{i,j < s} X_{sy+i,\\,sx+j,\\,c}";
  static constexpr const char* source = "LeCun et al. 1998, Gradient-Based Learning; PyTorch 1.13 AvgPool2d";
  static constexpr auto knobs() {
    return std::tuple{knob(&AveragePooling2d::size, "size", {.allowed = {1, 16}, .shown = {1, 4}}),
                      knob(&AveragePooling2d::trainable, "trainable", idleTraits)};
  }

  template <class Real>
  void forward(const LayerPass<Real>& pass) const {
    const PoolingSquares all = squares(pass);
    const Vec<Real> share = splat<Real>(Real(1) / static_cast<Real>(size * size));
    all.forEach([&](std::ptrdiff_t from, std::ptrdiff_t to) {
      for (int c = 0; c < all.columns; c += lanes) {
        const Real* x = pass.input + from + c;
        Vec<Real> total = splat<Real>(0);
        all.forEachPixel([&](std::ptrdiff_t offset) { total += load(x + offset); });
        store(pass.output + to + c, share * total);
      }
    });
  }

  template <class Real>
  void backward(const LayerPass<Real>& pass) const {
    if (!pass.inputGradient) return;
    const PoolingSquares all = squares(pass);
    clearLeftPixels(all, pass);
    const Vec<Real> share = splat<Real>(Real(1) / static_cast<Real>(size * size));
    all.forEach([&](std::ptrdiff_t from, std::ptrdiff_t to) {
      for (int c = 0; c < all.columns; c += lanes) {
        Real* dX = pass.inputGradient + from + c;
        const Vec<Real> gradient = share * load(pass.outputGradient + to + c);
        all.forEachPixel([&](std::ptrdiff_t offset) { store(dX + offset, gradient); });
      }
    });
  }
};

}  // namespace nablab
