#include "layerRules.h"

#include <cmath>

#include "changes.h"

namespace nablab {

namespace {

std::size_t layersOf(const Course& course) { return course.experiment.layers.size(); }

/** Numbers of the first and the last layer that learn; nothing where that is less than two. */
std::optional<std::pair<std::size_t, std::size_t>> outerLayers(const Course& course) {
  std::vector<std::size_t> learning;
  for (std::size_t i = 0; i < layersOf(course); ++i)
    if (course.learns(i)) learning.push_back(i);
  if (learning.size() < 2) return {};
  return {{learning.front(), learning.back()}};
}

/** The layer with the highest share, and since when any layer's was above the bar. */
struct WorstLayer {
  std::size_t layer;
  double share;
};

WorstLayer worstOf(const Course& course, std::size_t check, double LayerVitals::*share) {
  WorstLayer worst{0, 0};
  for (std::size_t i = 0; i < layersOf(course); ++i)
    if (course.checks[check].layers[i].*share > worst.share) worst = {i, course.checks[check].layers[i].*share};
  return worst;
}

/** A finding is worth less where all is learned in spite of it. */
Severity unlessLearned(const Course& course, Severity severity) {
  return course.isLearned(course.checks.size() - 1) ? Severity::hint : severity;
}

}  // namespace

void VanishingGradient::watch(const Course& course, std::vector<Finding>& findings) const {
  if (course.checks.empty()) return;
  const auto outer = outerLayers(course);
  if (!outer) return;
  const auto [first, last] = *outer;
  const auto ratioAt = [&, first = first, last = last](std::size_t i) {
    return course.checks[i].layers[first].dataGradient / course.checks[i].layers[last].dataGradient;
  };
  const auto stretch = stretchOf(course, persistence, [&](std::size_t i) {
    return ratioAt(i) < gradientRatio && worstOf(course, i, &LayerVitals::deadShare).share < 0.9 &&
           !course.isLearned(i);
  });
  if (!stretch) return;
  Finding finding = findingOf(course, key, "ratio", Severity::warning, *stretch);
  finding.layer = static_cast<int>(first);
  const Vitals& check = course.checks[stretch->end - 1];
  finding.evidence = {{"first", check.layers[first].dataGradient},
                      {"last", check.layers[last].dataGradient},
                      {"ratio", ratioAt(stretch->end - 1)}};
  offerLeakyRelu(finding, course.experiment);
  offerBatchNormalization(finding, course.experiment);
  offerInitializers(finding, course.experiment);
  findings.push_back(finding);
}

void DeadUnits::watch(const Course& course, std::vector<Finding>& findings) const {
  if (course.checks.empty()) return;
  const auto stretch = stretchOf(
      course, persistence, [&](std::size_t i) { return worstOf(course, i, &LayerVitals::deadShare).share > deadPart; });
  if (!stretch) return;
  const auto [layer, share] = worstOf(course, stretch->end - 1, &LayerVitals::deadShare);
  const Severity severity = unlessLearned(course, share == 1 ? Severity::error : Severity::warning);
  Finding finding = findingOf(course, key, share == 1 ? "all" : "many", severity, *stretch);
  finding.layer = static_cast<int>(layer);
  finding.evidence = {{"share", share}};
  offerInitializers(finding, course.experiment);
  offerLeakyRelu(finding, course.experiment);
  offerRate(finding, "lowerRate", course.experiment, 0.1);
  offerBatchNormalization(finding, course.experiment);
  findings.push_back(finding);
}

void Saturation::watch(const Course& course, std::vector<Finding>& findings) const {
  if (course.checks.empty()) return;
  const auto passed = [&](std::size_t i, std::size_t layer) {
    return layer == 0 ? unmeasured : course.checks[i].layers[layer - 1].delta / course.checks[i].layers[layer].delta;
  };
  const auto stretch = stretchOf(course, persistence, [&](std::size_t i) {
    const auto [layer, share] = worstOf(course, i, &LayerVitals::saturatedShare);
    // Nothing may arrive at all.
    const bool nothing = share > 0 && course.checks[i].layers[layer].delta == 0;
    return share > saturatedPart && (nothing || passed(i, layer) < passedGradient);
  });
  if (!stretch) return;
  const auto [layer, share] = worstOf(course, stretch->end - 1, &LayerVitals::saturatedShare);
  Finding finding = findingOf(course, key, "units", unlessLearned(course, Severity::warning), *stretch);
  finding.layer = static_cast<int>(layer);
  finding.evidence = {{"share", share}, {"passed", passed(stretch->end - 1, layer)}};
  offerInitializers(finding, course.experiment);
  offerBatchNormalization(finding, course.experiment);
  offerLeakyRelu(finding, course.experiment);
  offerL2(finding, course.experiment);
  findings.push_back(finding);
}

void FrozenParameters::watch(const Course& course, std::vector<Finding>& findings) const {
  if (course.checks.empty()) return;
  const auto trainable = [&](std::size_t layer) {
    return std::visit([](const auto& each) { return each.trainable; }, course.experiment.layers[layer]);
  };
  for (std::size_t layer = 0; layer < layersOf(course); ++layer) {
    const auto stretch = stretchOf(course, persistence, [&](std::size_t i) {
      const LayerVitals& vitals = course.checks[i].layers[layer];
      return vitals.weight > 0 && vitals.update == 0 && (!trainable(layer) || vitals.dataGradient > 1e-6) &&
             course.checks[i].learningRate != 0;
    });
    if (!stretch) continue;
    Finding finding = findingOf(course, key, trainable(layer) ? "unchanged" : "notTrainable",
                                unlessLearned(course, Severity::warning), *stretch);
    finding.layer = static_cast<int>(layer);
    finding.evidence = {{"rate", course.checks[stretch->end - 1].learningRate}};
    offer(finding, "trainAll", "layers", course.experiment, [](Experiment& changed) {
      for (Layer& each : changed.layers) std::visit([](auto& kind) { kind.trainable = true; }, each);
    });
    if (trainable(layer)) offerConstantRate(finding, course.experiment);
    if (trainable(layer)) offerRate(finding, "raiseRate", course.experiment, 100);
    findings.push_back(finding);
    return;
  }
}

void DegenerateWeights::watch(const Course& course, std::vector<Finding>& findings) const {
  if (course.checks.empty()) return;
  for (std::size_t layer = 0; layer < layersOf(course); ++layer) {
    const auto tiny = stretchOf(course, persistence,
                                [&](std::size_t i) { return course.checks[i].layers[layer].tinyShare > tinyPart; });
    const LayerStart& start = course.start.layers[layer];
    const auto grown = stretchOf(course, persistence, [&](std::size_t i) {
      const double size = std::fabs(start.weightMean) + start.weightDeviation;
      return size > 0 && course.checks[i].layers[layer].weight > weightGrowth * size;
    });
    if (!tiny && !grown) continue;
    Finding finding = findingOf(course, key, tiny ? "tiny" : "grown", Severity::hint, tiny ? *tiny : *grown);
    finding.layer = static_cast<int>(layer);
    const LayerVitals& vitals = course.last().layers[layer];
    if (tiny)
      finding.evidence = {{"share", vitals.tinyShare}};
    else
      finding.evidence = {{"weight", vitals.weight}, {"before", std::fabs(start.weightMean) + start.weightDeviation}};
    if (tiny) offerPenalties(finding, "weakerPenalty", course.experiment, 0.1);
    if (!tiny) offerL2(finding, course.experiment);
    findings.push_back(finding);
    return;
  }
}

void OverRegularized::watch(const Course& course, std::vector<Finding>& findings) const {
  if (course.checks.empty() || !(course.start.penalty > penaltyShare * course.start.loss)) return;
  const auto stretch = stretchOf(
      course, persistence, [&](std::size_t i) { return course.weightGrowth(i) < shrinkage && !course.isLearned(i); });
  if (!stretch) return;
  Finding finding = findingOf(course, key, "penalty", Severity::warning, *stretch);
  const Vitals& check = course.checks[stretch->begin];
  finding.evidence = {{"share", course.start.penalty / course.start.loss},
                      {"left", course.weightGrowth(stretch->end - 1)},
                      {"pull", check.penaltyGradient / check.dataGradient}};
  offerPenalties(finding, "weakerPenalty", course.experiment, 0.1);
  offerPenalties(finding, "muchWeakerPenalty", course.experiment, 0.001);
  offerPenalties(finding, "noPenalty", course.experiment, 0);
  findings.push_back(finding);
}

}  // namespace nablab
