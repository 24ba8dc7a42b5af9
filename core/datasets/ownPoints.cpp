#include "ownPoints.h"

#include <cmath>

#include "expression.h"

namespace nablab {

void Formula::check() const { Expression(expression, "data.expression"); }

Dataset Formula::generate(std::uint32_t seed) const {
  const Expression compiled(expression, "data.expression");
  Dataset data;
  data.rows = size;
  Random random(seed, Stream::data);
  int missing = 0;
  std::string first;
  for (int row = 0; row < size; ++row) {
    const double x = 2 * random.uniform() - 1, y = 2 * random.uniform() - 1, value = compiled.evaluate(x, y);
    if (value - value != 0 && missing++ == 0) first = "x = " + textOf(x) + ", y = " + textOf(y);
    data.y.push_back(kind == TaskKind::classification ? value > 0 : value);
    data.x.push_back(x + noise * random.normal());
    data.x.push_back(y + noise * random.normal());
  }
  if (missing > 0)
    throw Refusal(
        "EXPRESSION_UNDEFINED", "data.expression",
        "undefined at " + std::to_string(missing) + " of " + std::to_string(size) + " points, first at " + first,
        "a finite number at every point between −1 and 1");
  data.inputNames = {"x", "y"};
  return data;
}

void Drawn::check() const {
  if (points.size() % 3 != 0)
    throw Refusal("POINTS_BROKEN", "data.points", "a list of " + std::to_string(points.size()),
                  "x, y and class of every point: three numbers each");
  for (std::size_t i = 2; i < points.size(); i += 3)
    if (!(points[i] >= 0 && points[i] < classes && points[i] == std::floor(points[i])))
      throw Refusal("POINTS_BROKEN", "data.points[" + std::to_string(i) + "]", textOf(points[i]),
                    "class numbers from 0 to " + std::to_string(classes - 1));
}

Dataset Drawn::generate(std::uint32_t) const {
  Dataset data;
  for (std::size_t i = 0; i + 2 < points.size(); i += 3) {
    data.x.insert(data.x.end(), {points[i], points[i + 1]});
    data.y.push_back(points[i + 2]);
  }
  data.rows = static_cast<int>(data.y.size());
  return data;
}

}  // namespace nablab
