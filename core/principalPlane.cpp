#include "principalPlane.h"

#include <algorithm>

namespace nablab {

namespace {

double product(const float* row, const std::vector<double>& mean, const std::vector<double>& direction) {
  double sum = 0;
  for (std::size_t i = 0; i < mean.size(); ++i) sum += (static_cast<double>(row[i]) - mean[i]) * direction[i];
  return sum;
}

/** Sum of squared distances of the training rows from their mean: in all, and along each of the directions. */
void measureShares(const PreparedRows& data, PrincipalPlane& plane) {
  const std::size_t inputs = plane.mean.size();
  double total = 0, along[2] = {0, 0};
  for (const int row : data.rowsOf(Part::training)) {
    for (std::size_t i = 0; i < inputs; ++i) {
      const double offset = static_cast<double>(data.x[static_cast<std::size_t>(row) * inputs + i]) - plane.mean[i];
      total += offset * offset;
    }
    for (std::size_t axis = 0; axis < 2; ++axis) {
      const double place = plane.places[static_cast<std::size_t>(row) * 2 + axis];
      along[axis] += place * place;
    }
  }
  for (std::size_t axis = 0; axis < 2; ++axis) plane.share[axis] = total > 0 ? along[axis] / total : 0;
}

}  // namespace

PrincipalPlane principalPlane(const PreparedRows& data) {
  const int inputs = data.raw.inputs();
  if (inputs < 2 || inputs > Limits::pcaInputs)
    throw Refusal("COMBINATION", "data", std::to_string(inputs) + " inputs",
                  "2 to " + std::to_string(Limits::pcaInputs) + " inputs");
  FittedStep step;
  const std::vector<double> shown(data.x.begin(), data.x.end());
  fitStep(PrincipalComponents{}, {shown, inputs, data.rowsOf(Part::training)}, step);
  PrincipalPlane plane;
  plane.mean = step.center;
  plane.first.assign(step.matrix.begin(), step.matrix.begin() + inputs);
  plane.second.assign(step.matrix.begin() + inputs, step.matrix.end());
  for (std::size_t row = 0; row < static_cast<std::size_t>(data.raw.rows); ++row)
    for (const std::vector<double>* direction : {&plane.first, &plane.second})
      plane.places.push_back(product(&data.x[row * static_cast<std::size_t>(inputs)], plane.mean, *direction));
  for (std::size_t axis = 0; axis < 2; ++axis) {
    double low = 0, high = 0;
    for (std::size_t i = axis; i < plane.places.size(); i += 2) {
      low = std::min(low, plane.places[i]);
      high = std::max(high, plane.places[i]);
    }
    const double margin = high > low ? (high - low) * 0.1 : 1;
    plane.domain[axis] = {low - margin, high + margin};
  }
  measureShares(data, plane);
  return plane;
}

}  // namespace nablab
