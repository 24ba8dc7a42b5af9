#pragma once
#include <cstdint>
#include <cstring>
#include <string>

namespace nablab {

/**
 * A 64-bit FNV-1a hash over 32-bit words (Fowler, Noll & Vo): what "the same bits" is tested with. Every NaN counts as
 * the same, since processors differ in which one they make.
 */
class Hash {
 public:
  void add(std::uint32_t word) { state = (state ^ word) * 0x100000001B3ULL; }
  void add(std::uint64_t number) {
    add(static_cast<std::uint32_t>(number));
    add(static_cast<std::uint32_t>(number >> 32));
  }
  void add(float number) {
    std::uint32_t bits = 0x7FC00000U;
    if (number == number) std::memcpy(&bits, &number, sizeof bits);
    add(bits);
  }
  void add(double number) {
    std::uint64_t bits = 0x7FF8000000000000ULL;
    if (number == number) std::memcpy(&bits, &number, sizeof bits);
    add(bits);
  }
  std::uint64_t value() const { return state; }
  /** Goes on from a value that was kept. */
  void resume(std::uint64_t kept) { state = kept; }

  /** 16 hexadecimal digits. */
  std::string text() const {
    std::string digits;
    for (int shift = 60; shift >= 0; shift -= 4) digits += "0123456789abcdef"[(state >> shift) & 15];
    return digits;
  }

 private:
  std::uint64_t state = 0xCBF29CE484222325ULL;
};

}  // namespace nablab
