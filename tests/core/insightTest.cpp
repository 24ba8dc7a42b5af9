#include "core/knockOut.h"
#include "core/saliency.h"
#include "core/surrogate.h"
#include "core/views.h"
#include "core/worstSamples.h"
#include "support.h"

namespace nablab {

namespace {

/** The run of a document, with the tables of the gallery, after so many steps. */
Session<double> after(long steps, const std::string& document) {
  Session<double> session = sessionWithTables<double>();
  session.configure(adaptedText(document));
  session.step(steps);
  return session;
}

double outputOf(Twin& twin, const std::vector<double>& x, int output) {
  return evaluate(twin.run(), 1, x)[static_cast<std::size_t>(output)];
}

}  // namespace

TEST_CASE("saliency is what central differences of the output say, whatever layers are passed", "[insight]") {
  const std::string layers = GENERATE(
      R"([{"kind":"dense","units":6},{"kind":"activation","function":{"kind":"gelu"}},{"kind":"dense","units":3}])",
      R"([{"kind":"dense","units":6},{"kind":"batchNormalization"},{"kind":"activation","function":{"kind":"tanh"}},
          {"kind":"dropout","rate":0.4},{"kind":"dense","units":3}])",
      R"([{"kind":"dense","units":13},{"kind":"residual","from":-1},{"kind":"layerNormalization"},
          {"kind":"activation","function":{"kind":"sigmoid"}},{"kind":"gaussianNoise"},{"kind":"dense","units":3}])");
  Session<double> session = after(
      40, R"({"version":1,"data":{"kind":"wine"},"loss":{"kind":"softmaxCrossEntropy"},"layers":)" + layers + "}");
  Twin twin(session.run());
  const Saliency saliency = measureSaliency(twin, {.row = 7, .output = 2});
  REQUIRE(saliency.gradients.size() == 13);
  CHECK(saliency.value == Approx(outputOf(twin, saliency.inputs, 2)));
  for (std::size_t i = 0; i < saliency.inputs.size(); ++i) {
    INFO(layers << ", input " << i);
    std::vector<double> moved = saliency.inputs;
    const double step = 1e-5;
    moved[i] += step;
    const double above = outputOf(twin, moved, 2);
    moved[i] -= 2 * step;
    CHECK(saliency.gradients[i] == Approx((above - outputOf(twin, moved, 2)) / (2 * step)).margin(1e-8));
  }
}

TEST_CASE("saliency of an image goes back through convolution and pooling", "[insight]") {
  Session<double> session = after(5, R"({"version":1,"data":{"kind":"digits"},"loss":{"kind":"softmaxCrossEntropy"},
    "layers":[{"kind":"conv2d","filters":3},{"kind":"activation","function":{"kind":"softplus"}},
              {"kind":"averagePooling2d"},{"kind":"flatten"},{"kind":"dense","units":10}]})");
  Twin twin(session.run());
  const Saliency saliency = measureSaliency(twin, {.row = 3});
  REQUIRE(saliency.gradients.size() == 64);
  CHECK(saliency.output >= 0);
  for (const std::size_t i : {12u, 27u, 45u}) {
    std::vector<double> moved = saliency.inputs;
    moved[i] += 1e-5;
    const double above = outputOf(twin, moved, saliency.output);
    moved[i] -= 2e-5;
    CHECK(saliency.gradients[i] == Approx((above - outputOf(twin, moved, saliency.output)) / 2e-5).margin(1e-8));
  }
}

TEST_CASE("saliency refuses rows and outputs that are not there", "[insight]") {
  Session<double> session = after(1, R"({"version":1,"data":{"kind":"circle"}})");
  Twin twin(session.run());
  CHECK(refusalOf([&] { measureSaliency(twin, {.row = 100000}); }).substr(0, 14) == "RANGE tool.row");
  CHECK(refusalOf([&] { measureSaliency(twin, {.row = 0, .output = 5}); }).substr(0, 17) == "RANGE tool.output");
}

TEST_CASE("a unit that is knocked out is missed as much as its outgoing weights are", "[insight]") {
  Session<double> session = after(200, R"({"version":1,"data":{"kind":"circle"},"layers":[{"kind":"dense","units":4},
    {"kind":"activation","function":{"kind":"tanh"}},{"kind":"dense","units":1}]})");
  const std::vector<double> before = session.parameters();
  Twin twin(session.run());
  const KnockOut found = knockOutUnits(twin);
  REQUIRE(found.units.size() == 4);
  CHECK(found.whole.loss == Approx(session.metrics(found.part)->loss));
  for (std::size_t i = 0; i < 4; ++i) {
    const KnockedOut& each = found.units[i];
    CHECK(each.layer == 1);
    if (i > 0) CHECK(found.units[i - 1].loss >= each.loss);
    // The same by setting the unit's outgoing weight to zero.
    std::vector<double> without = before;
    without[static_cast<std::size_t>(4 * 3 + each.unit)] = 0;
    session.setParameters(without);
    CHECK(each.loss == Approx(session.metrics(found.part)->loss).epsilon(1e-12));
    CHECK(each.accuracy == session.metrics(found.part)->accuracy);
  }
  session.setParameters(before);
  CHECK(session.parameters() == before);
}

TEST_CASE("channels of a convolution and units without an activation are knocked out too", "[insight]") {
  Session<double> session = after(2, R"({"version":1,"data":{"kind":"digits"},"loss":{"kind":"softmaxCrossEntropy"},
    "layers":[{"kind":"conv2d","filters":3},{"kind":"flatten"},{"kind":"dense","units":5},
              {"kind":"activation","function":{"kind":"relu"}},{"kind":"dense","units":10}]})");
  Twin twin(session.run());
  std::vector<int> layers(5);
  for (const KnockedOut& each : knockOutUnits(twin).units) ++layers[static_cast<std::size_t>(each.layer)];
  CHECK(layers == std::vector<int>{3, 0, 0, 5, 0});
}

TEST_CASE("the worst samples of a class are its rows of the largest loss", "[insight]") {
  Session<double> session = after(60, R"({"version":1,"data":{"kind":"iris"},"loss":{"kind":"softmaxCrossEntropy"}})");
  Twin twin(session.run());
  const auto lists = worstSamples(twin, {.samples = 4});
  REQUIRE(lists.size() == 3);
  const PreparedData<double>& data = session.run().data();
  const std::vector<float> probabilities = predictions(session.run());
  for (std::size_t label = 0; label < 3; ++label) {
    REQUIRE(lists[label].size() == 4);
    double smallest = lists[label].back().loss;
    for (const WorstSample& each : lists[label]) {
      CHECK(data.raw.y[static_cast<std::size_t>(each.row)] == static_cast<double>(label));
      CHECK(std::exp(-each.loss) == Approx(probabilities[static_cast<std::size_t>(each.row) * 3 + label]).margin(1e-5));
    }
    for (const int row : data.rowsOf(Part::training)) {
      const auto at = static_cast<std::size_t>(row);
      if (data.raw.y[at] != static_cast<double>(label)) continue;
      const bool listed = std::any_of(lists[label].begin(), lists[label].end(),
                                      [row](const WorstSample& each) { return each.row == row; });
      if (!listed) CHECK(-std::log(probabilities[at * 3 + label]) <= smallest + 1e-4);
    }
  }
}

TEST_CASE("a tree imitates a network that asks one question, and says how often", "[insight]") {
  Session<double> session;
  std::vector<double> x, y;
  for (int i = 0; i < 20; ++i) {
    x.insert(x.end(), {static_cast<double>(i), static_cast<double>((i * 7) % 20)});
    y.push_back(i >= 12);
  }
  session.provideRows(20, x, y);
  session.configure(fromText(
      R"({"version":1,"data":{"kind":"external","inputs":2,"outputs":2,"task":"classification","split":{"training":1,"validation":0,"test":0}},
      "loss":{"kind":"binaryCrossEntropy"},"regularizers":[],"batchSize":4,"layers":[{"kind":"dense","units":1}]})"));
  // z = x₁ − 11.5
  session.setParameters({1, 0, -11.5});
  Twin twin(session.run());
  const Surrogate tree = fitSurrogate(twin, {});
  REQUIRE(tree.nodes.size() == 3);
  CHECK(tree.nodes[0].input == 0);
  CHECK(tree.nodes[0].threshold == 11.5);
  CHECK(tree.nodes[static_cast<std::size_t>(tree.nodes[0].below)].answer == 0);
  CHECK(tree.nodes[static_cast<std::size_t>(tree.nodes[0].above)].rows == 8);
  CHECK(tree.training.value == 1);
  CHECK(tree.validation.rows == 0);
  // z = x₁ − 11.5 for small x₂ only: one question is no longer enough.
  session.setParameters({1, -5, -11.5});
  Twin turned(session.run());
  const Surrogate shallow = fitSurrogate(turned, {.depth = 1}), deep = fitSurrogate(turned, {.depth = 4});
  CHECK(shallow.nodes.size() <= 3);
  CHECK(deep.training.value >= shallow.training.value);
}

TEST_CASE("a tree of numbers tells its R squared against the network", "[insight]") {
  Session<double> session = after(300, R"({"version":1,"data":{"kind":"sine"}})");
  Twin twin(session.run());
  const Surrogate tree = fitSurrogate(twin, {.depth = 3});
  CHECK(tree.nodes.size() <= 15);
  CHECK(tree.training.defined);
  CHECK(tree.training.value > 0.5);
  CHECK(tree.training.value < 1);
}

TEST_CASE("the highest stable rate is asked of the knob, whatever the schedule makes of it", "[insight]") {
  Session<double> session = after(50, R"({"version":1,"data":{"kind":"circle"},"schedule":{"kind":"exponential"},
    "optimizer":{"kind":"gradientDescent","learningRate":0.1}})");
  const Value found = session.tool(fromText(R"({"kind": "eigenvalues"})"));
  const double largest = *found.find("eigenvalues")->list()->front().number();
  const double rate = session.status().learningRate;
  CHECK(*found.find("learningRate")->number() == rate);
  CHECK(*found.find("bound")->number() == 2 / rate);
  CHECK(*found.find("stableRate")->number() == 2 / largest);
  CHECK(*found.find("stableKnob")->number() == Approx(0.1 * (2 / largest) / rate));
  session.turn("optimizer.learningRate", *found.find("stableKnob")->number());
  CHECK(session.status().learningRate == Approx(2 / largest));
}

}  // namespace nablab
