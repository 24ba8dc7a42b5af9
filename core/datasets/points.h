#pragma once
#include "../knob.h"
#include "../random.h"
#include "dataset.h"

/**
 * Generated points. A kind has knobs `size` and `noise` and draws one row at a time: `point(random, i, x)` fills the
 * inputs and returns the target; `noise` is the standard deviation of a Gaussian that is added to every input after
 * labelling. Inputs lie in about [−1, 1]. `classes` is 0 in regression; where a knob decides, it is `classCount()`.
 */
namespace nablab {

constexpr KnobTraits sizeTraits = {.allowed = {4, 5000}, .shown = {20, 1000}};
constexpr KnobTraits noiseTraits = {.allowed = {0, 10}, .shown = {0, 0.5}};

/** Two knobs that all generated sets share, as members of `Kind`. */
template <class Kind>
constexpr auto pointKnobs() {
  return std::tuple{knob(&Kind::size, "size", sizeTraits), knob(&Kind::noise, "noise", noiseTraits)};
}

struct Xor {
  static constexpr const char *key = "xor", *formula = "y = [\\,x_1 x_2 < 0\\,]";
  static constexpr const char* source = "Minsky & Papert 1969; points keep 0.15 from the axes before noise";
  static constexpr Picture picture = Picture::plane;
  static constexpr int inputs = 2, classes = 2;
  int size = 200;
  double noise = 0.1;
  static constexpr auto knobs() { return pointKnobs<Xor>(); }
  double point(Random& random, int row, double* x) const;
};

struct Circle {
  static constexpr const char *key = "circle", *formula = "y = [\\,x_1^2 + x_2^2 < r^2\\,]";
  static constexpr const char* source = "a disc of radius 0.5 within a ring from 0.7 to 1, both even in area";
  static constexpr Picture picture = Picture::plane;
  static constexpr int inputs = 2, classes = 2;
  int size = 200;
  double noise = 0.05;
  static constexpr auto knobs() { return pointKnobs<Circle>(); }
  double point(Random& random, int row, double* x) const;
};

struct Gaussians {
  static constexpr const char *key = "gaussians",
                              *formula = "x \\sim \\mathcal{N}(\\pm(\\tfrac12, \\tfrac12),\\ \\sigma^2 I)";
  static constexpr const char* source = "two classes around (−½, −½) and (½, ½); the noise is their spread";
  static constexpr Picture picture = Picture::plane;
  static constexpr int inputs = 2, classes = 2;
  int size = 200;
  double noise = 0.2;
  static constexpr auto knobs() { return pointKnobs<Gaussians>(); }
  double point(Random& random, int row, double* x) const;
};

struct Spiral {
  static constexpr const char
      *key = "spiral",
      *formula = "x = r\\,(\\sin \\varphi, \\cos \\varphi),\\quad \\varphi = 3.5\\,\\pi r + 2\\pi y / K";
  static constexpr const char* source = "after Lang & Witbrock 1988, Learning to Tell Two Spirals Apart; K arms";
  static constexpr Picture picture = Picture::plane;
  static constexpr int inputs = 2;
  int size = 300;
  double noise = 0.02;
  int arms = 2;
  static constexpr auto knobs() {
    return std::tuple_cat(pointKnobs<Spiral>(),
                          std::tuple{knob(&Spiral::arms, "arms", {.allowed = {2, 10}, .shown = {2, 6}})});
  }
  int classCount() const { return arms; }
  double point(Random& random, int row, double* x) const;
};

struct Moons {
  static constexpr const char
      *key = "moons",
      *formula =
          "x = \\tfrac{1}{2}(\\cos\\varphi - \\tfrac12,\\ \\sin\\varphi - \\tfrac14) \\text{ or its mirror image}";
  static constexpr const char* source = "two interleaved half circles, as in scikit-learn's make_moons";
  static constexpr Picture picture = Picture::plane;
  static constexpr int inputs = 2, classes = 2;
  int size = 200;
  double noise = 0.08;
  static constexpr auto knobs() { return pointKnobs<Moons>(); }
  double point(Random& random, int row, double* x) const;
};

struct Plane {
  static constexpr const char *key = "plane", *formula = "y = \\tfrac{1}{2}(x_1 + x_2)";
  static constexpr const char* source = "a linear function of two inputs";
  static constexpr Picture picture = Picture::plane;
  static constexpr int inputs = 2, classes = 0;
  int size = 200;
  double noise = 0.05;
  static constexpr auto knobs() { return pointKnobs<Plane>(); }
  double point(Random& random, int row, double* x) const;
};

struct Sine {
  static constexpr const char *key = "sine", *formula = "y = \\sin(\\pi x)";
  static constexpr const char* source = "one period of a sine over one input";
  static constexpr Picture picture = Picture::curve;
  static constexpr int inputs = 1, classes = 0;
  int size = 120;
  double noise = 0.05;
  static constexpr auto knobs() { return pointKnobs<Sine>(); }
  double point(Random& random, int row, double* x) const;
};

}  // namespace nablab
