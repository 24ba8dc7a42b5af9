#pragma once
#include <string>
#include <string_view>

/**
 * Decimal numbers in text, exactly: both ways are computed with whole numbers of any length, so that every build reads
 * and writes the same, and no number is off by a last digit.
 */
namespace nablab {

/**
 * Reads a decimal number, the whole text: sign, digits with or without a point, exponent ("-12.75", ".5", "+1e-3"). The
 * result is the nearest double, of two equally near the even one. False for anything else: blanks, other digits,
 * hexadecimal, "inf", and what overflows.
 */
bool readDecimal(std::string_view text, double& number);

/**
 * The fewest significant digits that read back as the same finite number: "0.1", "-1e-05", "1.5e+20"; with an exponent
 * from 1e-5 down, and where there are fewer digits than places before the point.
 */
std::string shortestDecimal(double number);

}  // namespace nablab
