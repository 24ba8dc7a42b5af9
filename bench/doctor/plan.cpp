#include "plan.h"

#include <fstream>

namespace nablab::corpus {

namespace {

Json kind(const std::string& key) { return {{"kind", key}}; }

Json activationLayer(const std::string& function) { return {{"kind", "activation"}, {"function", kind(function)}}; }

/** The outputs that the data sets of the corpus need. */
int outputsFor(const Json& data) {
  const std::string name = data["kind"];
  if (name == "iris" || name == "wine" || name == "blobs" || name == "rings") return 3;
  return name == "digits" ? 10 : 1;
}

Json layersOf(const Plan& plan) {
  const Json initializer =
      plan.initializer.is_null() ? kind(plan.activation == "relu" ? "heNormal" : "xavierUniform") : plan.initializer;
  const auto dense = [&](int units) {
    Json layer{{"kind", "dense"}, {"units", units}, {"initializer", initializer}};
    return layer;
  };
  Json layers = plan.before;
  for (const int units : plan.hidden) {
    Json layer = dense(units);
    if (!plan.biasInitializer.is_null()) layer["biasInitializer"] = plan.biasInitializer;
    if (plan.hiddenFrozen) layer["trainable"] = false;
    layers.push_back(layer);
    layers.push_back(activationLayer(plan.activation));
    if (plan.dropout > 0) layers.push_back({{"kind", "dropout"}, {"rate", plan.dropout}});
  }
  layers.push_back(dense(outputsFor(plan.experiment["data"])));
  if (!plan.lastActivation.empty()) layers.push_back(activationLayer(plan.lastActivation));
  return layers;
}

}  // namespace

bool Plan::classifies() const { return experiment["loss"]["kind"] != "meanSquaredError"; }

bool Plan::hasManyClasses() const { return outputsFor(experiment["data"]) > 1; }

bool Plan::isAdaptive() const {
  const std::string optimizer = experiment["optimizer"]["kind"];
  return optimizer != "gradientDescent" && optimizer != "momentum";
}

int Plan::placeOf(std::size_t number) const { return static_cast<int>(before.size() + number * (dropout > 0 ? 3 : 2)); }

std::vector<Plan> readPlans() {
  std::ifstream file(std::string(NABLAB_ROOT) + "/bench/doctor/configurations.json");
  std::vector<Plan> plans;
  for (Json each : Json::parse(file)) {
    Plan plan;
    plan.name = each["name"];
    plan.judged = each["part"] == "judged";
    plan.reference = each["reference"];
    plan.steps = each["steps"];
    plan.hidden = each["hidden"].get<std::vector<int>>();
    plan.activation = each["activation"];
    plan.before = each.value("before", Json::array());
    for (const char* name : {"name", "part", "reference", "steps", "hidden", "activation", "before"}) each.erase(name);
    if (!each.contains("loss")) each["loss"] = kind("binaryCrossEntropy");
    if (!each.contains("regularizers")) each["regularizers"] = Json::array();
    each["data"]["split"] = {{"training", 0.5}, {"validation", 0.25}, {"test", 0.25}, {"stratified", true}};
    plan.experiment = each;
    plans.push_back(plan);
  }
  return plans;
}

Json documentOf(const Plan& plan, unsigned seed, unsigned dataSeed) {
  Json document = plan.experiment;
  document["version"] = 1;
  document["seed"] = seed;
  document["data"]["seed"] = dataSeed;
  document["layers"] = layersOf(plan);
  return document;
}

}  // namespace nablab::corpus
