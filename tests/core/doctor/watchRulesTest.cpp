#include <set>

#include "core/doctor/rules.h"
#include "tests/core/support.h"

namespace nablab {
namespace {

/** Checks that lie 20 steps, two epochs, apart. */
constexpr int mostChecks = 60;

/** A check of a run that learns as it should: two hidden layers, losses that fall to a tenth. */
Vitals healthyCheck(int number, std::size_t layers) {
  Vitals check;
  check.step = 20 * number;
  check.learningRate = 0.01;
  check.training = {0.7 * std::pow(0.94, number) + 0.02, number < 10 ? 0.6 + 0.03 * number : 0.9 + 0.001 * number};
  check.validation = {check.training.loss + 0.01, check.training.score - 0.02};
  check.meanBatchLoss = check.training.loss;
  check.batchDeviation = 0.05;
  check.turnShare = 0.5;
  check.clippedShare = 0;
  check.gradientNorm = check.dataGradient = 0.3;
  check.penaltyGradient = 0;
  check.predictionSpread = 0.8;
  check.largestShare = 0.55;
  check.weakestClass = 0;
  check.weakestRows = 50;
  check.lowestRecall = check.training.score - 0.05;
  check.stepLength = -0.3;
  check.noiseScale = 20;
  LayerVitals layer;
  layer.weight = 0.4;
  layer.update = 4e-4;
  layer.gradientNorm = layer.dataGradient = 0.1;
  layer.tinyShare = 0;
  layer.negativeShare = 0.5;
  layer.delta = 0.01;
  layer.deadShare = layer.saturatedShare = 0;
  check.layers.assign(layers, layer);
  for (const std::size_t activation : {1u, 3u}) check.layers[activation].weight = unmeasured;
  return check;
}

/** As it is where nothing is learned. */
void stuck(Vitals& check) {
  check.training = check.validation = {0.69, 0.5};
  check.meanBatchLoss = 0.69;
  check.lowestRecall = 0.45;
}

/** A sign of something in the checks of a run, which a rule should find. */
struct Sign {
  const char *rule, *aspect;
  Severity severity;
  void (*forge)(Vitals& check, int number);
  std::string members = "";
  void (*start)(StartLook& start) = [](StartLook&) {};
  /** Whether there is batch normalization before the last layer. */
  bool normalizes = false;
};

/** Of a run with that sign in the checks that `isForged` names, all that the rules find. */
template <class IsForged>
std::vector<Finding> findingsWith(const Sign& sign, IsForged isForged) {
  Session<double> session;
  const std::string normalization = sign.normalizes ? R"({"kind": "batchNormalization"}, )" : "";
  session.configure(adaptedText(R"({"version": 1, "data": {"kind": "circle"}, "layers": [
      {"kind": "dense", "units": 8}, {"kind": "activation"}, {"kind": "dense", "units": 8}, {"kind": "activation"}, )" +
                                normalization + R"({"kind": "dense", "units": 1}])" + sign.members + "}"));
  const Experiment& experiment = session.run().experiment();
  std::vector<Vitals> checks;
  for (int i = 0; i < mostChecks; ++i) {
    checks.push_back(healthyCheck(i, experiment.layers.size()));
    if (isForged(i)) sign.forge(checks.back(), i);
  }
  StartLook start;
  start.loss = start.lossOfZeros = 0.7;
  start.layers.assign(experiment.layers.size(), {0, 0.5, 16, 4, 4, false, 1e-3, 0.5});
  sign.start(start);
  const std::optional<Divergence> none;
  std::vector<Finding> findings;
  findWhileTraining({experiment, session.run().data(), checks, start, none, checks.back().step, 10}, findings);
  return findings;
}

const Finding* find(const std::vector<Finding>& findings, const Sign& sign) {
  for (const Finding& finding : findings)
    if (std::string(sign.rule) == finding.rule && std::string(sign.aspect) == finding.aspect) return &finding;
  return nullptr;
}

const std::vector<Sign>& allSigns() {
  constexpr Severity hint = Severity::hint, warning = Severity::warning, error = Severity::error;
  const auto learnsNothing = [](Vitals& check, int) { stuck(check); };
  static const std::vector<Sign> signs{
      {"diverging", "rising", error, [](Vitals& check, int i) { stuck(check), check.training.loss = 1 + 0.2 * i; }},
      {"explodingGradient", "norm", warning, [](Vitals& check, int) { stuck(check), check.gradientNorm = 50; }},
      {"vanishingGradient", "ratio", warning,
       [](Vitals& check, int) { stuck(check), check.layers[0].dataGradient = 1e-6; }},
      {"deadUnits", "all", error, [](Vitals& check, int) { stuck(check), check.layers[1].deadShare = 1; }},
      {"deadUnits", "many", warning, [](Vitals& check, int) { stuck(check), check.layers[1].deadShare = 0.7; }},
      {"saturation", "units", warning,
       [](Vitals& check, int) {
         stuck(check);
         check.layers[3].saturatedShare = 0.8;
         check.layers[2].delta = 1e-4;
       }},
      {"updateRatio", "tooHigh", warning,
       [](Vitals& check, int) {
         stuck(check);
         for (LayerVitals& layer : check.layers) layer.update = 0.2;
       }},
      {"updateRatio", "tooLow", warning,
       [](Vitals& check, int) {
         stuck(check);
         for (LayerVitals& layer : check.layers) layer.update = 1e-7;
       }},
      {"frozenParameters", "unchanged", warning, [](Vitals& check, int) { stuck(check), check.layers[0].update = 0; }},
      {"degenerateWeights", "tiny", hint, [](Vitals& check, int) { check.layers[2].tinyShare = 0.99; }},
      {"degenerateWeights", "grown", hint, [](Vitals& check, int) { check.layers[2].weight = 30; }},
      {"overRegularized", "penalty", warning,
       [](Vitals& check, int) {
         stuck(check);
         for (LayerVitals& layer : check.layers) layer.weight *= 0.01;
       },
       R"(, "regularizers": [{"kind": "l2", "strength": 1}])", [](StartLook& start) { start.penalty = 1; }},
      {"notLearning", "stuck", warning, learnsNothing},
      {"underfitting", "plateau", warning,
       [](Vitals& check, int) { stuck(check), check.training.score = check.validation.score = 0.7; }},
      {"stillImproving", "falls", hint,
       [](Vitals& check, int i) {
         check.training = {0.7 * std::pow(0.985, i), 0.8};
       }},
      {"oscillation", "swings", warning,
       [](Vitals& check, int i) {
         check.training = {i % 2 == 0 ? 0.6 : 0.3, 0.8};
       }},
      {"overfitting", "gap", warning, [](Vitals& check, int) { check.validation.score = check.training.score - 0.2; }},
      {"overfitting", "rises", hint, [](Vitals& check, int i) { check.validation.loss = 0.3 + 0.02 * i; }},
      {"overtraining", "rests", hint, learnsNothing},
      {"constantOutput", "class", warning, [](Vitals& check, int) { check.largestShare = 1; }},
      {"lossMetricDisagree", "correlation", hint,
       [](Vitals& check, int i) {
         check.training = {i % 2 == 0 ? 0.5 : 0.6, i % 4 < 2 ? 0.6 : 0.8};
       }},
      {"trainingEvaluationGap", "evaluationWorse", warning,
       [](Vitals& check, int) { stuck(check), check.meanBatchLoss = 0.3; }, "", [](StartLook&) {}, true},
      {"clippingTooTight", "steps", warning, [](Vitals& check, int) { stuck(check), check.clippedShare = 1; },
       R"(, "clipping": {"kind": "norm", "limit": 0.001})"},
      {"confusedClasses", "recall", warning, [](Vitals& check, int) { stuck(check), check.lowestRecall = 0.1; }},
      {"batchTooSmall", "noise", hint, [](Vitals& check, int) { stuck(check), check.noiseScale = 1e4; }},
      {"stepLength", "tooLong", hint, [](Vitals& check, int) { stuck(check), check.stepLength = 1.5; }},
      {"stepLength", "tooShort", hint, [](Vitals& check, int) { stuck(check), check.stepLength = -0.99; }},
      {"corruptedLabels", "neighbours", warning,
       [](Vitals& check, int) {
         check.training.score = check.validation.score = 0.7;
         check.validation.loss = 0.6;
       },
       "", [](StartLook& start) { start.labelDisagreement = 0.4; }},
  };
  return signs;
}

TEST_CASE("every rule about a course finds its sign while it lasts", "[doctor]") {
  for (const Sign& sign : allSigns()) {
    INFO(sign.rule << " " << sign.aspect);
    const std::vector<Finding> findings = findingsWith(sign, [](int number) { return number > 2; });
    const Finding* finding = find(findings, sign);
    REQUIRE(finding);
    CHECK(finding->severity == sign.severity);
    CHECK(holds(*finding));
  }
}

TEST_CASE("no rule about a course takes a single check for a sign, or says anything of a healthy course", "[doctor]") {
  for (const Sign& sign : allSigns()) {
    INFO(sign.rule << " " << sign.aspect);
    CHECK(!find(findingsWith(sign, [](int number) { return number == 30; }), sign));
    CHECK(!find(findingsWith(sign, [](int) { return false; }), sign));
  }
}

TEST_CASE("a single gradient that is many times the usual one and spoils the loss is a spike", "[doctor]") {
  const Sign spike{"explodingGradient", "spike", Severity::hint,
                   [](Vitals& check, int) { check.gradientNorm = 30, check.training.loss = 1; }};
  const std::vector<Finding> findings = findingsWith(spike, [](int number) { return number == 30; });
  const Finding* finding = find(findings, spike);
  REQUIRE(finding);
  CHECK(finding->step == 600);
  CHECK(finding->until == 620);
  CHECK(!find(findingsWith(spike, [](int) { return false; }), spike));
}

TEST_CASE("nobody is told that nothing is learned before a fifth of a run that is to stop", "[doctor]") {
  Sign stuckRun{"notLearning", "stuck", Severity::warning, [](Vitals& check, int) { stuck(check); },
                R"(, "stop": {"steps": 100000})"};
  CHECK(!find(findingsWith(stuckRun, [](int) { return true; }), stuckRun));
  stuckRun.members = R"(, "stop": {"steps": 1500})";
  CHECK(find(findingsWith(stuckRun, [](int) { return true; }), stuckRun));
}

TEST_CASE("rules and tests are complete: each rule that watches has a sign", "[doctor]") {
  // This one has no checks, but the run's end.
  std::set<std::string> tested{"notFinite"};
  for (const Sign& sign : allSigns()) tested.insert(sign.rule);
  forEachKind<Rule>([&](const auto& rule) {
    INFO(rule.key);
    std::vector<Finding> findings;
    if constexpr (requires(const Course& course) { rule.watch(course, findings); }) CHECK(tested.count(rule.key) == 1);
  });
}

}  // namespace
}  // namespace nablab
