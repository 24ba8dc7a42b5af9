#include "diagnosis.h"

#include <algorithm>
#include <iterator>
#include <string_view>

namespace nablab {

namespace {

/**
 * The order of causes: data and head, initialization, gradients and steps, layers, learning. After
 * the calibration of the corpus; whoever corrects it changes rows only.
 */
constexpr CauseRow order[] = {
    {"badValues", "", "badValues", Role::cause},
    {"unscaledInputs", "", "unscaledInputs", Role::cause},
    {"lossHeadMismatch", "doubleLink", "lossHeadMismatch", Role::cause},
    {"lossHeadMismatch", "halfLink", "lossHeadMismatch", Role::cause},
    {"lossHeadMismatch", "boundedOutput", "lossHeadMismatch", Role::cause},
    {"lossHeadMismatch", "halfOutput", "lossHeadMismatch", Role::cause},
    {"lossHeadMismatch", "squaredForClasses", "lossHeadMismatch", Role::cause},
    {"uselessFeature", "constant", "uselessFeature", Role::cause},
    {"leakyOrPoorSplit", "duplicates", "leakyOrPoorSplit", Role::cause},
    {"uselessFeature", "", "uselessFeature", Role::cause},
    {"classImbalance", "", "classImbalance", Role::cause},
    {"leakyOrPoorSplit", "", "leakyOrPoorSplit", Role::cause},
    {"noNonlinearity", "", "noNonlinearity", Role::cause},
    {"dropoutMisuse", "", "dropoutMisuse", Role::cause},
    {"symmetricInitialization", "", "symmetricInitialization", Role::cause},
    {"initializationScale", "", "initializationScale", Role::cause},
    {"wrongGradient", "", "wrongGradient", Role::cause},
    {"frozenParameters", "", "frozenParameters", Role::cause},
    {"clippingTooTight", "", "clippingTooTight", Role::cause},
    {"overRegularized", "", "overRegularized", Role::cause},
    {"implausibleLearningRate", "negative", "learningRateTooHigh", Role::cause},
    {"implausibleLearningRate", "tooHigh", "learningRateTooHigh", Role::cause},
    {"updateRatio", "tooHigh", "learningRateTooHigh", Role::cause},
    {"explodingGradient", "norm", "explodingGradient", Role::cause},
    {"depthOrCapacity", "depth", "vanishingGradient", Role::cause},
    {"deadUnits", "", "deadUnits", Role::cause},
    {"saturation", "", "saturation", Role::cause},
    {"vanishingGradient", "", "vanishingGradient", Role::cause},
    {"initialLoss", "", "initializationScale", Role::cause},
    {"implausibleLearningRate", "tooLow", "learningRateTooLow", Role::cause},
    {"updateRatio", "tooLow", "learningRateTooLow", Role::cause},
    {"oscillation", "", "learningRateTooHigh", Role::cause},
    {"depthOrCapacity", "", "depthOrCapacity", Role::remark},
    {"batchTooSmall", "", "batchTooSmall", Role::cause},
    {"trainingEvaluationGap", "", "trainingEvaluationGap", Role::cause},
    {"corruptedLabels", "", "corruptedLabels", Role::cause},
    {"overfitting", "", "overfitting", Role::cause},
    {"underfitting", "", "underfitting", Role::cause},
    {"cannotOverfitBatch", "", "underfitting", Role::cause},
    {"regularizationSanity", "", "overRegularized", Role::cause},
    {"stillImproving", "", "learningRateTooLow", Role::cause},
    {"notFinite", "", "notFinite", Role::symptom},
    {"diverging", "", "diverging", Role::symptom},
    {"constantOutput", "", "constantOutput", Role::symptom},
    {"confusedClasses", "", "confusedClasses", Role::symptom},
    {"notLearning", "", "notLearning", Role::symptom},
    {"inputIndependent", "", "inputIndependent", Role::symptom},
    {"explodingGradient", "spike", "explodingGradient", Role::remark},
    {"stepLength", "", "stepLength", Role::remark},
    {"degenerateWeights", "", "degenerateWeights", Role::remark},
    {"biasChoice", "", "biasChoice", Role::remark},
    {"lossMetricDisagree", "", "lossMetricDisagree", Role::remark},
    {"overtraining", "", "overtraining", Role::remark},
};

/** Its row in the order; one past the last for a rule that is not in it. */
std::size_t rankOf(const Finding& finding) {
  const auto found = std::find_if(std::begin(order), std::end(order), [&](const CauseRow& row) {
    return std::string_view(row.rule) == finding.rule &&
           (*row.aspect == '\0' || std::string_view(row.aspect) == finding.aspect);
  });
  return static_cast<std::size_t>(found - std::begin(order));
}

Role roleOf(const Finding& finding) {
  const std::size_t rank = rankOf(finding);
  return rank < std::size(order) ? order[rank].role : Role::symptom;
}

bool isGrave(const Finding& finding) { return finding.severity != Severity::hint; }

/** What is but a hint before training is found in many a healthy run: it explains nothing. The loss may, nevertheless.
 */
bool isRemarkBefore(const Finding& finding) {
  return !isGrave(finding) && finding.step == 0 && std::string_view(finding.rule) != "lossHeadMismatch";
}

/** Whether one can have been brought about by the other: it held before that was found. */
bool precedes(const Finding& cause, const Finding& consequence) {
  return holds(cause) || cause.step <= consequence.step;
}

}  // namespace

const char* causeOf(const Finding& finding) {
  const std::size_t rank = rankOf(finding);
  return rank < std::size(order) ? order[rank].cause : finding.rule;
}

std::vector<const char*> causeKeys() {
  std::vector<const char*> keys;
  for (const CauseRow& row : order) {
    const auto isIt = [&](const char* key) { return std::string_view(key) == row.cause; };
    if (row.role == Role::cause && std::none_of(keys.begin(), keys.end(), isIt)) keys.push_back(row.cause);
  }
  return keys;
}

Diagnosis diagnose(std::vector<Finding> findings) {
  Diagnosis diagnosis;
  std::stable_sort(findings.begin(), findings.end(), [](const Finding& a, const Finding& b) {
    return holds(a) != holds(b) ? holds(a) : a.severity > b.severity;
  });
  diagnosis.findings = std::move(findings);
  const std::vector<Finding>& all = diagnosis.findings;
  std::vector<std::size_t> alarms, causes;
  for (std::size_t i = 0; i < all.size(); ++i)
    if (holds(all[i]) && isGrave(all[i])) alarms.push_back(i);
  if (alarms.empty()) return diagnosis;
  const auto explains = [&](std::size_t i) {
    return roleOf(all[i]) == Role::cause && !isRemarkBefore(all[i]) &&
           std::any_of(alarms.begin(), alarms.end(), [&](std::size_t k) { return precedes(all[i], all[k]); });
  };
  for (const bool grave : {true, false}) {
    for (std::size_t i = 0; i < all.size() && (grave || causes.empty()); ++i)
      if (isGrave(all[i]) == grave && explains(i)) causes.push_back(i);
    if (!causes.empty()) break;
  }
  std::vector<std::size_t>& chain = diagnosis.chain;
  chain = causes;
  for (const std::size_t i : alarms)
    if (roleOf(all[i]) != Role::cause) chain.push_back(i);
  std::stable_sort(chain.begin(), chain.end(),
                   [&](std::size_t a, std::size_t b) { return rankOf(all[a]) < rankOf(all[b]); });
  diagnosis.headline = causes.empty() ? "unknown" : causeOf(all[chain.front()]);
  return diagnosis;
}

Value valueOf(const Diagnosis& diagnosis) {
  Value record, headline;
  if (!diagnosis.headline.empty()) {
    headline.set("cause", diagnosis.headline);
    const bool known = diagnosis.headline != "unknown";
    headline.set("finding", known ? Value(static_cast<double>(diagnosis.chain.front())) : Value());
  }
  Value::List chain, findings;
  for (const std::size_t i : diagnosis.chain) chain.push_back(static_cast<double>(i));
  for (const Finding& finding : diagnosis.findings) {
    findings.push_back(valueOf(finding));
    findings.back().set("cause", causeOf(finding));
  }
  record.set("every", static_cast<double>(diagnosis.every));
  record.set("headline", headline);
  record.set("chain", chain);
  record.set("findings", findings);
  return record;
}

}  // namespace nablab
