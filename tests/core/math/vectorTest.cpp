#include <array>
#include <catch2/catch.hpp>
#include <cmath>
#include <limits>
#include <vector>

#include "core/math/vector.h"

using namespace nablab;

namespace {

template <class Real>
std::array<Real, lanes> numbers(Vec<Real> v) {
  std::array<Real, lanes> a;
  store(a.data(), v);
  return a;
}

template <class Real>
using Four = std::array<Real, lanes>;

}  // namespace

TEMPLATE_TEST_CASE("vectors go to and from memory that is not aligned", "[math]", float, double) {
  TestType from[6] = {0, 1, 2, 3, 4, 5}, to[6] = {};
  store(to + 1, load(from + 1));
  CHECK(to[0] == 0);
  CHECK(to[1] == 1);
  CHECK(to[4] == 4);
  CHECK(to[5] == 0);
}

TEMPLATE_TEST_CASE("a part of a vector touches no memory beyond it", "[math]", float, double) {
  for (int count = 0; count <= lanes; ++count) {
    // Exactly as long as what may be touched: the sanitizer would see one more.
    std::vector<TestType> memory(static_cast<std::size_t>(count), TestType(7));
    const Four<TestType> loaded = numbers<TestType>(loadPartial(memory.data(), count));
    for (int i = 0; i < lanes; ++i) CHECK(loaded[static_cast<std::size_t>(i)] == (i < count ? 7 : 0));
    storePartial(memory.data(), splat<TestType>(9), count);
    for (const TestType x : memory) CHECK(x == 9);
  }
}

TEMPLATE_TEST_CASE("the first lanes stay and the others become zero, even from NaN", "[math]", float, double) {
  const TestType nan = std::numeric_limits<TestType>::quiet_NaN();
  CHECK(numbers<TestType>(firstLanes<TestType>(Vec<TestType>{1, 2, nan, nan}, 2)) == Four<TestType>{1, 2, 0, 0});
  CHECK(numbers<TestType>(firstLanes<TestType>(Vec<TestType>{1, 2, 3, 4}, 4)) == Four<TestType>{1, 2, 3, 4});
  CHECK(numbers<TestType>(firstLanes<TestType>(Vec<TestType>{1, 2, 3, 4}, 0)) == Four<TestType>{0, 0, 0, 0});
}

TEMPLATE_TEST_CASE("maximum and minimum give NaN if and only if the first argument is NaN", "[math]", float, double) {
  const TestType nan = std::numeric_limits<TestType>::quiet_NaN();
  const Vec<TestType> a = {1, nan, 3, TestType(-0.0)}, b = {2, 2, nan, 0};
  const Four<TestType> greater = numbers<TestType>(maximum<TestType>(a, b)),
                       less = numbers<TestType>(minimum<TestType>(a, b));
  CHECK(greater[0] == 2);
  CHECK(less[0] == 1);
  CHECK(std::isnan(greater[1]));
  CHECK(std::isnan(less[1]));
  CHECK(greater[2] == 3);
  CHECK(less[2] == 3);
  CHECK(std::signbit(greater[3]));
  CHECK(std::signbit(less[3]));
}

TEMPLATE_TEST_CASE("select takes each lane from the side that its mask names", "[math]", float, double) {
  const Vec<TestType> v = {1, 2, 3, 4};
  CHECK(numbers<TestType>(select<TestType>(v > 2, v, -v)) == Four<TestType>{-1, -2, 3, 4});
  CHECK(numbers<TestType>(onlyWhere<TestType>(v > 2, v)) == Four<TestType>{0, 0, 3, 4});
}

TEMPLATE_TEST_CASE("signs are taken off and put on, of zeros and infinities too", "[math]", float, double) {
  const TestType infinity = std::numeric_limits<TestType>::infinity();
  const Vec<TestType> v = {TestType(-0.0), -1, 2, -infinity};
  const Four<TestType> sizes = numbers<TestType>(absolute<TestType>(v));
  CHECK(sizes == Four<TestType>{0, 1, 2, infinity});
  CHECK_FALSE(std::signbit(sizes[0]));
  CHECK(std::signbit(numbers<TestType>(withSignOf<TestType>(absolute<TestType>(v), v))[0]));
}

TEMPLATE_TEST_CASE("square roots are those of single numbers, lane by lane", "[math]", float, double) {
  TestType x = TestType(1e-30);
  for (int i = 0; i < 400; ++i) {
    x *= TestType(1.37);
    const Four<TestType> roots = numbers<TestType>(squareRoot<TestType>(Vec<TestType>{x, x * 2, x * 3, 0}));
    const Four<TestType> expected = {std::sqrt(x), std::sqrt(x * 2), std::sqrt(x * 3), 0};
    REQUIRE(roots == expected);
  }
}

TEMPLATE_TEST_CASE("the lanes are added as (0 + 2) + (1 + 3), alone and four vectors at a time", "[math]", float,
                   double) {
  // Any other order loses the small numbers.
  const TestType large = sizeof(TestType) == 4 ? TestType(1e8) : TestType(1e17);
  CHECK(sum<TestType>(Vec<TestType>{large, 1, -large, 1}) == 2);
  const Vec<TestType> a = {large, 1, -large, 1}, b = {1, large, 2, -large}, c = {1, 2, 3, 4}, d = {large, -large, 1, 1};
  CHECK(numbers<TestType>(sums<TestType>(a, b, c, d)) ==
        Four<TestType>{sum<TestType>(a), sum<TestType>(b), sum<TestType>(c), sum<TestType>(d)});
}

TEMPLATE_TEST_CASE("transposing makes rows into columns", "[math]", float, double) {
  Vec<TestType> a = {0, 1, 2, 3}, b = {10, 11, 12, 13}, c = {20, 21, 22, 23}, d = {30, 31, 32, 33};
  transpose<TestType>(a, b, c, d);
  CHECK(numbers<TestType>(a) == Four<TestType>{0, 10, 20, 30});
  CHECK(numbers<TestType>(b) == Four<TestType>{1, 11, 21, 31});
  CHECK(numbers<TestType>(c) == Four<TestType>{2, 12, 22, 32});
  CHECK(numbers<TestType>(d) == Four<TestType>{3, 13, 23, 33});
}

TEST_CASE("counts are rounded up to whole vectors", "[math]") {
  CHECK(roundUpToLanes(0) == 0);
  CHECK(roundUpToLanes(1) == 4);
  CHECK(roundUpToLanes(4) == 4);
  CHECK(roundUpToLanes(5) == 8);
}
