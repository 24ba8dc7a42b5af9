#include "preflight.h"

#include <algorithm>

#include "../learningRateRangeTest.h"
#include "../runCopy.h"
#include "rules.h"

namespace nablab {

namespace {

/** Weights times samples: about half a second of double precision in a browser. */
constexpr double budgetOfCheck = 1.5e8;

/** The check that tells what rules without training say, of those in `rules`. */
PreflightCheck fromFindings(const char* key, const std::vector<Finding>& found, const std::vector<std::string>& rules) {
  PreflightCheck check{key, CheckState::passed};
  for (const Finding& finding : found) {
    if (std::find(rules.begin(), rules.end(), finding.rule) == rules.end()) continue;
    if (finding.severity != Severity::hint) check.state = CheckState::failed;
    check.findings.push_back(finding);
  }
  return check;
}

PreflightCheck rangeTest(const Preflight& preflight) {
  PreflightCheck check{"rangeTest", CheckState::passed};
  Twin twin(preflight.start);
  RangeTestSettings settings;
  settings.steps = std::max(20, preflight.stepsWithin(settings.steps, twin.samples()));
  const RangeTest test = testLearningRates(twin, settings);
  const double rate =
      std::visit([](const auto& kind) { return kind.learningRate; }, preflight.start.experiment().optimizer);
  check.evidence = {{"learningRate", rate}, {"steepest", test.steepest}, {"lowest", test.lowest}};
  const bool falls = test.suggested - test.suggested == 0;
  if (falls) check.evidence.emplace_back("suggested", test.suggested);
  if (!falls || rate > test.lowest) check.state = CheckState::failed;
  return check;
}

/** Whether more of what penalizes raises the objective at the start (CS231n, Neural Networks 3). */
PreflightCheck regularization(const Preflight& preflight) {
  PreflightCheck check{"regularization", CheckState::notRun, "noPenalty"};
  Experiment experiment = preflight.start.experiment();
  const auto penaltyOf = [&] {
    Run<double> run(experiment, preflight.start.data());
    run.pickBatch();
    return run.measure(run.batchSamples).penalty;
  };
  const double penalty = penaltyOf();
  if (penalty == 0) return check;
  for (Regularizer& regularizer : experiment.regularizers)
    std::visit(
        [](auto& kind) {
          if constexpr (requires { kind.strength; }) kind.strength *= 10;
        },
        regularizer);
  const double raised = penaltyOf();
  check.reason = "";
  check.state = raised > penalty ? CheckState::passed : CheckState::failed;
  check.evidence = {{"penalty", penalty}, {"raised", raised}};
  return check;
}

using Check = PreflightCheck (*)(const Preflight&, const std::vector<Finding>&);

template <class Rule>
PreflightCheck applied(const Preflight& preflight, const std::vector<Finding>&) {
  return Rule().check(preflight);
}

struct NamedCheck {
  const char* key;
  Check check;
};

constexpr NamedCheck allChecks[] = {
    {"data",
     [](const Preflight&, const std::vector<Finding>& found) {
       return fromFindings(
           "data", found,
           {BadValues::key, UnscaledInputs::key, UselessFeature::key, ClassImbalance::key, LeakyOrPoorSplit::key});
     }},
    {"initialLoss",
     [](const Preflight&, const std::vector<Finding>& found) {
       return fromFindings("initialLoss", found, {"initialLoss", "initializationScale", "symmetricInitialization"});
     }},
    {"gradients", applied<WrongGradient>},
    {"overfitBatch", applied<CannotOverfitBatch>},
    {"inputIndependent", applied<InputIndependent>},
    {"rangeTest", [](const Preflight& preflight, const std::vector<Finding>&) { return rangeTest(preflight); }},
    {"regularization",
     [](const Preflight& preflight, const std::vector<Finding>&) { return regularization(preflight); }},
};

const char* nameOf(CheckState state) {
  constexpr const char* names[] = {"passed", "failed", "notRun"};
  return names[static_cast<int>(state)];
}

}  // namespace

int Preflight::stepsWithin(int wanted, int samples) const {
  double weights = 1;
  const Network<double>& network = start.network;
  for (const Tensor& tensor : network.plan().tensors()) {
    const Shape shape = network.outputShape(static_cast<std::size_t>(std::max(0, tensor.layer)));
    // A convolution's weights are used at every place.
    weights += static_cast<double>(tensor.length) * shape.height * shape.width;
  }
  return static_cast<int>(std::min<double>(wanted, budget / (weights * std::max(1, samples))));
}

std::vector<PreflightCheck> preflight(Twin& twin, const std::vector<Finding>& found, const std::string& only) {
  std::vector<std::string> keys;
  for (const NamedCheck& each : allChecks) keys.emplace_back(each.key);
  if (!only.empty() && std::find(keys.begin(), keys.end(), only) == keys.end())
    throw Refusal("KIND_UNKNOWN", "check", "\"" + only + "\"", joined(keys));
  const bool hasRows = !twin.run().data().rowsOf(Part::training).empty();
  const Run<double> start(endless(twin.run().experiment()), twin.run().data());
  std::vector<PreflightCheck> checks;
  for (const NamedCheck& each : allChecks) {
    if (!only.empty() && only != each.key) continue;
    if (hasRows)
      checks.push_back(each.check({start, budgetOfCheck}, found));
    else
      checks.push_back({each.key, CheckState::notRun, "noRows"});
  }
  return checks;
}

Value valueOf(const std::vector<PreflightCheck>& checks) {
  Value::List list;
  for (const PreflightCheck& check : checks) {
    Value record, evidence = Value::Record{};
    for (const auto& [name, number] : check.evidence) evidence.set(name, number);
    record.set("key", check.key);
    record.set("state", nameOf(check.state));
    record.set("reason", check.reason);
    record.set("evidence", evidence);
    record.set("findings", valueOf(check.findings));
    list.push_back(record);
  }
  Value document;
  document.set("engine", engineVersion);
  document.set("checks", list);
  return document;
}

}  // namespace nablab
