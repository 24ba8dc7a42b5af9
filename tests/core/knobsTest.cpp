#include "support.h"

/**
 * Whether every knob of the catalog does something: with some other value of it, a run of 20 steps ends with other
 * bits. Knobs, defaults and ranges are read from the catalog, so that a new one is tested unaided.
 */
namespace nablab {
namespace {

using Json = nlohmann::ordered_json;

/** The default experiment with this choice where its family stands. */
Json experimentWith(const std::string& family, const Json& choice) {
  Json document = {{"version", 1}};
  const Json dense = {{"kind", "dense"}}, output = {{"kind", "dense"}, {"units", 1}};
  if (family == "datasets") document["data"] = choice;
  if (family == "preprocessing") document["preprocessing"] = listOf(choice);
  if (family == "losses") document["loss"] = choice;
  if (family == "optimizers") document["optimizer"] = choice;
  if (family == "schedules") document["schedule"] = choice;
  if (family == "regularizers") document["regularizers"] = listOf(choice);
  if (family == "clippings") document["clipping"] = choice;
  if (family == "activations") document["layers"] = {dense, {{"kind", "activation"}, {"function", choice}}, output};
  if (family == "initializers")
    document["layers"] = {{{"kind", "dense"}, {"initializer", choice}}, {{"kind", "activation"}}, output};
  // On an image, where every kind can stand.
  if (family == "layers" || choice["kind"] == "randomShift") {
    document["data"] = {{"kind", "digits"}};
    document["layers"] = {{{"kind", "conv2d"}, {"filters", 2}, {"kernel", {2, 2}}},
                          {{"kind", "activation"}},
                          {{"kind", "dense"}, {"units", 10}}};
    document["loss"] = {{"kind", "softmaxCrossEntropy"}};
  }
  if (family == "layers") document["layers"].insert(document["layers"].begin() + 2, choice);
  return document;
}

/** What is left after 20 steps, as a hash; empty where the experiment is refused. */
std::string outcome(const Json& document) {
  std::string hash;
  const std::string refusal = refusalOf([&] {
    Session<float> session = document.contains("data") ? sessionWithTables() : Session<float>();
    // Some losses need two outputs.
    session.configure(writeExperiment(adaptExperiment(fromJson(document)), false));
    session.step(20);
    hash = session.hash();
  });
  return refusal.empty() ? hash : "";
}

/** Other values than the default that a person might choose. */
std::vector<Json> otherValues(const Json& knob, const Json& catalogOfAll) {
  const std::string type = knob["type"];
  if (type == "flag") return {!knob["default"].get<bool>()};
  if (type == "option") return knob["options"].get<std::vector<Json>>();
  std::vector<Json> values;
  if (type == "choice")
    for (const Json& kind : catalogOfAll["families"][knob["family"].get<std::string>()])
      values.push_back({{"kind", kind["kind"]}});
  if (type == "numbers")
    for (const Json& value : {knob["allowed"][1], knob["shown"][1]})
      values.insert(values.end(), {{value, 1}, {0, 2, 3}});
  if (type == "pair") values = {{1, 2}, {2, 1}, {3, 3}};
  if (type != "number" && type != "integer") return values;
  const double low = knob["shown"][0], high = knob["shown"][1];
  for (double value : {high, low, (low + high) / 2, low + 1, low + 2, low + 3}) {
    if (type == "integer") value = std::floor(value);
    if (value >= low && value <= high) values.push_back(value);
  }
  return values;
}

/** Whether some other value of the knob leads elsewhere. */
bool hasEffect(const std::string& family, const Json& choice, const Json& knob, const Json& catalogOfAll) {
  const std::string usual = outcome(experimentWith(family, choice));
  for (const Json& value : otherValues(knob, catalogOfAll)) {
    Json turned = choice;
    turned[knob["name"].get<std::string>()] = value;
    const std::string other = outcome(experimentWith(family, turned));
    if (!other.empty() && other != usual) return true;
  }
  return false;
}

TEST_CASE("every knob that says so has an effect within 20 steps", "[catalog]") {
  const Json all = toJson(catalog());
  for (const char* family : {"losses", "optimizers", "schedules", "regularizers", "clippings", "activations",
                             "initializers", "layers", "preprocessing"})
    for (const Json& kind : all["families"][family])
      for (const Json& knob : kind["knobs"]) {
        // Where something stands at which it can act.
        Json choice = {{"kind", kind["kind"]}};
        if (choice["kind"] == "residual") choice["from"] = 0;
        if (knob["name"] == "frequency") choice["sines"] = true;
        INFO(family << " " << choice << " " << knob["name"]);
        if (knob["actsFromFirstSteps"]) CHECK(hasEffect(family, choice, knob, all));
      }
}

}  // namespace
}  // namespace nablab
