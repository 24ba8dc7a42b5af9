#include "core/doctor/rules.h"
#include "tests/core/support.h"

namespace nablab {
namespace {

/** What the rules that need no training find in an experiment. */
std::vector<Finding> findingsOf(const std::string& members) {
  Session<double> session;
  session.configure(adaptedText(R"({"version": 1, )" + members + "}"));
  return session.findings();
}

/** Two hidden layers on circles: what stands in the hidden layers, behind each, and behind the last one. */
std::string network(const std::string& dense = "", const std::string& activation = "tanh",
                    const std::string& behind = "", const std::string& last = "") {
  const std::string hidden = R"({"kind": "dense", "units": 8)" + dense +
                             R"(}, {"kind": "activation", "function": {"kind": ")" + activation + "\"}}, " + behind;
  return R"("data": {"kind": "circle"}, "layers": [)" + hidden + hidden + R"({"kind": "dense", "units": 1})" + last +
         "]";
}

std::string normal(const std::string& mean, const std::string& deviation) {
  return R"(, "initializer": {"kind": "normal", "mean": )" + mean + R"(, "deviation": )" + deviation + "}";
}

const Finding* find(const std::vector<Finding>& findings, const std::string& rule, const std::string& aspect) {
  for (const Finding& finding : findings)
    if (rule == finding.rule && aspect == finding.aspect) return &finding;
  return nullptr;
}

/** An experiment and what stands out in it. */
struct Sign {
  const char *rule, *aspect;
  Severity severity;
  std::string members;
};

std::vector<Sign> allSigns() {
  const std::string sigmoid = R"(, {"kind": "activation", "function": {"kind": "sigmoid"}})",
                    dropout = R"({"kind": "dropout", "rate": 0.9}, )",
                    descent = R"(, "optimizer": {"kind": "gradientDescent", "learningRate": )";
  std::string deep;
  for (int i = 0; i < 8; ++i)
    deep += R"({"kind": "dense", "units": 4}, {"kind": "activation", "function": {"kind": "sigmoid"}}, )";
  return {
      {"lossHeadMismatch", "doubleLink", Severity::error, network("", "tanh", "", sigmoid)},
      {"lossHeadMismatch", "boundedOutput", Severity::error,
       network("", "tanh", "", sigmoid) + R"(, "loss": {"kind": "hinge"})"},
      {"lossHeadMismatch", "halfLink", Severity::error,
       network("", "tanh", "", R"(, {"kind": "activation", "function": {"kind": "relu"}})")},
      {"lossHeadMismatch", "halfOutput", Severity::error,
       R"("data": {"kind": "sine"}, "layers": [{"kind": "dense", "units": 1},
          {"kind": "activation", "function": {"kind": "relu"}}])"},
      {"lossHeadMismatch", "squaredForClasses", Severity::hint,
       network() + R"(, "loss": {"kind": "meanSquaredError"})"},
      {"noNonlinearity", "collapsed", Severity::warning, network("", "linear")},
      {"symmetricInitialization", "zero", Severity::error, network(R"(, "initializer": {"kind": "zeros"})")},
      {"symmetricInitialization", "alike", Severity::error,
       network(R"(, "initializer": {"kind": "constant", "value": 0.3})")},
      {"initializationScale", "tooLarge", Severity::warning, network(normal("0", "10"))},
      {"initializationScale", "tooSmall", Severity::warning, network(normal("0", "0.0001"))},
      {"initializationScale", "mean", Severity::warning, network(normal("1", "0.1"))},
      {"initialLoss", "tooHigh", Severity::error, network(normal("0", "30"), "relu")},
      {"biasChoice", "hidden", Severity::hint, network(R"(, "biasInitializer": {"kind": "constant", "value": 2})")},
      {"biasChoice", "normalized", Severity::hint,
       R"("data": {"kind": "circle"}, "layers": [{"kind": "dense", "units": 8, "biasInitializer": {"kind": "constant",
          "value": 0.2}}, {"kind": "batchNormalization"}, {"kind": "activation"}, {"kind": "dense", "units": 1}])"},
      {"biasChoice", "output", Severity::hint,
       R"("data": {"kind": "unbalanced"}, "layers": [{"kind": "dense", "units": 1}])"},
      {"implausibleLearningRate", "tooHigh", Severity::warning, network() + descent + "1000}"},
      {"implausibleLearningRate", "tooLow", Severity::warning, network() + descent + "1e-7}"},
      {"implausibleLearningRate", "negative", Severity::error, network() + R"(, "schedule": {"kind": "dampedCosine"})"},
      {"depthOrCapacity", "depth", Severity::warning,
       R"("data": {"kind": "circle"}, "layers": [)" + deep + R"({"kind": "dense", "units": 1}])"},
      {"depthOrCapacity", "capacity", Severity::hint,
       R"("data": {"kind": "circle", "size": 40}, "batchSize": 0, "layers": [{"kind": "dense", "units": 400},
          {"kind": "dense", "units": 8}, {"kind": "dense", "units": 1}])"},
      {"dropoutMisuse", "rate", Severity::warning, network("", "tanh", dropout)},
      {"dropoutMisuse", "noise", Severity::warning,
       network("", "tanh", R"({"kind": "gaussianNoise", "deviation": 3}, )")},
      {"batchTooSmall", "normalization", Severity::warning,
       network("", "tanh", R"({"kind": "batchNormalization"}, )") + R"(, "batchSize": 2)"},
      {"dropoutMisuse", "output", Severity::warning, network("", "tanh", "", R"(, {"kind": "dropout", "rate": 0.2})")},
      {"dropoutMisuse", "beforeNormalization", Severity::hint,
       network("", "tanh", R"({"kind": "dropout", "rate": 0.2}, {"kind": "batchNormalization"}, )")},
      {"regularizationSanity", "dominates", Severity::hint,
       network() + R"(, "regularizers": [{"kind": "l2", "strength": 1}])"},
  };
}

TEST_CASE("every rule about network, start and first step finds its fault, and offers what can be run", "[doctor]") {
  for (const Sign& sign : allSigns()) {
    INFO(sign.rule << " " << sign.aspect);
    const std::vector<Finding> findings = findingsOf(sign.members);
    const Finding* finding = find(findings, sign.rule, sign.aspect);
    REQUIRE(finding);
    CHECK(finding->severity == sign.severity);
    CHECK(finding->step == 0);
    CHECK(!finding->remedies.empty());
  }
}

TEST_CASE("none of these rules says anything of a healthy experiment", "[doctor]") {
  for (const char* activation : {"tanh", "relu"}) {
    const std::vector<Finding> findings = findingsOf(network("", activation));
    for (const Sign& sign : allSigns()) {
      INFO(activation << " " << sign.rule << " " << sign.aspect);
      CHECK(!find(findings, sign.rule, sign.aspect));
    }
  }
}

}  // namespace
}  // namespace nablab
