#pragma once
#include <vector>

#include "twin.h"

/**
 * The objective along a line and over a plane through the present parameters. Random directions and the gradient are
 * scaled as in Li, Xu, Taylor, Studer & Goldstein 2018 (arXiv:1712.09913, section 4): in each filter, i.e. the weights
 * that come into one unit or make one filter of a convolution, d ← d·‖θ‖/‖d‖, and zero for everything that is no
 * weight.
 */
namespace nablab {

/** How the directions of a landscape are chosen. */
enum class Directions {
  /** Normal random numbers, scaled by filter. */
  random,
  /** The first is the gradient, scaled by filter; the second is random. */
  gradient,
  /** The principal directions of the path of the parameters. */
  principal
};
template <>
struct OptionNames<Directions> {
  static constexpr std::array names{"random", "gradient", "principal"};
};

struct LandscapeSettings {
  Directions directions = Directions::random;
  /** Draws the directions. */
  std::uint32_t seed = 1;
  /** From −range to +range in units of the directions, with so many points along a side, an odd number. */
  double range = 1;
  int points = 25;
  /** Rows of the training part to average over; 0: the batch of the present step. */
  int rows = 0;
};

struct Landscape {
  /** Of the axis, in units of the directions. */
  std::vector<double> positions;
  /** Objective by point: of a line by position; of a plane [second][first]. NaN where it is not finite. */
  std::vector<double> objective;
  /** Principal directions: where the states of the path lie, [state][2], and the share of their variance by axis. */
  std::vector<double> path;
  double explained[2] = {0, 0};
};

/** A state of a run on its way, for the principal directions. */
using Path = std::vector<std::vector<double>>;

/**
 * Over a line. `path` is used for principal directions only and must then hold at least two different states (three
 * for a plane); lengths of the principal directions are the largest distance of a state from the present one, so that
 * a range of 1 contains the whole path. Refuses settings without sense with RANGE, such a path with PATH_SHORT.
 */
Landscape lineLandscape(Twin& twin, const LandscapeSettings& settings, const Path& path = {});

/** Over a plane; see `lineLandscape`. */
Landscape planeLandscape(Twin& twin, const LandscapeSettings& settings, const Path& path = {});

/** Scales every filter of a direction to the norm it has in the parameters; zero where there are no weights. */
void normalizeByFilter(const ParameterPlan& plan, const std::vector<double>& parameters,
                       std::vector<double>& direction);

}  // namespace nablab
