#include "vitals.h"

#include <algorithm>
#include <cmath>

#include "../math/functions.h"

namespace nablab {

std::size_t Course::settled() const {
  std::size_t first = 0;
  while (first < checks.size() && checks[first].step <= stepsPerEpoch) ++first;
  return first;
}

double Course::easyScore() const {
  const Dataset& raw = data.raw;
  std::vector<int> counts(static_cast<std::size_t>(raw.task.classes));
  for (const int row : data.rowsOf(Part::training))
    if (!counts.empty()) ++counts[static_cast<std::size_t>(raw.y[static_cast<std::size_t>(row)])];
  const auto rows = static_cast<double>(data.rowsOf(Part::training).size());
  return counts.empty() ? 0 : *std::max_element(counts.begin(), counts.end()) / rows;
}

bool Course::isLearned(std::size_t check) const {
  constexpr double lowLoss = 0.1, highScore = 0.95;
  const PartVitals& now = checks[check].training;
  // A loss that begins absurdly high falls far before anything is learned.
  return now.loss <= lowLoss * std::min(startLoss(), start.lossOfZeros) || now.score >= highScore;
}

double Course::fallOver(std::size_t check, std::size_t window) const {
  if (check < window) return unmeasured;
  const double before = checks[check - window].training.loss;
  return (before - checks[check].training.loss) / before;
}

double Course::medianOverLayers(std::size_t check, double (*number)(const LayerVitals&)) const {
  std::vector<double> numbers;
  for (std::size_t i = 0; i < experiment.layers.size(); ++i)
    if (learns(i)) numbers.push_back(number(checks[check].layers[i]));
  return medianOf(numbers);
}

double Course::weightGrowth(std::size_t check) const {
  std::vector<double> growths;
  for (std::size_t i = 0; i < start.layers.size(); ++i) {
    // Of a normal law the mean magnitude is 0.8 deviations, of a uniform one 0.87.
    const double initial = std::max(std::fabs(start.layers[i].weightMean), 0.8 * start.layers[i].weightDeviation);
    if (initial > 0) growths.push_back(checks[check].layers[i].weight / initial);
  }
  return medianOf(growths);
}

bool Course::learns(std::size_t layer) const {
  const bool trainable = std::visit([](const auto& each) { return each.trainable; }, experiment.layers[layer]);
  return trainable && checks.back().layers[layer].weight >= 0;
}

Finding findingOf(const Course& course, const char* rule, const char* aspect, Severity severity, CheckStretch stretch) {
  Finding finding{rule, aspect, severity};
  finding.step = course.checks[stretch.begin].step;
  if (stretch.end < course.checks.size()) finding.until = course.checks[stretch.end].step;
  return finding;
}

double medianOf(std::vector<double> numbers) {
  numbers.erase(std::remove_if(numbers.begin(), numbers.end(), [](double number) { return number - number != 0; }),
                numbers.end());
  if (numbers.empty()) return unmeasured;
  const auto middle = numbers.begin() + static_cast<std::ptrdiff_t>(numbers.size() / 2);
  std::nth_element(numbers.begin(), middle, numbers.end());
  return *middle;
}

double decimalLogarithm(double number) { return number > 1e-30 ? logarithm(number) / logarithm(10.0) : -30; }

}  // namespace nablab
