#include "stepRules.h"

#include <algorithm>
#include <cmath>

#include "changes.h"

namespace nablab {

namespace {

bool isFinite(double number) { return number - number == 0; }

/** The gradient's norm that nine of ten checks do not exceed. */
double usualNorm(const Course& course) {
  std::vector<double> norms;
  for (const Vitals& check : course.checks)
    if (isFinite(check.gradientNorm)) norms.push_back(check.gradientNorm);
  if (norms.empty()) return unmeasured;
  const auto place = norms.begin() + static_cast<std::ptrdiff_t>(norms.size() * 9 / 10);
  std::nth_element(norms.begin(), std::min(place, norms.end() - 1), norms.end());
  return *std::min(place, norms.end() - 1);
}

double lowestLossBefore(const Course& course, std::size_t check) {
  double lowest = course.startLoss();
  for (std::size_t i = 0; i < check; ++i) lowest = std::min(lowest, course.checks[i].training.loss);
  return lowest;
}

/** Rates and clipping that bring a run back that has run away. */
void offerCalm(const Course& course, Finding& finding) {
  offerRate(finding, "lowerRate", course.experiment, 0.1);
  offerNormClipping(finding, course.experiment, usualNorm(course));
  offerAdam(finding, course.experiment);
}

double updateRatioOf(const LayerVitals& layer) { return layer.updateRatio(); }

/** Of the layer whose weights the step changed most. */
double largestRatio(const Course& course, std::size_t check) {
  double largest = 0;
  for (const LayerVitals& layer : course.checks[check].layers) largest = std::max(largest, layer.updateRatio());
  return largest;
}

}  // namespace

void NotFinite::watch(const Course& course, std::vector<Finding>& findings) const {
  if (!course.diverged || (course.diverged->layer < 0 && isFinite(course.diverged->objective))) return;
  Finding finding{key, course.diverged->layer < 0 ? "loss" : "parameters", Severity::error};
  finding.step = course.diverged->step;
  finding.layer = course.diverged->layer;
  offerCalm(course, finding);
  findings.push_back(finding);
}

void Diverging::watch(const Course& course, std::vector<Finding>& findings) const {
  if (course.diverged && isFinite(course.diverged->objective)) {
    Finding finding{key, "unbounded", Severity::error};
    finding.step = course.diverged->step;
    finding.evidence = {{"loss", course.diverged->objective}, {"highest", course.diverged->highest}};
    offerCalm(course, finding);
    findings.push_back(finding);
    return;
  }
  if (course.checks.empty()) return;
  const auto stretch = stretchOf(course, persistence, [&](std::size_t i) {
    const double loss = course.checks[i].training.loss;
    return !(loss <= startFactor * course.startLoss()) ||
           (loss > riseFactor * lowestLossBefore(course, i) && !course.isLearned(i));
  });
  if (!stretch) return;
  Finding finding = findingOf(course, key, "rising", Severity::error, *stretch);
  finding.evidence = {{"loss", course.checks[stretch->end - 1].training.loss},
                      {"lowest", lowestLossBefore(course, stretch->begin)}};
  offerCalm(course, finding);
  findings.push_back(finding);
}

void ExplodingGradient::watch(const Course& course, std::vector<Finding>& findings) const {
  if (course.checks.empty()) return;
  watchSpikes(course, findings);
  const auto stretch = stretchOf(course, persistence, [&](std::size_t i) {
    const double norm = course.checks[i].gradientNorm;
    if (!isFinite(norm) && norm == norm) return true;
    const bool grows = i > 0 && norm > 1 && norm > growth * course.checks[i - 1].gradientNorm;
    const bool stuck = !(course.checks[i].training.loss < 0.9 * course.startLoss());
    return grows || (norm > highestNorm && stuck);
  });
  if (!stretch) return;
  Finding finding = findingOf(course, key, "norm", Severity::warning, *stretch);
  finding.evidence = {{"norm", course.checks[stretch->end - 1].gradientNorm}, {"usual", usualNorm(course)}};
  offerNormClipping(finding, course.experiment, std::min(1.0, usualNorm(course)));
  offerRate(finding, "lowerRate", course.experiment, 0.1);
  offerInitializers(finding, course.experiment);
  offerBatchNormalization(finding, course.experiment);
  findings.push_back(finding);
}

void ExplodingGradient::watchSpikes(const Course& course, std::vector<Finding>& findings) const {
  constexpr std::size_t fewestBefore = 5;
  std::vector<double> before;
  std::size_t last = 0;
  double usual = 0;
  for (std::size_t i = std::max<std::size_t>(1, course.settled()); i < course.checks.size(); ++i) {
    const double norm = course.checks[i].gradientNorm, median = medianOf(before);
    const bool rises = course.checks[i].training.loss > 1.1 * course.checks[i - 1].training.loss;
    if (before.size() >= fewestBefore && norm > spike * median && rises) {
      last = i;
      usual = median;
    }
    before.push_back(norm);
  }
  if (last == 0) return;
  Finding finding = findingOf(course, key, "spike", Severity::hint, {last, std::min(last + 1, course.checks.size())});
  finding.evidence = {{"norm", course.checks[last].gradientNorm}, {"usual", usual}};
  offerNormClipping(finding, course.experiment, usualNorm(course));
  findings.push_back(finding);
}

void UpdateRatio::watch(const Course& course, std::vector<Finding>& findings) const {
  if (course.checks.empty()) return;
  const auto ratioAt = [&](std::size_t i) { return course.medianOverLayers(i, updateRatioOf); };
  const auto add = [&](const char* aspect, const char* remedy, const char* other, CheckStretch stretch) {
    std::vector<double> ratios;
    for (std::size_t i = stretch.begin; i < stretch.end; ++i) ratios.push_back(ratioAt(i));
    const double ratio = medianOf(ratios);
    Finding finding = findingOf(course, key, aspect, Severity::warning, stretch);
    finding.evidence = {{"ratio", ratio}, {"rate", course.checks[stretch.begin].learningRate}};
    constexpr double healthyRatio = 1e-3;
    if (ratio > 0) {
      offerRate(finding, remedy, course.experiment, 10 * healthyRatio / ratio);
      offerRate(finding, other, course.experiment, healthyRatio / ratio);
    } else {
      offerRate(finding, remedy, course.experiment, 100);
    }
    offerConstantRate(finding, course.experiment);
    findings.push_back(finding);
  };
  const auto high = stretchOf(course, persistence, [&](std::size_t i) {
    // Weights that a penalty has brought to nothing have large relative updates.
    constexpr double leftOfWeights = 0.05, runaway = 1.5;
    // Once the loss has run away, saturated layers stand still; the others tell.
    const bool rises = course.checks[i].training.loss > runaway * course.startLoss();
    const bool large = ratioAt(i) > highestRatio || (rises && largestRatio(course, i) > highestRatio / 10);
    return large && course.weightGrowth(i) > leftOfWeights;
  });
  if (high) add("tooHigh", "lowerRate", "muchLowerRate", *high);
  const auto low = stretchOf(course, persistence, [&](std::size_t i) {
    const bool fallsWell = course.fallOver(i, 5) > 0.1;
    return ratioAt(i) < lowestRatio && !course.isLearned(i) && !fallsWell;
  });
  if (low) add("tooLow", "muchHigherRate", "raiseRate", *low);
}

void Oscillation::watch(const Course& course, std::vector<Finding>& findings) const {
  const auto window = static_cast<std::size_t>(swingWindow);
  const auto measure = [&](std::size_t end, double& turns, double& amplitude) {
    double level = 0;
    turns = amplitude = 0;
    for (std::size_t i = end + 1 - window; i <= end; ++i) {
      const double now = course.checks[i].training.loss, before = course.checks[i - 1].training.loss;
      level += now;
      amplitude += std::fabs(now - before);
      if (i > 1 && i + 1 > end + 2 - window) turns += (now > before) != (before > course.checks[i - 2].training.loss);
    }
    turns /= static_cast<double>(window - 1);
    amplitude /= level;
  };
  const auto stretch = stretchOf(course, 3, [&](std::size_t i) {
    if (i <= window || course.isLearned(i)) return false;
    double turns, amplitude;
    measure(i, turns, amplitude);
    return turns > turningShare && amplitude > swing;
  });
  if (!stretch) return;
  Finding finding = findingOf(course, key, "swings", Severity::warning, *stretch);
  double turns, amplitude;
  measure(stretch->end - 1, turns, amplitude);
  finding.evidence = {{"share", turns}, {"swing", amplitude}};
  offerRate(finding, "lowerRate", course.experiment, 0.1);
  offerLargerBatch(finding, course.experiment);
  offerAdam(finding, course.experiment);
  findings.push_back(finding);
}

void ClippingTooTight::watch(const Course& course, std::vector<Finding>& findings) const {
  if (course.checks.empty() || std::holds_alternative<NoClipping>(course.experiment.clipping)) return;
  const auto stretch =
      stretchOf(course, persistence, [&](std::size_t i) { return course.checks[i].clippedShare > clippedSteps; });
  if (!stretch) return;
  std::vector<double> norms, shares;
  for (std::size_t i = stretch->begin; i < stretch->end; ++i) {
    norms.push_back(course.checks[i].gradientNorm);
    shares.push_back(course.checks[i].clippedShare);
  }
  double parameters = 0;
  for (const LayerStart& layer : course.start.layers) parameters += static_cast<double>(layer.weights);
  const NormClipping* byNorm = std::get_if<NormClipping>(&course.experiment.clipping);
  const ValueClipping* byValue = std::get_if<ValueClipping>(&course.experiment.clipping);
  const double limit = byNorm ? byNorm->limit : byValue ? byValue->limit : 1;
  const double norm = medianOf(norms), bound = byNorm ? limit : limit * std::sqrt(parameters);
  const bool tight = norm > tightFactor * bound && !course.isLearned(course.checks.size() - 1);
  Finding finding = findingOf(course, key, "steps", tight ? Severity::warning : Severity::hint, *stretch);
  finding.evidence = {{"share", medianOf(shares)}, {"norm", norm}, {"limit", limit}};
  offerNormClipping(finding, course.experiment, usualNorm(course));
  offer(finding, "noClipping", "clipping", course.experiment,
        [](Experiment& changed) { changed.clipping = NoClipping{}; });
  findings.push_back(finding);
}

void BatchTooSmall::look(const Preparation& seen, std::vector<Finding>& findings) const {
  const int batch = seen.experiment.batchSize;
  const std::vector<Layer>& layers = seen.experiment.layers;
  const auto found = std::find_if(layers.begin(), layers.end(),
                                  [](const Layer& layer) { return std::holds_alternative<BatchNormalization>(layer); });
  if (found == layers.end() || batch == 0 || batch >= fewestNormalized) return;
  Finding finding{key, "normalization", 2 * batch < fewestNormalized ? Severity::warning : Severity::hint};
  finding.layer = static_cast<int>(found - layers.begin());
  finding.evidence = {{"batch", batch}, {"fewest", fewestNormalized}};
  offerLargerBatch(finding, seen.experiment);
  findings.push_back(finding);
}

void BatchTooSmall::watch(const Course& course, std::vector<Finding>& findings) const {
  if (course.checks.empty() || course.experiment.batchSize == 0) return;
  const auto stretch = stretchOf(course, persistence, [&](std::size_t i) {
    return course.checks[i].noiseScale > noiseFactor * course.experiment.batchSize && !course.isLearned(i) &&
           !(course.fallOver(i, 5) > 0.02);
  });
  if (!stretch) return;
  Finding finding = findingOf(course, key, "noise", Severity::hint, *stretch);
  finding.evidence = {{"noise", course.checks[stretch->end - 1].noiseScale}, {"batch", course.experiment.batchSize}};
  offerLargerBatch(finding, course.experiment);
  offerRate(finding, "lowerRate", course.experiment, 0.3);
  findings.push_back(finding);
}

void StepLength::watch(const Course& course, std::vector<Finding>& findings) const {
  constexpr std::size_t window = 10;
  if (course.checks.size() <= window) return;
  const auto lengthAt = [&](std::size_t i) {
    std::vector<double> lengths;
    for (std::size_t k = i + 1 > window ? i + 1 - window : 0; k <= i; ++k)
      lengths.push_back(course.checks[k].stepLength);
    return medianOf(lengths);
  };
  const auto add = [&](const char* aspect, const char* remedy, double factor, auto holds) {
    const auto stretch = stretchOf(
        course, persistence, [&](std::size_t i) { return i >= window && holds(lengthAt(i)) && !course.isLearned(i); });
    if (!stretch) return;
    Finding finding = findingOf(course, key, aspect, Severity::hint, *stretch);
    finding.evidence = {{"length", lengthAt(stretch->begin)}};
    offerRate(finding, remedy, course.experiment, factor);
    findings.push_back(finding);
  };
  add("tooLong", "lowerRate", 0.5, [&](double length) { return length > longest; });
  add("tooShort", "raiseRate", 2, [&](double length) { return length < shortest; });
}

}  // namespace nablab
