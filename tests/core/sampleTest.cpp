#include "core/sample.h"
#include "support.h"

namespace nablab {
namespace {

TEST_CASE("a row of the data is classified as the run predicts it, from its raw numbers", "[sample]") {
  for (const char* text :
       {R"({"version": 1})",
        R"({"version": 1, "data": {"kind": "rings"}, "preprocessing": [{"kind": "minMax"}, {"kind": "pca"}]})",
        R"({"version": 1, "data": {"kind": "digits"}, "preprocessing": [{"kind": "standardization"}]})"}) {
    INFO(text);
    Session<double> session = sessionWithTables<double>();
    session.configure(adaptedText(text));
    session.step(60);
    const PreparedData<double>& data = session.run().data();
    const auto inputs = static_cast<std::size_t>(data.raw.inputs());
    const std::vector<double> raw(data.raw.x.begin(), data.raw.x.begin() + static_cast<std::ptrdiff_t>(inputs));
    const Value sample = classifySample(session.run(), raw);
    const std::vector<float> predicted = predictions(session.run());
    const Value::List& outputs = *sample.find("outputs")->list();
    for (std::size_t i = 0; i < outputs.size(); ++i) CHECK(*outputs[i].number() == Approx(predicted[i]).margin(1e-6));
    double total = 0;
    for (const Value& probability : *sample.find("probabilities")->list()) total += *probability.number();
    CHECK(total == Approx(1));
    CHECK(sample.find("activations")->list()->size() ==
          activations(session.run(), shownRow(session.run().experiment(), data, raw)).size());
  }
}

TEST_CASE("the path leads from the decision to the inputs along the largest products", "[sample]") {
  Session<double> session;
  session.configure(fromText(R"({"version": 1, "layers": [{"kind": "dense", "units": 2}, {"kind": "activation",
      "function": {"kind": "linear"}}, {"kind": "dense", "units": 1}]})"));
  // First layer W = [[1, 2], [3, -1]], b = [0.5, 0]; last W = [2, -3], b = 1.
  session.setParameters({1, 2, 3, -1, 0.5, 0, 2, -3, 1});
  const std::vector<float> units = activations(session.run(), {1, 2});
  const std::vector<PathStep> path = strongestPath(session.run(), units, 0);
  REQUIRE(path.size() == 2);
  CHECK(path[0].layer == 2);
  CHECK(path[0].bias == 1);
  // Unit 0 gives 7.5 and counts twice, unit 1 gives 0.
  CHECK(path[0].strongest[0].from == 0);
  CHECK(path[0].strongest[0].product == 15);
  CHECK(path[1].layer == 0);
  CHECK(path[1].unit == 0);
  CHECK(path[1].strongest[0].from == 1);
  CHECK(path[1].strongest[0].activation == 2);
  CHECK(path[1].strongest[0].weight == 3);
}

TEST_CASE("a path ends at a convolution", "[sample]") {
  Session<double> session = sessionWithTables<double>();
  session.configure(adaptedText(R"({"version": 1, "data": {"kind": "digits"}, "layers": [{"kind": "conv2d"},
      {"kind": "flatten"}, {"kind": "dense", "units": 10}]})"));
  const std::vector<float> units = activations(session.run(), std::vector<double>(64, 1.0));
  CHECK(strongestPath(session.run(), units, 3).size() == 1);
}

TEST_CASE("what is no row of finite numbers is refused with its place", "[sample]") {
  Session<float> session;
  session.configure(writeExperiment(Experiment{}, false));
  const auto refusal = [&](const std::vector<double>& row) {
    return refusalOf([&] { classifySample(session.run(), row); });
  };
  CHECK(refusal({1}) == "SIZE sample: 1 numbers; allowed: 2 numbers");
  CHECK(refusal({1, std::numeric_limits<double>::quiet_NaN()}).substr(0, 15) == "RANGE sample[1]");
}

}  // namespace
}  // namespace nablab
