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

struct Digits28 {
  static constexpr const char *key = "digits28", *formula = "";
  static constexpr const char* source =
      "the digits above, enlarged to the size of MNIST's by bilinear interpolation between the middles of pixels";
  static constexpr const char* table = "digits.csv";
  static constexpr Picture picture = Picture::images;
  static constexpr auto knobs() { return std::tuple{}; }
  Task task() const { return {{28, 28, 1}, 10, 1, 1797}; }
  /** Of the table's images. */
  static constexpr int sideInTable = 8;
};

struct Wine {
  static constexpr const char *key = "wine", *formula = "";
  static constexpr const char* source = "S. Aeberhard & M. Forina 1992, UCI Wine, doi 10.24432/C5PC7J (CC BY 4.0)";
  static constexpr const char* table = "wine.csv";
  static constexpr Picture picture = Picture::table;
  static constexpr auto knobs() { return std::tuple{}; }
  Task task() const { return {{1, 1, 13}, 3, 1, 178}; }
};

struct BreastCancer {
  static constexpr const char *key = "breastCancer", *formula = "";
  static constexpr const char* source =
      "W. Wolberg, O. Mangasarian, N. Street & W. Street 1993, UCI Breast Cancer Wisconsin (Diagnostic), doi "
      "10.24432/C5DW2B (CC BY 4.0)";
  static constexpr const char* table = "breastCancer.csv";
  static constexpr Picture picture = Picture::table;
  static constexpr auto knobs() { return std::tuple{}; }
  Task task() const { return {{1, 1, 30}, 2, 1, 569}; }
};

struct Diabetes {
  static constexpr const char *key = "diabetes", *formula = "";
  static constexpr const char* source =
      "Efron, Hastie, Johnstone & Tibshirani 2004, Least Angle Regression, doi 10.1214/009053604000000067";
  static constexpr const char* table = "diabetes.csv";
  static constexpr Picture picture = Picture::table;
  static constexpr auto knobs() { return std::tuple{}; }
  Task task() const { return {{1, 1, 10}, 0, 1, 442}; }
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
  /** Of an image, or 1 × 1; `inputs` stand at every place. */
  int height = 1, width = 1;
  int inputs = 2, outputs = 2;
  TaskKind kind = TaskKind::classification;
  static constexpr auto knobs() {
    return std::tuple{knob(&External::height, "height", {.allowed = {1, 64}, .shown = {1, 64}}),
                      knob(&External::width, "width", {.allowed = {1, 64}, .shown = {1, 64}}),
                      knob(&External::inputs, "inputs", {.allowed = {1, 4096}, .shown = {1, 64}}),
                      knob(&External::outputs, "outputs", {.allowed = {1, 512}, .shown = {1, 10}}),
                      knob(&External::kind, "task")};
  }
  Task task() const {
    const bool classes = kind == TaskKind::classification;
    return {{height, width, inputs}, classes ? outputs : 0, classes ? 1 : outputs, 0};
  }
};

}  // namespace nablab
