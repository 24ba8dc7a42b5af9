#include "core/datasets/csv.h"

#include <cstring>

#include "core/refusal.h"
#include "targets.h"

namespace nablab::fuzz {

namespace {

bool sameNumbers(const std::vector<double>& a, const std::vector<double>& b) {
  return a.size() == b.size() && (a.empty() || std::memcmp(a.data(), b.data(), a.size() * sizeof(double)) == 0);
}

/** The table read by its first columns as inputs and its last as the label. */
Dataset dataOf(const std::string& text, const CsvFormat& format, bool classes, CsvMissing missing) {
  CsvTable table("fuzz.csv", text, format);
  CsvSelection selection;
  for (int column = 0; column + 1 < table.columns() && column < 8; ++column) selection.inputs.push_back(column);
  selection.label = table.columns() - 1;
  selection.classes = classes;
  selection.missing = missing;
  return readCsv(table, selection);
}

}  // namespace

void csv(Bytes data, std::size_t size) {
  Choices choices(data, size);
  const CsvFormat format{static_cast<CsvHeader>(choices.below(3)), static_cast<CsvSeparator>(choices.below(4)),
                         static_cast<CsvDecimal>(choices.below(3))};
  const bool classes = choices.below(2) == 0;
  const auto missing = static_cast<CsvMissing>(choices.below(2));
  const std::string text = choices.rest();
  try {
    csvReport("fuzz.csv", text, format);
  } catch (const Refusal&) {
  }
  try {
    const Dataset read = dataOf(text, format, classes, missing);
    require(read.x.size() == static_cast<std::size_t>(read.rows) * static_cast<std::size_t>(read.inputs()),
            "every row has all inputs");
    if (read.inputs() == 0 || read.rows == 0) return;
    // A header that is there and a comma between: what was written must be read back exactly.
    const Dataset again = dataOf(writeCsv(read), {CsvHeader::present, CsvSeparator::comma, CsvDecimal::point}, classes,
                                 CsvMissing::dropRow);
    require(sameNumbers(read.x, again.x), "what was written is read back exactly");
    require(classes || sameNumbers(read.y, again.y), "targets that were written are read back exactly");
  } catch (const Refusal&) {
  }
}

}  // namespace nablab::fuzz
