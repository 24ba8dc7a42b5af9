#pragma once
#include <emscripten/val.h>

#include <optional>
#include <string>
#include <vector>

#include "../core/refusal.h"
#include "../core/value.h"

/** How small things cross the border: between JavaScript's values and the core's. */
namespace nablab {

/** Reads plain data. Refuses with DEPTH more than `depth` lists and records within one another, with TYPE what is no
 * plain data (functions, symbols). */
inline Value fromJavaScript(const emscripten::val& value, int depth) {
  const std::string type = value.typeOf().as<std::string>();
  if (value.isNull() || value.isUndefined()) return {};
  if (type == "boolean") return value.as<bool>();
  if (type == "number") return value.as<double>();
  if (type == "string") return value.as<std::string>();
  if (depth < 1) throw Refusal("DEPTH", "experiment", "nested too deeply", "32 levels");
  if (value.isArray()) {
    Value::List list;
    const auto length = value["length"].as<unsigned>();
    for (unsigned i = 0; i < length; ++i) list.push_back(fromJavaScript(value[i], depth - 1));
    return list;
  }
  if (type != "object") throw Refusal("TYPE", "experiment", "a " + type, "plain data");
  Value::Record record;
  const emscripten::val names = emscripten::val::global("Object").call<emscripten::val>("keys", value);
  const auto length = names["length"].as<unsigned>();
  for (unsigned i = 0; i < length; ++i)
    record.push_back({names[i].as<std::string>(), fromJavaScript(value[names[i]], depth - 1)});
  return record;
}

inline emscripten::val toJavaScript(const Value& value) {
  if (const bool* flag = value.flag()) return emscripten::val(*flag);
  if (const double* number = value.number()) return emscripten::val(*number);
  if (const std::string* text = value.text()) return emscripten::val(*text);
  if (const Value::List* list = value.list()) {
    // Long lists are results: numbers throughout, and handed over at once.
    if (constexpr std::size_t longer = 32; list->size() > longer && (*list)[0].number()) {
      std::vector<double> numbers;
      for (const Value& element : *list)
        if (const double* number = element.number()) numbers.push_back(*number);
      if (numbers.size() == list->size())
        return emscripten::val::global("Array").call<emscripten::val>(
            "from", emscripten::val(emscripten::typed_memory_view(numbers.size(), numbers.data())));
    }
    emscripten::val array = emscripten::val::array();
    for (const Value& element : *list) array.call<void>("push", toJavaScript(element));
    return array;
  }
  if (const Value::Record* record = value.record()) {
    emscripten::val object = emscripten::val::object();
    for (const Member& member : *record) object.set(member.name, toJavaScript(member.value));
    return object;
  }
  return emscripten::val::null();
}

/** The numbers of an array or typed array of JavaScript's. */
inline std::vector<double> numbers(const emscripten::val& array) {
  return emscripten::convertJSArrayToNumberVector<double>(array);
}

/** A typed array of JavaScript's own: no view of the heap outlives the call. */
template <class Number>
emscripten::val copied(const std::vector<Number>& numbers) {
  return emscripten::val(emscripten::typed_memory_view(numbers.size(), numbers.data())).call<emscripten::val>("slice");
}

/**
 * The same in an array of the caller's, which it may use again and again: a new one costs more than to fill it. Null:
 * in a new one. Refuses what is no Float32Array of just as many numbers.
 */
inline emscripten::val copiedInto(const emscripten::val& into, const std::vector<float>& numbers) {
  if (into.isNull()) return copied(numbers);
  const auto allowed = [&] { return "a Float32Array of " + std::to_string(numbers.size()) + " numbers"; };
  if (!into.instanceof (emscripten::val::global("Float32Array")))
    throw Refusal("TYPE", "into", "something else", allowed());
  if (const auto length = into["length"].as<double>(); length != static_cast<double>(numbers.size()))
    throw Refusal("SIZE", "into", std::to_string(static_cast<long>(length)) + " numbers", allowed());
  into.call<void>("set", emscripten::val(emscripten::typed_memory_view(numbers.size(), numbers.data())));
  return into;
}

/** NaN, where something is undefined, is null in JavaScript. */
inline emscripten::val numberOrNull(double number) {
  return number == number ? emscripten::val(number) : emscripten::val::null();
}

/** The same for what may also be infinite. */
inline emscripten::val finiteOrNull(double number) {
  return numberOrNull(number - number == 0 ? number : number - number);
}

/** Calls `call(context)`; what it throws becomes a Refusal, or nothing was thrown and `refusal` stays as it was. */
inline bool succeeds(void (*call)(void*), void* context, Refusal& refusal) {
  try {
    call(context);
    return true;
  } catch (const Refusal& caught) {
    refusal = caught;
  } catch (const std::bad_alloc&) {
    refusal = Refusal("OUT_OF_MEMORY", "experiment", "too large for this machine", "fewer or smaller layers");
  } catch (const std::exception& caught) {
    refusal = Refusal("UNEXPECTED", "core", caught.what(), "nothing");
  }
  return false;
}

/** Throws a JavaScript Error named NablabError with code, path, found and allowed. */
[[noreturn]] inline void throwInJavaScript(const Refusal& refusal) {
  emscripten::val error = emscripten::val::global("Error").new_(std::string(refusal.what()));
  error.set("name", "NablabError");
  error.set("code", refusal.code);
  error.set("path", refusal.path);
  error.set("found", refusal.found);
  error.set("allowed", refusal.allowed);
  error.throw_();
  __builtin_unreachable();
}

/** Calls the core and returns what it returns; its refusals are thrown after the C++ exception has been left behind. */
template <class Function>
auto guarded(Function function) {
  using Result = decltype(function());
  Refusal refusal("UNEXPECTED", "core", "an error", "nothing");
  if constexpr (std::is_void_v<Result>) {
    if (!succeeds([](void* context) { (*static_cast<Function*>(context))(); }, &function, refusal))
      throwInJavaScript(refusal);
  } else {
    struct Context {
      Function& function;
      std::optional<Result> result;
    } context{function, std::nullopt};
    const auto call = [](void* place) {
      Context& each = *static_cast<Context*>(place);
      each.result = each.function();
    };
    if (!succeeds(call, &context, refusal)) throwInJavaScript(refusal);
    return *context.result;
  }
}

}  // namespace nablab
