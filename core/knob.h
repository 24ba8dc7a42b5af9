#pragma once
#include <array>
#include <cstdint>
#include <string>
#include <tuple>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "refusal.h"
#include "value.h"

/**
 * How a thing that can be chosen describes itself. A *kind* is a struct whose members are its knobs, with their
 * initialisers as the only defaults, and with
 *
 *     static constexpr const char* key, *formula, *source;
 *     static constexpr auto knobs() { return std::tuple{knob(&Adam::beta1, "beta1", {.allowed = {0, 1}, …}), …}; }
 *
 * A *family* is a std::variant of its kinds. From these the functions below make everything that goes over the border:
 * reading with complete validation, writing in canonical or compact form, the catalog, and walking over all knobs.
 */
namespace nablab {

struct Range {
  double low, high;
};

enum class Scale { linear, logarithmic };

/** What is known of a knob beside its name and default. */
struct KnobTraits {
  /** Validation refuses outside. */
  Range allowed = {0, 0};
  /** The range of a slider. */
  Range shown = {0, 0};
  Scale scale = Scale::linear;
  /** Empty where the knob has no dimension. */
  const char* unit = "";
  /** May be turned between two steps of a run. */
  bool turnable = false;
  /** A change is felt within the first 20 steps. */
  bool actsFromFirstSteps = true;
};

/** A number, flag or option that a person may turn: one member of a kind. */
template <class Kind, class Member>
struct Knob {
  Member Kind::*member;
  const char* name;
  KnobTraits traits;
};

template <class Kind, class Member>
constexpr Knob<Kind, Member> knob(Member Kind::*member, const char* name, KnobTraits traits = {}) {
  return {member, name, traits};
}

/** The names of an enumeration's values, in order: specialize for every enumeration that is a knob. */
template <class Enumeration>
struct OptionNames;

/** The name under which the catalog lists a family: specialize for every std::variant that is a family. */
template <class Family>
struct FamilyName;

template <class Type>
struct IsFamily : std::false_type {};
template <class... Kinds>
struct IsFamily<std::variant<Kinds...>> : std::true_type {};

/** Calls `visit` with every knob of a kind, in order. */
template <class Kind, class Visit>
void forEachKnob(Visit&& visit) {
  std::apply([&](const auto&... each) { (visit(each), ...); }, Kind::knobs());
}

/** Calls `visit` with a default instance of every kind of a family, in order. */
template <class Family, class Visit>
void forEachKind(Visit&& visit) {
  [&]<std::size_t... index>(std::index_sequence<index...>) {
    (visit(std::variant_alternative_t<index, Family>{}), ...);
  }(std::make_index_sequence<std::variant_size_v<Family>>{});
}

template <class Family>
std::vector<std::string> kindKeys() {
  std::vector<std::string> keys;
  forEachKind<Family>([&](const auto& kind) { keys.push_back(kind.key); });
  return keys;
}

template <class Kind>
std::vector<std::string> knobNames() {
  std::vector<std::string> names;
  forEachKnob<Kind>([&](const auto& each) { names.push_back(each.name); });
  return names;
}

template <class Family>
const char* keyOf(const Family& choice) {
  return std::visit([](const auto& kind) { return kind.key; }, choice);
}

/** Refuses with the code KEY_UNKNOWN every member of the record that is not among `known`; suggests the nearest. */
void refuseUnknownMembers(const Value& record, const std::string& path, const std::vector<std::string>& known);

/** Refuses with the code TYPE what is not a record. */
void requireRecord(const Value& value, const std::string& path);

/** "seed" in "" is "seed", in "data" it is "data.seed". */
std::string memberPath(const std::string& path, const std::string& name);

/** A finite number within the range, or TYPE or RANGE; `whole` refuses fractions. */
double readNumber(const Value& value, const std::string& path, const Range& allowed, bool whole);
bool readFlag(const Value& value, const std::string& path);

/** The index among `names` of the text, or TYPE or OPTION_UNKNOWN. */
std::size_t readOption(const Value& value, const std::string& path, const std::vector<std::string>& names,
                       const char* code);

template <class Family>
void readChoice(Family& choice, const Value& value, const std::string& path,
                const std::vector<std::string>& otherMembers = {});
template <class Family>
Value writeChoice(const Family& choice, bool compact);

template <class Enumeration>
std::vector<std::string> optionNames() {
  return {OptionNames<Enumeration>::names.begin(), OptionNames<Enumeration>::names.end()};
}

/** Reads one knob's value into its member. */
template <class Member>
void readMember(Member& member, const Value& value, const std::string& path, const KnobTraits& traits) {
  if constexpr (std::is_same_v<Member, bool>)
    member = readFlag(value, path);
  else if constexpr (std::is_enum_v<Member>)
    member = static_cast<Member>(readOption(value, path, optionNames<Member>(), "OPTION_UNKNOWN"));
  else if constexpr (IsFamily<Member>::value)
    readChoice(member, value, path);
  else
    member = static_cast<Member>(readNumber(value, path, traits.allowed, std::is_integral_v<Member>));
}

template <class Member>
Value writeMember(const Member& member, bool compact) {
  if constexpr (std::is_same_v<Member, bool>)
    return member;
  else if constexpr (std::is_enum_v<Member>)
    return OptionNames<Member>::names[static_cast<std::size_t>(member)];
  else if constexpr (IsFamily<Member>::value)
    return writeChoice(member, compact);
  else
    return static_cast<double>(member);
}

/** Reads the knobs that the record names; the others keep what they have. Unknown members are the caller's affair. */
template <class Kind>
void readKnobs(Kind& kind, const Value& record, const std::string& path) {
  forEachKnob<Kind>([&](const auto& each) {
    if (const Value* value = record.find(each.name))
      readMember(kind.*each.member, *value, memberPath(path, each.name), each.traits);
  });
}

/** Adds the knobs to the record; in compact form only those that differ from their default. */
template <class Kind>
void writeKnobs(const Kind& kind, Value& record, bool compact) {
  const Kind defaults{};
  forEachKnob<Kind>([&](const auto& each) {
    const Value value = writeMember(kind.*each.member, false);
    if (!compact)
      record.set(each.name, value);
    else if (!(value == writeMember(defaults.*each.member, false)))
      record.set(each.name, writeMember(kind.*each.member, true));
  });
}

/**
 * Reads {"kind": "adam", "beta1": 0.8} into a family: a kind with its defaults, then the knobs that are named.
 * `otherMembers` are names that the caller reads itself. Codes: TYPE, MISSING, KIND_UNKNOWN, KEY_UNKNOWN, RANGE.
 */
template <class Family>
void readChoice(Family& choice, const Value& value, const std::string& path,
                const std::vector<std::string>& otherMembers) {
  requireRecord(value, path);
  const Value* key = value.find("kind");
  if (!key) throw Refusal("MISSING", memberPath(path, "kind"), "missing", joined(kindKeys<Family>()));
  const std::size_t wanted = readOption(*key, memberPath(path, "kind"), kindKeys<Family>(), "KIND_UNKNOWN");
  std::size_t index = 0;
  forEachKind<Family>([&](auto kind) {
    if (index++ != wanted) return;
    std::vector<std::string> known = knobNames<decltype(kind)>();
    known.insert(known.begin(), "kind");
    known.insert(known.end(), otherMembers.begin(), otherMembers.end());
    refuseUnknownMembers(value, path, known);
    readKnobs(kind, value, path);
    choice = kind;
  });
}

template <class Family>
Value writeChoice(const Family& choice, bool compact) {
  return std::visit(
      [&](const auto& kind) {
        Value record;
        record.set("kind", kind.key);
        writeKnobs(kind, record, compact);
        return record;
      },
      choice);
}

/** One knob as the catalog lists it. */
template <class Kind, class Member>
Value describeKnob(const Knob<Kind, Member>& each) {
  const Kind defaults{};
  Value record;
  record.set("name", each.name);
  const auto describeRange = [&](const char* type) {
    record.set("type", type);
    record.set("allowed", Value::List{each.traits.allowed.low, each.traits.allowed.high});
    record.set("shown", Value::List{each.traits.shown.low, each.traits.shown.high});
    record.set("scale", each.traits.scale == Scale::logarithmic ? "log" : "linear");
  };
  if constexpr (std::is_same_v<Member, bool>) {
    record.set("type", "flag");
  } else if constexpr (std::is_enum_v<Member>) {
    Value::List options;
    for (const std::string& name : optionNames<Member>()) options.push_back(name);
    record.set("type", "option");
    record.set("options", options);
  } else if constexpr (IsFamily<Member>::value) {
    record.set("type", "choice");
    record.set("family", FamilyName<Member>::name);
  } else {
    describeRange(std::is_integral_v<Member> ? "integer" : "number");
  }
  if constexpr (IsFamily<Member>::value)
    record.set("default", keyOf(defaults.*each.member));
  else
    record.set("default", writeMember(defaults.*each.member, false));
  record.set("unit", each.traits.unit);
  record.set("turnable", each.traits.turnable);
  record.set("actsFromFirstSteps", each.traits.actsFromFirstSteps);
  return record;
}

template <class Kind>
Value describeKnobs() {
  Value::List list;
  forEachKnob<Kind>([&](const auto& each) { list.push_back(describeKnob(each)); });
  return list;
}

/** Calls `visit(path, traits)` for every knob of a choice, those of choices within it included. */
template <class Family, class Visit>
void forEachKnobPath(const Family& choice, const std::string& path, Visit&& visit) {
  std::visit(
      [&](const auto& kind) {
        forEachKnob<std::decay_t<decltype(kind)>>([&](const auto& each) {
          const std::string place = memberPath(path, each.name);
          visit(place, each.traits);
          if constexpr (IsFamily<std::decay_t<decltype(kind.*each.member)>>::value)
            forEachKnobPath(kind.*each.member, place, visit);
        });
      },
      choice);
}

}  // namespace nablab
