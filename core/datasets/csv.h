#pragma once
#include "../knob.h"
#include "csvText.h"
#include "dataset.h"

/** CSV as data: what a table's cells mean. */
namespace nablab {

/** How a table was written. Recognized from its first thousand rows, or told. */
enum class CsvHeader { recognized, present, absent };
enum class CsvSeparator { recognized, comma, semicolon, tab };
enum class CsvDecimal { recognized, point, comma };
/** What becomes of a row that lacks an input: left out, or filled with the mean of the column. */
enum class CsvMissing { dropRow, mean };
template <>
struct OptionNames<CsvHeader> {
  static constexpr std::array names{"recognized", "present", "absent"};
};
template <>
struct OptionNames<CsvSeparator> {
  static constexpr std::array names{"recognized", "comma", "semicolon", "tab"};
};
template <>
struct OptionNames<CsvDecimal> {
  static constexpr std::array names{"recognized", "point", "comma"};
};
template <>
struct OptionNames<CsvMissing> {
  static constexpr std::array names{"dropRow", "mean"};
};

struct CsvFormat {
  CsvHeader header = CsvHeader::recognized;
  CsvSeparator separator = CsvSeparator::recognized;
  CsvDecimal decimal = CsvDecimal::recognized;
};

/**
 * A table to be read row by row. Making one refuses what `csvText` refuses, and CSV_EMPTY where there is no row beside
 * the header.
 */
class CsvTable {
 public:
  CsvTable(const std::string& name, std::string_view bytes, const CsvFormat& format);
  CsvTable(const CsvTable&) = delete;
  CsvTable& operator=(const CsvTable&) = delete;

  /** The format as told or recognized; nothing in it is `recognized` any more. */
  const CsvFormat& format() const { return known; }
  /** Numbers have a comma that may be a decimal comma or one between thousands: they count as text until told. */
  bool hasAmbiguousComma() const { return ambiguousComma; }
  /** By column: as in the header, but never empty, never twice, at most 60 bytes; "column 3" without a header. */
  const std::vector<std::string>& columnNames() const { return names; }
  /** Columns whose name is not as in the header. */
  int renamed() const { return renamedColumns; }
  int columns() const { return static_cast<int>(names.size()); }
  /** No fewer rows than there are. */
  std::size_t rowsAtMost() const;

  /** Goes to the next row; false at the end. Refuses with CSV_COLUMNS one that has not as many cells as the first. */
  bool next();
  std::size_t line() const { return scanner.line(); }
  std::string_view text(int column) const { return scanner.cells()[static_cast<std::size_t>(column)].text; }
  /** Empty, or one of the words that stand for nothing (NA, N/A, NaN, null, None, ?, -), in any case. */
  bool isMissing(int column) const;
  /** False where the cell is no finite decimal number. */
  bool number(int column, double& value) const;
  /** "iris.csv line 7, column 3 (petal_length)" */
  std::string place(int column) const;

 private:
  void recognizeDecimal();
  void readHeader();

  std::string file;
  std::string_view content;
  CsvFormat known;
  CsvScanner scanner;
  std::vector<std::string> names;
  int renamedColumns = 0;
  bool ambiguousComma = false;
};

/** What is to be read of a table: column numbers count from 0. */
struct CsvSelection {
  std::vector<int> inputs = {};
  int label = 0;
  bool classes = true;
  CsvMissing missing = CsvMissing::dropRow;
};

/**
 * The selected columns as data. Classes are numbered in the order in which they appear, number-like ones by value. A
 * row without a label is left out. Refuses with CSV_NUMBER, naming line and column, what is no number; with
 * CSV_MISSING a column or table of which nothing is left; with CSV_CLASSES fewer than two classes or too many; with
 * LIMIT what is too large.
 */
Dataset readCsv(CsvTable& table, const CsvSelection& selection);

/**
 * What a person must know to choose columns: {rows, header, separator, decimal, ambiguousComma, renamed,
 * columns: [{name, type, missing, distinct, examples}], beginning (texts of the first cells), suggestion}. `type` is
 * number, text or empty; `distinct` stops above the limit of classes; `suggestion`: the fitting knobs of kind `csv`.
 */
Value csvReport(const std::string& name, std::string_view bytes, const CsvFormat& format);

/** A data set as CSV that `readCsv` reads back exactly: a header, the inputs, in the last columns targets or class. */
std::string writeCsv(const Dataset& data);

}  // namespace nablab
