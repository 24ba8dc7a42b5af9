#pragma once
#include <string_view>

namespace nablab {

/**
 * Reads a decimal number, the whole text: sign, digits with or without a point, exponent ("-12.75", ".5", "+1e-3"). The
 * result is the nearest double, in every build. False for anything else: blanks, other digits, hexadecimal, "inf", and
 * what overflows.
 */
bool readDecimal(std::string_view text, double& number);

}  // namespace nablab
