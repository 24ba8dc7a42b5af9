#include <catch2/catch.hpp>

#include "core/math/functions.h"
#include "ulps.h"

using namespace nablab;
using nablab::test::ulpsBetween;

namespace {

/** What the functions promise. */
constexpr double allowedUlps = 4;

template <class Real>
using Function = Real (*)(Real);
using Truth = long double (*)(long double);

template <class Real>
struct Worst {
  double ulps = 0;
  Real at = 0;
  void add(Function<Real> function, Truth truth, Real x) {
    const double here = ulpsBetween(function(x), truth(static_cast<long double>(x)));
    if (here > ulps) *this = {here, x};
  }
};

/** Evenly spaced arguments from low to high. */
template <class Real>
void checkRange(Function<Real> function, Truth truth, double low, double high) {
  constexpr int samples = 20000;
  Worst<Real> worst;
  for (int i = 0; i <= samples; ++i) worst.add(function, truth, static_cast<Real>(low + (high - low) * i / samples));
  INFO("worst at " << worst.at << " between " << low << " and " << high);
  CHECK(worst.ulps <= allowedUlps);
}

/** Arguments of every exponent, with mantissas spread over each; of one sign. */
template <class Real>
void checkAllExponents(Function<Real> function, Truth truth, Real sign,
                       Real largest = std::numeric_limits<Real>::max()) {
  Worst<Real> worst;
  Real mantissa = 1, scale = std::numeric_limits<Real>::denorm_min();
  while (scale <= largest / 2) {
    for (int i = 0; i < 16; ++i) {
      mantissa += Real(0.6180339887);
      if (mantissa >= 2) mantissa -= 1;
      worst.add(function, truth, sign * scale * mantissa);
    }
    scale *= 2;
  }
  INFO("worst at " << worst.at);
  CHECK(worst.ulps <= allowedUlps);
}

/** The `count` numbers of the format on each side of x. */
template <class Real>
void checkNeighbours(Function<Real> function, Truth truth, double x, int count = 1000) {
  Worst<Real> worst;
  Real up = static_cast<Real>(x), down = up;
  for (int i = 0; i < count; ++i) {
    worst.add(function, truth, up);
    worst.add(function, truth, down);
    up = std::nextafter(up, std::numeric_limits<Real>::infinity());
    down = std::nextafter(down, -std::numeric_limits<Real>::infinity());
  }
  INFO("worst at " << worst.at << " near " << x);
  CHECK(worst.ulps <= allowedUlps);
}

template <class Real>
constexpr Real infinity = std::numeric_limits<Real>::infinity();
template <class Real>
constexpr Real notANumber = std::numeric_limits<Real>::quiet_NaN();

long double trueSigmoid(long double x) { return 1 / (1 + std::exp(-x)); }

/** Same number and, for zeros, same sign. */
template <class Real>
bool identical(Real a, Real b) {
  return a == b && std::signbit(a) == std::signbit(b);
}

}  // namespace

TEMPLATE_TEST_CASE("the exponential is within 4 ulp everywhere", "[math]", float, double) {
  const Function<TestType> function = exponential<TestType>;
  const double edge = sizeof(TestType) == 4 ? 104 : 746;
  checkRange<TestType>(function, std::exp, -edge, edge);
  checkRange<TestType>(function, std::exp, -1, 1);
  checkAllExponents<TestType>(function, std::exp, 1);
  checkAllExponents<TestType>(function, std::exp, -1);
  checkNeighbours<TestType>(function, std::exp, static_cast<double>(Format<TestType>::largestPower));
  checkNeighbours<TestType>(function, std::exp, static_cast<double>(Format<TestType>::smallestPower));
  CHECK(exponential(infinity<TestType>) == infinity<TestType>);
  CHECK(identical(exponential(-infinity<TestType>), TestType(0)));
  CHECK(exponential(TestType(0)) == 1);
  CHECK(std::isnan(exponential(notANumber<TestType>)));
}

TEMPLATE_TEST_CASE("the exponential is zero below the normal numbers and never subnormal", "[math]", float, double) {
  const TestType last = Format<TestType>::smallestPower;
  CHECK(exponential(last) >= std::numeric_limits<TestType>::min());
  CHECK(identical(exponential(std::nextafter(last, -infinity<TestType>)), TestType(0)));
}

TEMPLATE_TEST_CASE("the exponential minus one is within 4 ulp everywhere", "[math]", float, double) {
  const Function<TestType> function = exponentialMinusOne<TestType>;
  const double edge = sizeof(TestType) == 4 ? 104 : 746;
  checkRange<TestType>(function, std::expm1, -edge, edge);
  checkRange<TestType>(function, std::expm1, -2, 2);
  checkAllExponents<TestType>(function, std::expm1, 1);
  checkAllExponents<TestType>(function, std::expm1, -1);
  checkNeighbours<TestType>(function, std::expm1, static_cast<double>(Format<TestType>::largestPower));
  CHECK(exponentialMinusOne(infinity<TestType>) == infinity<TestType>);
  CHECK(exponentialMinusOne(-infinity<TestType>) == -1);
  CHECK(identical(exponentialMinusOne(TestType(-0.0)), TestType(-0.0)));
  CHECK(identical(exponentialMinusOne(TestType(0)), TestType(0)));
  CHECK(std::isnan(exponentialMinusOne(notANumber<TestType>)));
}

TEMPLATE_TEST_CASE("the logarithm is within 4 ulp for every positive number", "[math]", float, double) {
  const Function<TestType> function = logarithm<TestType>;
  checkAllExponents<TestType>(function, std::log, 1);
  checkRange<TestType>(function, std::log, 0.5, 2);
  checkRange<TestType>(function, std::log, 0.99, 1.01);
  checkNeighbours<TestType>(function, std::log, 1);
  checkNeighbours<TestType>(function, std::log, 0.70710678118654752);
  checkNeighbours<TestType>(function, std::log, static_cast<double>(std::numeric_limits<TestType>::min()));
  CHECK(logarithm(TestType(0)) == -infinity<TestType>);
  CHECK(logarithm(TestType(-0.0)) == -infinity<TestType>);
  CHECK(identical(logarithm(TestType(1)), TestType(0)));
  CHECK(logarithm(infinity<TestType>) == infinity<TestType>);
  CHECK(std::isnan(logarithm(TestType(-1))));
  CHECK(std::isnan(logarithm(-std::numeric_limits<TestType>::denorm_min())));
  CHECK(std::isnan(logarithm(-infinity<TestType>)));
  CHECK(std::isnan(logarithm(notANumber<TestType>)));
}

TEMPLATE_TEST_CASE("the logarithm of one plus x is within 4 ulp for every x above -1", "[math]", float, double) {
  const Function<TestType> function = logarithmOnePlus<TestType>;
  checkAllExponents<TestType>(function, std::log1p, 1);
  checkAllExponents<TestType>(function, std::log1p, -1);
  checkRange<TestType>(function, std::log1p, -1, 3);
  checkNeighbours<TestType>(function, std::log1p, -1);
  CHECK(logarithmOnePlus(TestType(-1)) == -infinity<TestType>);
  CHECK(logarithmOnePlus(infinity<TestType>) == infinity<TestType>);
  CHECK(identical(logarithmOnePlus(TestType(-0.0)), TestType(-0.0)));
  CHECK(identical(logarithmOnePlus(TestType(0)), TestType(0)));
  CHECK(std::isnan(logarithmOnePlus(TestType(-2))));
  CHECK(std::isnan(logarithmOnePlus(notANumber<TestType>)));
}

TEMPLATE_TEST_CASE("the logarithm of one plus a positive number is the same without special cases", "[math]", float,
                   double) {
  const TestType least = std::numeric_limits<TestType>::denorm_min(), most = std::numeric_limits<TestType>::max();
  CHECK(identical(logarithmOnePlusPositive(TestType(0)), TestType(0)));
  CHECK(std::isnan(logarithmOnePlusPositive(notANumber<TestType>)));
  bool same = identical(logarithmOnePlusPositive(most), logarithmOnePlus(most));
  for (TestType x = least; x < most / 2; x = x * TestType(1.37) + least)
    same = same && identical(logarithmOnePlusPositive(x), logarithmOnePlus(x));
  CHECK(same);
}

TEMPLATE_TEST_CASE("the hyperbolic tangent is within 4 ulp everywhere and never beyond 1", "[math]", float, double) {
  const Function<TestType> function = hyperbolicTangent<TestType>;
  checkRange<TestType>(function, std::tanh, -25, 25);
  checkRange<TestType>(function, std::tanh, -1, 1);
  checkAllExponents<TestType>(function, std::tanh, 1);
  checkAllExponents<TestType>(function, std::tanh, -1);
  bool bounded = true, odd = true;
  for (int i = 0; i < 6400; ++i) {
    const TestType x = static_cast<TestType>(i) / 256;
    bounded = bounded && hyperbolicTangent(x) <= 1;
    odd = odd && identical(hyperbolicTangent(-x), -hyperbolicTangent(x));
  }
  CHECK(bounded);
  CHECK(odd);
  CHECK(hyperbolicTangent(infinity<TestType>) == 1);
  CHECK(hyperbolicTangent(-infinity<TestType>) == -1);
  CHECK(std::isnan(hyperbolicTangent(notANumber<TestType>)));
}

TEMPLATE_TEST_CASE("the sigmoid is within 4 ulp everywhere", "[math]", float, double) {
  const Function<TestType> function = sigmoid<TestType>;
  const double edge = sizeof(TestType) == 4 ? 104 : 746;
  checkRange<TestType>(function, trueSigmoid, -edge, edge);
  checkRange<TestType>(function, trueSigmoid, -4, 4);
  checkAllExponents<TestType>(function, trueSigmoid, 1);
  checkAllExponents<TestType>(function, trueSigmoid, -1);
  checkNeighbours<TestType>(function, trueSigmoid, static_cast<double>(Format<TestType>::smallestPower));
  CHECK(sigmoid(TestType(0)) == TestType(0.5));
  CHECK(sigmoid(infinity<TestType>) == 1);
  CHECK(identical(sigmoid(-infinity<TestType>), TestType(0)));
  CHECK(std::isnan(sigmoid(notANumber<TestType>)));
}

TEMPLATE_TEST_CASE("the error function is within 4 ulp everywhere, odd and never beyond 1", "[math]", float, double) {
  const Function<TestType> function = errorFunction<TestType>;
  checkRange<TestType>(function, std::erf, -7, 7);
  checkRange<TestType>(function, std::erf, 0.9, 1.1);
  checkAllExponents<TestType>(function, std::erf, 1);
  checkAllExponents<TestType>(function, std::erf, -1);
  checkNeighbours<TestType>(function, std::erf, 1);
  checkNeighbours<TestType>(function, std::erf, static_cast<double>(Format<TestType>::largestError));
  bool bounded = true, odd = true;
  for (int i = 0; i < 2000; ++i) {
    const TestType x = static_cast<TestType>(i) / 256;
    bounded = bounded && errorFunction(x) <= 1;
    odd = odd && identical(errorFunction(-x), -errorFunction(x));
  }
  CHECK(bounded);
  CHECK(odd);
  CHECK(errorFunction(infinity<TestType>) == 1);
  CHECK(errorFunction(-infinity<TestType>) == -1);
  CHECK(std::isnan(errorFunction(notANumber<TestType>)));
}

TEMPLATE_TEST_CASE("sine and cosine are within 4 ulp up to the largest angle, also near their zeros", "[math]", float,
                   double) {
  for (const auto& [function, truth] : {std::pair<Function<TestType>, Truth>{sine<TestType>, std::sin},
                                        std::pair<Function<TestType>, Truth>{cosine<TestType>, std::cos}}) {
    checkRange<TestType>(function, truth, -10, 10);
    checkRange<TestType>(function, truth, -1e5, 1e5);
    checkRange<TestType>(function, truth, -largestAngle, largestAngle);
    checkAllExponents<TestType>(function, truth, 1, TestType(largestAngle));
    checkAllExponents<TestType>(function, truth, -1, TestType(largestAngle));
    Worst<TestType> worst;
    for (int i = 1; i < 600000; i += 23)
      worst.add(function, truth, static_cast<TestType>(i * 1.57079632679489661923132169163975144L));
    CHECK(worst.ulps <= allowedUlps);
    CHECK(std::isnan(function(notANumber<TestType>)));
    CHECK(std::isnan(function(infinity<TestType>)));
    CHECK(std::isnan(function(TestType(2 * largestAngle))));
  }
  CHECK(identical(sine(TestType(-0.0)), TestType(-0.0)));
  CHECK(cosine(TestType(0)) == 1);
}

TEST_CASE("whole powers are exact where the result is, and follow the sign of the exponent", "[math]") {
  CHECK(power(3.0, 4) == 81);
  CHECK(power(-2.0, 5L) == -32);
  CHECK(power(7.0, 0) == 1);
  CHECK(power(2.0, -3) == 0.125);
  CHECK(power(2.0, std::numeric_limits<int>::min()) == 0);
  CHECK(power(0.0, 3) == 0);
  for (long exponent = 1; exponent < 200000; exponent = exponent * 3 / 2 + 1) {
    const double expected = static_cast<double>(std::pow(0.999L, static_cast<long double>(exponent)));
    // 0.999 itself is off by half a unit, which the power multiplies by the exponent.
    CHECK(power(0.999, exponent) == Approx(expected).epsilon(1e-15 * static_cast<double>(exponent)));
    CHECK(twoPowers(0.999, 0.9, exponent) == std::array{power(0.999, exponent), power(0.9, exponent)});
  }
}

TEST_CASE("one minus a power is the same number where the power is not computed", "[math]") {
  for (const double base : {0.0, 0.5, 0.9, 0.99, 0.999, 0.99999, 1.0})
    for (long exponent = 0; exponent < 10'000'000; exponent = exponent * 21 / 20 + 1)
      REQUIRE(oneMinusPowers(base, 0.95, exponent) == std::array{1 - power(base, exponent), 1 - power(0.95, exponent)});
}

TEST_CASE("powers with any exponent agree with the library's", "[math]") {
  for (const double base : {0.001, 0.5, 0.999, 1.0, 2.0, 12345.0})
    for (const double exponent : {-3.5, -1.0, 0.0, 0.25, 0.5, 7.0})
      CHECK(power(base, exponent) == Approx(std::pow(base, exponent)).epsilon(1e-14));
}
