#include "catalog.h"

#include "experiment.h"
#include "instrumentKinds.h"
#include "metrics.h"
#include "tools.h"

namespace nablab {

namespace {

/** The parts of an experiment that a data set brings along when it is picked. */
Value describeStarter(Picture picture) {
  const Starter starter = starterOf(picture);
  Value::List preprocessing;
  if (starter.scaled) {
    preprocessing.emplace_back();
    preprocessing.back().set("kind", Standardization::key);
  }
  Value record;
  record.set("preprocessing", preprocessing);
  record.set("hiddenUnits", starter.hiddenUnits);
  return record;
}

Value::List describePoint(const Point& point) { return {point.x, point.y}; }

template <class Points>
void describeSurface(const Region& shown, const Points& minima, Value& record) {
  Value::List points;
  for (const Point& point : minima) points.push_back(describePoint(point));
  record.set("shown", Value::List{describePoint(shown.low), describePoint(shown.high)});
  record.set("minima", points);
}

Value describeKind(const KindSpec& spec) {
  Value record;
  record.set("kind", spec.key);
  record.set("formula", spec.formula);
  record.set("source", spec.source);
  record.set("knobs", describeKnobs(spec));
  return record;
}

void describeFamily(const FamilySpec& family, Value& families) {
  Value::List kinds;
  for (const KindSpec& kind : family.kinds) kinds.push_back(describeKind(kind));
  families.set(family.name, kinds);
}

/** What a kind tells beside its knobs, where it tells it. */
template <class Kind>
void describeTraits(const Kind& kind, Value& record) {
  if constexpr (requires { Optimizer(kind); }) {
    const std::vector<std::string> names = slotNames(kind);
    record.set("slots", Value::List(names.begin(), names.end()));
  }
  if constexpr (requires { kind.minima; }) describeSurface(kind.shown, kind.minima, record);
  if constexpr (requires { kind.negativeRates; }) record.set("negativeRates", kind.negativeRates);
  if constexpr (requires { kind.augments; }) record.set("augments", true);
  if constexpr (requires { kind.picture; }) {
    const Task task = taskOf(kind);
    record.set("picture", nameOf(kind.picture));
    record.set("task", task.classes > 0 ? "classification" : "regression");
    record.set("table", tableOf(kind));
    if constexpr (requires { kind.file; }) record.set("file", kind.file);
    record.set("starter", describeStarter(kind.picture));
  }
}

/** The same for a family whose kinds tell more than their knobs. */
template <class Family>
void describeWithTraits(Value& families) {
  describeFamily(familySpec<Family>(), families);
  auto record = families.find(FamilyName<Family>::name)->list()->begin();
  forEachKind<Family>([&](const auto& kind) { describeTraits(kind, *record++); });
}

Value::List describeMetrics() {
  Value::List list;
  for (const MetricSpec& metric : allMetrics())
    list.push_back(describeKind({metric.key, metric.formula, metric.source, {}, nullptr}));
  return list;
}

Value::List describeInstruments() {
  Value::List list;
  for (const InstrumentReader<float>& each : instrumentReaders<float>())
    list.push_back(describeKind({each.key, each.formula, each.source, {}, nullptr}));
  return list;
}

Value describeLimits() {
  Value limits;
  limits.set("titleBytes", Limits::titleBytes);
  limits.set("notesBytes", Limits::notesBytes);
  limits.set("layers", Limits::layers);
  limits.set("regularizers", Limits::regularizers);
  limits.set("preprocessing", Limits::preprocessing);
  limits.set("logEntries", Limits::logEntries);
  limits.set("parameters", Limits::parameters);
  limits.set("slotNumbers", Limits::slotNumbers);
  limits.set("activations", Limits::activations);
  limits.set("externalRows", Limits::externalRows);
  limits.set("depth", Limits::depth);
  limits.set("textBytes", Limits::textBytes);
  limits.set("inputs", Limits::inputs);
  limits.set("pcaInputs", Limits::pcaInputs);
  limits.set("expressionBytes", Limits::expressionBytes);
  limits.set("expressionDepth", Limits::expressionDepth);
  limits.set("drawnPoints", Limits::drawnPoints);
  limits.set("classes", Limits::classes);
  limits.set("csvBytes", Limits::csvBytes);
  limits.set("idxBytes", Limits::idxBytes);
  limits.set("files", Limits::files);
  limits.set("csvColumns", Limits::csvColumns);
  limits.set("fileRows", Limits::fileRows);
  limits.set("imageSide", Limits::imageSide);
  limits.set("dataNumbers", Limits::dataNumbers);
  return limits;
}

}  // namespace

Value catalog() {
  Value families;
  describeWithTraits<DatasetKind>(families);
  describeFamily(familySpec<Preprocessing>(), families);
  describeFamily(familySpec<Layer>(), families);
  describeFamily(familySpec<Activation>(), families);
  describeFamily(familySpec<Initializer>(), families);
  describeFamily(familySpec<Loss>(), families);
  describeWithTraits<Optimizer>(families);
  describeWithTraits<Schedule>(families);
  describeWithTraits<Objective>(families);
  describeFamily(familySpec<Regularizer>(), families);
  describeFamily(familySpec<PlantedBug>(), families);
  describeFamily(familySpec<Tool>(), families);
  families.set("metrics", describeMetrics());
  families.set("instruments", describeInstruments());
  describeFamily(familySpec<Clipping>(), families);
  Value record;
  record.set("engine", engineVersion);
  record.set("formatVersion", formatVersion);
  record.set("families", families);
  record.set("experiment", describeKnobs(kindSpec<Experiment>()));
  record.set("data", describeKnobs(kindSpec<Data>()));
  record.set("split", describeKnobs(kindSpec<Split>()));
  record.set("stop", describeKnobs(kindSpec<Stop>()));
  record.set("earlyStopping", describeKnobs(kindSpec<EarlyStopping>()));
  record.set("limits", describeLimits());
  record.set("defaultExperiment", writeExperiment(Experiment{}, false));
  return record;
}

}  // namespace nablab
