#include <algorithm>
#include <cmath>

#include "../math/functions.h"
#include "changes.h"
#include "startRules.h"
#include "vitals.h"

/** Rules about initial weights, the first outputs and the first step. */
namespace nablab {

namespace {

/** The number of the last layer with weights. */
std::size_t lastWeights(const StartLook& start) {
  std::size_t last = 0;
  for (std::size_t i = 0; i < start.layers.size(); ++i)
    if (start.layers[i].weights > 0) last = i;
  return last;
}

Finding aboutLayer(const char* rule, const char* aspect, Severity severity, std::size_t layer) {
  Finding finding{rule, aspect, severity};
  finding.layer = static_cast<int>(layer);
  return finding;
}

}  // namespace

void SymmetricInitialization::look(const Preparation& seen, std::vector<Finding>& findings) const {
  const std::size_t last = lastWeights(seen.start);
  for (std::size_t i = 0; i < last; ++i) {
    const LayerStart& layer = seen.start.layers[i];
    if (!layer.unitsAlike) continue;
    Finding finding = aboutLayer(key, layer.weightMean == 0 ? "zero" : "alike", Severity::error, i);
    finding.evidence = {{"units", static_cast<double>(layer.weights) / layer.fanIn}, {"weight", layer.weightMean}};
    offerInitializers(finding, seen.experiment);
    findings.push_back(finding);
    return;
  }
}

void InitializationScale::look(const Preparation& seen, std::vector<Finding>& findings) const {
  constexpr std::size_t fewestWeights = 8;
  const std::size_t last = lastWeights(seen.start);
  Finding worst{key, "", Severity::warning};
  double worstExcess = 1;
  const auto consider = [&](const char* aspect, std::size_t i, double excess, double found, double expected) {
    if (!(excess > worstExcess)) return;
    worstExcess = excess;
    worst.aspect = aspect;
    worst.layer = static_cast<int>(i);
    worst.evidence = {{"found", found}, {"expected", expected}};
  };
  for (std::size_t i = 0; i < seen.start.layers.size(); ++i) {
    const LayerStart& layer = seen.start.layers[i];
    if (layer.weights < fewestWeights || layer.unitsAlike) continue;
    const double narrowest = std::sqrt(2.0 / (layer.fanIn + layer.fanOut)),
                 smallest = std::min(narrowest, std::sqrt(1.0 / layer.fanIn)), largest = std::sqrt(2.0 / layer.fanIn);
    consider("tooLarge", i, layer.weightDeviation / (scaleFactor * largest), layer.weightDeviation, largest);
    // The last layer may begin small: its outputs are then near their mean.
    if (i < last)
      consider("tooSmall", i, smallest / scaleFactor / layer.weightDeviation, layer.weightDeviation, smallest);
    const double doubtful =
        std::max(layer.weightDeviation, 4 / std::sqrt(static_cast<double>(layer.weights)) * largest);
    consider("mean", i, std::fabs(layer.weightMean) / doubtful, layer.weightMean, 0);
  }
  if (worstExcess == 1)
    for (std::size_t i = 0; i < last; ++i) {
      const LayerStart& layer = seen.start.layers[i];
      if (layer.weights == 0) continue;
      consider("outputsLarge", i, layer.spread / highestSpread, layer.spread, highestSpread);
      // Nothing at all is the affair of dead units.
      if (layer.spread > 0) consider("outputsSmall", i, lowestSpread / layer.spread, layer.spread, lowestSpread);
    }
  if (worstExcess == 1) return;
  offerInitializers(worst, seen.experiment);
  offerBatchNormalization(worst, seen.experiment);
  findings.push_back(worst);
}

void InitialLoss::look(const Preparation& seen, std::vector<Finding>& findings) const {
  const double excess = seen.start.loss / seen.start.lossOfZeros;
  if (!(seen.start.lossOfZeros > 0) || excess <= warningExcess) return;
  // Targets of a regression may be smaller than what healthy weights put out.
  const bool classes = seen.data.raw.task.classes > 0;
  const Severity severity = excess > errorExcess ? Severity::error : Severity::warning;
  Finding finding{key, "tooHigh", classes ? severity : static_cast<Severity>(static_cast<int>(severity) - 1)};
  finding.evidence = {{"loss", seen.start.loss}, {"expected", seen.start.lossOfZeros}, {"ratio", excess}};
  offerInitializers(finding, seen.experiment);
  findings.push_back(finding);
}

void ImplausibleLearningRate::look(const Preparation& seen, std::vector<Finding>& findings) const {
  const Experiment& experiment = seen.experiment;
  const double rate = std::visit([](const auto& kind) { return kind.learningRate; }, experiment.optimizer);
  constexpr long foreseen = 20000;
  for (long step = 0; step < foreseen; step += 10) {
    const double now = rateOf(experiment.schedule, rate, step, Plateau{});
    if (now >= 0) continue;
    Finding finding{key, "negative", Severity::error};
    finding.evidence = {{"rate", now}, {"from", static_cast<double>(step)}};
    offerConstantRate(finding, experiment);
    findings.push_back(finding);
    return;
  }
  // These find the length of a step by themselves.
  if (searches(experiment.optimizer) || needsHessian(experiment.optimizer)) return;
  std::vector<double> ratios;
  for (const LayerStart& layer : seen.start.layers)
    if (layer.updateRatio > 0) ratios.push_back(layer.updateRatio);
  double ratio = medianOf(ratios);
  // Its mean of squares starts at 0 and is not corrected for it: the first step is that much longer than what follows.
  if (const auto* rms = std::get_if<Rmsprop>(&experiment.optimizer)) ratio *= std::sqrt(1 - rms->rho);
  // Gradients that agree add up: the first step is that much shorter than what follows.
  if (const auto* heavy = std::get_if<Momentum>(&experiment.optimizer)) ratio /= std::max(0.01, 1 - heavy->momentum);
  const bool tooHigh = ratio > highestUpdate || !seen.start.firstStepIsFinite;
  const bool tooLow = ratio < lowestUpdate && rateOf(experiment.schedule, rate, 0, Plateau{}) >= rate;
  if (!tooHigh && !tooLow) return;
  Finding finding{key, tooHigh ? "tooHigh" : "tooLow", Severity::warning};
  finding.evidence = {{"rate", rate}, {"ratio", ratio}};
  constexpr double healthyUpdate = 0.01;
  if (ratio > 0) offerRate(finding, tooHigh ? "lowerRate" : "raiseRate", experiment, healthyUpdate / ratio);
  if (ratio > 0 && tooHigh) offerRate(finding, "muchLowerRate", experiment, 0.1 * healthyUpdate / ratio);
  if (tooHigh && experiment.batchSize == 1) offerLargerBatch(finding, experiment);
  findings.push_back(finding);
}

void RegularizationSanity::look(const Preparation& seen, std::vector<Finding>& findings) const {
  if (!(seen.start.penalty > penaltyShare * seen.start.loss)) return;
  Finding finding{key, "dominates", Severity::hint};
  finding.evidence = {{"penalty", seen.start.penalty}, {"loss", seen.start.loss}};
  offerPenalties(finding, "weakerPenalty", seen.experiment, 0.1);
  findings.push_back(finding);
}

}  // namespace nablab
