#include "objectives.h"

namespace nablab {

double valueOf(const Objective& objective, Point p, Point& gradient) {
  return std::visit([&](const auto& kind) { return kind.value(p, gradient); }, objective);
}

Point startOf(const Objective& objective) {
  return std::visit([](const auto& kind) { return Point{kind.startX, kind.startY}; }, objective);
}

std::vector<float> objectiveField(const Objective& objective, int size) {
  const Region region = std::visit([](const auto& kind) { return kind.shown; }, objective);
  const auto middle = [&](double low, double high, int cell) { return low + (high - low) * (cell + 0.5) / size; };
  std::vector<float> field;
  for (int row = 0; row < size; ++row)
    for (int column = 0; column < size; ++column) {
      Point gradient;
      const Point p{middle(region.low.x, region.high.x, column), middle(region.high.y, region.low.y, row)};
      field.push_back(static_cast<float>(valueOf(objective, p, gradient)));
    }
  return field;
}

}  // namespace nablab
