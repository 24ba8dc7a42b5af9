/** An experiment written as a document. */
#include "experiment.h"

namespace nablab {

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

}  // namespace nablab
