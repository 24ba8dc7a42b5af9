#include "support.h"

/**
 * Every layer, activation, loss and regularizer of the catalog against central differences in double precision:
 * ∂C/∂θ ≈ (C(θ + ε) − C(θ − ε)) / 2ε, and float against double. Kinds are read from the catalog, so that a new one is
 * tested unaided.
 */
namespace nablab {
namespace {

using Json = nlohmann::ordered_json;

constexpr double epsilon = 1e-6;

struct Tolerance {
  double absolute, relative;
  bool allows(double found, double expected) const {
    return std::abs(found - expected) <= absolute + relative * std::abs(expected);
  }
};
/** Of single derivatives; and, as wide as PyTorch's gradcheck, of derivatives along a direction. */
constexpr Tolerance single{1e-7, 1e-5}, directional{1e-5, 1e-3};

/** Numbers without pattern and far from zero, so that no kink of a relu lies within ε. */
double scattered(int i) { return 0.9 * std::sin(1.7 * i + 0.3) + 0.05 * std::cos(11.0 * i); }

/** Five samples: not a multiple of the lanes, so that padding would be felt. */
template <class Real>
Batch batchFor(const Session<Real>& session) {
  const int inputs = session.run().network.inputs(), outputs = session.run().network.outputs(), samples = 5;
  const bool classes = session.run().data().raw.task.classes > 0;
  const double low = codingOf(session.run().experiment().loss) == TargetCoding::plusMinusOne ? -1 : 0;
  Batch batch{samples, {}, {}, {}};
  for (int i = 0; i < samples * inputs; ++i) batch.x.push_back(scattered(i));
  for (int i = 0; i < samples * outputs; ++i) {
    const bool isClass = outputs == 1 ? i % 2 == 1 : i % outputs == (i / outputs) % outputs;
    batch.y.push_back(!classes ? scattered(i + 100) : isClass ? 1 : low);
  }
  for (std::size_t layer = 0; layer < session.run().network.layers().size(); ++layer) {
    if (!std::holds_alternative<Dropout>(session.run().network.layers()[layer])) continue;
    Batch::Mask mask{static_cast<int>(layer), {}};
    for (int i = 0; i < samples * session.run().network.inputShape(layer).size(); ++i) mask.keep.push_back(i % 3 != 0);
    batch.masks.push_back(mask);
  }
  return batch;
}

/** A configured session, its batch, and parameters far from any symmetry. */
template <class Real>
struct Subject {
  Session<Real> session;
  Batch batch;
  std::vector<double> parameters;

  explicit Subject(const Json& document) {
    session.configure(fromJson(document));
    batch = batchFor(session);
    parameters = session.parameters();
    // Numbers that a float can hold.
    for (std::size_t i = 0; i < parameters.size(); ++i)
      parameters[i] = static_cast<float>(0.7 * scattered(static_cast<int>(3 * i + 1)));
  }

  /** The objective at these parameters: the run is fed the batch, whose update is undone by the next call. */
  double objective(const std::vector<double>& at) {
    // Layers that draw must draw the same again, so every call is step 0.
    session.configure(session.experiment());
    session.setParameters(at);
    session.trainOn(batch);
    return session.status().batchLoss + session.status().penalty;
  }

  std::vector<double> gradients() {
    objective(parameters);
    return session.gradients();
  }

  /** (C(θ + εd) − C(θ − εd)) / 2ε. */
  double quotient(const std::vector<double>& direction) {
    std::vector<double> above = parameters, below = parameters;
    for (std::size_t i = 0; i < parameters.size(); ++i) {
      above[i] += epsilon * direction[i];
      below[i] -= epsilon * direction[i];
    }
    const double higher = objective(above);
    return (higher - objective(below)) / (2 * epsilon);
  }
};

/**
 * Fails where a derivative of this experiment differs from the difference quotient, or from itself; and where it would
 * not be seen that the sign of a tensor's whole gradient were wrong, as after a slip in any backward behind it.
 */
void checkGradients(const Json& document) {
  INFO(document.dump());
  Subject<double> subject(document);
  const std::vector<double> gradients = subject.gradients();
  REQUIRE(subject.gradients() == gradients);
  // A network that nothing reaches would pass everything.
  bool isReached = false;
  // A copy: every quotient configures the run anew.
  const std::vector<Tensor> tensors = subject.session.run().network.plan().tensors();
  for (const Tensor& tensor : tensors) {
    double largest = 0;
    bool wouldFail = false;
    for (std::size_t i = tensor.offset; i < tensor.offset + tensor.length; ++i) {
      std::vector<double> direction(gradients.size(), 0);
      direction[i] = 1;
      const double quotient = subject.quotient(direction);
      INFO("parameter " << i << ": gradient " << gradients[i] << ", quotient " << quotient);
      REQUIRE(single.allows(gradients[i], quotient));
      wouldFail = wouldFail || !single.allows(-gradients[i], quotient);
      largest = std::max(largest, std::abs(quotient));
    }
    isReached = isReached || largest > 1e-4;
    // What is left of the bias before a normalization is rounding.
    if (largest > 1e-6) REQUIRE(wouldFail);
  }
  REQUIRE(isReached);
}

/** Fails where the gradient of this experiment differs from difference quotients along three directions. */
void checkAlongDirections(const Json& document) {
  Subject<double> subject(document);
  const std::vector<double> gradients = subject.gradients();
  for (int k = 0; k < 3; ++k) {
    std::vector<double> direction;
    double expected = 0;
    for (std::size_t i = 0; i < gradients.size(); ++i) {
      direction.push_back(scattered(static_cast<int>(i) * 7 + k));
      expected += gradients[i] * direction.back();
    }
    if (const double quotient = subject.quotient(direction); !directional.allows(quotient, expected))
      FAIL(document.dump() << ": along direction " << k << " " << expected << ", quotient " << quotient);
  }
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
Json activation(const std::string& key) { return {{"kind", "activation"}, {"function", {{"kind", key}}}}; }

/** Step has a derivative, zero, but is refused where it would be needed. */
std::vector<std::string> trainableActivations() {
  std::vector<std::string> keys = kindsOf("activations");
  std::erase(keys, "step");
  return keys;
}

/** The loss with every number of the catalog away from its default. */
Json turnedLoss(const std::string& key, int classes) {
  Json loss = {{"kind", key}};
  const Value all = catalog();
  for (const Value& kind : *all.find("families")->find("losses")->list()) {
    if (*kind.find("kind")->text() != key) continue;
    for (const Value& knob : *kind.find("knobs")->list()) {
      const std::string& name = *knob.find("name")->text();
      if (*knob.find("type")->text() == "number") loss[name] = 0.3;
      if (*knob.find("type")->text() == "numbers")
        for (int i = 0; i < classes; ++i) loss[name].push_back(0.5 + i);
    }
  }
  return loss;
}

TEST_CASE("rows 62 and 63: every activation agrees with central differences", "[gradient]") {
  for (const std::string& key : trainableActivations())
    checkGradients(experimentWith({dense(5), activation(key), dense(4), activation(key), dense(2)},
                                  {{"kind", "meanSquaredError"}}, 2, false));
}

TEST_CASE("rows 62 and 63: every layer agrees with central differences", "[gradient]") {
  for (const std::string& key : kindsOf("layers")) {
    Json layer = key == "dense" ? dense(4) : Json{{"kind", key}};
    if (key == "residual") layer["from"] = 0;
    // In the middle of an image of 4×4 places, where every kind can stand.
    const Json image = {{"kind", "conv2d"}, {"filters", 2}, {"kernel", {2, 2}}};
    Json document = experimentWith({image, layer, dense(3)}, {{"kind", "halfSquaredError"}}, 3, false);
    document["data"].update({{"height", 5}, {"width", 5}, {"inputs", 1}});
    checkGradients(document);
  }
}

TEST_CASE("layers of images agree with central differences, whatever their sizes", "[gradient]") {
  const auto conv = [](int filters, Json kernel, Json stride, const char* padding) -> Json {
    return {{"kind", "conv2d"}, {"filters", filters}, {"kernel", kernel}, {"stride", stride}, {"padding", padding}};
  };
  const auto pool = [](const char* kind, int size) -> Json { return {{"kind", kind}, {"size", size}}; };
  // All read images of 6×5 pixels with two channels.
  const std::vector<Json> stacks{
      {conv(5, {3, 2}, {1, 1}, "valid"), pool("maxPooling2d", 2), conv(2, {2, 1}, {1, 2}, "valid"), dense(3)},
      {conv(3, {3, 5}, {1, 1}, "same"), pool("averagePooling2d", 2), conv(4, {3, 1}, {1, 1}, "same"), dense(3)},
      {conv(2, {1, 1}, {3, 2}, "valid"), conv(3, {2, 2}, {1, 1}, "valid"), dense(3)},
      {pool("averagePooling2d", 3), conv(3, {2, 1}, {1, 1}, "valid")},
      {conv(2, {5, 3}, {1, 1}, "same"), conv(6, {2, 3}, {2, 1}, "valid"), pool("maxPooling2d", 1), dense(3)},
      // A frame makes any image large enough: some weights see nothing but zeros.
      {pool("averagePooling2d", 2), conv(5, {3, 5}, {1, 1}, "same"), pool("maxPooling2d", 2),
       conv(3, {5, 3}, {1, 1}, "same")}};
  for (const Json& layers : stacks) {
    Json document = experimentWith(layers, {{"kind", "halfSquaredError"}}, 3, false);
    document["data"].update({{"height", 6}, {"width", 5}, {"inputs", 2}});
    checkGradients(document);
  }
}

TEST_CASE(
    "rows 62 and 63: every loss agrees with central differences, for one output and for several, at its defaults and "
    "turned",
    "[gradient]") {
  for (const std::string& key : kindsOf("losses"))
    for (const int classes : {2, 5})
      for (const Json& loss : {Json{{"kind", key}}, turnedLoss(key, classes)}) {
        Loss kind;
        readChoice(familySpec<Loss>(), &kind, fromJson(loss), "loss");
        checkGradients(
            experimentWith({dense(4), activation("tanh"), dense(outputsFor(kind, classes, 1))}, loss, classes, true));
      }
}

TEST_CASE("row 63: every regularizer agrees with central differences", "[gradient]") {
  for (const std::string& key : kindsOf("regularizers")) {
    Json document = experimentWith({dense(5), dense(2)}, {{"kind", "meanSquaredError"}}, 2, false);
    document["regularizers"] = listOf({{"kind", key}});
    if (key != "maxNorm") document["regularizers"][0]["strength"] = 0.3;
    checkGradients(document);
  }
}

TEST_CASE("a prelu with a slope for each channel agrees with central differences", "[gradient]") {
  Json layer = activation("prelu");
  layer["function"]["perChannel"] = true;
  checkGradients(experimentWith({layer, dense(5), layer, dense(2)}, {{"kind", "meanSquaredError"}}, 2, false));
}

/** The layers of the catalog that may stand between two dense ones. */
std::vector<Json> layersBetween() {
  std::vector<Json> layers;
  for (const std::string& key : kindsOf("layers")) {
    Json layer = {{"kind", key}};
    if (key == "residual") layer["from"] = 0;
    const Json document = experimentWith({dense(3), layer, dense(3)}, {{"kind", "meanSquaredError"}}, 3, false);
    if (refusalOf([&] { Session<double>{}.configure(fromJson(document)); }).empty()) layers.push_back(layer);
  }
  return layers;
}

/** Calls `visit` for every loss with every activation and every regularizer, and for the layers in turn. */
template <class Visit>
void forEachCombination(Visit visit) {
  const std::vector<Json> layers = layersBetween();
  std::size_t turn = 0;
  for (const std::string& loss : kindsOf("losses"))
    for (const std::string& function : trainableActivations())
      for (const std::string& regularizer : kindsOf("regularizers")) {
        const Json& layer = layers[turn++ % layers.size()];
        Json document = experimentWith({dense(3), activation(function), layer, dense(3)}, {{"kind", loss}}, 3, true);
        document["regularizers"] = listOf({{"kind", regularizer}});
        visit(document);
      }
}

TEST_CASE("row 62: every loss with every activation, regularizer and layer agrees with central differences",
          "[gradient]") {
  forEachCombination(checkAlongDirections);
}

/** ‖found − expected‖ ≤ 1e-5·‖expected‖, or both are nothing. */
void checkNear(const std::vector<double>& found, const std::vector<double>& expected) {
  double error = 0, norm = 0;
  for (std::size_t i = 0; i < expected.size(); ++i) {
    error += (found[i] - expected[i]) * (found[i] - expected[i]);
    norm += expected[i] * expected[i];
  }
  REQUIRE(std::sqrt(error) <= 1e-5 * std::sqrt(norm) + 1e-12);
}

TEST_CASE("float agrees with double: outputs, loss and gradients of every combination", "[gradient]") {
  forEachCombination([](const Json& document) {
    INFO(document.dump());
    Subject<float> inFloat(document);
    Subject<double> inDouble(document);
    checkNear({inFloat.objective(inFloat.parameters)}, {inDouble.objective(inDouble.parameters)});
    checkNear(inFloat.session.batchOutput(), inDouble.session.batchOutput());
    checkNear(inFloat.session.gradients(), inDouble.session.gradients());
  });
}

TEST_CASE("step is refused behind layers that learn, with the reason, and allowed before them") {
  const auto refused = [](const Json& layers) {
    return refusalOf([&] {
      Session<double>{}.configure(fromJson(experimentWith(layers, {{"kind", "meanSquaredError"}}, 2, false)));
    });
  };
  CHECK(refused({dense(5), activation("tanh"), activation("step"), dense(2)}) ==
        "COMBINATION layers[2].function: step behind layers that learn: its derivative is zero, so no gradient would "
        "reach them; allowed: a function with a derivative, or trainable false on all layers before it");
  Json frozen = dense(5);
  frozen["trainable"] = false;
  CHECK(refused({frozen, activation("step"), dense(2)}).empty());
  CHECK(refused({activation("step"), dense(2)}).empty());
}

}  // namespace
}  // namespace nablab
