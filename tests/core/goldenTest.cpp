#include <algorithm>
#include <filesystem>

#include "core/views.h"
#include "support.h"

/**
 * Replays tests/golden/training, which PyTorch computed, in both precisions through the session that everything uses.
 * The tolerances are those of tests/golden/README.md; parameters are never reset to the file's.
 */
namespace nablab {
namespace {

using Json = nlohmann::ordered_json;

/** Rows of any nesting, in order. */
void flatten(const Json& json, std::vector<double>& numbers) {
  if (json.is_array())
    for (const Json& element : json) flatten(element, numbers);
  else
    numbers.push_back(json.get<double>());
}

std::vector<double> numbersOf(const Json& json) {
  std::vector<double> numbers;
  flatten(json, numbers);
  return numbers;
}

struct Tolerance {
  double absolute, relative, normRelative, normAbsolute;
};

template <class Real>
constexpr Tolerance tolerance =
    std::is_same_v<Real, float> ? Tolerance{1e-5, 1e-4, 1e-3, 1e-7} : Tolerance{1e-9, 1e-7, 1e-6, 0};

/** One case as our experiment, by the one table of names. */
class GoldenCase {
 public:
  GoldenCase(const Json& golden, const Json& table) : json(golden), names(table) {}

  Value experiment() const {
    Json document = {{"version", 1}, {"batchSize", 0}, {"regularizers", Json::array()}, {"layers", Json::array()}};
    for (const Json& layer : json["layers"]) document["layers"].push_back(layerOf(layer));
    document["loss"] = lossOf(json["loss"]);
    document["optimizer"] = optimizerOf(json["optimizer"]);
    document["regularizers"] = regularizersOf(json["l1"], json["l2"]);
    if (const Json& clip = json["clip"]; !clip.is_null())
      document["clipping"] = {{"kind", names["clippings"].at(clip["by"].get<std::string>())}, {"limit", clip["limit"]}};
    const int outputs = outputCount();
    const bool classes = isOverClasses();
    document["data"] = {{"kind", "external"},
                        {"inputs", numbersOf(json["steps"][0]["x"][0]).size()},
                        {"outputs", classes && outputs == 1 ? 2 : outputs},
                        {"task", classes ? "classification" : "regression"}};
    const Json& shape = json["input_shape"];
    if (shape.size() == 3) document["data"].update({{"height", shape[0]}, {"width", shape[1]}, {"inputs", shape[2]}});
    return fromJson(document);
  }

  std::vector<double> targets(const Json& y) const {
    if (json["loss"]["loss"] != "softmax_cross_entropy") return numbersOf(y);
    std::vector<double> oneHot;
    for (const double number : numbersOf(y))
      for (int k = 0; k < outputCount(); ++k) oneHot.push_back(number == k);
    return oneHot;
  }

  std::vector<double> initialParameters() const {
    std::vector<double> parameters;
    for (const Json& layer : json["layers"])
      for (const char* name : {"weight", "bias", "gamma", "beta"})
        if (layer.contains(name)) flatten(layer[name], parameters);
    return parameters;
  }

  std::vector<double> initialStatistics() const {
    std::vector<double> statistics;
    for (const Json& layer : json["layers"])
      for (const char* name : {"running_mean", "running_variance"})
        if (layer.contains(name)) flatten(layer[name], statistics);
    return statistics;
  }

  Batch batchOf(const Json& step) const {
    Batch batch{static_cast<int>(step["x"].size()), numbersOf(step["x"]), targets(step["y"]), {}};
    for (const auto& [layer, mask] : step["masks"].items()) {
      const std::vector<double> keep = numbersOf(mask);
      batch.masks.push_back({std::stoi(layer), {keep.begin(), keep.end()}});
    }
    return batch;
  }

  const Json& json;

 private:
  Json layerOf(const Json& layer) const {
    Json made = {{"kind", names["layers"].at(layer["layer"].get<std::string>())}};
    for (const auto& [name, value] : layer.items()) {
      if (name == "function") made["function"] = {{"kind", names["activations"].at(value.get<std::string>())}};
      // Tensors are set later, and bring knobs of the same name along nowhere else.
      if (names["knobs"].contains(name) && !names["tensors"].contains(name)) made[names["knobs"][name]] = value;
    }
    return made;
  }

  Json lossOf(const Json& loss) const {
    Json made = {{"kind", names["losses"].at(loss["loss"].get<std::string>())}};
    for (const auto& [name, value] : loss.items())
      if (name != "loss") made[names["knobs"].at(name).get<std::string>()] = value;
    return made;
  }

  /** Both penalties together are an elastic net. */
  static Json regularizersOf(double l1, double l2) {
    if (l1 > 0 && l2 > 0)
      return Json::array({{{"kind", "elasticNet"}, {"strength", l1 + l2}, {"l1Share", l1 / (l1 + l2)}}});
    if (l1 > 0) return Json::array({{{"kind", "l1"}, {"strength", l1}}});
    if (l2 > 0) return Json::array({{{"kind", "l2"}, {"strength", l2}}});
    return Json::array();
  }

  Json optimizerOf(const Json& optimizer) const {
    std::string key = optimizer["optimizer"];
    if (key == "sgd" && optimizer.contains("momentum")) key = "sgd+momentum";
    const bool amsgrad = optimizer.value("amsgrad", false);
    Json made = {{"kind", names["optimizers"].at(amsgrad ? key + "+amsgrad" : key)}};
    for (const auto& [name, value] : optimizer.items())
      if (name != "optimizer" && name != "amsgrad") made[names["knobs"].at(name).get<std::string>()] = value;
    return made;
  }

  int outputCount() const { return static_cast<int>(json["steps"][0]["output"][0].size()); }
  bool isOverClasses() const {
    const std::string loss = json["loss"]["loss"];
    return loss == "softmax_cross_entropy" || loss == "binary_cross_entropy" || loss == "hinge";
  }

  const Json& names;
};

template <class Real>
void compare(const std::vector<double>& actual, const std::vector<double>& expected) {
  const Tolerance& allowed = tolerance<Real>;
  REQUIRE(actual.size() == expected.size());
  for (std::size_t i = 0; i < actual.size(); ++i)
    if (!(std::abs(actual[i] - expected[i]) <= allowed.absolute + allowed.relative * std::abs(expected[i])))
      FAIL("element " << i << " is " << actual[i] << ", expected " << expected[i]);
}

/** Each tensor in a golden list against its slice; zeros must not pass for small gradients. */
template <class Real>
void compareTensors(const Network<Real>& network, const std::vector<double>& flat, const Json& expected) {
  const Tolerance& allowed = tolerance<Real>;
  std::size_t found = 0;
  for (const Json& entry : expected)
    for (const Tensor& tensor : network.plan().tensors()) {
      if (tensor.layer != entry["layer"] || tensor.name != entry["name"]) continue;
      ++found;
      const auto begin = flat.begin() + static_cast<std::ptrdiff_t>(tensor.offset);
      const std::vector<double> ours(begin, begin + static_cast<std::ptrdiff_t>(tensor.length));
      const std::vector<double> theirs = numbersOf(entry["value"]);
      compare<Real>(ours, theirs);
      double error = 0, norm = 0;
      for (std::size_t i = 0; i < ours.size(); ++i) {
        error += (ours[i] - theirs[i]) * (ours[i] - theirs[i]);
        norm += theirs[i] * theirs[i];
      }
      if (std::sqrt(norm) > 1e-12)
        REQUIRE(std::sqrt(error) <= allowed.normRelative * std::sqrt(norm) + allowed.normAbsolute);
    }
  REQUIRE(found == network.plan().tensors().size());
  REQUIRE(found == expected.size());
}

template <class Real>
void replay(const GoldenCase& golden) {
  Session<Real> session;
  session.configure(golden.experiment());
  session.setParameters(golden.initialParameters());
  session.setStatistics(golden.initialStatistics());
  for (const Json& step : golden.json["steps"]) {
    session.trainOn(golden.batchOf(step));
    compare<Real>(session.batchOutput(), numbersOf(step["output"]));
    compare<Real>({session.status().batchLoss, session.status().penalty}, {step["data_loss"], step["penalty"]});
    compareTensors(session.run().network, session.gradients(), step["gradients"]);
    compareTensors(session.run().network, session.parameters(), step["parameters"]);
    std::vector<double> state;
    for (const Json& entry : step["state"]) flatten(entry["value"], state);
    compare<Real>(session.statistics(), state);
  }
  const Json& evaluation = golden.json["evaluation"];
  compare<Real>(evaluate(session.run(), static_cast<int>(evaluation["x"].size()), numbersOf(evaluation["x"])),
                numbersOf(evaluation["output"]));
}

TEST_CASE("what PyTorch computed is computed here, step by step, in both precisions", "[golden]") {
  const Json names = Json::parse(readFile("tests/golden/names.json"));
  int cases = 0;
  for (const auto& file : std::filesystem::directory_iterator(NABLAB_ROOT "/tests/golden/training")) {
    const std::string name = file.path().filename();
    INFO(name);
    const Json json = Json::parse(readFile("tests/golden/training/" + name));
    const GoldenCase golden(json, names);
    replay<float>(golden);
    replay<double>(golden);
    ++cases;
  }
  REQUIRE(cases >= 24);
}

/** The text of all tests of the core: a test with the tag [closedForm:family.kind] proves that kind by a formula. */
std::string textOfTests() {
  std::string text;
  for (const auto& file : std::filesystem::recursive_directory_iterator(NABLAB_ROOT "/tests/core"))
    if (file.path().extension() == ".cpp")
      text += readFile(std::filesystem::relative(file.path(), NABLAB_ROOT).generic_string());
  return text;
}

TEST_CASE("every kind of every family that computes has a golden case or a closed form", "[golden]") {
  const Json names = Json::parse(readFile("tests/golden/names.json"));
  std::string used;
  for (const auto& file : std::filesystem::directory_iterator(NABLAB_ROOT "/tests/golden/training")) {
    const Json json = Json::parse(readFile("tests/golden/training/" + file.path().filename().string()));
    used += toJson(GoldenCase(json, names).experiment()).dump();
  }
  const std::string tests = textOfTests();
  for (const char* family : {"activations", "losses", "initializers", "optimizers", "schedules", "regularizers",
                             "objectives", "clippings", "layers"})
    for (const std::string& key : kindsOf(family)) {
      INFO(family << ": " << key);
      const bool golden = used.find("{\"kind\":\"" + key + "\"") != std::string::npos;
      const bool closed = tests.find("[closedForm:" + (std::string(family) + "." + key) + "]") != std::string::npos;
      CHECK((golden || closed));
    }
}

}  // namespace
}  // namespace nablab
