/** One value of an experiment changed by its path: while a run is under way, or before. */
#include "experiment.h"
#include "parameterEdit.h"

namespace nablab {

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
    for (std::size_t i = 0; i < experiment.layers.size(); ++i) collect(experiment.layers[i], elementPath("layers", i));
    collect(experiment.loss, "loss");
  }
  collect(experiment.optimizer, "optimizer");
  collect(experiment.schedule, "schedule");
  for (std::size_t i = 0; i < experiment.regularizers.size(); ++i)
    collect(experiment.regularizers[i], elementPath("regularizers", i));
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
  Experiment result = readExperiment(document);
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
