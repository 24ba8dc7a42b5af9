#include "support.h"

/**
 * Every layer, activation, loss and regularizer of the catalog against central differences in double precision:
 * ∂C/∂θ ≈ (C(θ + ε) − C(θ − ε)) / 2ε. Kinds are read from the catalog, so that a new one is tested unaided.
 */
namespace nablab {
namespace {

using Json = nlohmann::ordered_json;

constexpr double epsilon = 1e-6, absoluteTolerance = 1e-7, relativeTolerance = 1e-5;

/** Numbers without pattern and far from zero, so that no kink of a relu lies within ε. */
double scattered(int i) { return 0.9 * std::sin(1.7 * i + 0.3) + 0.05 * std::cos(11.0 * i); }

Batch batchFor(const Session<double>& session, int samples, bool classes) {
  const int inputs = session.run().network.inputs(), outputs = session.run().network.outputs();
  Batch batch{samples, {}, {}, {}};
  for (int i = 0; i < samples * inputs; ++i) batch.x.push_back(scattered(i));
  for (int i = 0; i < samples * outputs; ++i)
    batch.y.push_back(!classes ? scattered(i + 100) : outputs == 1 ? i % 2 : (i % outputs == (i / outputs) % outputs));
  for (std::size_t layer = 0; layer < session.run().network.layers().size(); ++layer) {
    if (!std::holds_alternative<Dropout>(session.run().network.layers()[layer])) continue;
    Batch::Mask mask{static_cast<int>(layer), {}};
    for (int i = 0; i < samples * session.run().network.inputShape(layer).size(); ++i) mask.keep.push_back(i % 3 != 0);
    batch.masks.push_back(mask);
  }
  return batch;
}

/** The objective at these parameters: the run is fed the batch, whose update is undone by the next call. */
double objective(Session<double>& session, const Batch& batch, const std::vector<double>& parameters) {
  // Layers that draw must draw the same again, so every call is step 0.
  session.configure(session.experiment());
  session.setParameters(parameters);
  session.trainOn(batch);
  return session.status().batchLoss + session.status().penalty;
}

/** Fails where a gradient of this experiment differs from the difference quotient. */
void checkGradients(const Json& document, bool classes) {
  INFO(document.dump());
  Session<double> session;
  session.configure(fromJson(document));
  // Five samples: not a multiple of the lanes, so that padding would be felt.
  const Batch batch = batchFor(session, 5, classes);
  std::vector<double> parameters = session.parameters();
  for (std::size_t i = 0; i < parameters.size(); ++i) parameters[i] = 0.7 * scattered(static_cast<int>(3 * i + 1));
  objective(session, batch, parameters);
  const std::vector<double> gradients = session.gradients();
  double largest = 0;
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    std::vector<double> shifted = parameters;
    shifted[i] = parameters[i] + epsilon;
    const double above = objective(session, batch, shifted);
    shifted[i] = parameters[i] - epsilon;
    const double below = objective(session, batch, shifted);
    const double quotient = (above - below) / (2 * epsilon);
    INFO("parameter " << i << ": gradient " << gradients[i] << ", quotient " << quotient);
    REQUIRE(std::abs(gradients[i] - quotient) <= absoluteTolerance + relativeTolerance * std::abs(quotient));
    largest = std::max(largest, std::abs(quotient));
  }
  // A network that nothing reaches would pass everything.
  REQUIRE(largest > 1e-4);
}

Json experimentWith(const Json& layers, const Json& loss, int outputs, bool classes) {
  return {{"version", 1},
          {"data",
           {{"kind", "external"},
            {"inputs", 3},
            {"outputs", outputs},
            {"task", classes ? "classification" : "regression"}}},
          {"layers", layers},
          {"loss", loss},
          {"optimizer", {{"kind", "gradientDescent"}, {"learningRate", 0}}},
          {"regularizers", Json::array()},
          {"batchSize", 0}};
}

Json dense(int units) { return {{"kind", "dense"}, {"units", units}}; }

TEST_CASE("every activation agrees with central differences", "[gradient]") {
  for (const std::string& key : kindsOf("activations")) {
    const Json function = {{"kind", "activation"}, {"function", {{"kind", key}}}};
    checkGradients(
        experimentWith({dense(5), function, dense(4), function, dense(2)}, {{"kind", "meanSquaredError"}}, 2, false),
        false);
  }
}

TEST_CASE("every layer agrees with central differences", "[gradient]") {
  for (const std::string& key : kindsOf("layers")) {
    Json layer = key == "dense" ? dense(4) : Json{{"kind", key}};
    if (key == "residual") layer["from"] = 0;
    checkGradients(experimentWith({dense(6), layer, dense(3)}, {{"kind", "halfSquaredError"}}, 3, false), false);
  }
}

TEST_CASE("every loss agrees with central differences, for one output and for several", "[gradient]") {
  const Json tanh = {{"kind", "activation"}, {"function", {{"kind", "tanh"}}}};
  for (const std::string& key : kindsOf("losses")) {
    const Json loss = {{"kind", key}};
    const bool both = key == "softmaxCrossEntropy";
    checkGradients(experimentWith({dense(4), tanh, dense(both ? 2 : 1)}, loss, 2, true), true);
    checkGradients(experimentWith({dense(4), tanh, dense(5)}, loss, 5, true), true);
  }
}

TEST_CASE("every regularizer agrees with central differences", "[gradient]") {
  for (const std::string& key : kindsOf("regularizers")) {
    Json document = experimentWith({dense(5), dense(2)}, {{"kind", "meanSquaredError"}}, 2, false);
    document["regularizers"] = {{{"kind", key}}};
    if (key != "maxNorm") document["regularizers"][0]["strength"] = 0.3;
    checkGradients(document, false);
  }
}

}  // namespace
}  // namespace nablab
