#include "csvText.h"

#include "../limits.h"
#include "../refusal.h"

namespace nablab {

namespace {

/** What files begin with that are no text, whatever their name says. */
struct Magic {
  std::string_view bytes, what;
};

constexpr Magic magics[] = {{"PK\x03\x04", "a spreadsheet or a zip archive"},
                            {"\xD0\xCF\x11\xE0", "a spreadsheet of the old kind"},
                            {"\x1F\x8B", "packed with gzip"},
                            {"\x89PNG", "a picture"},
                            {"\xFF\xD8\xFF", "a picture"},
                            {"GIF8", "a picture"},
                            {"%PDF", "a PDF document"}};

unsigned char byteAt(std::string_view text, std::size_t i) {
  return i < text.size() ? static_cast<unsigned char>(text[i]) : 0;
}

/** Length of the character of UTF-8 that begins at i, 0 if it is none (Unicode 15, table 3-7). */
std::size_t lengthOfCharacter(std::string_view text, std::size_t i) {
  const unsigned char lead = byteAt(text, i), second = byteAt(text, i + 1);
  if (lead < 0x80) return 1;
  const std::size_t length = lead >= 0xC2 && lead <= 0xDF   ? 2
                             : (lead & 0xF0) == 0xE0        ? 3
                             : lead >= 0xF0 && lead <= 0xF4 ? 4
                                                            : 0;
  if (length == 0 || i + length > text.size()) return 0;
  for (std::size_t k = 1; k < length; ++k)
    if ((byteAt(text, i + k) & 0xC0) != 0x80) return 0;
  const bool tooLong = (lead == 0xE0 && second < 0xA0) || (lead == 0xF0 && second < 0x90);
  const bool noCharacter = (lead == 0xED && second > 0x9F) || (lead == 0xF4 && second > 0x8F);
  return tooLong || noCharacter ? 0 : length;
}

/** Whether all bytes above 127 come in pairs as GBK has them. */
bool looksLikeGbk(std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const unsigned char lead = byteAt(text, i);
    if (lead < 0x80) continue;
    const unsigned char trail = byteAt(text, ++i);
    if (lead == 0x80 || lead == 0xFF || trail < 0x40 || trail == 0x7F || trail == 0xFF) return false;
  }
  return true;
}

void checkEncoding(const std::string& name, std::string_view text) {
  const std::string allowed = "UTF-8: save the table as CSV in UTF-8";
  if (text.substr(0, 2) == "\xFF\xFE" || text.substr(0, 2) == "\xFE\xFF")
    throw Refusal("CSV_ENCODING", name, "in UTF-16", allowed);
  std::size_t line = 1;
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t length = lengthOfCharacter(text, i);
    if (text[i] == '\0' || length == 0) {
      // UTF-16 without its mark: every other byte of plain letters is zero.
      const bool wide = i < 2 && text[i] == '\0';
      const std::string found = wide                 ? "in UTF-16"
                                : text[i] == '\0'    ? "no text, but holds a zero byte"
                                : looksLikeGbk(text) ? "in GBK or another old encoding"
                                                     : "no UTF-8";
      throw Refusal("CSV_ENCODING", name + " line " + std::to_string(line), found, allowed);
    }
    line += text[i] == '\n';
    i += length;
  }
}

bool isBlank(char character) { return character == ' ' || character == '\t'; }

/** Whether a spreadsheet would take the text for a formula, or our apostrophe for its own. */
bool looksLikeFormula(std::string_view text) {
  while (!text.empty() && text[0] == '\'') text.remove_prefix(1);
  return !text.empty() && std::string_view("=+-@\t\r\0", 7).find(text[0]) != std::string_view::npos;
}

}  // namespace

std::string_view csvText(const std::string& name, std::string_view bytes) {
  if (bytes.size() > static_cast<std::size_t>(Limits::csvBytes))
    throw Refusal("LIMIT", name, std::to_string(bytes.size()) + " bytes long",
                  "up to " + std::to_string(Limits::csvBytes) + " bytes");
  for (const Magic& magic : magics)
    if (bytes.substr(0, magic.bytes.size()) == magic.bytes)
      throw Refusal("CSV_FORMAT", name, std::string(magic.what), "a table as text: save it as CSV");
  checkEncoding(name, bytes);
  if (bytes.substr(0, 3) == "\xEF\xBB\xBF") bytes.remove_prefix(3);
  if (bytes.find_first_not_of("\r\n \t") == std::string_view::npos)
    throw Refusal("CSV_EMPTY", name, "empty", "a header and rows");
  return bytes;
}

bool CsvScanner::atEndOfLine() const {
  return position == text.size() || text[position] == '\n' || text[position] == '\r';
}

void CsvScanner::endLine() {
  if (position == text.size()) return;
  position += text.substr(position, 2) == "\r\n" ? 2 : 1;
  ++lineNumber;
}

bool CsvScanner::next() {
  // A line of nothing but blanks is no row.
  do {
    while (position < text.size() && atEndOfLine()) endLine();
    row.clear();
    if (position == text.size()) return false;
    readRow();
  } while (row.size() == 1 && !row[0].quoted && row[0].text.empty());
  return true;
}

void CsvScanner::readRow() {
  replaced.clear();
  unescaped.clear();
  rowLine = lineNumber;
  for (;;) {
    readCell();
    if (row.size() > static_cast<std::size_t>(Limits::csvColumns))
      throw Refusal("LIMIT", name + " line " + std::to_string(rowLine), "of more columns",
                    "up to " + std::to_string(Limits::csvColumns) + " columns");
    if (atEndOfLine()) break;
    ++position;
  }
  endLine();
  for (const Unescaped& each : replaced)
    row[each.cell].text = std::string_view(unescaped).substr(each.begin, each.length);
}

void CsvScanner::readCell() {
  const std::size_t begin = position;
  while (position < text.size() && isBlank(text[position]) && text[position] != separator) ++position;
  if (position < text.size() && text[position] == '"') return readQuoted();
  const char stops[] = {separator, '\n', '\r'};
  position = std::min(text.find_first_of(std::string_view(stops, 3), position), text.size());
  std::size_t first = begin, last = position;
  while (first < last && isBlank(text[first])) ++first;
  while (last > first && isBlank(text[last - 1])) --last;
  row.push_back({text.substr(first, last - first), false});
}

void CsvScanner::readQuoted() {
  const std::size_t openingLine = lineNumber, begin = ++position, kept = unescaped.size();
  const auto refuse = [&](const char* found) {
    return Refusal("CSV_QUOTE", name + " line " + std::to_string(openingLine), found,
                   "quotes around a whole cell, and doubled within it");
  };
  bool doubled = false;
  std::size_t piece = begin;
  for (;; ++position) {
    if (position == text.size()) throw refuse("a quote that is never closed");
    if (text[position] == '\n' || (text[position] == '\r' && byteAt(text, position + 1) != '\n')) ++lineNumber;
    if (text[position] != '"') continue;
    if (byteAt(text, position + 1) != '"') break;
    doubled = true;
    unescaped += text.substr(piece, ++position - piece);
    piece = position + 1;
  }
  if (doubled) {
    unescaped += text.substr(piece, position - piece);
    replaced.push_back({row.size(), kept, unescaped.size() - kept});
  }
  row.push_back({text.substr(begin, position - begin), true});
  ++position;
  while (position < text.size() && isBlank(text[position]) && text[position] != separator) ++position;
  if (!atEndOfLine() && text[position] != separator) throw refuse("followed by text after its closing quote");
}

std::string csvCell(std::string_view text) {
  std::string cell(looksLikeFormula(text) ? "'" : "");
  cell += text;
  const bool bare = cell.find_first_of(",;\t\"\r\n") == std::string::npos && !cell.empty() && !isBlank(cell.front()) &&
                    !isBlank(cell.back());
  if (bare) return cell;
  std::string quoted = "\"";
  for (const char character : cell) quoted += character == '"' ? std::string("\"\"") : std::string(1, character);
  return quoted + "\"";
}

std::string_view csvLabel(std::string_view cell) {
  if (cell.size() > 1 && cell[0] == '\'' && looksLikeFormula(cell)) cell.remove_prefix(1);
  return cell;
}

}  // namespace nablab
