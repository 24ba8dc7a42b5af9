#include "knob.h"

#include <algorithm>
#include <cstring>

namespace nablab {

namespace {

/** The member as what it is: the tables know types only by name. */
template <class Type>
Type get(const void* member) {
  Type value;
  std::memcpy(&value, member, sizeof value);
  return value;
}

template <class Type>
void put(void* member, double number) {
  const Type value = static_cast<Type>(number);
  std::memcpy(member, &value, sizeof value);
}

const void* memberOf(const KnobSpec& knob, const void* kind) { return knob.member(const_cast<void*>(kind)); }

const void* kindOf(const FamilySpec& family, const void* choice) { return family.kindOf(const_cast<void*>(choice)); }

std::string withSuggestion(const std::vector<std::string>& names, const std::string& wanted) {
  const std::string close = nearest(wanted, names);
  return joined(names) + (close.empty() ? "" : " (did you mean " + close + "?)");
}

bool readFlag(const Value& value, const std::string& path) {
  const bool* flag = value.flag();
  if (!flag) throw Refusal("TYPE", path, shortText(value), "true, false");
  return *flag;
}

/** The index among `names` of the text. */
std::size_t readName(const Value& value, const std::string& path, const std::vector<std::string>& names,
                     const char* code) {
  const std::string* text = value.text();
  if (!text) throw Refusal("TYPE", path, shortText(value), joined(names));
  const auto found = std::find(names.begin(), names.end(), *text);
  if (found == names.end()) throw Refusal(code, path, shortText(value), withSuggestion(names, *text));
  return static_cast<std::size_t>(found - names.begin());
}

std::string readText(const Value& value, const std::string& path, int longest) {
  const std::string allowed = "text of up to " + std::to_string(longest) + " bytes";
  const std::string* text = value.text();
  if (!text) throw Refusal("TYPE", path, shortText(value), allowed);
  if (text->size() > static_cast<std::size_t>(longest))
    throw Refusal("LIMIT", path, std::to_string(text->size()) + " bytes long", allowed);
  return *text;
}

/** `shortest` to `longest` numbers, each within what the knob allows. */
std::vector<double> readNumbers(const Value& value, const std::string& path, const KnobTraits& traits, int shortest,
                                int longest, bool whole) {
  const std::string allowed =
      "a list of " +
      (shortest == longest ? std::to_string(longest) : std::to_string(shortest) + " to " + std::to_string(longest)) +
      " numbers";
  const Value::List* list = value.list();
  if (!list) throw Refusal("TYPE", path, shortText(value), allowed);
  if (list->size() < static_cast<std::size_t>(shortest) || list->size() > static_cast<std::size_t>(longest))
    throw Refusal("LIMIT", path, "a list of " + std::to_string(list->size()), allowed);
  std::vector<double> numbers;
  for (const Value& each : *list)
    numbers.push_back(readNumber(each, elementPath(path, numbers.size()), traits.allowed, whole));
  return numbers;
}

void readMember(const KnobSpec& knob, void* member, const Value& value, const std::string& path) {
  switch (knob.type) {
    case KnobType::number:
      return put<double>(member, readNumber(value, path, knob.traits.allowed, false));
    case KnobType::integer:
      return put<int>(member, readNumber(value, path, knob.traits.allowed, true));
    case KnobType::seed:
      return put<std::uint32_t>(member, readNumber(value, path, knob.traits.allowed, true));
    case KnobType::flag:
      return put<bool>(member, readFlag(value, path));
    case KnobType::option:
      return put<int>(member, static_cast<double>(
                                  readName(value, path, {knob.options.begin(), knob.options.end()}, "OPTION_UNKNOWN")));
    case KnobType::choice:
      return readChoice(knob.family(), member, value, path);
    case KnobType::text:
      *static_cast<std::string*>(member) = readText(value, path, knob.traits.longest);
      return;
    case KnobType::numbers:
      *static_cast<std::vector<double>*>(member) =
          readNumbers(value, path, knob.traits, knob.traits.shortest, knob.traits.longest, knob.traits.wholeNumbers);
      return;
    case KnobType::pair: {
      const std::vector<double> both = readNumbers(value, path, knob.traits, 2, 2, true);
      *static_cast<Pair*>(member) = {static_cast<int>(both[0]), static_cast<int>(both[1])};
      return;
    }
  }
}

Value writeMember(const KnobSpec& knob, const void* member, bool compact) {
  switch (knob.type) {
    case KnobType::number:
      return get<double>(member);
    case KnobType::integer:
      return get<int>(member);
    case KnobType::seed:
      return static_cast<double>(get<std::uint32_t>(member));
    case KnobType::flag:
      return get<bool>(member);
    case KnobType::option:
      return knob.options[static_cast<std::size_t>(get<int>(member))];
    case KnobType::choice:
      return writeChoice(knob.family(), member, compact);
    case KnobType::text:
      return *static_cast<const std::string*>(member);
    case KnobType::numbers: {
      const auto& numbers = *static_cast<const std::vector<double>*>(member);
      return Value::List(numbers.begin(), numbers.end());
    }
    case KnobType::pair: {
      const auto& both = *static_cast<const Pair*>(member);
      return Value::List{both[0], both[1]};
    }
  }
  return {};
}

}  // namespace

std::vector<std::string> KindSpec::knobNames() const {
  std::vector<std::string> names;
  for (const KnobSpec& each : knobs) names.push_back(each.name);
  return names;
}

std::vector<std::string> FamilySpec::keys() const {
  std::vector<std::string> list;
  for (const KindSpec& kind : kinds) list.push_back(kind.key);
  return list;
}

std::string memberPath(const std::string& path, const std::string& name) {
  return path.empty() ? name : path + "." + name;
}

std::string elementPath(const std::string& list, std::size_t index) { return list + "[" + std::to_string(index) + "]"; }

void requireRecord(const Value& value, const std::string& path) {
  if (!value.record()) throw Refusal("TYPE", path.empty() ? "experiment" : path, shortText(value), "a record");
}

void refuseUnknownMembers(const Value& record, const std::string& path, const std::vector<std::string>& known) {
  for (const Member& member : *record.record())
    if (std::find(known.begin(), known.end(), member.name) == known.end())
      throw Refusal("KEY_UNKNOWN", memberPath(path, shortText(member.name)), "unknown",
                    withSuggestion(known, member.name));
}

double readNumber(const Value& value, const std::string& path, const Range& allowed, bool whole) {
  const std::string range = (whole ? "whole numbers from " : "") + textOf(allowed.low) + " to " + textOf(allowed.high);
  const double* number = value.number();
  if (!number) throw Refusal("TYPE", path, shortText(value), range);
  const bool inside = *number >= allowed.low && *number <= allowed.high;
  if (!inside || (whole && *number != static_cast<double>(static_cast<long long>(*number))))
    throw Refusal("RANGE", path, textOf(*number), range);
  return *number;
}

void readKnobs(const KindSpec& spec, void* kind, const Value& record, const std::string& path) {
  for (const KnobSpec& knob : spec.knobs)
    if (const Value* value = record.find(knob.name))
      readMember(knob, knob.member(kind), *value, memberPath(path, knob.name));
}

void writeKnobs(const KindSpec& spec, const void* kind, Value& record, bool compact) {
  for (const KnobSpec& knob : spec.knobs) {
    const void* member = memberOf(knob, kind);
    const Value value = writeMember(knob, member, false);
    if (!compact)
      record.set(knob.name, value);
    else if (!(value == writeMember(knob, memberOf(knob, spec.defaults()), false)))
      record.set(knob.name, writeMember(knob, member, true));
  }
}

void readChoice(const FamilySpec& family, void* choice, const Value& value, const std::string& path,
                const std::vector<std::string>& otherMembers) {
  requireRecord(value, path);
  const Value* key = value.find("kind");
  if (!key) throw Refusal("MISSING", memberPath(path, "kind"), "missing", joined(family.keys()));
  const std::size_t index = readName(*key, memberPath(path, "kind"), family.keys(), "KIND_UNKNOWN");
  std::vector<std::string> known = family.kinds[index].knobNames();
  known.insert(known.begin(), "kind");
  known.insert(known.end(), otherMembers.begin(), otherMembers.end());
  refuseUnknownMembers(value, path, known);
  family.select[index](choice);
  readKnobs(family.kinds[index], family.kindOf(choice), value, path);
}

Value writeChoice(const FamilySpec& family, const void* choice, bool compact) {
  const KindSpec& spec = family.kinds[family.index(choice)];
  Value record;
  record.set("kind", spec.key);
  writeKnobs(spec, kindOf(family, choice), record, compact);
  return record;
}

void collectTurnable(const FamilySpec& family, const void* choice, const std::string& path,
                     std::vector<std::string>& paths) {
  for (const KnobSpec& knob : family.kinds[family.index(choice)].knobs) {
    const std::string place = memberPath(path, knob.name);
    if (knob.traits.turnable) paths.push_back(place);
    if (knob.family) collectTurnable(knob.family(), memberOf(knob, kindOf(family, choice)), place, paths);
  }
}

Value describeKnobs(const KindSpec& spec) {
  Value::List list;
  for (const KnobSpec& knob : spec.knobs) {
    constexpr const char* types[] = {"number", "integer", "integer", "flag", "option",
                                     "choice", "text",    "numbers", "pair"};
    const Value standard = writeMember(knob, memberOf(knob, spec.defaults()), false);
    Value record;
    record.set("name", knob.name);
    record.set("type", types[static_cast<int>(knob.type)]);
    record.set("default", knob.family ? *standard.find("kind") : standard);
    record.set("unit", knob.traits.unit);
    const bool listed = knob.type == KnobType::numbers || knob.type == KnobType::pair;
    if (knob.type <= KnobType::seed || listed) {
      record.set("allowed", Value::List{knob.traits.allowed.low, knob.traits.allowed.high});
      record.set("shown", Value::List{knob.traits.shown.low, knob.traits.shown.high});
      record.set("scale", knob.traits.scale == Scale::logarithmic ? "log" : "linear");
    }
    if (knob.type == KnobType::numbers || knob.type == KnobType::text) record.set("longest", knob.traits.longest);
    if (knob.type == KnobType::numbers) record.set("shortest", knob.traits.shortest);
    if (listed) record.set("wholeNumbers", knob.type == KnobType::pair || knob.traits.wholeNumbers);
    if (knob.type == KnobType::option) record.set("options", Value::List(knob.options.begin(), knob.options.end()));
    if (knob.family) record.set("family", knob.family().name);
    record.set("turnable", knob.traits.turnable);
    record.set("actsFromFirstSteps", knob.traits.actsFromFirstSteps);
    list.push_back(record);
  }
  return list;
}

}  // namespace nablab
