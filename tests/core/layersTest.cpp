#include "core/views.h"
#include "support.h"

namespace nablab {
namespace {

/** One layer before a dense unit, over 8 × 8 external inputs. */
Value behind(const std::string& layers) {
  return fromText(R"({"version":1,"data":{"kind":"external","inputs":64,"outputs":1,"task":"regression"},"layers":[)" +
                  layers + R"({"kind":"dense","units":1}],"loss":{"kind":"meanSquaredError"},
                  "optimizer":{"kind":"gradientDescent","learningRate":0},"regularizers":[],"batchSize":0})");
}

Batch constantBatch(int samples) {
  return {samples,
          std::vector<double>(static_cast<std::size_t>(64 * samples), 1.5),
          std::vector<double>(static_cast<std::size_t>(samples), 0),
          {}};
}

TEST_CASE(
    "gaussian noise adds normal numbers of its deviation in training, other ones at every step, and none in "
    "evaluation",
    "[layers][closedForm:layers.gaussianNoise]") {
  Session<double> session;
  session.configure(behind(R"({"kind":"gaussianNoise","deviation":0.5},)"));
  const int samples = 64;
  session.trainOn(constantBatch(samples));
  const std::vector<double> first = session.run().training.outputs[0];
  double total = 0, squares = 0;
  for (const double value : first) {
    total += value - 1.5;
    squares += (value - 1.5) * (value - 1.5);
  }
  const double count = 64 * samples, mean = total / count;
  // Four standard errors of 4096 independent numbers.
  CHECK(std::abs(mean) < 4 * 0.5 / 64);
  CHECK(std::sqrt(squares / count - mean * mean) == Approx(0.5).epsilon(0.05));
  session.trainOn(constantBatch(samples));
  CHECK(session.run().training.outputs[0] != first);
  const std::vector<double> weights = session.parameters();
  double z = weights[64];
  for (int i = 0; i < 64; ++i) z += 1.5 * weights[static_cast<std::size_t>(i)];
  CHECK(evaluate(session.run(), 1, std::vector<double>(64, 1.5))[0] == Approx(z));
}

TEST_CASE("flatten changes no number and no gradient", "[layers][closedForm:layers.flatten]") {
  Session<double> plain, flat;
  plain.configure(behind(""));
  flat.configure(behind(R"({"kind":"flatten"},)"));
  flat.setParameters(plain.parameters());
  plain.trainOn(constantBatch(5));
  flat.trainOn(constantBatch(5));
  CHECK(flat.batchOutput() == plain.batchOutput());
  CHECK(flat.gradients() == plain.gradients());
}

TEST_CASE("batch normalization takes statistics of samples only, however much padding follows", "[layers]") {
  Session<double> session;
  session.configure(behind(R"({"kind":"batchNormalization"},)"));
  for (const int samples : {1, 2, 3, 5, 9}) {
    Batch batch = constantBatch(samples);
    for (std::size_t i = 0; i < batch.x.size(); ++i) batch.x[i] = static_cast<double>(i * i % 17);
    session.trainOn(batch);
    const std::vector<double>& normal = session.run().training.outputs[0];
    const int columns = Run<double>::columnsFor(samples);
    double mean = 0, variance = 0;
    for (int i = 0; i < samples; ++i) mean += normal[static_cast<std::size_t>(3 * columns + i)] / samples;
    for (int i = 0; i < samples; ++i) {
      const double distance = normal[static_cast<std::size_t>(3 * columns + i)] - mean;
      variance += distance * distance / samples;
    }
    CHECK(std::abs(mean) < 1e-12);
    CHECK((samples == 1 ? variance == 0 : variance == Approx(1).epsilon(1e-4)));
  }
}

TEST_CASE("layer normalization gives every sample mean beta and deviation gamma over its units",
          "[layers][closedForm:layers.layerNormalization]") {
  Session<double> session;
  session.configure(behind(R"({"kind":"layerNormalization","epsilon":1e-12},)"));
  std::vector<double> parameters = session.parameters();
  std::fill_n(parameters.begin(), 64, 3.0);
  std::fill_n(parameters.begin() + 64, 64, 0.5);
  session.setParameters(parameters);
  Batch batch = constantBatch(3);
  for (std::size_t i = 0; i < batch.x.size(); ++i) batch.x[i] = static_cast<double>(i * i % 23);
  session.trainOn(batch);
  for (std::size_t sample = 0; sample < 3; ++sample) {
    double mean = 0, variance = 0;
    for (std::size_t unit = 0; unit < 64; ++unit) mean += session.run().training.outputs[0][4 * unit + sample] / 64;
    for (std::size_t unit = 0; unit < 64; ++unit) {
      const double distance = session.run().training.outputs[0][4 * unit + sample] - mean;
      variance += distance * distance / 64;
    }
    CHECK(mean == Approx(0.5));
    CHECK(variance == Approx(9));
  }
}

TEST_CASE("a residual refuses a later layer and another shape, and adapting finds one that fits", "[layers]") {
  const auto with = [](const std::string& from) {
    return fromText(
        R"({"version":1,"layers":[{"kind":"dense","units":3},{"kind":"activation"},{"kind":"dense","units":3},
      {"kind":"residual","from":)" +
        from + R"(},{"kind":"dense","units":1}]})");
  };
  CHECK(refusalOf([&] { readExperiment(with("3")); }).rfind("COMBINATION layers[3].from: 3", 0) == 0);
  CHECK(refusalOf([&] { readExperiment(with("-1")); }) ==
        "COMBINATION layers[3].from: -1, of shape 2; allowed: a layer of shape 3");
  CHECK(readExperiment(with("1")).layers.size() == 5);
  CHECK(std::get<Residual>(adaptExperiment(with("-1")).layers[3]).from == 1);
}

}  // namespace
}  // namespace nablab
