#include "decimal.h"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <utility>
#include <vector>

namespace nablab {

namespace {

/** A whole number of any length. */
class Big {
 public:
  explicit Big(std::uint64_t number) {
    for (; number > 0; number >>= 32) words.push_back(static_cast<std::uint32_t>(number));
  }

  bool isZero() const { return words.empty(); }
  /** How many binary digits it has. */
  int bits() const { return words.empty() ? 0 : static_cast<int>(words.size()) * 32 - __builtin_clz(words.back()); }

  /** this · factor + summand */
  void multiply(std::uint32_t factor, std::uint32_t summand = 0) {
    std::uint64_t carry = summand;
    for (std::uint32_t& word : words) {
      carry += static_cast<std::uint64_t>(word) * factor;
      word = static_cast<std::uint32_t>(carry);
      carry >>= 32;
    }
    if (carry > 0) words.push_back(static_cast<std::uint32_t>(carry));
  }

  void multiplyByPowerOfTen(int exponent) {
    for (; exponent >= 9; exponent -= 9) multiply(1000000000);
    for (; exponent > 0; --exponent) multiply(10);
  }

  void multiplyByPowerOfTwo(int exponent) {
    if (words.empty()) return;
    multiply(1u << exponent % 32);
    words.insert(words.begin(), static_cast<std::size_t>(exponent / 32), 0);
  }

  bool isLess(const Big& other) const {
    if (words.size() != other.words.size()) return words.size() < other.words.size();
    return std::lexicographical_compare(words.rbegin(), words.rend(), other.words.rbegin(), other.words.rend());
  }

  /** Takes away one that is not greater. */
  void subtract(const Big& other) {
    std::uint64_t borrowed = 0;
    for (std::size_t i = 0; i < words.size(); ++i) {
      const std::uint64_t less = borrowed + (i < other.words.size() ? other.words[i] : 0);
      borrowed = words[i] < less;
      words[i] -= static_cast<std::uint32_t>(less);
    }
    while (!words.empty() && words.back() == 0) words.pop_back();
  }

 private:
  /** Lowest first, the highest not zero. */
  std::vector<std::uint32_t> words;
};

constexpr double infinity = std::numeric_limits<double>::infinity();

/** The nearest double to numerator / denominator; infinite where it is too great. */
double quotient(Big numerator, Big denominator) {
  if (numerator.isZero()) return 0;
  // Scaled so that the quotient has 63 or 64 binary digits; the exponent belongs to the lowest.
  const int exponent = numerator.bits() - denominator.bits() - 63;
  (exponent < 0 ? numerator : denominator).multiplyByPowerOfTwo(exponent < 0 ? -exponent : exponent);
  std::uint64_t digits = 0;
  denominator.multiplyByPowerOfTwo(63);
  for (int i = 0; i < 64; ++i) {
    digits <<= 1;
    if (!numerator.isLess(denominator)) {
      numerator.subtract(denominator);
      digits |= 1;
    }
    numerator.multiply(2);
  }
  // What remains stands for everything behind the lowest digit.
  digits |= !numerator.isZero();
  constexpr int lowest = -1074;
  const int kept = 64 - __builtin_clzll(digits) - 53;
  const int dropped = std::max(kept, lowest - exponent);
  if (dropped > 64) return 0;
  const std::uint64_t half = std::uint64_t(1) << (dropped - 1);
  std::uint64_t mantissa = dropped > 63 ? 0 : digits >> dropped;
  const std::uint64_t rest = digits - (dropped > 63 ? 0 : mantissa << dropped);
  mantissa += rest > half || (rest == half && mantissa % 2 == 1);
  // A mantissa that is full, or no longer below the normal numbers, moves the exponent by itself.
  const std::uint64_t bits = (static_cast<std::uint64_t>(exponent + dropped - lowest) << 52) + mantissa;
  constexpr std::uint64_t infinite = std::uint64_t(2047) << 52;
  const std::uint64_t found = std::min(bits, infinite);
  double number;
  __builtin_memcpy(&number, &found, sizeof number);
  return number;
}

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

/** Digits that are looked at; of those behind them it matters only whether any is not zero. */
constexpr int mostDigits = 780;
/** A power of ten at which every number is infinite, and below whose inverse zero. */
constexpr int farthest = 400;

/** The whole number at the end of an exponent, at most 2²⁴. */
int exponentOf(std::string_view text) {
  int exponent = 0;
  for (const char character : text)
    if (isDigit(character)) exponent = std::min(exponent * 10 + (character - '0'), 1 << 24);
  return text.find('-') == std::string_view::npos ? exponent : -exponent;
}

/** Any decimal number: digits · 10^exponent, as a quotient of whole numbers. */
double readLong(std::string_view text) {
  const std::size_t end = std::min(text.find_first_of("eE"), text.size());
  Big digits(0), denominator(1);
  int exponent = exponentOf(text.substr(end)), kept = 0;
  bool fraction = false, more = false;
  for (const char character : text.substr(0, end)) {
    if (character == '.') fraction = true;
    if (!isDigit(character)) continue;
    const auto digit = static_cast<std::uint32_t>(character - '0');
    if (kept < mostDigits) {
      digits.multiply(10, digit);
      kept += !digits.isZero();
      exponent -= fraction;
    } else {
      more = more || digit > 0;
      exponent += !fraction;
    }
  }
  if (digits.isZero() || kept + exponent < -farthest) return 0;
  if (kept + exponent > farthest) return infinity;
  if (more) {
    digits.multiply(10, 1);
    --exponent;
  }
  (exponent < 0 ? denominator : digits).multiplyByPowerOfTen(exponent < 0 ? -exponent : exponent);
  return quotient(std::move(digits), std::move(denominator));
}

/** The first 18 significant digits of a positive number, whether more follow, and the power of ten of the first. */
struct Expansion {
  static constexpr int length = 18;
  char digits[length];
  bool more;
  int exponent;
};

Expansion expansionOf(double number) {
  std::uint64_t bits;
  __builtin_memcpy(&bits, &number, sizeof bits);
  const int field = static_cast<int>(bits >> 52);
  const std::uint64_t fraction = bits & ((std::uint64_t(1) << 52) - 1);
  Big numerator(field > 0 ? fraction | std::uint64_t(1) << 52 : fraction), denominator(1);
  const int power = std::max(field, 1) - 1075;
  // Of ten: this one or the next.
  Expansion found;
  found.exponent = static_cast<int>(__builtin_floor((numerator.bits() + power - 1) * 0.30102999566398120));
  (power < 0 ? denominator : numerator).multiplyByPowerOfTwo(power < 0 ? -power : power);
  const int tens = found.exponent;
  (tens < 0 ? numerator : denominator).multiplyByPowerOfTen(tens < 0 ? -tens : tens);
  Big next = denominator;
  next.multiply(10);
  if (!numerator.isLess(next)) {
    denominator = std::move(next);
    ++found.exponent;
  }
  for (char& digit : found.digits) {
    for (digit = '0'; !numerator.isLess(denominator); ++digit) numerator.subtract(denominator);
    numerator.multiply(10);
  }
  found.more = !numerator.isZero();
  return found;
}

/** The nearest number with so many digits, of two equally near the one with an even last digit. */
std::string rounded(const Expansion& from, int count, int& exponent) {
  std::string digits(from.digits, static_cast<std::size_t>(count));
  const std::string_view rest(from.digits + count, static_cast<std::size_t>(Expansion::length - count));
  const bool half = rest[0] == '5' && !from.more && rest.find_first_not_of('0', 1) == std::string_view::npos;
  const bool up = half ? digits.back() % 2 == 1 : rest[0] >= '5';
  exponent = from.exponent;
  if (!up) return digits;
  std::size_t i = digits.size();
  while (i > 0 && digits[i - 1] == '9') digits[--i] = '0';
  if (i > 0) {
    ++digits[i - 1];
  } else {
    digits[0] = '1';
    ++exponent;
  }
  return digits;
}

/** Digits with a point or an exponent. */
std::string written(std::string digits, int exponent) {
  const int count = static_cast<int>(digits.size());
  if (exponent < -4 || exponent >= count) {
    if (count > 1) digits.insert(1, ".");
    const std::string size = std::to_string(exponent < 0 ? -exponent : exponent);
    return digits + (exponent < 0 ? "e-" : "e+") + (size.size() < 2 ? "0" : "") + size;
  }
  if (exponent < 0) return "0." + std::string(static_cast<std::size_t>(-exponent - 1), '0') + digits;
  if (exponent + 1 < count) digits.insert(static_cast<std::size_t>(exponent + 1), ".");
  return digits;
}

}  // namespace

bool readDecimal(std::string_view text, double& number) {
  if (!isDecimal(text)) return false;
  if (readShort(text, number)) return true;
  number = readLong(text);
  if (text[0] == '-') number = -number;
  return number - number == 0;
}

std::string shortestDecimal(double number) {
  if (number == 0) return "0";
  const double size = number < 0 ? -number : number;
  const Expansion expansion = expansionOf(size);
  std::string text;
  for (int count = 1; count < Expansion::length; ++count) {
    int exponent;
    const std::string digits = rounded(expansion, count, exponent);
    text = written(digits, exponent);
    double back;
    if (readDecimal(text, back) && back == size) break;
  }
  return number < 0 ? "-" + text : text;
}

}  // namespace nablab
