#include "experiment.h"

#include <algorithm>
#include <cmath>

#include "parameterEdit.h"

namespace nablab {

namespace {

const std::vector<std::string> topLevel{"version",       "title",         "notes",     "seed",       "data",
                                        "preprocessing", "layers",        "loss",      "optimizer",  "schedule",
                                        "regularizers",  "clipping",      "batchSize", "plantedBug", "objective",
                                        "stop",          "earlyStopping", "log"};

std::string element(const char* list, std::size_t index) {
  return std::string(list) + "[" + std::to_string(index) + "]";
}

std::string kindText(const char* what, const char* key) { return std::string(what) + " \"" + key + "\""; }

void readVersion(const Value& document) {
  const Value* version = document.find("version");
  const std::string allowed = std::to_string(formatVersion);
  if (!version) throw Refusal("MISSING", "version", "missing", allowed);
  const double* number = version->number();
  if (number && *number > formatVersion)
    throw Refusal("VERSION_NEWER", "version", textOf(*number), allowed + " (made with a newer version)");
  if (!number || *number != formatVersion) throw Refusal("VERSION", "version", shortText(*version), allowed);
}

void readText(std::string& text, const Value& document, const char* name, int longest) {
  const Value* value = document.find(name);
  if (!value) return;
  const std::string allowed = "text of up to " + std::to_string(longest) + " bytes";
  if (!value->text()) throw Refusal("TYPE", name, shortText(*value), allowed);
  if (value->text()->size() > static_cast<std::size_t>(longest))
    throw Refusal("LIMIT", name, std::to_string(value->text()->size()) + " bytes long", allowed);
  text = *value->text();
}

template <class Family>
void readList(std::vector<Family>& list, const Value& document, const char* name, int most) {
  const Value* value = document.find(name);
  if (!value) return;
  const std::string allowed = "a list of up to " + std::to_string(most);
  if (!value->list()) throw Refusal("TYPE", name, shortText(*value), allowed);
  if (value->list()->size() > static_cast<std::size_t>(most)) throw Refusal("LIMIT", name, shortText(*value), allowed);
  list.resize(value->list()->size());
  for (std::size_t i = 0; i < list.size(); ++i)
    readChoice(familySpec<Family>(), &list[i], (*value->list())[i], element(name, i));
}

template <class Family>
void readPart(Family& choice, const Value& document, const char* name) {
  if (const Value* value = document.find(name)) readChoice(familySpec<Family>(), &choice, *value, name);
}

/** A record of knobs that is no choice: split, stop, earlyStopping. */
template <class Part>
void readRecord(Part& part, const Value& parent, const std::string& path, const char* name) {
  const Value* value = parent.find(name);
  if (!value) return;
  const std::string place = memberPath(path, name);
  requireRecord(*value, place);
  refuseUnknownMembers(*value, place, kindSpec<Part>().knobNames());
  readKnobs(kindSpec<Part>(), &part, *value, place);
}

void readData(Data& data, const Value& document) {
  const Value* value = document.find("data");
  if (!value) return;
  std::vector<std::string> others = kindSpec<Data>().knobNames();
  others.push_back("split");
  readChoice(familySpec<DatasetKind>(), &data.kind, *value, "data", others);
  readKnobs(kindSpec<Data>(), &data, *value, "data");
  readRecord(data.split, *value, "data", "split");
  const double total = data.split.training + data.split.validation + data.split.test;
  if (std::fabs(total - 1) > 1e-6)
    throw Refusal("COMBINATION", "data.split", "in sum " + textOf(std::floor(total * 1e6 + 0.5) / 1e6), "in sum 1");
  if (data.split.folds == 1 || data.split.fold >= std::max(1, data.split.folds))
    throw Refusal("COMBINATION", "data.split.fold",
                  std::to_string(data.split.fold) + " with data.split.folds " + std::to_string(data.split.folds),
                  "folds 0, or 2 and more, and a fold below folds");
  checkDataset(data.kind);
}

void readLog(std::vector<LogEntry>& log, const Value& document) {
  const Value* value = document.find("log");
  if (!value) return;
  const std::string allowed = "a list of up to " + std::to_string(Limits::logEntries);
  if (!value->list()) throw Refusal("TYPE", "log", shortText(*value), allowed);
  if (value->list()->size() > Limits::logEntries) throw Refusal("LIMIT", "log", shortText(*value), allowed);
  for (const Value& entry : *value->list()) {
    const std::string path = element("log", log.size());
    requireRecord(entry, path);
    refuseUnknownMembers(entry, path, {"step", "path", "value"});
    for (const char* name : {"step", "path", "value"})
      if (!entry.find(name)) throw Refusal("MISSING", memberPath(path, name), "missing", "step, path and value");
    const double earliest = log.empty() ? 0 : static_cast<double>(log.back().step);
    const double step = readNumber(*entry.find("step"), memberPath(path, "step"), {earliest, 2147483647}, true);
    const Value* place = entry.find("path");
    if (!place->text()) throw Refusal("TYPE", memberPath(path, "path"), shortText(*place), "a knob's path");
    log.push_back({static_cast<long>(step), *place->text(), *entry.find("value")});
  }
}

/** Refuses what an objective stands in place of. */
void readObjective(Experiment& experiment, const Value& document) {
  for (const char* name : {"data", "preprocessing", "layers", "loss", "regularizers", "batchSize", "plantedBug"})
    if (document.find(name))
      throw Refusal("COMBINATION", name, std::string(name) + " beside an objective",
                    "an experiment without " + std::string(name) + ", or without objective");
  readPart(experiment.objective.emplace(), document, "objective");
  experiment.data.kind = External{.inputs = 2, .outputs = 2, .kind = TaskKind::regression};
  experiment.layers = {ActivationLayer{.function = Linear{}}};
  experiment.loss = MeanSquaredError{};
  experiment.regularizers.clear();
  experiment.batchSize = 0;
}

/** Everything that one part alone can tell. */
Experiment readParts(const Value& document) {
  requireRecord(document, "");
  readVersion(document);
  refuseUnknownMembers(document, "", topLevel);
  Experiment experiment;
  readText(experiment.title, document, "title", Limits::titleBytes);
  readText(experiment.notes, document, "notes", Limits::notesBytes);
  readKnobs(kindSpec<Experiment>(), &experiment, document, "");
  readData(experiment.data, document);
  readList(experiment.preprocessing, document, "preprocessing", Limits::preprocessing);
  readList(experiment.layers, document, "layers", Limits::layers);
  readPart(experiment.loss, document, "loss");
  readPart(experiment.optimizer, document, "optimizer");
  readPart(experiment.schedule, document, "schedule");
  readList(experiment.regularizers, document, "regularizers", Limits::regularizers);
  readRecord(experiment.stop, document, "", "stop");
  readRecord(experiment.earlyStopping, document, "", "earlyStopping");
  if (document.find("objective")) readObjective(experiment, document);
  if (document.find("plantedBug")) readPart(experiment.plantedBug.emplace(), document, "plantedBug");
  readPart(experiment.clipping, document, "clipping");
  readLog(experiment.log, document);
  return experiment;
}

std::string shapeText(const Shape& shape) {
  const std::string channels = std::to_string(shape.channels);
  return shape.height * shape.width == 1
             ? channels
             : std::to_string(shape.height) + " × " + std::to_string(shape.width) + " × " + channels;
}

bool sameShape(const Shape& a, const Shape& b) {
  return a.height == b.height && a.width == b.width && a.channels == b.channels;
}

/** `shapes[i]` is what layer i takes, so what layer `from` gives is shapes[from + 1]. */
void checkResidual(const Residual& residual, std::size_t layer, const std::vector<Shape>& shapes) {
  const std::string path = element("layers", layer) + ".from";
  if (residual.from >= static_cast<int>(layer))
    throw Refusal("COMBINATION", path, std::to_string(residual.from), "the number of an earlier layer, or -1");
  const Shape &earlier = shapes[static_cast<std::size_t>(residual.from + 1)], &now = shapes[layer];
  if (!sameShape(earlier, now))
    throw Refusal("COMBINATION", path, std::to_string(residual.from) + ", of shape " + shapeText(earlier),
                  "a layer of shape " + shapeText(now));
}

/** What an optimizer keeps and computes must stay within bounds, too. */
void checkOptimizer(const Optimizer& optimizer, std::int64_t parameters) {
  const std::string found =
      kindText("optimizer", keyOf(optimizer)) + " with " + std::to_string(parameters) + " parameters";
  if (needsHessian(optimizer) && parameters > Newton::mostParameters)
    throw Refusal("BUDGET", "optimizer.kind", found,
                  "up to " + std::to_string(Newton::mostParameters) + ", since its matrix has their square");
  const auto slots = static_cast<std::int64_t>(slotNames(optimizer).size());
  if (slots * parameters > Limits::slotNumbers)
    throw Refusal("BUDGET", "optimizer.memory", found + " and " + std::to_string(slots) + " slots of as many",
                  "up to " + std::to_string(Limits::slotNumbers) + " numbers in all slots: reduce memory");
}

/** Losses of different batches can't be compared. `rows`: of the training part, 0 where they are not known yet. */
void checkFullBatch(const Experiment& experiment, int rows) {
  if (searches(experiment.optimizer) && experiment.batchSize != 0 && experiment.batchSize != rows)
    throw Refusal("COMBINATION", "batchSize", std::to_string(experiment.batchSize),
                  "0, the whole training part, for " + kindText("optimizer", keyOf(experiment.optimizer)));
}

void checkBudget(const Experiment& experiment) {
  // 64-bit sums of products of two numbers below 2¹³ cannot overflow within the limit of layers.
  std::int64_t total = 0, largest = 0;
  std::size_t largestLayer = 0;
  Shape shape = inputShapeOf(experiment);
  std::vector<Shape> shapes{shape};
  for (std::size_t i = 0; i < experiment.layers.size(); ++i) {
    if (const auto* residual = std::get_if<Residual>(&experiment.layers[i])) checkResidual(*residual, i, shapes);
    std::visit(
        [&](const auto& layer) {
          ParameterPlan plan;
          if constexpr (requires { layer.check(shape, std::string()); }) layer.check(shape, element("layers", i));
          layer.declare(plan, 0, shape);
          const auto count = static_cast<std::int64_t>(plan.size());
          total += count;
          if (count > largest) {
            largest = count;
            largestLayer = i;
          }
          shape = layer.outputShape(shape);
        },
        experiment.layers[i]);
    shapes.push_back(shape);
  }
  if (total == 0) throw Refusal("COMBINATION", "layers", "without parameters", "at least one dense layer");
  checkOptimizer(experiment.optimizer, total);
  if (total > Limits::parameters)
    throw Refusal("BUDGET", "layers", "of " + std::to_string(total) + " parameters",
                  "up to " + std::to_string(Limits::parameters) + ": reduce units of layers[" +
                      std::to_string(largestLayer) + "], which has " + std::to_string(largest));
}

/** Layers that learn must stand behind every activation without a derivative. */
void checkDerivatives(const Experiment& experiment) {
  Shape shape = taskOf(experiment.data.kind).shape;
  ParameterPlan learning, frozen;
  for (std::size_t i = 0; i < experiment.layers.size(); ++i) {
    const auto* activation = std::get_if<ActivationLayer>(&experiment.layers[i]);
    if (activation && std::holds_alternative<Step>(activation->function) && learning.size() > 0)
      throw Refusal("COMBINATION", element("layers", i) + ".function",
                    "step behind layers that learn: its derivative is zero, so no gradient would reach them",
                    "a function with a derivative, or trainable false on all layers before it");
    std::visit(
        [&](const auto& layer) {
          layer.declare(layer.trainable ? learning : frozen, static_cast<int>(i), shape);
          shape = layer.outputShape(shape);
        },
        experiment.layers[i]);
  }
}

void checkPlantedBug(const PlantedBug& bug, const std::vector<Layer>& layers) {
  const std::size_t layer = layerOf(bug);
  const auto refuse = [&](const char* allowed) {
    throw Refusal("COMBINATION", "plantedBug.layer", std::to_string(layer), allowed);
  };
  if (layer >= layers.size()) refuse("the number of a layer");
  ParameterPlan plan;
  std::visit([&](const auto& kind) { kind.declare(plan, 0, Shape{}); }, layers[layer]);
  const bool needsParameters = std::holds_alternative<MissingMean>(bug) || std::holds_alternative<WrongSign>(bug);
  if (needsParameters && plan.size() == 0) refuse("a layer with parameters");
  if (std::holds_alternative<MissingDerivative>(bug) &&
      (layer == 0 || !std::holds_alternative<ActivationLayer>(layers[layer])))
    refuse("an activation layer, not the first of all");
  // The matrix of a single unit is the same in either order.
  const Dense* dense = std::get_if<Dense>(&layers[layer]);
  if (std::holds_alternative<TransposedMatrix>(bug) && (layer == 0 || !dense || dense->units == 1))
    refuse("a dense layer of two or more units, not the first of all");
}

/** A loss weighs either no class or every one. */
void checkClassWeights(const Loss& loss, int classes) {
  const std::vector<double>* weights = classWeightsOf(loss);
  if (weights && !weights->empty() && weights->size() != static_cast<std::size_t>(classes))
    throw Refusal("COMBINATION", "loss.classWeights", std::to_string(weights->size()) + " numbers",
                  "none or " + std::to_string(classes) + ", one for each class");
}

}  // namespace

void checkActivations(const Experiment& experiment, std::int64_t samples) {
  Shape shape = inputShapeOf(experiment);
  std::int64_t each = shape.size();
  for (const Layer& layer : experiment.layers)
    std::visit(
        [&](const auto& kind) {
          each += kind.kept(shape);
          shape = kind.outputShape(shape);
          each += shape.size();
        },
        layer);
  const std::int64_t columns = (samples + lanes - 1) / lanes * lanes;
  const std::int64_t most = (Limits::activations / each - evaluatedColumns) / 2 / lanes * lanes;
  if (columns <= most) return;
  throw Refusal("BUDGET", "layers", "of " + std::to_string(each) + " numbers for each sample of a batch",
                most > 0
                    ? "batches of up to " + std::to_string(most) + " samples"
                    : "up to " + std::to_string(Limits::activations / (evaluatedColumns + 2 * lanes)) + " numbers");
}

PartSizes partSizes(const Split& split, int rows) {
  const auto rounded = [&](double share) { return static_cast<int>(std::floor(share * rows + 0.5)); };
  const int test = rounded(split.test);
  if (split.folds >= 2) {
    const std::int64_t rest = rows - test;
    const int begin = static_cast<int>(rest * split.fold / split.folds);
    const int validation = static_cast<int>(rest * (split.fold + 1) / split.folds) - begin;
    return {static_cast<int>(rest) - validation, validation, test};
  }
  const int heldOut = rounded(split.test + split.validation);
  return {rows - heldOut, heldOut - test, test};
}

void checkFolds(const Split& split, int rows) {
  const int rest = rows - partSizes(split, rows).test;
  if (split.folds > rest)
    throw Refusal("COMBINATION", "data.split.folds",
                  std::to_string(split.folds) + ", but data has " + std::to_string(rest) + " rows beside the test part",
                  "up to " + std::to_string(rest));
}

int outputsOf(const Experiment& experiment) {
  Shape shape = inputShapeOf(experiment);
  for (const Layer& layer : experiment.layers)
    shape = std::visit([&](const auto& kind) { return kind.outputShape(shape); }, layer);
  return shape.size();
}

void checkCombinations(const Experiment& experiment) {
  checkSchedule(experiment.schedule, "schedule");
  if (experiment.objective) return;
  if (experiment.layers.empty()) throw Refusal("LIMIT", "layers", "empty", "1 to " + std::to_string(Limits::layers));
  const Task task = taskOf(experiment.data.kind);
  const char *data = keyOf(experiment.data.kind), *loss = keyOf(experiment.loss);
  const bool classesOnly = std::visit([](const auto& kind) { return kind.classesOnly; }, experiment.loss);
  if (task.classes == 0 && classesOnly)
    throw Refusal("COMBINATION", "loss.kind",
                  kindText("loss", loss) + ", but " + kindText("data", data) + " has no classes",
                  "a loss for real numbers");
  if (task.classes == 1) throw Refusal("COMBINATION", "data.outputs", "1 class", "2 or more classes");
  if (task.shape.size() > Limits::inputs)
    throw Refusal("LIMIT", "data", std::to_string(task.shape.size()) + " inputs",
                  "up to " + std::to_string(Limits::inputs));
  checkBudget(experiment);
  checkDerivatives(experiment);
  if (experiment.stop.accuracy > 0 && task.classes == 0)
    throw Refusal("COMBINATION", "stop.accuracy", kindText("an accuracy, but data", data) + " has no classes", "0");
  if (experiment.plantedBug) checkPlantedBug(*experiment.plantedBug, experiment.layers);
  const int outputs = outputsOf(experiment);
  if (!outputsFit(experiment.loss, task.classes, task.targets, outputs))
    throw Refusal("COMBINATION", element("layers", experiment.layers.size() - 1), std::to_string(outputs) + " outputs",
                  std::to_string(outputsFor(experiment.loss, task.classes, task.targets)) + " for " +
                      kindText("data", data) + " with " + kindText("loss", loss));
  checkClassWeights(experiment.loss, task.classes);
  // Where only the host knows the rows, this is asked again with them.
  checkActivations(experiment, std::max(1, experiment.batchSize));
  if (task.rows == 0) return checkFullBatch(experiment, 0);
  checkFolds(experiment.data.split, task.rows);
  const PartSizes parts = partSizes(experiment.data.split, task.rows);
  if (parts.training < 1)
    throw Refusal("COMBINATION", "data.split.training", "no row of " + std::to_string(task.rows), "at least one row");
  if (experiment.batchSize > parts.training)
    throw Refusal("COMBINATION", "batchSize",
                  std::to_string(experiment.batchSize) + ", but data.split.training leaves " +
                      std::to_string(parts.training) + " rows",
                  "0 to " + std::to_string(parts.training));
  if (experiment.batchSize == 0) checkActivations(experiment, parts.training);
  checkFullBatch(experiment, parts.training);
}

Experiment readExperiment(const Value& document) {
  Experiment experiment = readParts(document);
  checkCombinations(experiment);
  Experiment later = experiment;
  for (std::size_t i = 0; i < experiment.log.size(); ++i) {
    try {
      later = turned(later, experiment.log[i].path, experiment.log[i].value);
    } catch (const Refusal& refusal) {
      throw Refusal(refusal.code, element("log", i) + ": " + refusal.path, refusal.found, refusal.allowed);
    }
  }
  return experiment;
}

namespace {

template <class Family>
Value writtenChoice(const Family& choice, bool compact) {
  return writeChoice(familySpec<Family>(), &choice, compact);
}

template <class Family>
Value writtenList(const std::vector<Family>& choices, bool compact) {
  Value::List list;
  for (const Family& choice : choices) list.push_back(writtenChoice(choice, compact));
  return list;
}

Value writtenData(const Data& data, bool compact) {
  Value record = writtenChoice(data.kind, compact), split;
  writeKnobs(kindSpec<Data>(), &data, record, compact);
  writeKnobs(kindSpec<Split>(), &data.split, split, false);
  Value standard;
  writeKnobs(kindSpec<Split>(), kindSpec<Split>().defaults(), standard, false);
  if (!compact || !(split == standard)) record.set("split", split);
  return record;
}

Value writtenLog(const std::vector<LogEntry>& log) {
  Value::List list;
  for (const LogEntry& entry : log) {
    Value record;
    record.set("step", static_cast<double>(entry.step));
    record.set("path", entry.path);
    record.set("value", entry.value);
    list.push_back(record);
  }
  return list;
}

template <class Part>
void writeRecord(Value& document, const char* name, const Part& part, bool compact) {
  Value record = Value::Record{};
  writeKnobs(kindSpec<Part>(), &part, record, compact);
  document.set(name, record);
}

/** All members in order; `compact` shortens within them, but leaves none out. */
Value writtenParts(const Experiment& experiment, bool compact) {
  Value document;
  document.set("version", formatVersion);
  document.set("title", experiment.title);
  document.set("notes", experiment.notes);
  document.set("seed", static_cast<double>(experiment.seed));
  if (experiment.objective) {
    document.set("objective", writtenChoice(*experiment.objective, compact));
  } else {
    document.set("data", writtenData(experiment.data, compact));
    document.set("preprocessing", writtenList(experiment.preprocessing, compact));
    document.set("layers", writtenList(experiment.layers, compact));
    document.set("loss", writtenChoice(experiment.loss, compact));
  }
  document.set("optimizer", writtenChoice(experiment.optimizer, compact));
  document.set("schedule", writtenChoice(experiment.schedule, compact));
  if (!experiment.objective) document.set("regularizers", writtenList(experiment.regularizers, compact));
  document.set("clipping", writtenChoice(experiment.clipping, compact));
  if (!experiment.objective) document.set("batchSize", experiment.batchSize);
  writeRecord(document, "stop", experiment.stop, compact);
  writeRecord(document, "earlyStopping", experiment.earlyStopping, compact);
  if (experiment.plantedBug) document.set("plantedBug", writtenChoice(*experiment.plantedBug, compact));
  document.set("log", writtenLog(experiment.log));
  return document;
}

}  // namespace

Value writeExperiment(const Experiment& experiment, bool compact) {
  Value canonical = writtenParts(experiment, false);
  if (!compact) return canonical;
  const Value standard = writtenParts(Experiment{}, false), shorter = writtenParts(experiment, true);
  Value document;
  for (const Member& member : *canonical.record())
    if (member.name == "version" || !standard.find(member.name) || !(member.value == *standard.find(member.name)))
      document.set(member.name, *shorter.find(member.name));
  return document;
}

namespace {

/** Lets every residual that cannot add what it names add the latest layer that fits, its own input at worst. */
void adaptResiduals(std::vector<Layer>& layers, Shape shape) {
  std::vector<Shape> shapes{shape};
  for (std::size_t i = 0; i < layers.size(); ++i) {
    if (auto* residual = std::get_if<Residual>(&layers[i])) {
      const auto fits = [&](int from) {
        return from < static_cast<int>(i) && sameShape(shapes[static_cast<std::size_t>(from + 1)], shapes[i]);
      };
      for (int from = static_cast<int>(i) - 2; !fits(residual->from); --from)
        residual->from = from < -1 ? static_cast<int>(i) - 1 : from;
    }
    shapes.push_back(std::visit([&](const auto& kind) { return kind.outputShape(shapes[i]); }, layers[i]));
  }
}

}  // namespace

Experiment adaptExperiment(const Value& document) {
  Experiment experiment = readParts(document);
  if (searches(experiment.optimizer)) experiment.batchSize = 0;
  const Task task = taskOf(experiment.data.kind);
  const bool classesOnly = std::visit([](const auto& kind) { return kind.classesOnly; }, experiment.loss);
  if (task.classes == 0 && classesOnly) experiment.loss = MeanSquaredError{};
  if (task.classes > 2 && std::holds_alternative<BinaryCrossEntropy>(experiment.loss))
    experiment.loss = SoftmaxCrossEntropy{};
  if (task.classes > 2 && std::holds_alternative<Focal>(experiment.loss)) experiment.loss = SoftmaxFocal{};
  // Weights of other classes mean nothing for these.
  std::visit(
      [&](auto& kind) {
        if constexpr (requires { kind.classWeights; })
          if (kind.classWeights.size() != static_cast<std::size_t>(task.classes)) kind.classWeights.clear();
      },
      experiment.loss);
  keepFitting(experiment.preprocessing, task.shape);
  adaptResiduals(experiment.layers, inputShapeOf(experiment));
  const bool fits = outputsFit(experiment.loss, task.classes, task.targets, outputsOf(experiment));
  for (std::size_t i = experiment.layers.size(); !fits && i-- > 0;)
    if (Dense* last = std::get_if<Dense>(&experiment.layers[i])) {
      last->units = outputsFor(experiment.loss, task.classes, task.targets);
      break;
    }
  if (task.rows > 0) {
    Split& split = experiment.data.split;
    if (split.folds > task.rows - partSizes(split, task.rows).test) split.folds = split.fold = 0;
    const int most = partSizes(experiment.data.split, task.rows).training;
    if (most > 0 && experiment.batchSize > most) experiment.batchSize = most;
  }
  // What was logged happened to another experiment.
  experiment.log.clear();
  checkCombinations(experiment);
  return experiment;
}

namespace {

/** The value that a path such as "layers[1].function.slope" names in a document, or null. */
Value* valueAt(Value& document, const std::string& path) {
  Value* place = &document;
  for (std::size_t begin = 0; place && begin < path.size();) {
    if (path[begin] == '[') {
      const std::size_t end = path.find(']', begin);
      if (end == std::string::npos || end == begin + 1 || end > begin + 4 || !place->list()) return nullptr;
      std::size_t index = 0;
      for (std::size_t i = begin + 1; i < end; ++i) {
        if (path[i] < '0' || path[i] > '9') return nullptr;
        index = index * 10 + static_cast<std::size_t>(path[i] - '0');
      }
      if (index >= place->list()->size()) return nullptr;
      place = &(*place->list())[index];
      begin = end + 1 + (end + 1 < path.size() && path[end + 1] == '.');
    } else {
      const std::size_t end = path.find_first_of(".[", begin);
      place = place->find(path.substr(begin, end - begin));
      begin = end == std::string::npos ? path.size() : end + (path[end] == '.');
    }
  }
  return place == &document ? nullptr : place;
}

std::vector<std::string> turnablePaths(const Experiment& experiment) {
  std::vector<std::string> paths;
  const auto collect = [&](const auto& choice, const std::string& path) {
    collectTurnable(familySpec<std::decay_t<decltype(choice)>>(), &choice, path, paths);
  };
  if (experiment.objective) {
    collect(*experiment.objective, "objective");
  } else {
    for (std::size_t i = 0; i < experiment.layers.size(); ++i) collect(experiment.layers[i], element("layers", i));
    collect(experiment.loss, "loss");
  }
  collect(experiment.optimizer, "optimizer");
  collect(experiment.schedule, "schedule");
  for (std::size_t i = 0; i < experiment.regularizers.size(); ++i)
    collect(experiment.regularizers[i], element("regularizers", i));
  collect(experiment.clipping, "clipping");
  for (const KnobSpec& knob : kindSpec<Stop>().knobs) paths.push_back(memberPath("stop", knob.name));
  return paths;
}

}  // namespace

Experiment turned(const Experiment& experiment, const std::string& path, const Value& value) {
  if (const std::optional<std::size_t> parameter = parameterIn(path)) {
    checkParameter(experiment, path, *parameter, value);
    return experiment;
  }
  Experiment base = experiment;
  base.log.clear();
  Value document = writeExperiment(base, false);
  const std::vector<std::string> turnable = turnablePaths(experiment);
  bool known = false;
  for (const std::string& each : turnable) known = known || each == path;
  Value* place = valueAt(document, path);
  if (!known)
    throw Refusal(place ? "NOT_TURNABLE" : "PATH_UNKNOWN", shortText(path),
                  place ? "fixed while a run is under way" : "unknown", joined(turnable));
  *place = value;
  Experiment result = readParts(document);
  checkCombinations(result);
  result.log = experiment.log;
  return result;
}

Experiment edited(const Experiment& experiment, const std::string& path, const Value& value) {
  Experiment base = experiment;
  base.log.clear();
  Value document = writeExperiment(base, false);
  Value* place = valueAt(document, path);
  if (!place) throw Refusal("PATH_UNKNOWN", shortText(path), "unknown", "a path of the experiment's document");
  *place = value;
  return readExperiment(document);
}

std::vector<LogEntry> fittingLog(const Experiment& experiment, const Experiment& origin,
                                 const std::vector<LogEntry>& log) {
  std::vector<LogEntry> fitting;
  Experiment later = experiment;
  const bool sameNetwork = sameParameters(experiment, origin);
  for (const LogEntry& entry : log) {
    if (!sameNetwork && parameterIn(entry.path)) continue;
    try {
      later = turned(later, entry.path, entry.value);
      fitting.push_back(entry);
    } catch (const Refusal&) {
      // A knob that the change has taken away.
    }
  }
  return fitting;
}

}  // namespace nablab
