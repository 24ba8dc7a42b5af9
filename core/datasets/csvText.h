#pragma once
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

/** CSV as text (RFC 4180 and what else is met): from bytes to rows of cells, and back. */
namespace nablab {

/** One cell: without its quotes, doubled quotes made single, blanks around an unquoted one left out. */
struct CsvCell {
  std::string_view text;
  bool quoted;
};

/**
 * The text of a file without its byte order mark. Refuses with LIMIT, CSV_EMPTY, CSV_FORMAT (a spreadsheet, an archive,
 * a picture under a wrong name) and CSV_ENCODING (UTF-16, GBK, broken UTF-8) what is no text in UTF-8.
 */
std::string_view csvText(const std::string& name, std::string_view bytes);

/**
 * Reads rows one after the other, in one pass over the text. Lines end with CR, LF or both; empty lines are no rows; a
 * quoted cell may hold separators and line ends. Cells hold until the next row is read.
 */
class CsvScanner {
 public:
  CsvScanner(const std::string& file, std::string_view whole, char between)
      : name(file), text(whole), separator(between) {}

  /** False at the end. Refuses with CSV_QUOTE, naming the line of the opening quote, and with LIMIT. */
  bool next();
  const std::vector<CsvCell>& cells() const { return row; }
  /** The line on which the row began, from 1. */
  std::size_t line() const { return rowLine; }

 private:
  void readRow();
  void readCell();
  void readQuoted();
  bool atEndOfLine() const;
  void endLine();

  const std::string& name;
  std::string_view text;
  char separator;
  std::size_t position = 0, lineNumber = 1, rowLine = 0;
  std::vector<CsvCell> row;
  /** Quoted cells whose doubled quotes had to be made single, by number of the cell. */
  std::string unescaped;
  struct Unescaped {
    std::size_t cell, begin, length;
  };
  std::vector<Unescaped> replaced;
};

/**
 * A text as a cell: quoted where it must be. One that a spreadsheet would take for a formula gets an apostrophe in
 * front (OWASP ASVS 5.0, 1.2.10), which `csvLabel` takes away again.
 */
std::string csvCell(std::string_view text);

/** The text that `csvCell` wrote. */
std::string_view csvLabel(std::string_view cell);

}  // namespace nablab
