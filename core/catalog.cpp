#include "catalog.h"

#include <span>
#include <utility>

#include "baselines.h"
#include "doctor/rules.h"
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

void describeDataset(const DatasetKind& kind, Value& record) {
  const auto [picture, file] = std::visit(
      [](const auto& each) -> std::pair<Picture, const char*> {
        if constexpr (requires { each.file; })
          return {each.picture, each.file};
        else
          return {each.picture, nullptr};
      },
      kind);
  record.set("picture", nameOf(picture));
  record.set("task", taskOf(kind).classes > 0 ? "classification" : "regression");
  record.set("table", tableOf(kind));
  if (file) record.set("file", file);
  record.set("starter", describeStarter(picture));
}

void describeOptimizer(const Optimizer& kind, Value& record) {
  const std::vector<std::string> names = slotNames(kind);
  record.set("slots", Value::List(names.begin(), names.end()));
}

void describeSchedule(const Schedule& kind, Value& record) {
  const bool goesBelowZero = std::visit(
      [](const auto& each) {
        return requires { each.negativeRates; };
      },
      kind);
  if (goesBelowZero) record.set("negativeRates", true);
}

void describeSurface(const Objective& kind, Value& record) {
  const auto [shown, minima] = std::visit(
      [](const auto& each) {
        return std::pair<Region, std::span<const Point>>{each.shown, each.minima};
      },
      kind);
  Value::List points;
  for (const Point& point : minima) points.push_back(describePoint(point));
  record.set("shown", Value::List{describePoint(shown.low), describePoint(shown.high)});
  record.set("minima", points);
}

/** A family whose kinds tell more than their knobs: `describe` sees each of them once, with its defaults. */
template <class Family>
void describeWithTraits(Value& families, void (*describe)(const Family& kind, Value& record)) {
  const FamilySpec& family = familySpec<Family>();
  describeFamily(family, families);
  Value::List& records = *families.find(family.name)->list();
  Family kind;
  for (std::size_t i = 0; i < records.size(); ++i) {
    family.select[i](&kind);
    describe(kind, records[i]);
  }
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
  constexpr std::pair<const char*, double> all[] = {
      {"titleBytes", Limits::titleBytes},
      {"notesBytes", Limits::notesBytes},
      {"layers", Limits::layers},
      {"regularizers", Limits::regularizers},
      {"preprocessing", Limits::preprocessing},
      {"logEntries", Limits::logEntries},
      {"parameters", Limits::parameters},
      {"slotNumbers", Limits::slotNumbers},
      {"activations", Limits::activations},
      {"externalRows", Limits::externalRows},
      {"depth", Limits::depth},
      {"textBytes", Limits::textBytes},
      {"inputs", Limits::inputs},
      {"pcaInputs", Limits::pcaInputs},
      {"expressionBytes", Limits::expressionBytes},
      {"expressionDepth", Limits::expressionDepth},
      {"drawnPoints", Limits::drawnPoints},
      {"classes", Limits::classes},
      {"csvBytes", Limits::csvBytes},
      {"idxBytes", Limits::idxBytes},
      {"files", Limits::files},
      {"csvColumns", Limits::csvColumns},
      {"fileRows", Limits::fileRows},
      {"imageSide", Limits::imageSide},
      {"dataNumbers", Limits::dataNumbers},
  };
  Value limits;
  for (const auto& [name, limit] : all) limits.set(name, limit);
  return limits;
}

}  // namespace

Value catalog() {
  Value families;
  describeWithTraits<DatasetKind>(families, describeDataset);
  describeFamily(familySpec<Preprocessing>(), families);
  describeFamily(familySpec<Layer>(), families);
  describeFamily(familySpec<Activation>(), families);
  describeFamily(familySpec<Initializer>(), families);
  describeFamily(familySpec<Loss>(), families);
  describeWithTraits<Optimizer>(families, describeOptimizer);
  describeWithTraits<Schedule>(families, describeSchedule);
  describeWithTraits<Objective>(families, describeSurface);
  describeFamily(familySpec<Regularizer>(), families);
  describeFamily(familySpec<PlantedBug>(), families);
  describeFamily(familySpec<Tool>(), families);
  describeFamily(familySpec<Rule>(), families);
  describeFamily(familySpec<Baseline>(), families);
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
