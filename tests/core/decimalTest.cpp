#include <catch2/catch.hpp>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <random>

#include "core/decimal.h"
#include "core/value.h"

using namespace nablab;

namespace {

double read(const std::string& text) {
  double number = 0;
  REQUIRE(readDecimal(text, number));
  return number;
}

/** Numbers of every size, the awkward ones among them. */
std::vector<double> manyNumbers() {
  std::vector<double> numbers{0.1,
                              1.0 / 3,
                              5e-324,
                              2.2250738585072014e-308,
                              2.225073858507201e-308,
                              1e22,
                              1e23,
                              1e15,
                              1.7976931348623157e308,
                              9007199254740993.0,
                              123456789012345678.0,
                              9.5,
                              0.00012345,
                              1e-5,
                              0.3};
  std::mt19937_64 random(1);
  for (int i = 0; i < 20000; ++i) {
    const std::uint64_t bits = random() & 0x7fffffffffffffffu;
    double number;
    std::memcpy(&number, &bits, sizeof number);
    if (std::isfinite(number)) numbers.push_back(number);
    numbers.push_back(static_cast<double>(static_cast<float>(random() % 1000000) / 1000));
  }
  return numbers;
}

}  // namespace

TEST_CASE("a decimal number is read as the system's library reads it, to the last bit", "[decimal]") {
  char text[64];
  for (const double number : manyNumbers())
    for (const char* format : {"%.17g", "%.20g", "%.16e", "%.3e"}) {
      std::snprintf(text, sizeof text, format, number);
      const double expected = std::strtod(text, nullptr);
      if (std::isfinite(expected) && read(text) != expected) FAIL(text);
    }
}

TEST_CASE("a decimal halfway between two doubles is read as the even one, unless anything follows", "[decimal]") {
  CHECK(read("9007199254740993") == 9007199254740992.0);
  CHECK(read("9007199254740993.0000000000000000000000000000000000000001") == 9007199254740994.0);
  CHECK(read("9007199254740993." + std::string(900, '0') + "1") == 9007199254740994.0);
  CHECK(read("2.4703282292062327e-324") == 0);
  CHECK(read("2.4703282292062328e-324") == 5e-324);
  CHECK(read("2.2250738585072011e-308") == 2.225073858507201e-308);
  CHECK(read("0." + std::string(500, '0') + "1e501") == 1);
  CHECK(read("1" + std::string(500, '0') + "e-500") == 1);
  CHECK(read("-1e-400") == 0);
  double number;
  CHECK_FALSE(readDecimal("1e309", number));
  CHECK_FALSE(readDecimal("1e99999999999999999999", number));
  CHECK_FALSE(readDecimal("1.7976931348623159e308", number));
  CHECK(read("1.7976931348623158e308") == 1.7976931348623157e308);
}

TEST_CASE("a number is written with the fewest digits that read back, as the system's library does", "[decimal]") {
  char text[64];
  for (const double number : manyNumbers()) {
    for (int digits = 1; digits <= 17; ++digits) {
      std::snprintf(text, sizeof text, "%.*g", digits, number);
      if (std::strtod(text, nullptr) == number) break;
    }
    if (shortestDecimal(number) != text) FAIL(std::string(text) << " is written " << shortestDecimal(number));
  }
  CHECK(shortestDecimal(-0.1) == "-0.1");
  CHECK(textOf(-0.0) == "-0");
  CHECK(textOf(-12) == "-12");
  CHECK(textOf(999999999999999) == "999999999999999");
  CHECK(textOf(1e15) == "1e+15");
}
