#pragma once
#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "value.h"

namespace nablab {

/** How numbers are spread, in two passes over them: first `see` each, then `count` each. */
class Histogram {
 public:
  static constexpr std::size_t bins = 24;

  void see(double number) {
    lowest = std::min(lowest, number);
    highest = std::max(highest, number);
    sum += number;
    ++numbers;
  }

  /** Numbers that are not finite are in no bin. */
  void count(double number) {
    const double offset = number - mean();
    squares += offset * offset;
    const double bin = highest > lowest ? (number - lowest) / (highest - lowest) * bins : 0;
    if (bin >= 0) ++counts[static_cast<std::size_t>(std::min(bin, bins - 1.0))];
  }

  double mean() const { return numbers > 0 ? sum / numbers : 0; }
  double deviation() const { return numbers > 0 ? std::sqrt(squares / numbers) : 0; }

  /** lowest, highest, mean, deviation, counts. */
  Value described() const {
    Value record;
    record.set("lowest", lowest);
    record.set("highest", highest);
    record.set("mean", mean());
    record.set("deviation", deviation());
    Value::List list;
    for (const double each : counts) list.push_back(each);
    record.set("counts", std::move(list));
    return record;
  }

 private:
  double lowest = std::numeric_limits<double>::infinity(), highest = -std::numeric_limits<double>::infinity();
  double sum = 0, squares = 0, numbers = 0;
  std::array<double, bins> counts{};
};

}  // namespace nablab
