#pragma once
#include <cmath>
#include <vector>

#include "knob.h"

/** What is done to the inputs before the network sees them, with statistics of the training part only. */
namespace nablab {

struct Standardization {
  static constexpr const char *key = "standardization", *formula = "x \\leftarrow \\frac{x - \\mu}{\\sigma}";
  static constexpr const char* source = "LeCun, Bottou, Orr & Müller 1998, Efficient BackProp, section 4.3";
  static constexpr auto knobs() { return std::tuple{}; }

  /** x is rows × inputs; `training` lists the rows that make the statistics. A constant input is only centred. */
  void apply(std::vector<double>& x, int inputs, const std::vector<int>& training) const {
    const auto count = static_cast<double>(training.size());
    for (int i = 0; i < inputs; ++i) {
      const auto at = [&](int row) -> double& { return x[static_cast<std::size_t>(row * inputs + i)]; };
      double mean = 0, variance = 0;
      for (const int row : training) mean += at(row);
      mean /= count;
      for (const int row : training) variance += (at(row) - mean) * (at(row) - mean);
      const double deviation = std::sqrt(variance / count);
      const int rows = static_cast<int>(x.size()) / inputs;
      for (int row = 0; row < rows; ++row) at(row) = (at(row) - mean) / (deviation > 0 ? deviation : 1);
    }
  }
};

using Preprocessing = std::variant<Standardization>;
template <>
struct FamilyName<Preprocessing> {
  static constexpr const char* name = "preprocessing";
};

}  // namespace nablab
