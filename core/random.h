#pragma once
#include <array>
#include <cmath>
#include <cstdint>
#include <utility>

#include "math/functions.h"

namespace nablab {

/** What random numbers are drawn for: each purpose has its own stream, so that one never disturbs another. */
enum class Stream : std::uint32_t {
  data,
  split,
  initialization,
  batches,
  dropout,
  labels,
  duplicates,
  augmentation,
  tools
};

/**
 * Philox4x32-10: 128 bits that look random, from a counter of 128 bits and a key of 64; of several counters at once,
 * because one alone keeps a processor waiting.
 * Salmon, Moraes, Dror & Shaw 2011, Parallel Random Numbers: As Easy as 1, 2, 3.
 */
template <std::size_t Count>
std::array<std::array<std::uint32_t, 4>, Count> philox(std::array<std::array<std::uint32_t, 4>, Count> counters,
                                                       std::array<std::uint32_t, 2> key) {
  for (int round = 0; round < 10; ++round) {
    for (std::array<std::uint32_t, 4>& counter : counters) {
      const std::uint64_t a = std::uint64_t{0xD2511F53} * counter[0], b = std::uint64_t{0xCD9E8D57} * counter[2];
      counter = {static_cast<std::uint32_t>(b >> 32) ^ counter[1] ^ key[0], static_cast<std::uint32_t>(b),
                 static_cast<std::uint32_t>(a >> 32) ^ counter[3] ^ key[1], static_cast<std::uint32_t>(a)};
    }
    key[0] += 0x9E3779B9;
    key[1] += 0xBB67AE85;
  }
  return counters;
}

/**
 * A sequence of random numbers that seed, stream, substream and position name completely: the same four give the same
 * sequence in every build, others an unrelated one. Cheap to make, cheap to copy; a sequence has 2³⁴ words.
 */
class Random {
 public:
  /** `substream` tells apart users of one stream (a tensor, a layer); `position` moments (a step, an epoch). */
  Random(std::uint32_t seed, Stream stream, std::uint32_t substream = 0, std::uint64_t position = 0)
      : key{seed, static_cast<std::uint32_t>(stream)},
        counter{0, substream, static_cast<std::uint32_t>(position), static_cast<std::uint32_t>(position >> 32)} {}

  /** 32 random bits. */
  std::uint32_t next() {
    if (used == 8) refill();
    const std::uint32_t word = words[used / 4][used % 4];
    ++used;
    return word;
  }

  /** Uniform in [0, 1), a multiple of 2⁻⁵³; takes two words. */
  double uniform() {
    const std::uint64_t high = next() >> 5, low = next() >> 6;
    return static_cast<double>((high << 26) | low) * 0x1p-53;
  }

  /** A whole number from 0 to n − 1, n > 0; takes one word. Some are likelier than others by at most n·2⁻³². */
  std::uint32_t below(std::uint32_t n) { return static_cast<std::uint32_t>((std::uint64_t{next()} * n) >> 32); }

  /** Normal with mean 0 and deviation 1. Box & Muller 1958; two are made at a time, from four words. */
  double normal() {
    if (hasSpare) {
      hasSpare = false;
      return spare;
    }
    // 1 − u is never zero, so the logarithm is finite.
    const double radius = std::sqrt(-2 * logarithm(1 - uniform())), angle = 6.283185307179586 * uniform();
    spare = radius * sine(angle);
    hasSpare = true;
    return radius * cosine(angle);
  }

  /**
   * Puts n numbers into random order. Fisher & Yates, from the end (Durstenfeld 1964); among the last 2¹¹ places one
   * word serves two draws, the second from what the first left of it (Brackett-Rozinsky & Lemire 2024,
   * arXiv:2408.06213), so that an order is likelier than another by at most one in a thousand for each pair of draws.
   */
  void shuffle(int* values, int n) {
    int i = n - 1;
    for (; i > 0 && i >= (1 << 11); --i) std::swap(values[i], values[below(static_cast<std::uint32_t>(i) + 1)]);
    for (; i > 1; i -= 2) {
      const std::uint64_t first = std::uint64_t{next()} * (static_cast<std::uint32_t>(i) + 1);
      const std::uint64_t second = (first & 0xFFFFFFFF) * static_cast<std::uint32_t>(i);
      std::swap(values[i], values[first >> 32]);
      std::swap(values[i - 1], values[second >> 32]);
    }
    if (i == 1) std::swap(values[1], values[below(2)]);
  }

 private:
  void refill() {
    words[0] = words[1] = counter;
    ++words[1][0];
    words = philox(words, key);
    counter[0] += 2;
    used = 0;
  }

  std::array<std::uint32_t, 2> key;
  std::array<std::uint32_t, 4> counter;
  std::array<std::array<std::uint32_t, 4>, 2> words{};
  std::uint32_t used = 8;
  double spare = 0;
  bool hasSpare = false;
};

}  // namespace nablab
