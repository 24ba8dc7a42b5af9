#include "experiment.h"

#include <algorithm>
#include <cmath>

namespace nablab {

namespace {

const std::vector<std::string> topLevel{"version",       "title",         "notes",     "seed",       "data",
                                        "preprocessing", "layers",        "loss",      "optimizer",  "schedule",
                                        "regularizers",  "clipping",      "batchSize", "plantedBug", "objective",
                                        "stop",          "earlyStopping", "log"};

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
    readChoice(familySpec<Family>(), &list[i], (*value->list())[i], elementPath(name, i));
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
    const std::string path = elementPath("log", log.size());
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

/** Lets every residual that cannot add what it names add the latest layer that fits, its own input at worst. */
void adaptResiduals(std::vector<Layer>& layers, Shape shape) {
  std::vector<Shape> shapes{shape};
  for (std::size_t i = 0; i < layers.size(); ++i) {
    if (auto* residual = std::get_if<Residual>(&layers[i])) {
      const auto fits = [&](int from) {
        return from < static_cast<int>(i) && shapes[static_cast<std::size_t>(from + 1)] == shapes[i];
      };
      for (int from = static_cast<int>(i) - 2; !fits(residual->from); --from)
        residual->from = from < -1 ? static_cast<int>(i) - 1 : from;
    }
    shapes.push_back(std::visit([&](const auto& kind) { return kind.outputShape(shapes[i]); }, layers[i]));
  }
}

}  // namespace

Experiment readExperiment(const Value& document) {
  Experiment experiment = readParts(document);
  checkCombinations(experiment);
  Experiment later = experiment;
  for (std::size_t i = 0; i < experiment.log.size(); ++i) {
    try {
      later = turned(later, experiment.log[i].path, experiment.log[i].value);
    } catch (const Refusal& refusal) {
      throw Refusal(refusal.code, elementPath("log", i) + ": " + refusal.path, refusal.found, refusal.allowed);
    }
  }
  return experiment;
}

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

}  // namespace nablab
