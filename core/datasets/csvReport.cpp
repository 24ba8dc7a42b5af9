#include <cmath>

#include "csv.h"
#include "distinctTexts.h"

namespace nablab {

namespace {

/** What is learned of one column while the rows pass by. */
struct Column {
  DistinctTexts texts;
  Value::List examples;
  int missing = 0;
  bool numbers = true, whole = true;

  bool isEmpty() const { return texts.count() == 0; }
  /** So few different whole numbers are classes rather than measurements. */
  bool isLikelyClasses() const { return !numbers || (whole && texts.count() <= 20); }
};

void look(const CsvTable& table, int index, Column& column) {
  if (column.examples.size() < 5) column.examples.push_back(shortText(std::string(table.text(index))));
  if (table.isMissing(index)) {
    ++column.missing;
    return;
  }
  column.texts.add(table.text(index));
  double value;
  column.numbers = column.numbers && table.number(index, value);
  column.whole = column.whole && column.numbers && value == std::floor(value);
}

/** The column to predict: one that is called so, otherwise the last that holds something. */
std::size_t likelyLabel(const std::vector<std::string>& names, const std::vector<Column>& columns) {
  for (const char* usual : {"label", "class", "target", "species", "y"})
    for (std::size_t i = 0; i < names.size(); ++i)
      if (names[i] == usual) return i;
  std::size_t last = names.size() - 1;
  while (last > 0 && columns[last].isEmpty()) --last;
  return last;
}

Value suggestionOf(const CsvTable& table, const std::vector<Column>& columns) {
  const std::size_t label = likelyLabel(table.columnNames(), columns);
  Value::List inputs;
  for (std::size_t i = 0; i < columns.size() && inputs.size() < static_cast<std::size_t>(Limits::inputs); ++i)
    if (i != label && columns[i].numbers && !columns[i].isEmpty()) inputs.push_back(static_cast<int>(i));
  const bool classes = columns[label].isLikelyClasses();
  Value record;
  record.set("labelColumn", static_cast<int>(label));
  record.set("inputColumns", inputs);
  record.set("task", classes ? "classification" : "regression");
  if (classes) record.set("classes", std::max(2, std::min(Limits::classes, columns[label].texts.count())));
  return record;
}

Value described(const std::string& name, const Column& column) {
  Value record;
  record.set("name", name);
  record.set("type", column.isEmpty() ? "empty" : column.numbers ? "number" : "text");
  record.set("missing", column.missing);
  record.set("distinct", column.texts.count());
  record.set("examples", column.examples);
  return record;
}

/** How much of a table's beginning is shown. */
constexpr int shownRows = 8, shownColumns = 32;

/** The first cells of the present row, short and safe to show as text. */
Value shownCells(const CsvTable& table) {
  Value::List cells;
  for (int i = 0; i < std::min(table.columns(), shownColumns); ++i) {
    const std::string text = shortText(std::string(table.text(i)));
    cells.push_back(table.text(i).empty() ? "" : text.substr(1, text.size() - 2));
  }
  return cells;
}

}  // namespace

Value csvReport(const std::string& name, std::string_view bytes, const CsvFormat& format) {
  CsvTable table(name, bytes, format);
  std::vector<Column> columns(static_cast<std::size_t>(table.columns()));
  int rows = 0;
  Value::List beginning;
  for (; table.next(); ++rows) {
    for (int i = 0; i < table.columns(); ++i) look(table, i, columns[static_cast<std::size_t>(i)]);
    if (rows < shownRows) beginning.push_back(shownCells(table));
  }
  Value::List list;
  for (std::size_t i = 0; i < columns.size(); ++i) list.push_back(described(table.columnNames()[i], columns[i]));
  const auto chosen = [](const auto& names, auto option) { return names[static_cast<std::size_t>(option)]; };
  Value report;
  report.set("rows", rows);
  report.set("header", chosen(OptionNames<CsvHeader>::names, table.format().header));
  report.set("separator", chosen(OptionNames<CsvSeparator>::names, table.format().separator));
  report.set("decimal", chosen(OptionNames<CsvDecimal>::names, table.format().decimal));
  report.set("ambiguousComma", table.hasAmbiguousComma());
  report.set("renamed", table.renamed());
  report.set("columns", list);
  report.set("beginning", beginning);
  report.set("suggestion", suggestionOf(table, columns));
  return report;
}

}  // namespace nablab
