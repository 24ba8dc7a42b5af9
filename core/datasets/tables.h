#pragma once
#include "../knob.h"
#include "dataset.h"

/** Data sets whose rows the host provides: published tables by name (`table`), and rows of the caller's own. */
namespace nablab {

struct Iris {
  static constexpr const char *key = "iris", *formula = "";
  static constexpr const char* source = "R. A. Fisher 1936, UCI Iris, doi 10.24432/C56C76 (CC BY 4.0)";
  static constexpr const char* table = "iris.csv";
  static constexpr Picture picture = Picture::table;
  static constexpr auto knobs() { return std::tuple{}; }
  Task task() const { return {{1, 1, 4}, 3, 1, 150}; }
};

struct Digits {
  static constexpr const char *key = "digits", *formula = "";
  static constexpr const char* source =
      "UCI Optical Recognition of Handwritten Digits (test part), doi 10.24432/C50P49 (CC BY 4.0)";
  static constexpr const char* table = "digits.csv";
  static constexpr Picture picture = Picture::images;
  static constexpr auto knobs() { return std::tuple{}; }
  Task task() const { return {{8, 8, 1}, 10, 1, 1797}; }
};

/** What an external row's outputs are: real numbers or a class. */
enum class TaskKind { regression, classification };
template <>
struct OptionNames<TaskKind> {
  static constexpr std::array names{"regression", "classification"};
};

struct External {
  static constexpr const char *key = "external", *formula = "";
  static constexpr const char* source = "rows that a program hands over through the interface";
  static constexpr Picture picture = Picture::none;
  int inputs = 2, outputs = 2;
  TaskKind kind = TaskKind::classification;
  static constexpr auto knobs() {
    return std::tuple{knob(&External::inputs, "inputs", {.allowed = {1, 4096}, .shown = {1, 64}}),
                      knob(&External::outputs, "outputs", {.allowed = {1, 512}, .shown = {1, 10}}),
                      knob(&External::kind, "task")};
  }
  Task task() const {
    const bool classes = kind == TaskKind::classification;
    return {{1, 1, inputs}, classes ? outputs : 0, classes ? 1 : outputs, 0};
  }
};

}  // namespace nablab
