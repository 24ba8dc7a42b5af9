#pragma once
#include <array>
#include <vector>

#include "knob.h"

/**
 * Functions of two parameters that stand in place of data, layers and loss: the surfaces on which optimizers are
 * compared. Each computes f(x, y) and its gradient, in double in every run.
 */
namespace nablab {

/** A point of the plane. */
struct Point {
  double x, y;
};

/** A rectangle of the plane. */
struct Region {
  Point low, high;
};

/** Where the first step starts. */
constexpr KnobTraits startTraits = {.allowed = {-10, 10}, .shown = {-5, 5}};

struct Bowl {
  static constexpr const char *key = "bowl", *formula = "f(x, y) = x^2 + y^2";
  static constexpr const char* source = "The sphere function of De Jong 1975";
  static constexpr Region shown{{-2, -2}, {2, 2}};
  static constexpr std::array<Point, 1> minima{{{0, 0}}};
  double startX = -1.5, startY = 1;
  static constexpr auto knobs() {
    return std::tuple{knob(&Bowl::startX, "startX", startTraits), knob(&Bowl::startY, "startY", startTraits)};
  }
  double value(Point p, Point& gradient) const {
    gradient = {2 * p.x, 2 * p.y};
    return p.x * p.x + p.y * p.y;
  }
};

/** A long valley: the larger the condition, the steeper its walls for the same slope of its floor. */
struct Ravine {
  static constexpr const char *key = "ravine", *formula = "f(x, y) = \\tfrac12 (x^2 + \\kappa y^2)";
  static constexpr const char* source = "Polyak 1964: the quadratic of condition κ";
  static constexpr Region shown{{-2, -2}, {2, 2}};
  static constexpr std::array<Point, 1> minima{{{0, 0}}};
  double condition = 25, startX = -1.8, startY = 0.6;
  static constexpr auto knobs() {
    return std::tuple{knob(&Ravine::condition, "condition",
                           {.allowed = {1, 10000}, .shown = {1, 1000}, .scale = Scale::logarithmic, .turnable = true}),
                      knob(&Ravine::startX, "startX", startTraits), knob(&Ravine::startY, "startY", startTraits)};
  }
  double value(Point p, Point& gradient) const {
    gradient = {p.x, condition * p.y};
    return 0.5 * (p.x * p.x + condition * p.y * p.y);
  }
};

/** Without a minimum: whoever leaves the ridge falls for ever, which counts as divergence. */
struct Saddle {
  static constexpr const char *key = "saddle", *formula = "f(x, y) = x^2 - y^2";
  static constexpr const char* source = "The hyperbolic paraboloid; Dauphin et al. 2014, arXiv:1406.2572";
  static constexpr Region shown{{-2, -2}, {2, 2}};
  static constexpr std::array<Point, 0> minima{};
  double startX = -1.5, startY = 0.001;
  static constexpr auto knobs() {
    return std::tuple{knob(&Saddle::startX, "startX", startTraits), knob(&Saddle::startY, "startY", startTraits)};
  }
  double value(Point p, Point& gradient) const {
    gradient = {2 * p.x, -2 * p.y};
    return p.x * p.x - p.y * p.y;
  }
};

struct Rosenbrock {
  static constexpr const char *key = "rosenbrock", *formula = "f(x, y) = (1 - x)^2 + 100\\,(y - x^2)^2";
  static constexpr const char* source = "Rosenbrock 1960, The Computer Journal 3, with its start";
  static constexpr Region shown{{-2, -1}, {2, 3}};
  static constexpr std::array<Point, 1> minima{{{1, 1}}};
  double startX = -1.2, startY = 1;
  static constexpr auto knobs() {
    return std::tuple{knob(&Rosenbrock::startX, "startX", startTraits),
                      knob(&Rosenbrock::startY, "startY", startTraits)};
  }
  double value(Point p, Point& gradient) const {
    const double rest = 1 - p.x, off = p.y - p.x * p.x;
    gradient = {-2 * rest - 400 * p.x * off, 200 * off};
    return rest * rest + 100 * off * off;
  }
};

struct Beale {
  static constexpr const char *key = "beale",
                              *formula = "f(x, y) = (1.5 - x + xy)^2 + (2.25 - x + xy^2)^2 + (2.625 - x + xy^3)^2";
  static constexpr const char* source = "Beale 1958; Moré, Garbow & Hillstrom 1981, problem 5";
  static constexpr Region shown{{-4.5, -4.5}, {4.5, 4.5}};
  static constexpr std::array<Point, 1> minima{{{3, 0.5}}};
  double startX = 1, startY = 1;
  static constexpr auto knobs() {
    return std::tuple{knob(&Beale::startX, "startX", startTraits), knob(&Beale::startY, "startY", startTraits)};
  }
  double value(Point p, Point& gradient) const {
    const double a = 1.5 - p.x + p.x * p.y, b = 2.25 - p.x + p.x * p.y * p.y;
    const double c = 2.625 - p.x + p.x * p.y * p.y * p.y;
    gradient.x = 2 * (a * (p.y - 1) + b * (p.y * p.y - 1) + c * (p.y * p.y * p.y - 1));
    gradient.y = 2 * p.x * (a + 2 * b * p.y + 3 * c * p.y * p.y);
    return a * a + b * b + c * c;
  }
};

using Objective = std::variant<Bowl, Ravine, Saddle, Rosenbrock, Beale>;
template <>
struct FamilyName<Objective> {
  static constexpr const char* name = "objectives";
};

/** f at p, and its gradient there. */
double valueOf(const Objective& objective, Point p, Point& gradient);

/** Where the first step starts. */
Point startOf(const Objective& objective);

/** f at the middles of size × size cells over what is `shown` of the objective: rows from high to low y. */
std::vector<float> objectiveField(const Objective& objective, int size);

}  // namespace nablab
