#include "traceArithmetic.h"

/**
 * A whole step computed again from the trace alone, for every kind of the catalog: each number from the operands that
 * the trace names for it, by the textbook's formula. A new kind fails until it says what it computes from.
 */
namespace nablab {
namespace {

const Arithmetic& arithmetic() {
  static const Arithmetic table = [] {
    Arithmetic made;
    addLayerArithmetic(made);
    addUpdateArithmetic(made);
    return made;
  }();
  return table;
}

/** The choice of the document whose formula this is. */
Json kindFor(const TraceAddress& address, const std::string& formula, const Json& document) {
  if (formula.rfind("losses.", 0) == 0) return document["loss"];
  if (formula.rfind("optimizers.", 0) == 0) return document["optimizer"];
  if (formula.rfind("clippings.", 0) == 0) return document["clipping"];
  if (address.layer < 0) return {};
  const bool behind = formula.size() > 14 && formula.find(".inputGradient") != std::string::npos;
  const Json& layer = document["layers"][static_cast<std::size_t>(address.layer + behind)];
  return formula.rfind("activations.", 0) == 0 ? layer["function"] : layer;
}

/** The directions of Newton and L-BFGS are made of points beside the step's: their own tests compute them again. */
bool isJoint(const std::string& formula) {
  const bool moves = formula.rfind("optimizers.newton", 0) == 0 || formula.rfind("optimizers.lbfgs", 0) == 0;
  return moves && formula.substr(formula.rfind('.')) != ".next";
}

/** Whether a step is given this number from outside. */
bool isGiven(const TraceQuantity& quantity) {
  const std::string& name = quantity.name;
  if (quantity.layer < 0)
    return name == "row" || name == "input" || name == "target" || name == "classWeight" || name == "stepLength" ||
           name == "learningRate" || name == "step";
  const std::size_t dot = name.rfind('.');
  const std::string last = dot == std::string::npos ? "" : name.substr(dot + 1);
  return name != "output" && name != "outputGradient" && name != "mean" && name != "scale" && last != "next" &&
         last != "gradient" && last != "penalized" && last != "clipped" && last != "decayed" && last != "updated" &&
         last != "change";
}

/** Takes gradients that residual layers add out of the operands, and returns their sum. */
double takeJoined(const TraceAddress& address, TraceOrigins& origins) {
  double sum = 0;
  while (address.quantity == "outputGradient" && !origins.operands.empty()) {
    const TraceAddress& last = origins.operands.back().address;
    if (last.quantity != "outputGradient" || last.layer <= address.layer + 1) break;
    sum += origins.operands.back().value;
    origins.operands.pop_back();
  }
  return sum;
}

/** Computes every number of the trace again; returns how many formulas there were. */
std::set<std::string> checkTrace(const Trace& trace, const Json& document, double tolerance) {
  std::set<std::string> formulas;
  for (const TraceQuantity& quantity : trace.quantities())
    for (std::size_t row = 0; row < quantity.rows(); ++row)
      for (std::size_t column = 0; column < quantity.columns(); ++column) {
        const TraceAddress address{quantity.layer, quantity.name, row, column};
        TraceOrigins origins = trace.originsOf(address);
        INFO("layer " << address.layer << " " << address.quantity << " [" << row << ", " << column << "] by "
                      << origins.formula);
        if (origins.formula.empty()) {
          REQUIRE(isGiven(quantity));
          REQUIRE(origins.operands.empty());
          continue;
        }
        formulas.insert(origins.formula);
        if (isJoint(origins.formula)) {
          REQUIRE(origins.operands.size() > 2);
          continue;
        }
        const double joined = takeJoined(address, origins);
        const auto found = arithmetic().find(origins.formula);
        REQUIRE(found != arithmetic().end());
        const Json kind = kindFor(address, origins.formula, document);
        const double expected = found->second({address, origins, kind, document}) + joined;
        REQUIRE(origins.value == Approx(expected).epsilon(tolerance).margin(tolerance));
      }
  return formulas;
}

Json dense(int units) { return {{"kind", "dense"}, {"units", units}}; }
Json activation(const std::string& key) { return {{"kind", "activation"}, {"function", {{"kind", key}}}}; }

/** Five external rows of three inputs, or of images of 4 × 5 × 2. */
Json documentOf(const Json& layers, const Json& changes = Json::object(), bool images = false, int outputs = 2,
                bool classes = false) {
  Json data = {{"kind", "external"},
               {"inputs", images ? 2 : 3},
               {"outputs", outputs},
               {"task", classes ? "classification" : "regression"},
               {"split", {{"training", 1}, {"validation", 0}, {"test", 0}}}};
  if (images) data.update({{"height", 4}, {"width", 5}});
  Json document = {{"version", 1},     {"data", data},
                   {"layers", layers}, {"loss", {{"kind", "halfSquaredError"}}},
                   {"batchSize", 5},   {"regularizers", Json::array()}};
  document.update(changes);
  return document;
}

template <class Real>
std::set<std::string> check(const Json& document, double tolerance) {
  INFO(document.dump());
  Session<Real> session;
  const Json& data = document["data"];
  const bool classes = data["task"] == "classification";
  const int inputs = data["inputs"].get<int>() * data.value("height", 1) * data.value("width", 1);
  const int outputs = data["outputs"];
  std::vector<double> x, y;
  for (int i = 0; i < 5 * inputs; ++i) x.push_back(std::sin(1.7 * i + 0.3) + 0.05 * std::cos(11.0 * i));
  for (int i = 0; i < 5 * (classes ? 1 : outputs); ++i) y.push_back(classes ? i % outputs : std::cos(2.3 * i));
  session.provideRows(5, x, y);
  session.configure(fromJson(document));
  // Biases that are not zero, and slots that are filled.
  std::vector<double> parameters = session.parameters();
  for (std::size_t i = 0; i < parameters.size(); ++i) parameters[i] += 0.1 * std::sin(3.1 * static_cast<double>(i));
  session.setParameters(parameters);
  session.step(3);
  const std::string before = session.hash();
  const std::vector<double> gradients = session.gradients();
  const Trace trace = traceStep(session.run());
  CHECK(session.hash() == before);
  CHECK(session.gradients() == gradients);
  const std::set<std::string> formulas = checkTrace(trace, toJson(session.current()), tolerance);
  // What the trace says comes next is what comes next.
  session.step(1);
  std::vector<double> next;
  for (const TraceQuantity& quantity : trace.quantities())
    for (const Tensor& tensor : session.run().network.plan().tensors())
      if (quantity.layer == tensor.layer && quantity.name == tensor.name + ".next")
        next.insert(next.end(), quantity.values.begin(), quantity.values.end());
  CHECK(next == session.parameters());
  return formulas;
}

/** In double, where differences of rounding cannot hide a missing operand; and in float. */
std::set<std::string> check(const Json& document) {
  check<float>(document, 2e-3);
  return check<double>(document, 1e-7);
}

TEST_CASE("a step of every layer is computed again from its trace alone", "[trace]") {
  for (const std::string& key : kindsOf("layers")) {
    Json layer = {{"kind", key}};
    if (key == "activation") continue;
    if (key == "conv2d" || key.find("Pooling") != std::string::npos) {
      if (key == "conv2d") layer.update({{"filters", 2}, {"kernel", {2, 3}}, {"stride", {1, 2}}});
      check(documentOf({{{"kind", "conv2d"}, {"filters", 2}, {"padding", "same"}}, layer, dense(2)}, Json::object(),
                       true));
      check(documentOf({layer, dense(2)}, Json::object(), true));
      continue;
    }
    if (key == "dense") layer["units"] = 3;
    if (key == "residual") layer["from"] = 0;
    const std::set<std::string> formulas = check(documentOf({dense(3), activation("tanh"), layer, dense(2)}));
    CHECK(formulas.count("layers." + key + ".output") == 1);
  }
}

TEST_CASE("a step of every activation is computed again from its trace alone", "[trace]") {
  for (const std::string& key : kindsOf("activations")) {
    const bool forward = key == "step";
    const Json layers = forward ? Json{activation(key), dense(2)} : Json{dense(4), activation(key), dense(2)};
    CHECK(check(documentOf(layers)).count("activations." + key + ".output") == 1);
  }
}

TEST_CASE("a step of every loss is computed again from its trace alone", "[trace]") {
  for (const std::string& key : kindsOf("losses"))
    for (const Json& knobs : {Json::object(), Json{{"labelSmoothing", 0.2}}, Json{{"classWeights", {0.5, 1, 3}}}}) {
      Json loss = {{"kind", key}};
      loss.update(knobs);
      const Json document = documentOf(Json::array({dense(3)}), {{"loss", loss}}, false, 3, true);
      Session<float> session;
      if (refusalOf([&] { session.configure(fromJson(document)); }).rfind("KEY_UNKNOWN", 0) == 0) continue;
      CHECK(check(document).count("losses." + key + ".gradient") == 1);
    }
}

TEST_CASE("a step of every optimizer is computed again from its trace alone", "[trace]") {
  for (const std::string& key : kindsOf("optimizers")) {
    const Json document =
        documentOf({dense(3), activation("tanh"), dense(2)}, {{"optimizer", {{"kind", key}}}, {"batchSize", 0}});
    CHECK(check(document).count("optimizers." + key + ".next") == 1);
  }
}

TEST_CASE("a step of every regularizer and clipping is computed again from its trace alone", "[trace]") {
  for (const std::string& regularizer : kindsOf("regularizers"))
    for (const std::string& clipping : kindsOf("clippings")) {
      Json bound = {{"kind", clipping}}, penalty = {{"kind", regularizer}};
      if (clipping != "none") bound["limit"] = 0.05;
      penalty[regularizer == "maxNorm" ? "limit" : "strength"] = 0.3;
      check(documentOf({dense(3), activation("tanh"), dense(2)},
                       {{"regularizers", {penalty, {{"kind", "l2"}}}}, {"clipping", bound}}));
    }
}

TEST_CASE("frozen layers and planted bugs say so in the trace", "[trace]") {
  Json frozen = dense(3);
  frozen["trainable"] = false;
  CHECK(check(documentOf({frozen, activation("tanh"), dense(2)})).count("frozen") == 1);
  Session<double> session;
  session.provideRows(5, std::vector<double>(15, 0.5), std::vector<double>(10, 1));
  session.configure(fromJson(
      documentOf({dense(3), activation("tanh"), dense(2)}, {{"plantedBug", {{"kind", "wrongSign"}, {"layer", 2}}}})));
  const Trace trace = traceStep(session.run());
  CHECK(trace.originsOf({2, "weight.gradient", 0, 0}).formula == "plantedBugs.wrongSign");
  CHECK(trace.originsOf({0, "weight.gradient", 0, 0}).formula == "layers.dense.weight.gradient");
}

TEST_CASE("an address outside of the trace is refused", "[trace]") {
  Session<float> session;
  session.configure(writeExperiment(Experiment{}, false));
  const Trace trace = traceStep(session.run());
  const auto refusal = [&](const TraceAddress& address) { return refusalOf([&] { trace.originsOf(address); }); };
  CHECK(refusal({0, "weight", 2, 0}).substr(0, 11) == "RANGE trace");
  CHECK(refusal({0, "weight", 0, 4}).substr(0, 11) == "RANGE trace");
  CHECK(refusal({7, "output", 0, 0}).substr(0, 11) == "RANGE trace");
  CHECK(trace.originsOf({0, "output", 0, 0}).operands.size() == 5);
}

}  // namespace
}  // namespace nablab
