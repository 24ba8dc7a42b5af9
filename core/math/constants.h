#pragma once
#include <limits>

/** Numbers with a name. */
namespace nablab {

constexpr double pi = 3.14159265358979323846;

/** Stands where there is no such number: a mean of nothing, a loss that was not measured. */
constexpr double undefined = std::numeric_limits<double>::quiet_NaN();

}  // namespace nablab
