#include "learningRules.h"

#include <algorithm>
#include <cmath>

#include "changes.h"

namespace nablab {

namespace {

/** The lowest validation loss of the checks up to this one. */
std::size_t bestCheck(const Course& course, std::size_t last) {
  std::size_t best = 0;
  for (std::size_t i = 1; i <= last; ++i)
    if (course.checks[i].validation.loss < course.checks[best].validation.loss) best = i;
  return best;
}

double gapOf(const Vitals& check) { return check.training.score - check.validation.score; }

/** Pearson's correlation of loss and score over the checks from `first` on; unmeasured where one of them rests. */
double correlationFrom(const Course& course, std::size_t first) {
  double losses = 0, scores = 0, squaredLosses = 0, squaredScores = 0, products = 0, count = 0;
  for (std::size_t i = first; i < course.checks.size(); ++i) {
    const double loss = course.checks[i].training.loss, score = course.checks[i].training.score;
    losses += loss;
    scores += score;
    squaredLosses += loss * loss;
    squaredScores += score * score;
    products += loss * score;
    ++count;
  }
  const double lossVariance = squaredLosses / count - losses / count * (losses / count),
               scoreVariance = squaredScores / count - scores / count * (scores / count);
  constexpr double restingScore = 1e-4;
  if (!(scoreVariance > restingScore) || !(lossVariance > restingScore * losses / count * (losses / count)))
    return unmeasured;
  return (products / count - losses / count * (scores / count)) / std::sqrt(lossVariance * scoreVariance);
}

}  // namespace

void NotLearning::watch(const Course& course, std::vector<Finding>& findings) const {
  if (course.checks.empty()) return;
  const double easy = course.easyScore();
  const auto window = static_cast<std::size_t>(learningWindow);
  const double patience = waitedShare * course.experiment.stop.steps;
  const auto stretch = stretchOf(course, 2, [&](std::size_t i) {
    return static_cast<double>(course.checks[i].step) >= patience && !(course.fallOver(i, window) >= smallestFall) &&
           i >= window && !course.isLearned(i) && !(course.checks[i].training.score > easy + aboveEasy);
  });
  if (!stretch) return;
  Finding finding = findingOf(course, key, "stuck", Severity::warning, *stretch);
  const Vitals& check = course.checks[stretch->end - 1];
  finding.evidence = {{"loss", check.training.loss}, {"score", check.training.score}, {"easy", easy}};
  offerRate(finding, "raiseRate", course.experiment, 10);
  offerRate(finding, "lowerRate", course.experiment, 0.1);
  offerAdam(finding, course.experiment);
  offerInitializers(finding, course.experiment);
  findings.push_back(finding);
}

void StillImproving::watch(const Course& course, std::vector<Finding>& findings) const {
  if (course.checks.empty()) return;
  const auto stretch = stretchOf(course, persistence, [&](std::size_t i) {
    return course.fallOver(i, 5) > steadyFall && course.fallOver(i, 1) > 0 && !course.isLearned(i);
  });
  if (!stretch || stretch->end < course.checks.size()) return;
  Finding finding = findingOf(course, key, "falls", Severity::hint, *stretch);
  finding.evidence = {{"fall", course.fallOver(course.checks.size() - 1, 5)}, {"loss", course.last().training.loss}};
  offerRate(finding, "raiseRate", course.experiment, 3);
  findings.push_back(finding);
}

void Overfitting::watch(const Course& course, std::vector<Finding>& findings) const {
  if (course.checks.empty() || !(course.last().validation.loss >= 0)) return;
  const auto rises = stretchOf(course, persistence, [&](std::size_t i) {
    const Vitals &now = course.checks[i], &best = course.checks[bestCheck(course, i)];
    return now.validation.loss > (1 + validationRise) * best.validation.loss &&
           now.training.loss < best.training.loss && now.validation.loss - now.training.loss > lossGap;
  });
  const auto gapes = stretchOf(course, persistence, [&](std::size_t i) {
    return gapOf(course.checks[i]) > scoreGap && course.checks[i].training.score > course.easyScore() + scoreGap;
  });
  if (!rises && !gapes) return;
  const CheckStretch stretch = gapes ? *gapes : *rises;
  Finding finding =
      findingOf(course, key, rises ? "rises" : "gap", gapes ? Severity::warning : Severity::hint, stretch);
  const Vitals &now = course.checks[stretch.end - 1], &best = course.checks[bestCheck(course, stretch.end - 1)];
  finding.part = "validation";
  finding.evidence = {{"loss", now.validation.loss},
                      {"lowest", best.validation.loss},
                      {"best", static_cast<double>(best.step)},
                      {"trainingScore", now.training.score},
                      {"score", now.validation.score}};
  offerMoreTraining(finding, course.experiment);
  offerEarlyStopping(finding, course.experiment);
  offerL2(finding, course.experiment);
  offerUnits(finding, "fewerUnits", course.experiment, 0.5);
  findings.push_back(finding);
}

void Overtraining::watch(const Course& course, std::vector<Finding>& findings) const {
  if (course.checks.empty() || course.experiment.earlyStopping.patience > 0) return;
  const auto rests = [&](std::size_t i, PartVitals Vitals::*part, int patience) {
    const auto window = static_cast<std::size_t>(patience);
    if (i <= window) return false;
    double before = (course.checks[0].*part).loss, since = before;
    for (std::size_t k = 1; k <= i; ++k) {
      double& lowest = k + window <= i ? before : since;
      lowest = std::min(lowest, (course.checks[k].*part).loss);
    }
    return since >= (1 - smallestGain) * before;
  };
  const bool validated = course.last().validation.loss >= 0;
  const auto stretch = stretchOf(course, 1, [&](std::size_t i) {
    return rests(i, &Vitals::training, trainingPatience) &&
           (!validated || rests(i, &Vitals::validation, validationPatience));
  });
  if (!stretch || stretch->end < course.checks.size()) return;
  Finding finding = findingOf(course, key, "rests", Severity::hint, *stretch);
  finding.evidence = {{"loss", course.last().training.loss}};
  offerEarlyStopping(finding, course.experiment);
  findings.push_back(finding);
}

void Underfitting::watch(const Course& course, std::vector<Finding>& findings) const {
  if (course.checks.empty()) return;
  const auto window = static_cast<std::size_t>(plateauWindow);
  const double reached = std::max(highestScore, course.start.neighboursScore - neighboursLead);
  const auto stretch = stretchOf(course, 3, [&](std::size_t i) {
    const Vitals& check = course.checks[i];
    return check.training.score < reached && !(gapOf(check) > largestGap) && i >= window &&
           !(course.fallOver(i, window) > plateauFall);
  });
  if (!stretch) return;
  Finding finding = findingOf(course, key, "plateau", Severity::warning, *stretch);
  const Vitals& check = course.checks[stretch->end - 1];
  finding.evidence = {{"score", check.training.score}, {"loss", check.training.loss}};
  offerUnits(finding, "moreUnits", course.experiment, 4);
  offerPenalties(finding, "weakerPenalty", course.experiment, 0.1);
  offerDropout(finding, "noDropout", course.experiment, 0);
  offerAdam(finding, course.experiment);
  findings.push_back(finding);
}

void ConstantOutput::watch(const Course& course, std::vector<Finding>& findings) const {
  if (course.checks.empty()) return;
  const bool classes = course.data.raw.task.classes > 0, couldTell = course.easyScore() < oneClassShare;
  const auto stretch = stretchOf(course, persistence, [&](std::size_t i) {
    const Vitals& check = course.checks[i];
    return classes ? couldTell && check.largestShare > oneClassShare : check.predictionSpread < smallestSpread;
  });
  if (!stretch) return;
  const Vitals& check = course.checks[stretch->end - 1];
  Finding finding = findingOf(course, key, classes ? "class" : "number", Severity::warning, *stretch);
  if (classes)
    finding.evidence = {{"share", check.largestShare}};
  else
    finding.evidence = {{"spread", check.predictionSpread}};
  findings.push_back(finding);
}

void LossMetricDisagree::watch(const Course& course, std::vector<Finding>& findings) const {
  const auto window = static_cast<std::size_t>(correlationWindow);
  if (course.checks.size() < window || course.data.raw.task.classes == 0) return;
  const std::size_t first = course.checks.size() - window;
  const double correlation = correlationFrom(course, first);
  if (!(std::fabs(correlation) < lowestCorrelation) || course.isLearned(course.checks.size() - 1)) return;
  Finding finding = findingOf(course, key, "correlation", Severity::hint, {first, course.checks.size()});
  finding.evidence = {{"correlation", correlation}};
  findings.push_back(finding);
}

void TrainingEvaluationGap::watch(const Course& course, std::vector<Finding>& findings) const {
  const bool differs =
      std::any_of(course.experiment.layers.begin(), course.experiment.layers.end(), [](const Layer& layer) {
        return std::holds_alternative<BatchNormalization>(layer) || std::holds_alternative<Dropout>(layer) ||
               std::holds_alternative<GaussianNoise>(layer);
      });
  if (course.checks.empty() || !differs) return;
  const auto worse = [&](std::size_t i, bool inTraining) {
    const double batch = course.checks[i].meanBatchLoss, whole = course.checks[i].training.loss;
    const auto [high, low] = inTraining ? std::pair(batch, whole) : std::pair(whole, batch);
    return high > (1 + modeGap) * low && !course.isLearned(i);
  };
  for (const bool inTraining : {false, true}) {
    const auto stretch = stretchOf(course, persistence, [&](std::size_t i) { return worse(i, inTraining); });
    if (!stretch) continue;
    Finding finding = findingOf(course, key, inTraining ? "trainingWorse" : "evaluationWorse",
                                inTraining ? Severity::hint : Severity::warning, *stretch);
    const Vitals& check = course.checks[stretch->end - 1];
    finding.evidence = {{"batchLoss", check.meanBatchLoss}, {"loss", check.training.loss}};
    if (inTraining) offerDropout(finding, "lessDropout", course.experiment, 0.2);
    offerLargerBatch(finding, course.experiment);
    findings.push_back(finding);
    return;
  }
}

void ConfusedClasses::watch(const Course& course, std::vector<Finding>& findings) const {
  if (course.checks.empty()) return;
  const auto stretch = stretchOf(course, persistence, [&](std::size_t i) {
    const Vitals& check = course.checks[i];
    return check.lowestRecall < lowestRecall && course.fallOver(i, 5) < 0.05;
  });
  if (!stretch) return;
  const Vitals& check = course.checks[stretch->end - 1];
  if (check.weakestClass < 0) return;
  Finding finding = findingOf(course, key, "recall", Severity::warning, *stretch);
  finding.names = {course.data.raw.classNames[static_cast<std::size_t>(check.weakestClass)]};
  finding.evidence = {{"recall", check.lowestRecall}, {"rows", check.weakestRows}};
  findings.push_back(finding);
}

void CorruptedLabels::watch(const Course& course, std::vector<Finding>& findings) const {
  const bool classes = course.data.raw.task.classes > 0;
  const double doubtful = classes ? disagreement : wrongTargets;
  if (course.checks.empty() || !(course.start.labelDisagreement > doubtful)) return;
  const auto stretch = stretchOf(course, persistence, [&](std::size_t i) {
    const Vitals& check = course.checks[i];
    const PartVitals& judged = check.validation.score >= -1e30 ? check.validation : check.training;
    // What is learned by heart still falls in training.
    constexpr std::size_t window = 5;
    if (i < window) return false;
    const bool validated = check.validation.loss >= 0;
    const double before = validated ? course.checks[i - window].validation.loss : 0;
    const double fall = validated ? (before - check.validation.loss) / before : course.fallOver(i, window);
    return judged.score < learnedScore && !(fall > 0.1);
  });
  if (!stretch) return;
  const Vitals& check = course.checks[stretch->end - 1];
  const char* const aspect = classes ? "neighbours" : "targets";
  Finding finding = findingOf(course, key, aspect, Severity::warning, *stretch);
  finding.samples = course.start.doubtfulRows;
  finding.evidence = {{"share", course.start.labelDisagreement}, {"score", check.training.score}};
  offer(finding, "cleanLabels", "data.labelNoise", course.experiment,
        [](Experiment& changed) { changed.data.labelNoise = 0; });
  findings.push_back(finding);
}

}  // namespace nablab
