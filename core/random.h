#pragma once
#include <algorithm>
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
 * Philox4x32-10: 128 bits that look random, from a counter of 128 bits and a key of 64; of the counter and the three
 * that follow it (in its first word) at once, one behind the other.
 * Salmon, Moraes, Dror & Shaw 2011, Parallel Random Numbers: As Easy as 1, 2, 3.
 */
inline std::array<std::uint32_t, 16> philox(const std::array<std::uint32_t, 4>& counter,
                                            const std::array<std::uint32_t, 2>& key) {
  using Words = Bits<float>;
  const auto all = [](std::uint32_t word) NABLAB_INLINE_LAMBDA { return Words{word, word, word, word}; };
  Words a = all(counter[0]) + Words{0, 1, 2, 3}, b = all(counter[1]), c = all(counter[2]), d = all(counter[3]);
  // Not spread anew in every round: LLVM 14 moves a load that fills all lanes behind a store to the same place.
  Words low = all(key[0]), high = all(key[1]);
  const Words first = all(0xD2511F53), second = all(0xCD9E8D57);
#pragma GCC unroll 1
  for (int round = 0; round < 10; ++round) {
    const LongProducts left = multiplyLong(first, a), right = multiplyLong(second, c);
    a = right.high ^ b ^ low;
    b = right.low;
    c = left.high ^ d ^ high;
    d = left.low;
    low += all(0x9E3779B9);
    high += all(0xBB67AE85);
  }
  Vec<float> blocks[4] = {fromBits<float>(a), fromBits<float>(b), fromBits<float>(c), fromBits<float>(d)};
  transpose<float>(blocks[0], blocks[1], blocks[2], blocks[3]);
  std::array<std::uint32_t, 16> words;
  for (std::size_t i = 0; i < 4; ++i) __builtin_memcpy(&words[4 * i], &blocks[i], sizeof blocks[i]);
  return words;
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
    if (used == words.size()) refill();
    return words[used++];
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
    while (i > 1) {
      // All words that are at hand, in one go.
      if (used == words.size()) refill();
      for (const std::size_t end = std::min(words.size(), used + static_cast<std::size_t>(i) / 2); used < end; i -= 2) {
        const std::uint64_t first = std::uint64_t{words[used++]} * (static_cast<std::uint32_t>(i) + 1);
        const std::uint64_t second = (first & 0xFFFFFFFF) * static_cast<std::uint32_t>(i);
        std::swap(values[i], values[first >> 32]);
        std::swap(values[i - 1], values[second >> 32]);
      }
    }
    if (i == 1) std::swap(values[1], values[below(2)]);
  }

 private:
  void refill() {
    words = philox(counter, key);
    counter[0] += 4;
    used = 0;
  }

  std::array<std::uint32_t, 2> key;
  std::array<std::uint32_t, 4> counter;
  std::array<std::uint32_t, 16> words{};
  std::size_t used = words.size();
  double spare = 0;
  bool hasSpare = false;
};

}  // namespace nablab
