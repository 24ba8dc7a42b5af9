#pragma once
#include "points.h"

/** More generated points: patterns that show one difficulty each. */
namespace nablab {

struct Checkerboard {
  static constexpr const char *key = "checkerboard",
                              *formula = "y = (\\lfloor n x_1 \\rfloor + \\lfloor n x_2 \\rfloor) \\bmod 2";
  static constexpr const char* source = "n × n fields over [−1, 1]², after Ho & Kleinberg 1996, Checkerboard data set";
  static constexpr Picture picture = Picture::plane;
  static constexpr int inputs = 2, classes = 2;
  int size = 400;
  double noise = 0;
  int fields = 4;
  static constexpr auto knobs() {
    return std::tuple_cat(pointKnobs<Checkerboard>(),
                          std::tuple{knob(&Checkerboard::fields, "fields", {.allowed = {2, 16}, .shown = {2, 8}})});
  }
  double point(Random& random, int row, double* x) const;
};

constexpr KnobTraits classTraits = {.allowed = {2, 10}, .shown = {2, 10}};

struct Blobs {
  static constexpr const char *
      key = "blobs",
     *formula = "x \\sim \\mathcal{N}(\\tfrac35 (\\cos \\tfrac{2\\pi y}{K}, \\sin \\tfrac{2\\pi y}{K}),\\ \\sigma^2 I)";
  static constexpr const char* source = "K round clouds on a circle of radius 0.6; the noise is their spread";
  static constexpr Picture picture = Picture::plane;
  static constexpr int inputs = 2;
  int size = 300;
  double noise = 0.15;
  int classes = 3;
  static constexpr auto knobs() {
    return std::tuple_cat(pointKnobs<Blobs>(), std::tuple{knob(&Blobs::classes, "classes", classTraits)});
  }
  double point(Random& random, int row, double* x) const;
  int classCount() const { return classes; }
};

struct Rings {
  static constexpr const char *key = "rings",
                              *formula = "\\frac{y + 0.2}{K} \\le \\lVert x \\rVert \\le \\frac{y + 0.8}{K}";
  static constexpr const char* source = "K concentric rings of equal width, the innermost around the origin";
  static constexpr Picture picture = Picture::plane;
  static constexpr int inputs = 2;
  int size = 300;
  double noise = 0.02;
  int classes = 3;
  static constexpr auto knobs() {
    return std::tuple_cat(pointKnobs<Rings>(), std::tuple{knob(&Rings::classes, "classes", classTraits)});
  }
  double point(Random& random, int row, double* x) const;
  int classCount() const { return classes; }
};

constexpr KnobTraits shareTraits = {.allowed = {0, 0.5}, .shown = {0.01, 0.5}};

struct Unbalanced {
  static constexpr const char *key = "unbalanced",
                              *formula = "x \\sim \\mathcal{N}(\\pm(\\tfrac25, \\tfrac25),\\ \\sigma^2 I)";
  static constexpr const char* source = "two overlapping clouds, of which the second has a small share of the points";
  static constexpr Picture picture = Picture::plane;
  static constexpr int inputs = 2, classes = 2;
  int size = 400;
  double noise = 0.25;
  /** Of the second class. */
  double share = 0.1;
  static constexpr auto knobs() {
    return std::tuple_cat(pointKnobs<Unbalanced>(), std::tuple{knob(&Unbalanced::share, "share", shareTraits)});
  }
  double point(Random& random, int row, double* x) const;
};

struct Outliers {
  static constexpr const char *key = "outliers",
                              *formula = "y = \\tfrac12 x \\text{, but for a share of the rows } y = \\tfrac12 x + 2";
  static constexpr const char* source =
      "a line with gross errors on one side, after Huber 1964, doi 10.1214/aoms/1177703732";
  static constexpr Picture picture = Picture::curve;
  static constexpr int inputs = 1, classes = 0;
  int size = 120;
  double noise = 0.05, share = 0.1;
  static constexpr auto knobs() {
    return std::tuple_cat(pointKnobs<Outliers>(), std::tuple{knob(&Outliers::share, "share", shareTraits)});
  }
  double point(Random& random, int row, double* x) const;
};

struct FourPoints {
  static constexpr const char *key = "fourPoints",
                              *formula = "(1, 2) \\to 0,\\ (2, 3) \\to 1,\\ (3, 4) \\to 1,\\ (4, 5) \\to 0";
  static constexpr const char* source = "an exercise to follow by hand: on one line, and yet not separable by one";
  static constexpr Picture picture = Picture::plane;
  static constexpr int inputs = 2, classes = 2, size = 4;
  double noise = 0;
  static constexpr auto knobs() { return std::tuple{knob(&FourPoints::noise, "noise", noiseTraits)}; }
  double point(Random& random, int row, double* x) const;
};

}  // namespace nablab
