#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <numeric>
#include <set>
#include <vector>

#include "core/random.h"

using namespace nablab;

TEST_CASE("Philox gives the published answers to the published questions", "[random]") {
  using Words = std::array<std::uint32_t, 4>;
  constexpr std::uint32_t all = 0xffffffff;
  const auto firstOf = [](Words counter, std::array<std::uint32_t, 2> key) {
    const auto words = philox(counter, key);
    return Words{words[0], words[1], words[2], words[3]};
  };
  CHECK(firstOf({0, 0, 0, 0}, {0, 0}) == Words{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8});
  CHECK(firstOf({all, all, all, all}, {all, all}) == Words{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd});
  CHECK(firstOf({0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344}, {0xa4093822, 0x299f31d0}) ==
        Words{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1});
}

TEST_CASE("a sequence is Philox of its name, block after block", "[random]") {
  Random random(17, Stream::batches, 3, 0x500000004);
  for (std::uint32_t block = 0; block < 9; ++block) {
    const auto words = philox({block, 3, 4, 5}, {17, static_cast<std::uint32_t>(Stream::batches)});
    for (std::size_t i = 0; i < 4; ++i) CHECK(random.next() == words[i]);
  }
}

TEST_CASE("seed, stream, substream and position each give another sequence", "[random]") {
  std::set<std::uint32_t> first;
  for (Random random :
       {Random(1, Stream::data), Random(2, Stream::data), Random(1, Stream::split), Random(1, Stream::data, 1),
        Random(1, Stream::data, 0, 1), Random(1, Stream::data, 0, 1ULL << 32)})
    first.insert(random.next());
  CHECK(first.size() == 6);
  Random a(1, Stream::data), b(1, Stream::data);
  for (int i = 0; i < 9; ++i) CHECK(a.next() == b.next());
}

TEST_CASE("uniform numbers fill [0, 1) evenly", "[random]") {
  Random random(5, Stream::data);
  constexpr int count = 100000;
  double mean = 0, square = 0, least = 1, greatest = 0;
  for (int i = 0; i < count; ++i) {
    const double u = random.uniform();
    mean += u / count;
    square += u * u / count;
    least = std::min(least, u);
    greatest = std::max(greatest, u);
  }
  CHECK(least >= 0);
  CHECK(least < 1e-4);
  CHECK(greatest < 1);
  CHECK(greatest > 1 - 1e-4);
  // Five deviations of each estimate.
  CHECK(mean == Approx(0.5).margin(0.0046));
  CHECK(square == Approx(1.0 / 3).margin(0.0048));
}

TEST_CASE("normal numbers have the moments of the normal distribution", "[random]") {
  Random random(6, Stream::initialization);
  constexpr int count = 100000;
  double moments[5] = {};
  int beyondTwo = 0;
  for (int i = 0; i < count; ++i) {
    const double x = random.normal();
    double power = 1;
    for (double& moment : moments) {
      moment += power / count;
      power *= x;
    }
    beyondTwo += std::fabs(x) > 2;
  }
  // Five deviations of each estimate: √(1, 2, 15, 96)/√count.
  CHECK(moments[1] == Approx(0).margin(0.016));
  CHECK(moments[2] == Approx(1).margin(0.023));
  CHECK(moments[3] == Approx(0).margin(0.062));
  CHECK(moments[4] == Approx(3).margin(0.155));
  CHECK(beyondTwo == Approx(0.0455 * count).margin(330));
}

TEST_CASE("whole numbers below n are all reached, about equally often", "[random]") {
  Random random(7, Stream::batches);
  constexpr int count = 60000;
  std::vector<int> seen(6);
  for (int i = 0; i < count; ++i) ++seen.at(random.below(6));
  for (const int times : seen) CHECK(times == Approx(count / 6).margin(460));
  CHECK(random.below(1) == 0);
}

TEST_CASE("a shuffle is a permutation, and each number comes to each place equally often", "[random]") {
  constexpr int size = 5, count = 20000;
  int seen[size][size] = {};
  for (int trial = 0; trial < count; ++trial) {
    int order[size];
    std::iota(order, order + size, 0);
    Random(8, Stream::batches, 0, static_cast<std::uint64_t>(trial)).shuffle(order, size);
    for (int place = 0; place < size; ++place) ++seen[place][order[place]];
    std::sort(order, order + size);
    for (int i = 0; i < size; ++i) REQUIRE(order[i] == i);
  }
  for (const auto& place : seen)
    for (const int times : place) CHECK(times == Approx(count / size).margin(283));
}

TEST_CASE("a shuffle of nothing or of one number changes nothing", "[random]") {
  int one = 42;
  Random(1, Stream::split).shuffle(nullptr, 0);
  Random(1, Stream::split).shuffle(&one, 1);
  CHECK(one == 42);
}
