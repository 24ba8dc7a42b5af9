#include "core/gradientCheck.h"
#include "support.h"

namespace nablab {
namespace {

using Json = nlohmann::ordered_json;

/** The default experiment with other members. */
template <class Real = float>
Session<Real> sessionOf(const Json& changes, long steps = 0) {
  Json document = toJson(writeExperiment(Experiment{}, false));
  document.update(changes);
  Session<Real> session;
  session.configure(fromJson(document));
  session.step(steps);
  return session;
}

TEST_CASE("backpropagation passes the gradient check, from runs of either precision", "[gradientCheck]") {
  const Session<float> single = sessionOf<float>(Json::object(), 25);
  const Session<double> full = sessionOf<double>(Json::object(), 25);
  Twin first(single.run()), second(full.run());
  for (Twin* twin : {&first, &second}) {
    const GradientCheck check = checkGradient(*twin);
    CHECK(check.passes());
    CHECK(check.suspect == -1);
    CHECK(check.step == 25);
    CHECK(check.samples == 10);
    REQUIRE(check.tensors.size() == 6);
    for (const TensorCheck& tensor : check.tensors) {
      CHECK(tensor.compared == tensor.length);
      CHECK(tensor.kinks == 0);
      CHECK(tensor.largestAbsolute < 1e-7);
    }
  }
}

TEST_CASE("a gradient check leaves the run as it was", "[gradientCheck]") {
  Session<float> session = sessionOf({{"layers", Json::parse(R"([{"kind": "dense", "units": 6}, {"kind": "dropout"},
      {"kind": "dense", "units": 1}])")}},
                                     10),
                 other = sessionOf(
                     {{"layers",
                       session.experiment().find("layers") ? toJson(*session.experiment().find("layers")) : Json()}},
                     10);
  const std::vector<double> gradients = session.gradients();
  Twin twin(session.run());
  CHECK(checkGradient(twin).passes());
  CHECK(session.gradients() == gradients);
  session.step(10);
  other.step(10);
  CHECK(session.hash() == other.hash());
}

/** Two inputs, one unit of relu with weight (1, 1) and bias 0, one output: C = ½·mean (v·relu(x₁ + x₂) − t)². */
Session<double> reluSession(std::vector<double> x, std::vector<double> y) {
  Session<double> session;
  session.provideRows(static_cast<int>(y.size()), x, y);
  session.configure(fromText(R"({"version": 1, "data": {"kind": "external", "inputs": 2, "outputs": 1,
      "task": "regression", "split": {"training": 1, "validation": 0, "test": 0}},
      "layers": [{"kind": "dense", "units": 1}, {"kind": "activation", "function": {"kind": "relu"}},
                 {"kind": "dense", "units": 1}],
      "loss": {"kind": "halfSquaredError"}, "regularizers": [], "batchSize": 0})"));
  session.setParameters({1, 1, 0, 2, 0.5});
  return session;
}

TEST_CASE("where a relu bends within the step, the element is a kink and not wrong", "[gradientCheck]") {
  // The first sample lies exactly on the bend.
  Session<double> session = reluSession({1, -1, 0.5, 0.25}, {3, 1});
  Twin twin(session.run());
  const GradientCheck check = checkGradient(twin);
  CHECK(check.passes());
  CHECK(check.tensors[0].kinks == 2);
  CHECK(check.tensors[1].kinks == 1);
  CHECK(check.tensors[2].kinks == 0);
  CHECK(check.tensors[3].kinks == 0);
}

TEST_CASE("the gradient check compares with the numbers of the closed form", "[gradientCheck]") {
  Session<double> session = reluSession({0.5, 0.25}, {1});
  Twin twin(session.run());
  const GradientCheck check = checkGradient(twin);
  // a = 0.75, z = 2·0.75 + 0.5 = 2, error 1: dv = 0.75, dc = 1; behind the relu 2, so dw = (1, 0.5), db = 2.
  CHECK(check.objective == Approx(0.5));
  CHECK(check.tensors[2].worst.analytic == Approx(0.75));
  CHECK(check.tensors[2].worst.numerical == Approx(0.75));
  CHECK(check.tensors[1].worst.numerical == Approx(2));
}

TEST_CASE("every planted bug fails the gradient check, which finds its layer", "[gradientCheck]") {
  for (const std::string& kind : kindsOf("plantedBugs")) {
    for (int layer = 0; layer < 5; ++layer) {
      const Json bug = {{"plantedBug", {{"kind", kind}, {"layer", layer}}}};
      Session<float> session;
      const std::string refusal = refusalOf([&] { session = sessionOf(bug, 5); });
      const bool dense = layer % 2 == 0;
      const bool fits = kind == "missingDerivative" ? !dense : dense && (kind != "transposedMatrix" || layer == 2);
      INFO(kind << " in layer " << layer << " " << refusal);
      REQUIRE(fits == refusal.empty());
      if (!fits) continue;
      Twin twin(session.run());
      const GradientCheck check = checkGradient(twin);
      CHECK_FALSE(check.passes());
      CHECK(check.suspect == layer);
      // What lies behind the bug is right.
      for (const TensorCheck& tensor : check.tensors)
        if (tensor.layer > layer) CHECK(tensor.wrong == 0);
    }
  }
}

TEST_CASE("a planted bug is part of the document and of its bits", "[gradientCheck]") {
  const Json bug = {{"plantedBug", {{"kind", "wrongSign"}, {"layer", 2}}}};
  const Session<float> spoilt = sessionOf(bug, 3), healthy = sessionOf(Json::object(), 3);
  CHECK(toJson(spoilt.experiment())["plantedBug"] == bug["plantedBug"]);
  CHECK(spoilt.hash() != healthy.hash());
  CHECK(healthy.experiment().find("plantedBug") == nullptr);
}

TEST_CASE("a run that was fed by hand is checked on its last batch, and without one refused", "[gradientCheck]") {
  Session<float> session;
  session.configure(fromText(R"({"version": 1, "data": {"kind": "external", "inputs": 2, "outputs": 1,
      "task": "regression"}, "layers": [{"kind": "dense", "units": 1}], "loss": {"kind": "meanSquaredError"}})"));
  CHECK(refusalOf([&] { Twin twin(session.run()); }).substr(0, 12) == "ROWS_MISSING");
  session.trainOn({3, {1, 2, 3, 4, 5, 6}, {1, 0, 1}, {}});
  Twin twin(session.run());
  const GradientCheck check = checkGradient(twin);
  CHECK(check.samples == 3);
  CHECK(check.passes());
}

}  // namespace
}  // namespace nablab
