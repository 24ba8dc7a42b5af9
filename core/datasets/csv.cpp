#include "csv.h"

#include <algorithm>

#include "../decimal.h"
#include "../limits.h"
#include "../refusal.h"

namespace nablab {

namespace {

constexpr int sampleRows = 1000;
constexpr std::size_t longestName = 60;

char characterOf(CsvSeparator separator) {
  return separator == CsvSeparator::semicolon ? ';' : separator == CsvSeparator::tab ? '\t' : ',';
}

/** Columns of the first rows if they are cut at this character: 0 where rows differ or quotes don't close. */
std::size_t columnsCutAt(const std::string& name, std::string_view text, char separator) {
  CsvScanner scanner(name, text, separator);
  std::size_t columns = 0;
  try {
    for (int row = 0; row < 20 && scanner.next(); ++row) {
      if (row > 0 && scanner.cells().size() != columns) return 0;
      columns = scanner.cells().size();
    }
  } catch (const Refusal&) {
    return 0;
  }
  return columns;
}

CsvSeparator recognizedSeparator(const std::string& name, std::string_view text) {
  CsvSeparator best = CsvSeparator::comma;
  std::size_t most = 1;
  // Of equal ones the first: a semicolon or tab is rarely there by accident, a comma often.
  for (const CsvSeparator each : {CsvSeparator::tab, CsvSeparator::semicolon, CsvSeparator::comma}) {
    const std::size_t columns = columnsCutAt(name, text, characterOf(each));
    if (columns > most) {
      best = each;
      most = columns;
    }
  }
  return best;
}

CsvFormat withSeparator(CsvFormat format, const std::string& name, std::string_view text) {
  if (format.separator == CsvSeparator::recognized) format.separator = recognizedSeparator(name, text);
  return format;
}

/** The text with its one comma as a point, or "" if it has none or several, or a point as well. */
std::string withPoint(std::string_view text) {
  const std::size_t comma = text.find(',');
  if (comma == std::string_view::npos || text.size() > 400) return "";
  if (text.find(',', comma + 1) != std::string_view::npos || text.find('.') != std::string_view::npos) return "";
  std::string number(text);
  number[comma] = '.';
  return number;
}

/** 1,234: three digits after the comma and one to three before it. */
bool mayBeThousands(std::string_view text) {
  const std::size_t comma = text.find(','), sign = !text.empty() && (text[0] == '-' || text[0] == '+');
  return text.size() - comma == 4 && comma > sign && comma - sign <= 3;
}

bool isAnyOf(std::string_view text, std::initializer_list<std::string_view> words) {
  const auto lower = [](char letter) {
    return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter + 32) : letter;
  };
  for (const std::string_view word : words)
    if (text.size() == word.size() &&
        std::equal(text.begin(), text.end(), word.begin(), [&](char a, char b) { return lower(a) == b; }))
      return true;
  return false;
}

/** As much of a name as fits, cut between characters. */
std::string shortened(std::string_view name) {
  if (name.size() <= longestName) return std::string(name);
  std::size_t end = longestName - 3;
  while ((static_cast<unsigned char>(name[end]) & 0xC0) == 0x80) --end;
  return std::string(name.substr(0, end)) + "…";
}

/** Numbers the second and later ones of equal names: "age", "age (2)". */
void makeUnique(std::vector<std::string>& names) {
  std::vector<std::size_t> order(names.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return names[a] < names[b]; });
  const std::vector<std::string> before = names;
  for (std::size_t i = 1, count = 1; i < order.size(); ++i) {
    count = before[order[i]] == before[order[i - 1]] ? count + 1 : 1;
    if (count > 1) names[order[i]] += " (" + std::to_string(count) + ")";
  }
}

}  // namespace

CsvTable::CsvTable(const std::string& name, std::string_view bytes, const CsvFormat& format)
    : file(name),
      content(csvText(file, bytes)),
      known(withSeparator(format, file, content)),
      scanner(file, content, characterOf(known.separator)) {
  if (known.decimal == CsvDecimal::recognized) recognizeDecimal();
  readHeader();
}

void CsvTable::recognizeDecimal() {
  CsvScanner sample(file, content, characterOf(known.separator));
  bool point = false, comma = false, surely = false;
  for (int row = 0; row < sampleRows && sample.next(); ++row) {
    for (const CsvCell& cell : sample.cells()) {
      double value;
      if (readDecimal(cell.text, value)) {
        point = point || cell.text.find('.') != std::string_view::npos;
      } else if (readDecimal(withPoint(cell.text), value)) {
        comma = true;
        surely = surely || !mayBeThousands(cell.text);
      }
    }
  }
  known.decimal = comma && surely && !point ? CsvDecimal::comma : CsvDecimal::point;
  ambiguousComma = comma && known.decimal == CsvDecimal::point;
}

void CsvTable::readHeader() {
  CsvScanner sample(file, content, characterOf(known.separator));
  sample.next();
  const std::size_t columns = sample.cells().size();
  if (known.header == CsvHeader::recognized) {
    known.header = CsvHeader::present;
    for (const CsvCell& cell : sample.cells()) {
      double value;
      if (readDecimal(cell.text, value) || readDecimal(withPoint(cell.text), value)) known.header = CsvHeader::absent;
    }
  }
  std::vector<std::string> written(columns);
  if (known.header == CsvHeader::present) {
    scanner.next();
    for (std::size_t i = 0; i < columns; ++i) written[i] = csvLabel(scanner.cells()[i].text);
    if (!sample.next()) throw Refusal("CSV_EMPTY", file, "a header without rows", "a header and rows");
  }
  names = written;
  for (std::size_t i = 0; i < columns; ++i)
    names[i] = written[i].empty() ? "column " + std::to_string(i + 1) : shortened(written[i]);
  makeUnique(names);
  for (std::size_t i = 0; i < columns; ++i)
    renamedColumns += known.header == CsvHeader::present && names[i] != written[i];
}

std::size_t CsvTable::rowsAtMost() const {
  std::size_t ends = 1;
  for (const char character : content) ends += character == '\n' || character == '\r';
  return ends;
}

bool CsvTable::next() {
  if (!scanner.next()) return false;
  if (scanner.cells().size() != names.size())
    throw Refusal("CSV_COLUMNS", file + " line " + std::to_string(line()),
                  std::to_string(scanner.cells().size()) + " columns", std::to_string(names.size()) + " columns");
  return true;
}

bool CsvTable::isMissing(int column) const {
  const std::string_view cell = text(column);
  return cell.empty() || isAnyOf(cell, {"na", "n/a", "#n/a", "nan", "null", "none", "?", "-"});
}

bool CsvTable::number(int column, double& value) const {
  if (known.decimal == CsvDecimal::point) return readDecimal(text(column), value);
  // 1.500 may mean 1500 where a comma is the mark: it is neither guessed nor read.
  if (text(column).find('.') != std::string_view::npos) return false;
  const std::string pointed = withPoint(text(column));
  return readDecimal(pointed.empty() ? text(column) : pointed, value);
}

std::string CsvTable::place(int column) const {
  return file + " line " + std::to_string(line()) + ", column " + std::to_string(column + 1) + " (" +
         names[static_cast<std::size_t>(column)] + ")";
}

std::string writeCsv(const Dataset& data) {
  const auto inputs = static_cast<std::size_t>(data.inputs());
  const std::size_t targets = data.task.classes ? 1 : static_cast<std::size_t>(data.task.targets);
  double number;
  bool named = false;
  for (const std::string& name : data.classNames) named = named || !readDecimal(name, number);
  std::string text;
  for (const std::string& name : data.inputNames) text += csvCell(name) + ",";
  for (std::size_t i = 0; i < targets; ++i)
    text += (data.task.classes ? "label" : "target" + (targets > 1 ? std::to_string(i + 1) : "")) +
            std::string(i + 1 < targets ? "," : "\n");
  for (std::size_t row = 0; row < static_cast<std::size_t>(data.rows); ++row) {
    for (std::size_t i = 0; i < inputs; ++i) text += textOf(data.x[row * inputs + i]) + ",";
    for (std::size_t i = 0; i < targets; ++i) {
      const double y = data.y[row * targets + i];
      const std::string last = data.task.classes ? data.classNames[static_cast<std::size_t>(y)] : textOf(y);
      text += (data.task.classes && named ? csvCell(last) : last) + (i + 1 < targets ? "," : "\n");
    }
  }
  return text;
}

}  // namespace nablab
