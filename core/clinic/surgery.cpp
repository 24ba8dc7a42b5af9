#include "surgery.h"

#include <algorithm>

namespace nablab {

namespace {

/** A factor with the bug that its wrong option is. */
struct BuggyFactor : FormulaFactor {
  PlantedBug (*bug)(int layer);
};

constexpr BuggyFactor factors[] = {
    {{"sign", {"minus", "plus"}, 1}, [](int layer) { return PlantedBug{WrongSign{layer}}; }},
    {{"mean", {"mean", "sum"}, 0}, [](int layer) { return PlantedBug{MissingMean{layer}}; }},
    {{"matrix", {"plain", "transposed"}, 1}, [](int layer) { return PlantedBug{TransposedMatrix{layer}}; }},
    {{"derivative", {"with", "without"}, 0}, [](int layer) { return PlantedBug{MissingDerivative{layer}}; }},
};

/** A factor is in a layer's formulas where the bug can be planted. */
std::vector<const BuggyFactor*> factorsOf(const Experiment& experiment, int layer) {
  std::vector<const BuggyFactor*> found;
  for (const BuggyFactor& factor : factors) {
    Experiment spoilt = experiment;
    spoilt.plantedBug = factor.bug(layer);
    try {
      checkCombinations(spoilt);
      found.push_back(&factor);
    } catch (const Refusal&) {
      continue;
    }
  }
  return found;
}

}  // namespace

Value formulasOf(const Experiment& experiment) {
  Value::List layers;
  for (int layer = 0; layer < static_cast<int>(experiment.layers.size()); ++layer) {
    Value::List list;
    for (const BuggyFactor* factor : factorsOf(experiment, layer)) {
      Value record;
      record.set("key", factor->key);
      record.set("options", Value::List{factor->options[0], factor->options[1]});
      list.push_back(record);
    }
    if (list.empty()) continue;
    Value record;
    record.set("layer", layer);
    record.set("factors", list);
    layers.push_back(record);
  }
  return layers;
}

FormulaEdit readOperation(const Value& document, const Experiment& experiment) {
  requireRecord(document, "operation");
  const Value *layer = document.find("layer"), *options = document.find("options");
  const double last = static_cast<double>(experiment.layers.size()) - 1;
  FormulaEdit operation{static_cast<int>(readNumber(layer ? *layer : Value(), "operation.layer", {0, last}, true)), {}};
  for (const BuggyFactor* factor : factorsOf(experiment, operation.layer)) {
    const Value* option = options ? options->find(factor->key) : nullptr;
    const auto* begin = std::begin(factor->options);
    const auto* chosen = std::find_if(begin, std::end(factor->options), [&](const char* each) {
      return option && option->text() && *option->text() == each;
    });
    if (chosen == std::end(factor->options))
      throw Refusal("KIND_UNKNOWN", std::string("operation.options.") + factor->key,
                    shortText(option ? *option : Value()), std::string(begin[0]) + ", " + begin[1]);
    operation.options.push_back(static_cast<int>(chosen - begin));
  }
  return operation;
}

Experiment operated(const Experiment& experiment, const FormulaEdit& operation) {
  Experiment repaired = experiment;
  if (repaired.plantedBug && layerOf(*repaired.plantedBug) == static_cast<std::size_t>(operation.layer))
    repaired.plantedBug.reset();
  const std::vector<const BuggyFactor*> all = factorsOf(experiment, operation.layer);
  for (std::size_t i = all.size(); i-- > 0;)
    if (operation.options[i] != all[i]->right) repaired.plantedBug = all[i]->bug(operation.layer);
  return repaired;
}

}  // namespace nablab
