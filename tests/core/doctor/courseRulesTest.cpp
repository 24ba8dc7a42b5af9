#include <algorithm>

#include "core/doctor/rules.h"
#include "tests/core/support.h"

namespace nablab {
namespace {

/** A network of two hidden layers on circles, with what a fault needs changed: JSON members after the others. */
Value circles(const std::string& more = "", const std::string& activation = "tanh", const std::string& dense = "") {
  const std::string hidden = R"({"kind": "dense", "units": 8)" + dense +
                             R"(}, {"kind": "activation", "function": {"kind": ")" + activation + R"("}}, )";
  return adaptedText(R"({"version": 1, "data": {"kind": "circle"}, "layers": [)" + hidden + hidden +
                     R"({"kind": "dense", "units": 1}])" + more + "}");
}

Diagnosis watched(const Value& document, long steps) {
  Session<float> session;
  session.watch(true);
  session.configure(document);
  session.step(steps);
  return session.diagnosis();
}

const Finding* find(const Diagnosis& diagnosis, const std::string& rule, const std::string& aspect) {
  for (const Finding& finding : diagnosis.findings)
    if (rule == finding.rule && aspect == finding.aspect) return &finding;
  return nullptr;
}

const std::string gradientDescent = R"(, "optimizer": {"kind": "gradientDescent", "learningRate": )";

TEST_CASE("a healthy run has no headline, and neither warning nor error", "[doctor]") {
  for (const char* activation : {"tanh", "relu"}) {
    INFO(activation);
    const Diagnosis diagnosis = watched(circles("", activation), 1000);
    CHECK(diagnosis.headline.empty());
    CHECK(diagnosis.chain.empty());
    for (const Finding& finding : diagnosis.findings) {
      INFO(finding.rule << " " << finding.aspect);
      CHECK(finding.severity == Severity::hint);
    }
  }
}

TEST_CASE("each fault has its cause as headline", "[doctor]") {
  struct Case {
    const char* cause;
    Value document;
  };
  const std::string bias = R"(, "biasInitializer": {"kind": "constant", "value": )";
  const std::string normal = R"(, "initializer": {"kind": "normal", "mean": )";
  const Case cases[] = {
      {"learningRateTooHigh", circles(gradientDescent + "10}")},
      {"learningRateTooLow", circles(gradientDescent + "0.00001}")},
      {"symmetricInitialization", circles("", "tanh", R"(, "initializer": {"kind": "zeros"})")},
      {"initializationScale", circles("", "tanh", normal + R"(0, "deviation": 10})")},
      {"initializationScale", circles("", "tanh", normal + R"(0, "deviation": 0.0001})")},
      {"initializationScale", circles("", "tanh", normal + R"(1, "deviation": 0.1})")},
      {"deadUnits", circles("", "relu", bias + "-5}")},
      {"saturation", circles("", "tanh", bias + "6}")},
      {"overRegularized", circles(R"(, "regularizers": [{"kind": "l2", "strength": 1}])")},
      {"clippingTooTight", circles(gradientDescent + R"(0.1}, "clipping": {"kind": "norm", "limit": 0.0001})")},
      {"learningRateTooHigh", circles(R"(, "schedule": {"kind": "dampedCosine"})")},
      {"noNonlinearity", circles("", "linear")},
      {"corruptedLabels", circles(R"(, "data": {"kind": "circle", "labelNoise": 0.35})")},
      {"leakyOrPoorSplit", circles(R"(, "data": {"kind": "circle", "duplicates": 0.4})")},
      {"unscaledInputs",
       circles(R"(, "data": {"kind": "circle"}, "preprocessing": [{"kind": "minMax", "low": 90, "high": 100}])")},
  };
  for (const Case& each : cases) {
    INFO(each.cause);
    const Diagnosis diagnosis = watched(each.document, 1200);
    CHECK(diagnosis.headline == each.cause);
    REQUIRE(!diagnosis.chain.empty());
    CHECK(causeOf(diagnosis.findings[diagnosis.chain.front()]) == std::string(each.cause));
  }
}

TEST_CASE("the doctor changes no bit of a run, and replay finds the same", "[doctor]") {
  Session<float> plain, seen;
  plain.configure(circles());
  seen.watch(true);
  seen.configure(circles());
  plain.step(500);
  seen.step(500);
  CHECK(plain.hash() == seen.hash());
  CHECK(plain.vitals().empty());
  const std::vector<Vitals> before = seen.vitals();
  REQUIRE(before.size() > 4);
  CHECK(before.front().step == 0);
  seen.seek(130);
  CHECK(seen.vitals().back().step <= 130);
  seen.seek(500);
  CHECK(seen.hash() == plain.hash());
  REQUIRE(seen.vitals().size() == before.size());
  for (std::size_t i = 0; i < before.size(); ++i) {
    CHECK(seen.vitals()[i].step == before[i].step);
    CHECK(seen.vitals()[i].training.loss == before[i].training.loss);
    if (i > 0) CHECK(seen.vitals()[i].layers[0].updateRatio() == before[i].layers[0].updateRatio());
  }
}

TEST_CASE("what a check measures does not depend on who else looks into the steps", "[doctor]") {
  // Steps that nobody looks into leave out, among others, the gradients behind tanh.
  Session<float> alone, among;
  among.subscribe({"gradientNorms"}, 1);
  for (Session<float>* session : {&alone, &among}) {
    session->watch(true);
    session->configure(circles());
    session->step(300);
  }
  REQUIRE(alone.vitals().size() == among.vitals().size());
  for (std::size_t i = 1; i < alone.vitals().size(); ++i)
    for (std::size_t layer = 0; layer < alone.vitals()[i].layers.size(); ++layer)
      CHECK(alone.vitals()[i].layers[layer].delta == among.vitals()[i].layers[layer].delta);
}

TEST_CASE("a check's losses and accuracies are those of the parts", "[doctor]") {
  Session<double> session;
  session.watch(true);
  session.configure(circles());
  session.step(1);
  session.step(static_cast<long>(session.diagnosis().every) - 1);
  const Vitals& check = session.vitals().back();
  REQUIRE(check.step == session.status().step);
  CHECK(check.training.loss == Approx(session.metrics(Part::training)->loss));
  CHECK(check.training.score == session.metrics(Part::training)->accuracy);
  CHECK(check.validation.loss == Approx(session.metrics(Part::validation)->loss));
  CHECK(check.validation.score == session.metrics(Part::validation)->accuracy);
}

TEST_CASE("a fork keeps the checks up to its step; a turned knob gives up what lies after", "[doctor]") {
  Session<float> session, fork;
  session.watch(true);
  session.configure(circles());
  session.step(500);
  fork.forkFrom(session, 300, "optimizer.learningRate", 0.02);
  CHECK(fork.vitals().front().step == 0);
  CHECK(fork.vitals().back().step <= 300);
  fork.step(200);
  CHECK(fork.vitals().size() == session.vitals().size());
  session.seek(300);
  session.turn("optimizer.learningRate", 0.03);
  CHECK(session.vitals().back().step <= 300);
}

TEST_CASE("what led to numbers that overflow is the headline, not the overflow", "[doctor]") {
  const Diagnosis diagnosis =
      watched(adaptedText(R"({"version": 1, "data": {"kind": "sine"}, "optimizer": {"kind": "gradientDescent",
                  "learningRate": 30}, "layers": [{"kind": "dense", "units": 8},
                  {"kind": "activation", "function": {"kind": "relu"}}, {"kind": "dense", "units": 1}]})"),
              500);
  CHECK(diagnosis.headline == "learningRateTooHigh");
  CHECK((find(diagnosis, "diverging", "unbounded") || find(diagnosis, "notFinite", "loss") ||
         find(diagnosis, "notFinite", "parameters") || find(diagnosis, "diverging", "rising")));
}

TEST_CASE("a loss that overflows is named with its step", "[doctor]") {
  const auto lineWithRate = [](const std::string& rate) {
    return adaptedText(R"({"version": 1, "data": {"kind": "sine"}, "layers": [{"kind": "dense", "units": 1}])" +
                       gradientDescent + rate + "}}");
  };
  Session<float> session;
  session.watch(true);
  session.configure(lineWithRate("1e30"));
  session.step(100);
  const auto diverged = session.status().diverged;
  REQUIRE(diverged);
  const Diagnosis diagnosis = session.diagnosis();
  const Finding* finding = find(diagnosis, "notFinite", "loss");
  REQUIRE(finding);
  CHECK(finding->severity == Severity::error);
  CHECK(finding->step == diverged->step);
  CHECK(!find(watched(lineWithRate("0.1"), 100), "notFinite", "loss"));
}

TEST_CASE("every remedy of a sick run can be run", "[doctor]") {
  const Value document = circles(gradientDescent + "10}");
  for (const Finding& finding : watched(document, 1200).findings)
    for (const Remedy& remedy : finding.remedies) {
      INFO(finding.rule << " " << remedy.key);
      Session<float> session;
      session.configure(document);
      const Experiment healed = edited(readExperiment(session.current()), remedy.path, remedy.value);
      CHECK(refusalOf([&] { session.configure(writeExperiment(healed, false)); }).empty());
    }
}

TEST_CASE("a finding that has ended tells since when", "[doctor]") {
  Session<float> session;
  session.watch(true);
  session.configure(circles(gradientDescent + "0.00001}"));
  session.step(1000);
  session.turn("optimizer.learningRate", 0.3);
  session.step(2000);
  const Diagnosis diagnosis = session.diagnosis();
  const Finding* finding = find(diagnosis, "updateRatio", "tooLow");
  REQUIRE(finding);
  CHECK(finding->until > 900);
  CHECK(finding->until < 1500);
  CHECK(session.diagnosis().headline.empty());
}

}  // namespace
}  // namespace nablab
