#include "landscape.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "math/linearAlgebra.h"

namespace nablab {

namespace {

constexpr int mostPointsOfLine = 1001, mostPointsOfPlane = 101, mostRows = 4096;

/** Two directions in the space of parameters; of a line only the first is used. */
struct DirectionPair {
  std::vector<double> first, second;
};

void checkSettings(const LandscapeSettings& settings, int mostPoints) {
  readNumber(settings.range, "tool.range", {1e-6, 1e6}, false);
  readNumber(settings.points, "tool.gridPoints", {3, static_cast<double>(mostPoints)}, true);
  readNumber(settings.rows, "tool.averagedRows", {0, mostRows}, true);
  if (settings.points % 2 == 0)
    throw Refusal("RANGE", "tool.gridPoints", std::to_string(settings.points), "an odd number");
}

double dot(const std::vector<double>& a, const std::vector<double>& b) {
  double total = 0;
  for (std::size_t i = 0; i < a.size(); ++i) total += a[i] * b[i];
  return total;
}

std::vector<double> randomDirection(Twin& twin, std::uint32_t seed, std::uint32_t which) {
  Random random(seed, Stream::tools, which);
  std::vector<double> direction(twin.size());
  for (double& component : direction) component = random.normal();
  normalizeByFilter(twin.run().network.plan(), twin.parameters(), direction);
  return direction;
}

DirectionPair chosenDirections(Twin& twin, const LandscapeSettings& settings) {
  DirectionPair plane{randomDirection(twin, settings.seed, 0), randomDirection(twin, settings.seed, 1)};
  if (settings.directions == Directions::gradient) {
    twin.objective(twin.parameters(), plane.first);
    normalizeByFilter(twin.run().network.plan(), twin.parameters(), plane.first);
  }
  return plane;
}

/**
 * The directions of the largest spread of the path around the present state: eigenvectors of D·Dᵀ, with the states'
 * differences from it as rows of D [states][parameters], carried over by Dᵀ (the snapshot method of Sirovich 1987).
 */
DirectionPair principalDirections(const std::vector<double>& present, const Path& path, int wanted,
                                  Landscape& landscape) {
  const std::size_t states = path.size();
  Path differences = path;
  for (std::vector<double>& state : differences)
    for (std::size_t i = 0; i < state.size(); ++i) state[i] -= present[i];
  std::vector<double> products(states * states);
  double total = 0;
  for (std::size_t i = 0; i < states; ++i)
    for (std::size_t j = 0; j < states; ++j) products[i * states + j] = dot(differences[i], differences[j]);
  for (std::size_t i = 0; i < states; ++i) total += products[i * states + i];
  const Eigensystem system = symmetricEigen(static_cast<int>(states), products);
  DirectionPair plane;
  landscape.path.assign(2 * states, 0);
  for (int axis = 0; axis < wanted; ++axis) {
    const auto number = static_cast<std::size_t>(axis);
    const double value = states > number ? system.values[states - 1 - number] : 0;
    // Also true for NaN: a path that is not finite.
    if (!(value > 1e-12 * total) || total == 0)
      throw Refusal("PATH_SHORT", "tool.directions", "principal, of a path of " + std::to_string(states) + " states",
                    "a path with " + std::to_string(wanted + 1) + " different states: train some steps first");
    const double* shares = &system.vectors[(states - 1 - number) * states];
    std::vector<double>& direction = axis == 0 ? plane.first : plane.second;
    direction.assign(present.size(), 0);
    for (std::size_t state = 0; state < states; ++state)
      for (std::size_t i = 0; i < present.size(); ++i)
        direction[i] += shares[state] * differences[state][i] / std::sqrt(value);
    landscape.explained[axis] = value / total;
    for (std::size_t state = 0; state < states; ++state)
      landscape.path[2 * state + number] = dot(differences[state], direction);
  }
  double furthest = 0;
  for (const double coordinate : landscape.path) furthest = std::max(furthest, std::fabs(coordinate));
  for (double& coordinate : landscape.path) coordinate /= furthest;
  for (std::vector<double>* direction : {&plane.first, &plane.second})
    for (double& component : *direction) component *= furthest;
  return plane;
}

Landscape measured(Twin& twin, const LandscapeSettings& settings, const Path& path, int axes) {
  checkSettings(settings, axes == 1 ? mostPointsOfLine : mostPointsOfPlane);
  if (settings.rows > 0) twin.takeRows(settings.rows);
  Landscape landscape;
  const DirectionPair plane = settings.directions == Directions::principal
                                  ? principalDirections(twin.parameters(), path, axes, landscape)
                                  : chosenDirections(twin, settings);
  const int half = settings.points / 2;
  for (int i = -half; i <= half; ++i) landscape.positions.push_back(settings.range * i / half);
  std::vector<double> shifted(twin.size());
  const std::vector<double> origin{0};
  for (const double along : axes == 1 ? origin : landscape.positions)
    for (const double position : landscape.positions) {
      for (std::size_t i = 0; i < shifted.size(); ++i)
        shifted[i] = twin.parameters()[i] + position * plane.first[i] + (axes == 1 ? 0 : along * plane.second[i]);
      const double value = twin.objective(shifted);
      landscape.objective.push_back(value - value == 0 ? value : std::numeric_limits<double>::quiet_NaN());
    }
  return landscape;
}

}  // namespace

void normalizeByFilter(const ParameterPlan& plan, const std::vector<double>& parameters,
                       std::vector<double>& direction) {
  for (const Tensor& tensor : plan.tensors()) {
    // The last extent counts the filters, whose numbers stand so far apart.
    const auto filters = static_cast<std::size_t>(tensor.shape.back());
    for (std::size_t filter = 0; filter < filters; ++filter) {
      double ofParameters = 0, ofDirection = 0;
      for (std::size_t i = tensor.offset + filter; i < tensor.offset + tensor.length; i += filters) {
        ofParameters += parameters[i] * parameters[i];
        ofDirection += direction[i] * direction[i];
      }
      double scale = tensor.isWeight() && ofDirection > 0 ? std::sqrt(ofParameters / ofDirection) : 0;
      // The point of an objective has no filters.
      if (tensor.name == "point") scale = 1;
      for (std::size_t i = tensor.offset + filter; i < tensor.offset + tensor.length; i += filters)
        direction[i] *= scale;
    }
  }
}

Landscape lineLandscape(Twin& twin, const LandscapeSettings& settings, const Path& path) {
  return measured(twin, settings, path, 1);
}

Landscape planeLandscape(Twin& twin, const LandscapeSettings& settings, const Path& path) {
  return measured(twin, settings, path, 2);
}

}  // namespace nablab
