#include "datasets.h"

#include <algorithm>
#include <cmath>

#include "spoiling.h"

namespace nablab {

namespace {

template <class Kind>
constexpr bool isGenerated = requires(const Kind kind, Random random, double* x) {
  kind.point(random, 0, x);
};
template <class Kind>
constexpr bool isTable = requires {
  Kind::table;
};

template <class Kind>
Task taskOfKind(const Kind& kind) {
  if constexpr (requires { kind.task(); })
    return kind.task();
  else if constexpr (requires { kind.classCount(); })
    return {{1, 1, Kind::inputs}, kind.classCount(), 1, kind.size};
  else
    return {{1, 1, Kind::inputs}, Kind::classes, 1, kind.size};
}

/** A generated kind without its type, so that the loop over rows exists once. */
struct Generator {
  const void* kind;
  double (*point)(const void* kind, Random& random, int row, double* x);
  Task task;
  double noise;
};

template <class Kind>
Generator generatorOf(const Kind& kind) {
  const auto point = [](const void* each, Random& random, int row, double* x) {
    return static_cast<const Kind*>(each)->point(random, row, x);
  };
  return {&kind, point, taskOfKind(kind), kind.noise};
}

Dataset generate(const Generator& generator, std::uint32_t seed) {
  const int inputs = generator.task.shape.size();
  Dataset data;
  data.rows = generator.task.rows;
  data.x.resize(static_cast<std::size_t>(data.rows) * static_cast<std::size_t>(inputs));
  Random random(seed, Stream::data);
  for (int row = 0; row < data.rows; ++row) {
    double* x = &data.x[static_cast<std::size_t>(row) * static_cast<std::size_t>(inputs)];
    data.y.push_back(generator.point(generator.kind, random, row, x));
    for (int i = 0; i < inputs; ++i) x[i] += generator.noise * random.normal();
  }
  return data;
}

Dataset takeTable(const char* kind, const char* name, const Task& expected, const Sources& sources) {
  const auto found = sources.tables.find(name);
  if (found == sources.tables.end()) throw Refusal("TABLE_MISSING", "data.kind", kind, name);
  const Dataset& table = found->second;
  if (table.rows != expected.rows || table.inputs() != expected.shape.size() || table.task.classes != expected.classes)
    throw Refusal("TABLE_BROKEN", name, std::to_string(table.rows) + " rows",
                  std::to_string(expected.rows) + " rows of the published table");
  return table;
}

/** Square images of one channel, enlarged: bilinear between the middles of pixels, the border continued. */
void enlarge(Dataset& data, int from, int to) {
  std::vector<double> enlarged;
  enlarged.reserve(static_cast<std::size_t>(data.rows) * static_cast<std::size_t>(to * to));
  const auto place = [&](int pixel) { return std::clamp((pixel + 0.5) * from / to - 0.5, 0.0, from - 1.0); };
  for (int row = 0; row < data.rows; ++row) {
    const double* image = &data.x[static_cast<std::size_t>(row) * static_cast<std::size_t>(from * from)];
    for (int i = 0; i < to; ++i)
      for (int j = 0; j < to; ++j) {
        const int top = static_cast<int>(place(i)), left = static_cast<int>(place(j));
        const int below = std::min(top + 1, from - 1), right = std::min(left + 1, from - 1);
        const double v = place(i) - top, u = place(j) - left;
        enlarged.push_back((1 - v) * ((1 - u) * image[top * from + left] + u * image[top * from + right]) +
                           v * ((1 - u) * image[below * from + left] + u * image[below * from + right]));
      }
  }
  data.x = std::move(enlarged);
}

Dataset takeRows(const External& kind, const Sources& sources) {
  const Task task = kind.task();
  const std::size_t rows = static_cast<std::size_t>(sources.externalRows);
  const std::size_t targets = task.classes ? 1 : static_cast<std::size_t>(task.targets);
  if (sources.externalX.size() != rows * static_cast<std::size_t>(task.shape.size()) ||
      sources.externalY.size() != rows * targets)
    throw Refusal(
        "ROWS_MISSING", "data", std::to_string(sources.externalX.size()) + " inputs in all",
        std::to_string(rows * static_cast<std::size_t>(task.shape.size())) + " for " + std::to_string(rows) + " rows");
  for (std::size_t i = 0; task.classes && i < rows; ++i)
    if (!(sources.externalY[i] >= 0 && sources.externalY[i] < task.classes &&
          sources.externalY[i] == std::floor(sources.externalY[i])))
      throw Refusal("RANGE", "data.y[" + std::to_string(i) + "]", textOf(sources.externalY[i]),
                    "class numbers from 0 to " + std::to_string(task.classes - 1));
  Dataset data;
  data.rows = sources.externalRows;
  data.x = sources.externalX;
  data.y = sources.externalY;
  return data;
}

template <class Kind>
Dataset make(const Kind& kind, std::uint32_t seed, const Sources& sources) {
  if constexpr (isGenerated<Kind>) return generate(generatorOf(kind), seed);
  if constexpr (isTable<Kind>) {
    if constexpr (requires { Kind::sideInTable; }) {
      Task inTable = kind.task();
      inTable.shape = {Kind::sideInTable, Kind::sideInTable, 1};
      Dataset data = takeTable(kind.key, kind.table, inTable, sources);
      enlarge(data, Kind::sideInTable, kind.task().shape.height);
      data.inputNames.clear();
      return data;
    } else {
      return takeTable(kind.key, kind.table, kind.task(), sources);
    }
  }
  if constexpr (requires { kind.generate(seed); }) return kind.generate(seed);
  if constexpr (requires { kind.read(sources); }) return kind.read(sources);
  if constexpr (std::is_same_v<Kind, External>) return takeRows(kind, sources);
}

}  // namespace

Task taskOf(const DatasetKind& kind) {
  return std::visit([](const auto& each) { return taskOfKind(each); }, kind);
}

const char* tableOf(const DatasetKind& kind) {
  return std::visit(
      [](const auto& each) {
        if constexpr (isTable<std::decay_t<decltype(each)>>)
          return each.table;
        else
          return "";
      },
      kind);
}

void checkDataset(const DatasetKind& kind) {
  std::visit(
      [](const auto& each) {
        if constexpr (requires { each.check(); }) each.check();
      },
      kind);
}

Dataset makeDataset(const DatasetKind& kind, std::uint32_t seed, const Sources& sources) {
  Dataset data = std::visit([&](const auto& each) { return make(each, seed, sources); }, kind);
  data.task = taskOf(kind);
  data.task.rows = data.rows;
  data.picture = std::visit([](const auto& each) { return each.picture; }, kind);
  if (data.inputNames.empty())
    for (int i = 0; i < data.inputs(); ++i)
      data.inputNames.push_back(data.inputs() == 1 ? "x" : "x" + std::to_string(i + 1));
  if (data.classNames.empty())
    for (int i = 0; i < data.task.classes; ++i) data.classNames.push_back(std::to_string(i));
  return data;
}

}  // namespace nablab
