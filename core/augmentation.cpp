#include <algorithm>

#include "preprocessing.h"
#include "random.h"

namespace nablab {

namespace {

/** Moves one column's image by (down, right); from where nothing comes, the border is continued. */
template <class Real>
void shift(Real* image, int columns, const Shape& shape, int down, int right) {
  const auto at = [&](int i, int j, int channel) -> Real& {
    return image[((i * shape.width + j) * shape.channels + channel) * columns];
  };
  // In place: against the direction of the shift, so that what is still needed is not yet overwritten.
  for (int a = 0; a < shape.height; ++a) {
    const int i = down > 0 ? shape.height - 1 - a : a, fromRow = std::clamp(i - down, 0, shape.height - 1);
    for (int b = 0; b < shape.width; ++b) {
      const int j = right > 0 ? shape.width - 1 - b : b, fromColumn = std::clamp(j - right, 0, shape.width - 1);
      for (int channel = 0; channel < shape.channels; ++channel) at(i, j, channel) = at(fromRow, fromColumn, channel);
    }
  }
}

template <class Real>
void augment(const RandomShift& kind, const Shape& shape, Real* input, int columns, int samples, Random& random) {
  const auto most = static_cast<std::uint32_t>(2 * kind.pixels + 1);
  for (int sample = 0; sample < samples; ++sample) {
    const int down = static_cast<int>(random.below(most)) - kind.pixels;
    const int right = static_cast<int>(random.below(most)) - kind.pixels;
    shift(input + sample, columns, shape, down, right);
  }
}

template <class Real>
void augment(const RandomNoise& kind, const Shape& shape, Real* input, int columns, int samples, Random& random) {
  for (int unit = 0; unit < shape.size(); ++unit)
    for (int sample = 0; sample < samples; ++sample)
      input[unit * columns + sample] += static_cast<Real>(kind.deviation * random.normal());
}

}  // namespace

template <class Real>
void augmentBatch(const std::vector<Preprocessing>& kinds, const Shape& shape, Real* input, int columns, int samples,
                  std::uint32_t seed, long step) {
  for (std::size_t i = 0; i < kinds.size(); ++i) {
    Random random(seed, Stream::augmentation, static_cast<std::uint32_t>(i), static_cast<std::uint64_t>(step));
    std::visit(
        [&](const auto& kind) {
          if constexpr (requires { kind.augments; }) augment(kind, shape, input, columns, samples, random);
        },
        kinds[i]);
  }
}

template void augmentBatch(const std::vector<Preprocessing>&, const Shape&, NABLAB_REAL*, int, int, std::uint32_t,
                           long);

}  // namespace nablab
