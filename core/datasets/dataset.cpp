#include "dataset.h"

#include <algorithm>
#include <cstdint>
#include <string_view>

#include "../refusal.h"

namespace nablab {

const char* nameOf(Picture picture) {
  constexpr const char* names[] = {"none", "plane", "curve", "table", "images"};
  return names[static_cast<int>(picture)];
}

Starter starterOf(Picture picture) {
  if (picture == Picture::images) return {true, 32};
  if (picture == Picture::table) return {true, 8};
  return {false, 0};
}

namespace {

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  for (std::size_t begin = 0;;) {
    const std::size_t end = text.find(separator, begin);
    parts.push_back(text.substr(begin, end - begin));
    if (end == std::string_view::npos) return parts;
    begin = end + 1;
  }
}

/**
 * A plain decimal number such as −12.75: digits as one whole number, divided once by a power of ten. Both are exact in
 * double, so the quotient is the nearest double on every machine.
 */
bool readDecimal(std::string_view text, double& number) {
  const bool negative = !text.empty() && text[0] == '-';
  if (negative) text.remove_prefix(1);
  std::int64_t digits = 0;
  double power = 1;
  bool fraction = false, any = false;
  for (const char character : text) {
    if (character == '.' && !fraction) {
      fraction = true;
    } else if (character >= '0' && character <= '9' && digits < 900'000'000'000'000) {
      digits = digits * 10 + (character - '0');
      if (fraction) power *= 10;
      any = true;
    } else {
      return false;
    }
  }
  number = (negative ? -1 : 1) * static_cast<double>(digits) / power;
  return any;
}

/** Numbers classes by value where all labels are numbers, otherwise in order of appearance. */
std::vector<std::string> classOrder(std::vector<std::string> labels) {
  double a, b;
  for (const std::string& label : labels)
    if (!readDecimal(label, a)) return labels;
  std::sort(labels.begin(), labels.end(), [&](const std::string& left, const std::string& right) {
    readDecimal(left, a);
    readDecimal(right, b);
    return a < b;
  });
  return labels;
}

}  // namespace

Dataset readTable(const std::string& name, const std::string& csv) {
  const auto broken = [&](std::size_t line, const std::string& found, const std::string& allowed) {
    return Refusal("TABLE_BROKEN", name + " line " + std::to_string(line), found, allowed);
  };
  Dataset table;
  std::vector<std::string> labels, labelOfRow;
  std::size_t lineNumber = 0, columns = 0;
  bool classes = true;
  for (std::string_view line : split(csv, '\n')) {
    ++lineNumber;
    if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    if (line.empty()) continue;
    const std::vector<std::string_view> fields = split(line, ',');
    if (columns == 0) {
      columns = fields.size();
      if (columns < 2) throw broken(lineNumber, "one column", "inputs and a label");
      table.inputNames.assign(fields.begin(), fields.end() - 1);
      classes = fields.back() == "label";
      continue;
    }
    if (fields.size() != columns)
      throw broken(lineNumber, std::to_string(fields.size()) + " columns", std::to_string(columns) + " columns");
    for (std::size_t i = 0; i + 1 < columns; ++i) {
      double number;
      if (!readDecimal(fields[i], number)) throw broken(lineNumber, "not a number", "decimal numbers");
      table.x.push_back(number);
    }
    if (!classes) {
      double target;
      if (!readDecimal(fields.back(), target)) throw broken(lineNumber, "not a number", "decimal numbers");
      table.y.push_back(target);
      continue;
    }
    labelOfRow.emplace_back(fields.back());
    if (std::find(labels.begin(), labels.end(), labelOfRow.back()) == labels.end()) labels.push_back(labelOfRow.back());
  }
  if (labelOfRow.empty() && table.y.empty()) throw broken(lineNumber, "empty", "a header and rows");
  table.classNames = classOrder(labels);
  for (const std::string& label : labelOfRow)
    table.y.push_back(static_cast<double>(std::find(table.classNames.begin(), table.classNames.end(), label) -
                                          table.classNames.begin()));
  table.rows = static_cast<int>(table.y.size());
  table.task = {{1, 1, static_cast<int>(columns - 1)}, static_cast<int>(labels.size()), 1, table.rows};
  return table;
}

}  // namespace nablab
