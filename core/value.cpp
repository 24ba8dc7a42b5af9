#include "value.h"

#include <algorithm>
#include <utility>

#include "decimal.h"

namespace nablab {

// Here and not in the class, because a record's members are values themselves.
Value::Value() = default;
Value::Value(bool flag) : content(flag) {}
Value::Value(double number) : content(number) {}
Value::Value(int number) : content(static_cast<double>(number)) {}
Value::Value(const char* text) : content(std::string(text)) {}
Value::Value(std::string text) : content(std::move(text)) {}
Value::Value(List list) : content(std::move(list)) {}
Value::Value(Record record) : content(std::move(record)) {}
// By assignment: when a copy of std::variant runs out of memory, libstdc++ 12 destroys what was never made.
Value::Value(const Value& other) { content = other.content; }
Value::Value(Value&&) noexcept = default;
Value& Value::operator=(const Value&) = default;
Value& Value::operator=(Value&&) noexcept = default;
Value::~Value() = default;

const Value* Value::find(std::string_view name) const {
  if (const Record* members = record())
    for (const Member& member : *members)
      if (member.name == name) return &member.value;
  return nullptr;
}

Value* Value::find(std::string_view name) { return const_cast<Value*>(std::as_const(*this).find(name)); }

void Value::set(std::string_view name, Value value) {
  if (isNull()) content = Record{};
  if (Value* existing = find(name))
    *existing = std::move(value);
  else
    record()->push_back({std::string(name), std::move(value)});
}

bool Value::operator==(const Value& other) const { return content == other.content; }

std::string textOf(double number) {
  if (number != number) return "NaN";
  if (number - number != 0) return number > 0 ? "infinity" : "−infinity";
  if (number > -1e15 && number < 1e15 && number == static_cast<double>(static_cast<long long>(number)))
    return (number == 0 && 1 / number < 0 ? "-" : "") + std::to_string(static_cast<long long>(number));
  return shortestDecimal(number);
}

namespace {

constexpr std::size_t longestQuotation = 60;

/** Cuts at a character boundary of UTF-8 and replaces control characters, so that a message stays one clean line. */
std::string quotation(const std::string& text) {
  std::size_t end = std::min(text.size(), longestQuotation);
  while (end > 0 && end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  std::string clean = text.substr(0, end);
  for (char& character : clean)
    if (static_cast<unsigned char>(character) < 0x20 || character == 0x7F) character = ' ';
  return "\"" + clean + (end < text.size() ? "…\"" : "\"");
}

std::size_t editDistance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t replaced = diagonal + (a[i - 1] != b[j - 1]);
      diagonal = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, replaced});
    }
  }
  return row[b.size()];
}

}  // namespace

std::string shortText(const Value& value) {
  if (value.isNull()) return "null";
  if (const bool* flag = value.flag()) return *flag ? "true" : "false";
  if (const double* number = value.number()) return textOf(*number);
  if (const std::string* text = value.text()) return quotation(*text);
  if (const Value::List* list = value.list()) return "a list of " + std::to_string(list->size());
  return "a record";
}

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : ", ") + word;
  return text;
}

std::string nearest(std::string_view wanted, const std::vector<std::string>& words) {
  // A typing slip changes few letters; a long foreign word resembles nothing and costs time to compare.
  if (wanted.size() > longestQuotation) return "";
  std::string best;
  std::size_t least = 1 + wanted.size() / 3;
  for (const std::string& word : words) {
    const std::size_t distance = editDistance(wanted, word);
    if (distance <= least && (best.empty() || distance < least)) {
      best = word;
      least = distance;
    }
  }
  return best;
}

}  // namespace nablab
