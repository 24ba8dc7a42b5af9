#pragma once
#include <array>
#include <cstdint>
#include <span>
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
 *     static constexpr const char *key, *formula, *source;
 *     static constexpr auto knobs() { return std::tuple{knob(&Adam::beta1, "beta1", {.allowed = {0, 1}, …}), …}; }
 *
 * A *family* is a std::variant of its kinds. The templates at the end turn both into plain tables (`KindSpec`,
 * `FamilySpec`); the functions before them work on those: reading with complete validation, writing in canonical or
 * compact form, the catalog, walking over all knobs. So a new kind costs a table, not a copy of the machinery.
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
  /** Texts: the most bytes. Lists of numbers: how many there may be; `allowed` bounds each of them. */
  int shortest = 0, longest = 0;
  /** Lists of numbers: whole ones only. */
  bool wholeNumbers = false;
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

struct FamilySpec;

/** Two whole numbers that belong together: [height, width]. */
using Pair = std::array<int, 2>;

/**
 * What a knob's member is in C++: double, int, std::uint32_t, bool, an enumeration, a family, std::string,
 * std::vector<double>, Pair.
 */
enum class KnobType { number, integer, seed, flag, option, choice, text, numbers, pair };

/** A knob as a row of a table. */
struct KnobSpec {
  const char* name;
  KnobTraits traits;
  KnobType type;
  /** The member of a kind that is given by address. */
  void* (*member)(void* kind);
  /** Options only. */
  std::span<const char* const> options;
  /** Choices only, else null. */
  const FamilySpec& (*family)();
};

/** A kind as a table: constant data, no code. */
struct KindSpec {
  const char *key, *formula, *source;
  std::span<const KnobSpec> knobs;
  /** A default instance. */
  const void* (*defaults)();
  std::vector<std::string> knobNames() const;
};

/** A family as a table, with what it takes to handle a choice of it by address. */
struct FamilySpec {
  const char* name;
  std::span<const KindSpec> kinds;
  std::size_t (*index)(const void* choice);
  void* (*kindOf)(void* choice);
  /** By kind: makes the choice that kind with its defaults. */
  void (*const* select)(void* choice);
  std::vector<std::string> keys() const;
};

/** "seed" in "" is "seed", in "data" it is "data.seed". */
std::string memberPath(const std::string& path, const std::string& name);
/** The first of "layers" is "layers[0]". */
std::string elementPath(const std::string& list, std::size_t index);

/** Refuses with the code TYPE what is not a record. */
void requireRecord(const Value& value, const std::string& path);

/** Refuses with the code KEY_UNKNOWN every member of the record that is not among `known`; suggests the nearest. */
void refuseUnknownMembers(const Value& record, const std::string& path, const std::vector<std::string>& known);

/** A finite number within the range, or TYPE or RANGE; `whole` refuses fractions. */
double readNumber(const Value& value, const std::string& path, const Range& allowed, bool whole);

/** Reads the knobs that the record names; the others keep what they have. Unknown members are the caller's affair. */
void readKnobs(const KindSpec& spec, void* kind, const Value& record, const std::string& path);

/** Adds the knobs to the record; in compact form only those that differ from their default. */
void writeKnobs(const KindSpec& spec, const void* kind, Value& record, bool compact);

/**
 * Reads {"kind": "adam", "beta1": 0.8} into a choice: a kind with its defaults, then the knobs that are named.
 * `otherMembers` are names that the caller reads itself. Codes: TYPE, MISSING, KIND_UNKNOWN, KEY_UNKNOWN, RANGE.
 */
void readChoice(const FamilySpec& family, void* choice, const Value& value, const std::string& path,
                const std::vector<std::string>& otherMembers = {});
Value writeChoice(const FamilySpec& family, const void* choice, bool compact);

/** Adds to `paths` those of all turnable knobs of a choice, of choices within it too. */
void collectTurnable(const FamilySpec& family, const void* choice, const std::string& path,
                     std::vector<std::string>& paths);

/** The knobs as the catalog lists them. */
Value describeKnobs(const KindSpec& spec);

template <class Type>
struct IsFamily : std::false_type {};
template <class... Kinds>
struct IsFamily<std::variant<Kinds...>> : std::true_type {};

template <class Family>
const FamilySpec& familySpec();

template <class Type>
constexpr KnobType knobType() {
  if (std::is_same_v<Type, int>) return KnobType::integer;
  if (std::is_same_v<Type, std::uint32_t>) return KnobType::seed;
  if (std::is_same_v<Type, bool>) return KnobType::flag;
  if (std::is_same_v<Type, std::string>) return KnobType::text;
  if (std::is_same_v<Type, std::vector<double>>) return KnobType::numbers;
  if (std::is_same_v<Type, Pair>) return KnobType::pair;
  if (std::is_enum_v<Type>) return KnobType::option;
  return IsFamily<Type>::value ? KnobType::choice : KnobType::number;
}

template <class Kind, std::size_t position>
constexpr KnobSpec knobSpec() {
  constexpr auto knob = std::get<position>(Kind::knobs());
  using Type = std::decay_t<decltype(std::declval<Kind>().*knob.member)>;
  KnobSpec spec{knob.name, knob.traits, knobType<Type>(), nullptr, {}, nullptr};
  spec.member = [](void* kind) -> void* {
    constexpr auto member = std::get<position>(Kind::knobs()).member;
    return &(static_cast<Kind*>(kind)->*member);
  };
  if constexpr (std::is_enum_v<Type>) {
    static_assert(std::is_same_v<std::underlying_type_t<Type>, int>);
    spec.options = OptionNames<Type>::names;
  }
  if constexpr (IsFamily<Type>::value) spec.family = familySpec<Type>;
  return spec;
}

template <class Kind>
inline constexpr auto knobTable = []<std::size_t... position>(std::index_sequence<position...>) {
  return std::array<KnobSpec, sizeof...(position)>{knobSpec<Kind, position>()...};
}
(std::make_index_sequence<std::tuple_size_v<decltype(Kind::knobs())>>{});

template <class Kind>
const void* defaultsOf() {
  static const Kind defaults{};
  return &defaults;
}

template <class Kind>
constexpr KindSpec makeKindSpec() {
  KindSpec spec{"", "", "", knobTable<Kind>, defaultsOf<Kind>};
  if constexpr (requires { Kind::key; }) {
    spec.key = Kind::key;
    spec.formula = Kind::formula;
    spec.source = Kind::source;
  }
  return spec;
}

template <class Kind>
inline constexpr KindSpec kindTable = makeKindSpec<Kind>();

/** The table of a kind, or of any struct with knobs. */
template <class Kind>
constexpr const KindSpec& kindSpec() {
  return kindTable<Kind>;
}

/** Calls `visit` with a default instance of every kind of a family, in order. */
template <class Family, class Visit>
void forEachKind(Visit&& visit) {
  [&]<std::size_t... index>(std::index_sequence<index...>) {
    (visit(std::variant_alternative_t<index, Family>{}), ...);
  }
  (std::make_index_sequence<std::variant_size_v<Family>>{});
}

template <class Family>
struct FamilyTable;
template <class... Kinds>
struct FamilyTable<std::variant<Kinds...>> {
  using Family = std::variant<Kinds...>;
  static constexpr std::array<KindSpec, sizeof...(Kinds)> kinds{makeKindSpec<Kinds>()...};
  static constexpr void (*select[])(void*) = {
      [](void* choice) { static_cast<Family*>(choice)->template emplace<Kinds>(); }...};
  static constexpr FamilySpec spec{
      FamilyName<Family>::name, kinds, [](const void* choice) { return static_cast<const Family*>(choice)->index(); },
      [](void* choice) { return std::visit([](auto& kind) -> void* { return &kind; }, *static_cast<Family*>(choice)); },
      select};
};

/** The table of a family. */
template <class Family>
const FamilySpec& familySpec() {
  return FamilyTable<Family>::spec;
}

template <class Family>
const char* keyOf(const Family& choice) {
  return familySpec<Family>().kinds[choice.index()].key;
}

}  // namespace nablab
