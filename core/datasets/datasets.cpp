#include "datasets.h"

namespace nablab {

namespace {

template <class Kind>
constexpr bool isGenerated = requires {
  Kind::inputs + Kind::classes;
};
template <class Kind>
constexpr bool isTable = requires {
  Kind::table;
};

template <class Kind>
Task taskOfKind(const Kind& kind) {
  if constexpr (requires { kind.task(); })
    return kind.task();
  else
    return {{1, 1, Kind::inputs}, Kind::classes, 1, kind.size};
}

template <class Kind>
Dataset generate(const Kind& kind, std::uint32_t seed) {
  Dataset data;
  data.rows = kind.size;
  data.x.resize(static_cast<std::size_t>(kind.size) * Kind::inputs);
  Random random(seed, Stream::data);
  for (int row = 0; row < kind.size; ++row) {
    double* x = &data.x[static_cast<std::size_t>(row) * Kind::inputs];
    data.y.push_back(kind.point(random, row, x));
    for (int i = 0; i < Kind::inputs; ++i) x[i] += kind.noise * random.normal();
  }
  for (int i = 0; i < Kind::inputs; ++i)
    data.inputNames.push_back(Kind::inputs == 1 ? "x" : "x" + std::to_string(i + 1));
  return data;
}

template <class Kind>
Dataset takeTable(const Kind& kind, const Sources& sources) {
  const auto found = sources.tables.find(kind.table);
  if (found == sources.tables.end()) throw Refusal("TABLE_MISSING", "data.kind", kind.key, kind.table);
  const Task expected = kind.task();
  const Dataset& table = found->second;
  if (table.rows != expected.rows || table.inputs() != expected.shape.size() || table.task.classes != expected.classes)
    throw Refusal("TABLE_BROKEN", kind.table, std::to_string(table.rows) + " rows",
                  std::to_string(expected.rows) + " rows of the published table");
  return table;
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
    if (!(sources.externalY[i] >= 0 && sources.externalY[i] < task.classes))
      throw Refusal("RANGE", "data.y[" + std::to_string(i) + "]", textOf(sources.externalY[i]),
                    "class numbers from 0 to " + std::to_string(task.classes - 1));
  Dataset data;
  data.rows = sources.externalRows;
  data.x = sources.externalX;
  data.y = sources.externalY;
  for (int i = 0; i < task.shape.size(); ++i) data.inputNames.push_back("x" + std::to_string(i + 1));
  return data;
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

Dataset makeDataset(const DatasetKind& kind, std::uint32_t seed, const Sources& sources) {
  Dataset data = std::visit(
      [&](const auto& each) {
        using Kind = std::decay_t<decltype(each)>;
        if constexpr (isGenerated<Kind>)
          return generate(each, seed);
        else if constexpr (isTable<Kind>)
          return takeTable(each, sources);
        else
          return takeRows(each, sources);
      },
      kind);
  data.task = taskOf(kind);
  data.task.rows = data.rows;
  data.picture = std::visit([](const auto& each) { return each.picture; }, kind);
  if (data.classNames.empty())
    for (int i = 0; i < data.task.classes; ++i) data.classNames.push_back(std::to_string(i));
  return data;
}

}  // namespace nablab
