#include "decimal.h"

#include <cstdint>
#include <cstdlib>
#include <string>

namespace nablab {

namespace {

bool isDigit(char character) { return character >= '0' && character <= '9'; }

/** Whether the text is sign, digits with one point at most, exponent. */
bool isDecimal(std::string_view text) {
  std::size_t i = 0, digits = 0;
  const auto sign = [&] { i += i < text.size() && (text[i] == '-' || text[i] == '+'); };
  const auto run = [&] {
    const std::size_t begin = i;
    while (i < text.size() && isDigit(text[i])) ++i;
    return i - begin;
  };
  sign();
  digits = run();
  if (i < text.size() && text[i] == '.') {
    ++i;
    digits += run();
  }
  if (digits == 0) return false;
  if (i < text.size() && (text[i] == 'e' || text[i] == 'E')) {
    ++i;
    sign();
    if (run() == 0) return false;
  }
  return i == text.size();
}

/**
 * The common case without a call: up to 15 digits and no exponent. They are a whole number, divided once by a power of
 * ten, both exact in double; so the quotient is the nearest double.
 */
bool readShort(std::string_view text, double& number) {
  if (text.size() > 16) return false;
  std::int64_t digits = 0;
  double power = 1;
  int count = 0;
  bool fraction = false;
  for (const char character : text) {
    if (isDigit(character)) {
      digits = digits * 10 + (character - '0');
      if (fraction) power *= 10;
      ++count;
    } else if (character == '.') {
      fraction = true;
    } else if (character != '-' && character != '+') {
      return false;
    }
  }
  if (count > 15) return false;
  number = static_cast<double>(digits) / power;
  if (text[0] == '-') number = -number;
  return true;
}

}  // namespace

bool readDecimal(std::string_view text, double& number) {
  if (!isDecimal(text)) return false;
  if (readShort(text, number)) return true;
  number = std::strtod(std::string(text).c_str(), nullptr);
  return number - number == 0;
}

}  // namespace nablab
