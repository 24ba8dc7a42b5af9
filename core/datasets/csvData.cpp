#include <algorithm>
#include <numeric>

#include "../decimal.h"
#include "../limits.h"
#include "../math/constants.h"
#include "../refusal.h"
#include "csv.h"
#include "distinctTexts.h"

namespace nablab {

namespace {

/** The numbers of class names in order: number-like ones by value if all are, otherwise as they appeared. */
std::vector<int> classOrder(const std::vector<std::string>& names) {
  std::vector<int> order(names.size());
  std::iota(order.begin(), order.end(), 0);
  std::vector<double> values(names.size());
  for (std::size_t i = 0; i < names.size(); ++i)
    if (!readDecimal(names[i], values[i])) return order;
  std::stable_sort(order.begin(), order.end(), [&](int a, int b) {
    return values[static_cast<std::size_t>(a)] < values[static_cast<std::size_t>(b)];
  });
  return order;
}

/** Reads the selected columns; NaN stands for what is missing until the end. */
class CsvDataReader {
 public:
  CsvDataReader(CsvTable& source, const CsvSelection& wanted) : table(source), selection(wanted) {}

  Dataset read() {
    checkColumns();
    const std::size_t inputs = selection.inputs.size();
    data.x.reserve(std::min(table.rowsAtMost() * inputs, static_cast<std::size_t>(Limits::dataNumbers)));
    while (table.next()) readRow();
    data.rows = static_cast<int>(data.y.size());
    if (data.rows == 0) throw Refusal("CSV_MISSING", "data", "without a complete row", "rows without missing cells");
    fillIn();
    if (selection.classes) nameClasses();
    data.task = {{1, 1, static_cast<int>(inputs)}, static_cast<int>(data.classNames.size()), 1, data.rows};
    for (const int column : selection.inputs)
      data.inputNames.push_back(table.columnNames()[static_cast<std::size_t>(column)]);
    return std::move(data);
  }

 private:
  void checkColumns() const {
    const auto check = [&](int column, const std::string& path) {
      if (column >= table.columns())
        throw Refusal("RANGE", path, std::to_string(column), "0 to " + std::to_string(table.columns() - 1));
    };
    check(selection.label, "data.labelColumn");
    for (std::size_t i = 0; i < selection.inputs.size(); ++i)
      check(selection.inputs[i], "data.inputColumns[" + std::to_string(i) + "]");
  }

  double numberAt(int column) const {
    if (table.isMissing(column)) return undefined;
    double value;
    if (!table.number(column, value))
      throw Refusal(
          "CSV_NUMBER", table.place(column), shortText(std::string(table.text(column))),
          table.hasAmbiguousComma() ? "numbers; tell whether a comma is a decimal comma" : "numbers, or nothing");
    return value;
  }

  void readRow() {
    bool complete = !table.isMissing(selection.label);
    const std::size_t begin = data.x.size();
    for (const int column : selection.inputs) {
      data.x.push_back(numberAt(column));
      complete = complete && (data.x.back() == data.x.back() || selection.missing == CsvMissing::mean);
    }
    if (!complete) {
      data.x.resize(begin);
      ++data.droppedRows;
      return;
    }
    if (data.y.size() == static_cast<std::size_t>(Limits::fileRows))
      throw Refusal("LIMIT", "data", "more rows", "up to " + std::to_string(Limits::fileRows) + " rows");
    if (data.x.size() > static_cast<std::size_t>(Limits::dataNumbers))
      throw Refusal("LIMIT", "data.inputColumns", std::to_string(selection.inputs.size()) + " inputs in too many rows",
                    "up to " + std::to_string(Limits::dataNumbers) + " numbers in all");
    data.y.push_back(selection.classes ? classAt(selection.label) : numberAt(selection.label));
  }

  int classAt(int column) {
    const std::string_view label = csvLabel(table.text(column));
    const int number = labels.add(label);
    if (number >= Limits::classes)
      throw Refusal("CSV_CLASSES", table.place(column), "the " + std::to_string(number + 1) + "th class",
                    "2 to " + std::to_string(Limits::classes) + " classes");
    if (static_cast<std::size_t>(number) == labelTexts.size()) labelTexts.emplace_back(label);
    return number;
  }

  void fillIn() {
    const std::size_t inputs = selection.inputs.size();
    for (std::size_t i = 0; i < inputs; ++i) {
      double sum = 0;
      int present = 0;
      for (std::size_t at = i; at < data.x.size(); at += inputs)
        if (data.x[at] == data.x[at]) {
          sum += data.x[at];
          ++present;
        }
      if (present == data.rows) continue;
      if (present == 0)
        throw Refusal("CSV_MISSING", "data.inputColumns[" + std::to_string(i) + "]", "a column without a number",
                      "columns that hold something");
      data.filledCells += data.rows - present;
      for (std::size_t at = i; at < data.x.size(); at += inputs)
        if (data.x[at] != data.x[at]) data.x[at] = sum / present;
    }
  }

  void nameClasses() {
    if (labelTexts.size() < 2)
      throw Refusal("CSV_CLASSES", "data.labelColumn", "a column of 1 class",
                    "2 to " + std::to_string(Limits::classes) + " classes");
    const std::vector<int> order = classOrder(labelTexts);
    std::vector<int> place(order.size());
    for (std::size_t i = 0; i < order.size(); ++i) {
      place[static_cast<std::size_t>(order[i])] = static_cast<int>(i);
      data.classNames.push_back(labelTexts[static_cast<std::size_t>(order[i])]);
    }
    for (double& y : data.y) y = place[static_cast<std::size_t>(y)];
  }

  CsvTable& table;
  const CsvSelection& selection;
  Dataset data;
  DistinctTexts labels;
  std::vector<std::string> labelTexts;
};

}  // namespace

Dataset readCsv(CsvTable& table, const CsvSelection& selection) { return CsvDataReader(table, selection).read(); }

Dataset readTable(const std::string& name, const std::string& csv) {
  CsvTable table(name, csv, {CsvHeader::present, CsvSeparator::comma, CsvDecimal::point});
  CsvSelection selection;
  selection.label = table.columns() - 1;
  for (int column = 0; column < selection.label; ++column) selection.inputs.push_back(column);
  selection.classes = table.columnNames().back() == "label";
  if (selection.inputs.empty()) throw Refusal("TABLE_BROKEN", name, "one column", "inputs and a label");
  return readCsv(table, selection);
}

}  // namespace nablab
