#include "preparedData.h"

namespace nablab {

std::vector<double> PreparedRows::networkRow(std::vector<double> row) const {
  for (const FittedStep& step : rest) {
    std::vector<double> result(static_cast<std::size_t>(step.outputs));
    step.apply(row.data(), result.data());
    row = std::move(result);
  }
  return row;
}

}  // namespace nablab
