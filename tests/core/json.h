#pragma once
#include <nlohmann/json.hpp>
#include <string>

#include "core/value.h"

/** JSON for native tests and tools; the page has JavaScript's own. */
namespace nablab {

inline Value fromJson(const nlohmann::ordered_json& json) {
  if (json.is_boolean()) return json.get<bool>();
  if (json.is_number()) return json.get<double>();
  if (json.is_string()) return json.get<std::string>();
  if (json.is_array()) {
    Value::List list;
    for (const auto& element : json) list.push_back(fromJson(element));
    return list;
  }
  if (json.is_object()) {
    Value::Record record;
    for (const auto& [name, value] : json.items()) record.push_back({name, fromJson(value)});
    return record;
  }
  return {};
}

inline Value fromText(const std::string& text) { return fromJson(nlohmann::ordered_json::parse(text)); }

inline nlohmann::ordered_json toJson(const Value& value) {
  if (const bool* flag = value.flag()) return *flag;
  if (const double* number = value.number()) return *number;
  if (const std::string* text = value.text()) return *text;
  if (const Value::List* list = value.list()) {
    nlohmann::ordered_json array = nlohmann::ordered_json::array();
    for (const Value& element : *list) array.push_back(toJson(element));
    return array;
  }
  if (const Value::Record* record = value.record()) {
    nlohmann::ordered_json object = nlohmann::ordered_json::object();
    for (const Member& member : *record) object[member.name] = toJson(member.value);
    return object;
  }
  return nullptr;
}

/** A list of one element; braces alone mean that to g++ and the element itself to clang++. */
inline nlohmann::ordered_json listOf(const nlohmann::ordered_json& element) {
  nlohmann::ordered_json list = nlohmann::ordered_json::array();
  list.push_back(element);
  return list;
}

}  // namespace nablab
