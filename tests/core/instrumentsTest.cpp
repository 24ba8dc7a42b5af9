#include <bit>

#include "support.h"

namespace nablab {
namespace {

Session<double> subscribed(const std::vector<std::string>& names, long every, Value document) {
  Session<double> session;
  session.subscribe(names, every);
  session.configure(document);
  return session;
}

Value defaultDocument() { return writeExperiment(Experiment{}, false); }

std::vector<double> numbersOf(const Value& readings, const std::string& name, const char* member = "values") {
  std::vector<double> numbers;
  for (const Value& each : *readings.find(name)->find(member)->list()) numbers.push_back(*each.number());
  return numbers;
}

double norm(const std::vector<double>& values, std::size_t begin, std::size_t end) {
  double total = 0;
  for (std::size_t i = begin; i < end; ++i) total += values[i] * values[i];
  return std::sqrt(total);
}

TEST_CASE("instruments change no bit of a run", "[instruments]") {
  Session<float> plain, measured;
  plain.configure(defaultDocument());
  measured.configure(defaultDocument());
  measured.subscribe(kindsOf("instruments"), 1);
  plain.step(50);
  measured.step(50);
  CHECK(plain.hash() == measured.hash());
  CHECK(plain.gradients() == measured.gradients());
  for (const std::string& name : kindsOf("instruments")) {
    INFO(name);
    const Value readings = measured.readings();
    const auto width = static_cast<std::size_t>(*readings.find(name)->find("width")->number());
    CHECK(width > 0);
    CHECK(numbersOf(readings, name).size() == 50 * width);
  }
}

TEST_CASE("what is read of a step does not depend on whether the steps before it were read", "[instruments]") {
  // Steps that are not read leave out what they can do without: sums before, and gradients behind, these functions.
  for (const std::string function : {"tanh", "relu", "sigmoid"}) {
    const std::string activation = R"({"kind": "activation", "function": {"kind": ")" + function + R"("}})";
    const Value document =
        fromText(R"({"version": 1, "layers": [{"kind": "dense", "units": 5}, )" + activation +
                 R"(, {"kind": "dense", "units": 3}, )" + activation + R"(, {"kind": "dense", "units": 1}]})");
    std::vector<std::string> names = kindsOf("instruments");
    // Alone among them it is a mean of what was read before.
    names.erase(std::find(names.begin(), names.end(), "gradientNoiseScale"));
    Session<double> often = subscribed(names, 1, document), seldom = subscribed(names, 7, document);
    often.step(21);
    seldom.step(21);
    for (const std::string& name : names) {
      INFO(function << ", " << name);
      const std::vector<double> all = numbersOf(often.readings(), name), some = numbersOf(seldom.readings(), name);
      const std::size_t width = some.size() / 3;
      REQUIRE(all.size() == 21 * width);
      bool same = true;
      for (std::size_t i = 0; i < some.size(); ++i)
        same = same && std::bit_cast<std::uint64_t>(some[i]) ==
                           std::bit_cast<std::uint64_t>(all[(i / width * 7 + 6) * width + i % width]);
      CHECK(same);
    }
  }
}

TEST_CASE("norms and ratios by layer are those of the parameters before and after the step", "[instruments]") {
  Session<double> session =
      subscribed({"parameterNorms", "gradientNorms", "updateNorms", "updateRatios"}, 5, defaultDocument());
  session.step(4);
  const std::vector<double> before = session.parameters();
  session.step(1);
  const std::vector<double> after = session.parameters(), gradients = session.gradients();
  std::vector<double> update = after;
  for (std::size_t i = 0; i < update.size(); ++i) update[i] -= before[i];
  const Value readings = session.readings();
  CHECK(numbersOf(readings, "updateNorms", "steps") == std::vector<double>{5});
  // Layers 0, 2, 4 have 12, 10 and 3 parameters; the others none.
  const std::size_t bounds[] = {0, 12, 12, 22, 22, 25};
  for (std::size_t layer = 0; layer < 5; ++layer) {
    const std::size_t begin = bounds[layer], end = bounds[layer + 1];
    if (layer % 2 == 1) {
      CHECK(std::isnan(numbersOf(readings, "updateNorms")[layer]));
      CHECK(std::isnan(numbersOf(readings, "updateRatios")[layer]));
      continue;
    }
    CHECK(numbersOf(readings, "parameterNorms")[layer] == Approx(norm(after, begin, end)));
    CHECK(numbersOf(readings, "gradientNorms")[layer] == Approx(norm(gradients, begin, end)));
    CHECK(numbersOf(readings, "updateNorms")[layer] == Approx(norm(update, begin, end)));
    CHECK(numbersOf(readings, "updateRatios")[layer] == Approx(norm(update, begin, end) / norm(before, begin, end)));
  }
}

/** Two inputs, two units of the function, one output; all rows in the training part. */
Session<double> unitsOf(const char* function) {
  Session<double> session;
  session.provideRows(3, {1, 1, 2, 1, 1, 3}, {1, 2, 3});
  session.configure(fromText(std::string(R"({"version": 1, "data": {"kind": "external", "inputs": 2, "outputs": 1,
      "task": "regression", "split": {"training": 1, "validation": 0, "test": 0}},
      "layers": [{"kind": "dense", "units": 2}, {"kind": "activation", "function": {"kind": ")") +
                             function + R"("}}, {"kind": "dense", "units": 1}],
      "loss": {"kind": "halfSquaredError"}, "optimizer": {"kind": "gradientDescent", "learningRate": 0},
      "regularizers": [], "batchSize": 0})"));
  return session;
}

TEST_CASE("a relu whose sums are all negative is dead, a tanh far out is saturated", "[instruments]") {
  Session<double> relu = unitsOf("relu"), tanh = unitsOf("tanh");
  for (Session<double>* session : {&relu, &tanh}) session->subscribe({"deadUnits", "saturatedUnits"}, 1);
  // Weights [inputs][units]: the first unit sums the inputs, the second their negatives times ten.
  relu.setParameters({1, -10, 1, -10, 0, 0, 1, 1, 0});
  tanh.setParameters({0.1, -10, 0.1, -10, 0, 0, 1, 1, 0});
  relu.step(1);
  tanh.step(1);
  CHECK(numbersOf(relu.readings(), "deadUnits")[1] == 0.5);
  CHECK(numbersOf(relu.readings(), "saturatedUnits")[1] == 0.5);
  CHECK(numbersOf(tanh.readings(), "saturatedUnits")[1] == 0.5);
  CHECK(std::isnan(numbersOf(relu.readings(), "deadUnits")[0]));
}

TEST_CASE("the noise scale is that of the covariance of the samples' gradients", "[instruments]") {
  // One linear unit: a sample's gradient is error·(x, 1). With two samples the halves are single samples.
  Session<double> session;
  session.provideRows(2, {1, 2}, {0, 1});
  session.subscribe({"gradientNoiseScale"}, 1);
  session.configure(fromText(R"({"version": 1, "data": {"kind": "external", "inputs": 1, "outputs": 1,
      "task": "regression", "split": {"training": 1, "validation": 0, "test": 0}},
      "layers": [{"kind": "dense", "units": 1}], "loss": {"kind": "halfSquaredError"},
      "optimizer": {"kind": "gradientDescent", "learningRate": 0}, "regularizers": [], "batchSize": 2})"));
  session.setParameters({1, 1});
  session.step(1);
  // Sample (1, 0): error 2, gradient (2, 2). Sample (2, 1): error 2, gradient (4, 2). Mean (3, 2).
  const double large = 9 + 4, x = session.run().training.input[0], small = x == 1 ? 8 : 20;
  const std::vector<double> reading = numbersOf(session.readings(), "gradientNoiseScale");
  CHECK(reading[1] == Approx(2 * large - small));
  CHECK(reading[2] == Approx((small - large) / 0.5));
}

TEST_CASE("the noise of the gradients is that of the parameters before the update, however far it goes",
          "[instruments]") {
  const auto readingAt = [](double rate) {
    Session<double> session;
    session.subscribe({"gradientNoiseScale"}, 1);
    session.configure(fromText(R"({"version": 1, "layers": [{"kind": "dense", "units": 3}, {"kind": "activation"},
        {"kind": "dense", "units": 1}], "optimizer": {"kind": "gradientDescent", "learningRate": )" +
                               std::to_string(rate) + "}}"));
    session.step(1);
    return numbersOf(session.readings(), "gradientNoiseScale");
  };
  const std::vector<double> still = readingAt(0), far = readingAt(2);
  CHECK(still[1] == far[1]);
  CHECK(still[2] == far[2]);
}

TEST_CASE("histograms count every number once, from the lowest to the highest", "[instruments]") {
  Session<double> session = subscribed({"parameterDistributions", "activationDistributions"}, 1, defaultDocument());
  session.step(1);
  const std::vector<double> parameters = session.parameters(),
                            histogram = numbersOf(session.readings(), "parameterDistributions"),
                            activations = numbersOf(session.readings(), "activationDistributions");
  CHECK(histogram[0] == *std::min_element(parameters.begin(), parameters.begin() + 12));
  CHECK(histogram[1] == *std::max_element(parameters.begin(), parameters.begin() + 12));
  double count = 0, values = 0;
  for (std::size_t bin = 2; bin < 26; ++bin) {
    count += histogram[bin];
    values += activations[bin];
  }
  CHECK(count == 12);
  CHECK(values == 40);
  CHECK(std::isnan(histogram[26]));
}

TEST_CASE("readings stay within their places, evenly spaced; a turned knob forgets what comes after", "[instruments]") {
  Session<double> session = subscribed({"gradientNorms"}, 3, defaultDocument());
  session.step(3000);
  std::vector<double> steps = numbersOf(session.readings(), "gradientNorms", "steps");
  REQUIRE(steps.size() < 256);
  CHECK(steps.size() >= 128);
  for (std::size_t i = 1; i < steps.size(); ++i) CHECK(steps[i] - steps[i - 1] == steps[1] - steps[0]);
  session.seek(600);
  session.turn("optimizer.learningRate", 0.5);
  steps = numbersOf(session.readings(), "gradientNorms", "steps");
  CHECK(steps.back() <= 600);
  session.step(100);
  CHECK(numbersOf(session.readings(), "gradientNorms", "steps").back() > 600);
}

TEST_CASE("an unknown instrument is refused with the names of all, and an empty list ends the subscription",
          "[instruments]") {
  Session<double> session = subscribed({"gradientNorms"}, 1, defaultDocument());
  CHECK(refusalOf([&] { session.subscribe({"thermometer"}, 1); }).substr(0, 24) == "KIND_UNKNOWN instruments");
  CHECK(refusalOf([&] { session.subscribe({"gradientNorms"}, 0); }).substr(0, 11) == "RANGE every");
  session.step(2);
  CHECK(numbersOf(session.readings(), "gradientNorms").size() == 10);
  session.subscribe({}, 1);
  session.step(2);
  CHECK(session.readings().record()->empty());
}

}  // namespace
}  // namespace nablab
