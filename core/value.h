#pragma once
#include <cstddef>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace nablab {

struct Member;

/**
 * The small tree in which experiments and catalogs cross the border: null, flag, number, text, list or record. It knows
 * no syntax: JavaScript fills it from objects, native tests and tools from JSON. A record keeps the order of its
 * members.
 */
class Value {
 public:
  using List = std::vector<Value>;
  using Record = std::vector<Member>;

  Value();
  Value(bool flag);
  Value(double number);
  Value(int number);
  Value(const char* text);
  Value(std::string text);
  Value(List list);
  Value(Record record);
  Value(const Value&);
  Value(Value&&) noexcept;
  Value& operator=(const Value&);
  Value& operator=(Value&&) noexcept;
  ~Value();

  bool isNull() const { return std::holds_alternative<std::monostate>(content); }
  const bool* flag() const { return std::get_if<bool>(&content); }
  const double* number() const { return std::get_if<double>(&content); }
  const std::string* text() const { return std::get_if<std::string>(&content); }
  const List* list() const { return std::get_if<List>(&content); }
  const Record* record() const { return std::get_if<Record>(&content); }
  List* list() { return std::get_if<List>(&content); }
  Record* record() { return std::get_if<Record>(&content); }

  /** The member of that name, or null if this is no record or has none. */
  const Value* find(std::string_view name) const;
  Value* find(std::string_view name);

  /** Adds a member, or replaces the one of that name; turns null into a record. */
  void set(std::string_view name, Value value);

  bool operator==(const Value& other) const;

 private:
  std::variant<std::monostate, bool, double, std::string, List, Record> content;
};

/** One named member of a record. */
struct Member {
  std::string name;
  Value value;
  bool operator==(const Member& other) const { return name == other.name && value == other.value; }
};

/** The shortest decimal text that reads back as the same double; "infinity", "−infinity", "NaN" for the others. */
std::string textOf(double number);

/** A value as it stands in an error message: short, on one line, whatever an outsider put into it. */
std::string shortText(const Value& value);

/** "a, b, c" */
std::string joined(const std::vector<std::string>& words);

/** The word nearest to `wanted` by edit distance, or "" if none is near. */
std::string nearest(std::string_view wanted, const std::vector<std::string>& words);

}  // namespace nablab
