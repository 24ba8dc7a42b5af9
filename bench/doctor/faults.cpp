#include "faults.h"

#include <algorithm>
#include <cstdlib>

namespace nablab::corpus {

namespace {

/** Spoiled rows come as a table: images would lose their shape. */
bool whereRowsAreNoImages(Plan& plan) { return plan.before.empty(); }

bool bugAt(Plan& plan, const char* kind, int layer) {
  plan.experiment["plantedBug"] = {{"kind", kind}, {"layer", layer}};
  return true;
}

/** Whether the second dense layer has several units, without which a transposed vector is the vector itself. */
bool isSquareEnough(const Plan& plan) {
  return plan.hidden.size() >= 2 || (plan.hidden.size() == 1 && plan.hasManyClasses());
}

Json normal(double mean, double deviation) { return {{"kind", "normal"}, {"mean", mean}, {"deviation", deviation}}; }

bool initializedBy(Plan& plan, const Json& initializer) {
  plan.initializer = initializer;
  return !plan.hidden.empty();
}

bool behind(Plan& plan, const char* function) {
  plan.lastActivation = function;
  return true;
}

bool trainedOn(Plan& plan, double share) {
  plan.experiment["data"]["split"] = {
      {"training", share}, {"validation", 0.25}, {"test", 0.75 - share}, {"stratified", true}};
  plan.experiment["batchSize"] = 0;
  return true;
}

bool wrongLoss(Plan& plan) {
  if (!plan.classifies()) return behind(plan, "sigmoid");
  plan.experiment["loss"] = {{"kind", plan.hasManyClasses() ? "meanAbsoluteError" : "hinge"}};
  return plan.hasManyClasses() || behind(plan, "sigmoid");
}

bool deepSigmoid(Plan& plan) {
  plan.hidden.assign(8, 8);
  plan.activation = "sigmoid";
  return plan.before.empty();
}

bool batchOfOne(Plan& plan) {
  plan.scaleRate(30);
  plan.experiment["batchSize"] = 1;
  return true;
}

bool tooSmall(Plan& plan) {
  plan.hidden = {1};
  return plan.before.empty();
}

bool tooLarge(Plan& plan) {
  plan.hidden = {96, 96};
  return plan.before.empty() && trainedOn(plan, 0.05);
}

bool clipped(Plan& plan) {
  plan.experiment["clipping"] = {{"kind", "norm"}, {"limit", 1e-4}};
  return !plan.isAdaptive();
}

bool frozen(Plan& plan) {
  plan.hiddenFrozen = true;
  return !plan.hidden.empty();
}

bool walksUphill(Plan& plan) {
  plan.experiment["schedule"] = {{"kind", "dampedCosine"}, {"totalSteps", plan.steps}, {"power", 1}};
  return true;
}

/** Keeps the rows that the function accepts. */
template <class Accept>
void keepRows(Dataset& rows, Accept accept) {
  const auto inputs = static_cast<std::size_t>(rows.inputs());
  std::size_t kept = 0;
  for (std::size_t row = 0; row < static_cast<std::size_t>(rows.rows); ++row) {
    if (!accept(row)) continue;
    for (std::size_t i = 0; i < inputs; ++i) rows.x[kept * inputs + i] = rows.x[row * inputs + i];
    rows.y[kept++] = rows.y[row];
  }
  rows.rows = static_cast<int>(kept);
  rows.x.resize(kept * inputs);
  rows.y.resize(kept);
}

void timesHundred(Dataset& rows, Random) {
  for (double& x : rows.x) x *= 100;
}

/** Every second input says the same of all rows. */
void constantFeatures(Dataset& rows, Random) {
  for (std::size_t i = 0; i < rows.x.size(); ++i)
    if (i % static_cast<std::size_t>(rows.inputs()) % 2 == 0) rows.x[i] = 0.5;
}

/** One row of twenty-five is left of the last class. */
void unbalanced(Dataset& rows, Random) {
  const double last = *std::max_element(rows.y.begin(), rows.y.end());
  int seen = 0;
  keepRows(rows, [&](std::size_t row) { return rows.y[row] != last || seen++ % 25 == 0; });
}

/** Two rows of five have another class, or another row's target. */
void wrongLabels(Dataset& rows, Random random) {
  const std::vector<double> truth = rows.y;
  const int classes = rows.task.classes;
  for (std::size_t row = 0; row < rows.y.size(); ++row) {
    const bool spoilt = random.uniform() < 0.4;
    const double chance = random.uniform();
    if (!spoilt) continue;
    if (classes > 0)
      rows.y[row] = static_cast<int>(rows.y[row] + 1 + static_cast<int>(chance * (classes - 1))) % classes;
    else
      rows.y[row] = truth[static_cast<std::size_t>(chance * static_cast<double>(truth.size()))];
  }
}

/** One row of sixteen is left, drawn by chance; all others repeat one of them. */
void repeatedRows(Dataset& rows, Random random) {
  const auto inputs = static_cast<std::size_t>(rows.inputs()), all = static_cast<std::size_t>(rows.rows);
  const auto drawn = [&] { return static_cast<std::size_t>(random.uniform() * static_cast<double>(all)); };
  std::vector<std::size_t> origins(all / 16);
  for (std::size_t& origin : origins) origin = drawn();
  // No class is lost.
  for (std::size_t row = 0; row < all; ++row)
    if (rows.task.classes > 0) origins[static_cast<std::size_t>(rows.y[row])] = row;
  const Dataset truth = rows;
  for (std::size_t row = 0; row < all; ++row) {
    const std::size_t origin = origins[drawn() % origins.size()];
    for (std::size_t i = 0; i < inputs; ++i) rows.x[row * inputs + i] = truth.x[origin * inputs + i];
    rows.y[row] = truth.y[origin];
  }
}

}  // namespace

const std::vector<Fault>& allFaults() {
  static const std::vector<Fault> all{
      {"rateTooHigh", "learningRateTooHigh", [](Plan& plan) { return plan.scaleRate(300), true; }},
      {"rateTooLow", "learningRateTooLow", [](Plan& plan) { return plan.scaleRate(1e-4), true; }},
      {"zeroInitialization", "symmetricInitialization",
       [](Plan& plan) {
         return initializedBy(plan, {{"kind", "zeros"}});
       }},
      {"tinyInitialization", "initializationScale", [](Plan& plan) { return initializedBy(plan, normal(0, 1e-4)); }},
      {"hugeInitialization", "initializationScale", [](Plan& plan) { return initializedBy(plan, normal(0, 10)); }},
      {"meanOneInitialization", "initializationScale", [](Plan& plan) { return initializedBy(plan, normal(1, 0.05)); }},
      {"deepSigmoid", "vanishingGradient", deepSigmoid},
      {"deadRelu", "deadUnits",
       [](Plan& plan) { return plan.biasInitializer = normal(-10, 0.1), plan.activation == "relu"; }},
      {"saturatedTanh", "saturation",
       [](Plan& plan) { return plan.biasInitializer = normal(10, 0.1), plan.activation == "tanh"; }},
      {"inputsTimesHundred", "unscaledInputs",
       [](Plan& plan) { return plan.experiment.erase("preprocessing"), whereRowsAreNoImages(plan); }, timesHundred},
      {"constantFeature", "uselessFeature", whereRowsAreNoImages, constantFeatures, false},
      {"unbalancedClasses", "classImbalance",
       [](Plan& plan) { return whereRowsAreNoImages(plan) && plan.classifies(); }, unbalanced},
      {"labelNoise", "corruptedLabels", whereRowsAreNoImages, wrongLabels, false},
      {"leakage", "leakyOrPoorSplit", whereRowsAreNoImages, repeatedRows, false, true},
      {"wrongLoss", "lossHeadMismatch", wrongLoss},
      {"doubleSoftmax", "lossHeadMismatch",
       [](Plan& plan) { return plan.classifies() && behind(plan, plan.hasManyClasses() ? "softmax" : "sigmoid"); }},
      {"strongL2", "overRegularized",
       [](Plan& plan) {
         return plan.experiment["regularizers"] = Json::array({{{"kind", "l2"}, {"strength", 1}}}), true;
       }},
      {"dropout", "dropoutMisuse", [](Plan& plan) { return plan.dropout = 0.9, !plan.hidden.empty(); }},
      {"batchOfOne", "learningRateTooHigh", batchOfOne},
      {"tooSmall", "underfitting", tooSmall},
      {"tooLarge", "overfitting", tooLarge},
      {"tooFewData", "overfitting", [](Plan& plan) { return trainedOn(plan, 0.05); }},
      {"tightClipping", "clippingTooTight", clipped},
      {"frozenLayer", "frozenParameters", frozen},
      {"negativeRate", "learningRateTooHigh", walksUphill},
      {"missingDerivative", "wrongGradient",
       [](Plan& plan) { return bugAt(plan, "missingDerivative", plan.placeOf(0) + 1) && !plan.hidden.empty(); },
       nullptr, false},
      {"missingMean", "wrongGradient", [](Plan& plan) { return bugAt(plan, "missingMean", plan.placeOf(0)); }, nullptr,
       false},
      {"transposedMatrix", "wrongGradient",
       [](Plan& plan) { return bugAt(plan, "transposedMatrix", plan.placeOf(1)) && isSquareEnough(plan); }, nullptr,
       false},
      {"wrongSign", "wrongGradient", [](Plan& plan) { return bugAt(plan, "wrongSign", plan.placeOf(0)); }, nullptr,
       false},
  };
  return all;
}

}  // namespace nablab::corpus
