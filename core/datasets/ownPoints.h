#pragma once
#include "../limits.h"
#include "patterns.h"
#include "tables.h"

/** Points that a person makes: by a formula, or by hand. Both travel in the document. */
namespace nablab {

struct Formula {
  static constexpr const char *key = "formula", *formula = "x, y \\sim \\mathcal{U}(-1, 1)";
  static constexpr const char* source = "a formula of your own over [−1, 1]²; a class where it is greater than 0";
  static constexpr Picture picture = Picture::plane;
  std::string expression = "sin(3*x)*y > 0";
  TaskKind kind = TaskKind::classification;
  int size = 300;
  double noise = 0;
  static constexpr auto knobs() {
    return std::tuple_cat(std::tuple{knob(&Formula::expression, "expression", {.longest = Limits::expressionBytes}),
                                     knob(&Formula::kind, "task")},
                          pointKnobs<Formula>());
  }
  Task task() const { return {{1, 1, 2}, kind == TaskKind::classification ? 2 : 0, 1, size}; }
  /** Refuses what is no formula, as `Expression` does. */
  void check() const;
  /** Refuses with EXPRESSION_UNDEFINED a formula that is not a finite number at some of the points. */
  Dataset generate(std::uint32_t seed) const;
};

struct Drawn {
  static constexpr const char *key = "drawn", *formula = "";
  static constexpr const char* source = "points set by hand; they travel in the link";
  static constexpr Picture picture = Picture::plane;
  /** x, y and class of the first point, of the second, … */
  std::vector<double> points{-0.6, 0.5, 0, -0.3, 0.7, 0, -0.5, 0.2, 0, 0.4, -0.4, 1, 0.6, -0.6, 1, 0.7, -0.1, 1};
  int classes = 2;
  static constexpr auto knobs() {
    return std::tuple{
        knob(&Drawn::points, "points", {.allowed = {-10, 10}, .shortest = 3, .longest = 3 * Limits::drawnPoints}),
        knob(&Drawn::classes, "classes", classTraits)};
  }
  Task task() const { return {{1, 1, 2}, classes, 1, static_cast<int>(points.size() / 3)}; }
  /** Refuses with POINTS_BROKEN a list that is not made of threes, or a class that is none. */
  void check() const;
  Dataset generate(std::uint32_t seed) const;
};

}  // namespace nablab
