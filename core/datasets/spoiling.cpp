#include "spoiling.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "../random.h"

namespace nablab {

namespace {

int wholeRows(double share, int rows) { return static_cast<int>(std::floor(share * rows + 0.5)); }

/** All row numbers, in an order drawn from `random`. */
std::vector<int> shuffledRows(int rows, Random& random) {
  std::vector<int> order(static_cast<std::size_t>(rows));
  std::iota(order.begin(), order.end(), 0);
  random.shuffle(order.data(), rows);
  return order;
}

void copyRow(std::vector<double>& matrix, int columns, int from, int to) {
  std::copy_n(matrix.begin() + std::ptrdiff_t{from} * columns, columns, matrix.begin() + std::ptrdiff_t{to} * columns);
}

}  // namespace

void duplicateRows(Dataset& data, double share, std::uint32_t seed) {
  const int copies = std::min(wholeRows(share, data.rows), data.rows - 1);
  if (copies <= 0) return;
  Random random(seed, Stream::duplicates);
  const std::vector<int> order = shuffledRows(data.rows, random);
  for (int i = 0; i < copies; ++i) {
    const int kept = copies + static_cast<int>(random.below(static_cast<std::uint32_t>(data.rows - copies)));
    const int from = order[static_cast<std::size_t>(kept)], to = order[static_cast<std::size_t>(i)];
    copyRow(data.x, data.inputs(), from, to);
    copyRow(data.y, data.task.classes ? 1 : data.task.targets, from, to);
  }
}

void mislabelRows(Dataset& data, double share, std::uint32_t seed) {
  const int wrong = wholeRows(share, data.rows);
  if (wrong <= 0) return;
  Random random(seed, Stream::labels);
  const std::vector<int> order = shuffledRows(data.rows, random);
  const std::vector<double> right = data.y;
  for (int i = 0; i < wrong; ++i) {
    const int row = order[static_cast<std::size_t>(i)];
    if (data.task.classes) {
      const int others = data.task.classes - 1, label = static_cast<int>(data.y[static_cast<std::size_t>(row)]);
      data.y[static_cast<std::size_t>(row)] =
          (label + 1 + static_cast<int>(random.below(static_cast<std::uint32_t>(others)))) % data.task.classes;
    } else {
      const int from = static_cast<int>(random.below(static_cast<std::uint32_t>(data.rows)));
      std::copy_n(right.begin() + std::ptrdiff_t{from} * data.task.targets, data.task.targets,
                  data.y.begin() + std::ptrdiff_t{row} * data.task.targets);
    }
  }
}

}  // namespace nablab
