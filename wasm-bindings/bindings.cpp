#include <emscripten/bind.h>

#include "../core/catalog.h"
#include "../core/views.h"
#include "clinicBindings.h"
#include "dataBindings.h"
#include "doctorBindings.h"
#include "objectiveBindings.h"
#include "reportBindings.h"
#include "scheduleBindings.h"
#include "stateBindings.h"
#include "toolBindings.h"
#include "traceBindings.h"
#include "unitBindings.h"
#include "values.h"

/** The surface of `types.ts`: every function guarded, every array a copy. Nothing is computed here. */
namespace nablab {
namespace {

using emscripten::val;

Value document(const val& experiment) { return fromJavaScript(experiment, Limits::depth); }

template <class Real>
val statusOf(const Session<Real>& session) {
  const Status status = session.status();
  val object = val::object();
  object.set("step", static_cast<double>(status.step));
  object.set("epoch", status.epoch);
  object.set("stepsPerEpoch", static_cast<double>(status.stepsPerEpoch));
  object.set("learningRate", status.learningRate);
  object.set("batchLoss", numberOrNull(status.batchLoss));
  object.set("penalty", numberOrNull(status.penalty));
  object.set("parameters", static_cast<double>(status.parameters));
  object.set("diverged", val::null());
  object.set("stopped", status.stopped == StopReason::none ? val::null() : val(nameOf(status.stopped)));
  object.set("bestStep", status.bestStep < 0 ? val::null() : val(static_cast<double>(status.bestStep)));
  if (status.diverged) {
    val divergence = val::object();
    divergence.set("step", static_cast<double>(status.diverged->step));
    divergence.set("quantity", status.diverged->quantity);
    divergence.set("layer", status.diverged->layer);
    divergence.set("objective", finiteOrNull(status.diverged->objective));
    divergence.set("highest", status.diverged->highest);
    object.set("diverged", divergence);
  }
  return object;
}

template <class Real>
val metricsOf(Session<Real>& session) {
  val object = val::object();
  const char* names[] = {"training", "validation", "test"};
  for (int part = 0; part < partCount; ++part) {
    object.set(names[part], val::null());
    const std::optional<PartMetrics> metrics = session.metrics(static_cast<Part>(part));
    if (!metrics) continue;
    val measured = val::object();
    measured.set("rows", metrics->rows);
    measured.set("loss", metrics->loss);
    measured.set("accuracy", numberOrNull(metrics->accuracy));
    object.set(names[part], measured);
  }
  return object;
}

val historyOf(const History& history) {
  val object = val::object();
  const auto series = [&](const char* name, auto read) {
    std::vector<double> column;
    for (const HistoryPoint& point : history.points()) column.push_back(read(point));
    object.set(name, copied(column));
  };
  series("step", [](const HistoryPoint& point) { return static_cast<double>(point.step); });
  series("batchLoss", [](const HistoryPoint& point) { return point.batchLoss; });
  series("penalty", [](const HistoryPoint& point) { return point.penalty; });
  series("trainingLoss", [](const HistoryPoint& point) { return point.loss[0]; });
  series("validationLoss", [](const HistoryPoint& point) { return point.loss[1]; });
  series("testLoss", [](const HistoryPoint& point) { return point.loss[2]; });
  series("trainingAccuracy", [](const HistoryPoint& point) { return point.accuracy[0]; });
  series("validationAccuracy", [](const HistoryPoint& point) { return point.accuracy[1]; });
  series("testAccuracy", [](const HistoryPoint& point) { return point.accuracy[2]; });
  return object;
}

template <class Real>
val layersOf(const Run<Real>& run) {
  val list = val::array();
  for (const LayerSummary& layer : layerSummaries(run)) {
    val object = val::object();
    object.set("index", layer.index);
    object.set("kind", std::string(layer.kind));
    object.set("inputs", layer.inputs);
    object.set("outputs", layer.outputs);
    val shape = val::array();
    for (const int extent : {layer.shape.height, layer.shape.width, layer.shape.channels})
      shape.call<void>("push", extent);
    object.set("shape", shape);
    object.set("parameters", static_cast<double>(layer.parameters));
    object.set("unitOffset", layer.unitOffset);
    object.set("bytes", static_cast<double>(layer.bytes));
    list.call<void>("push", object);
  }
  return list;
}

val tensorsOf(const ParameterPlan& plan) {
  val list = val::array();
  for (const Tensor& tensor : plan.tensors()) {
    val object = val::object(), shape = val::array();
    for (const int extent : tensor.shape) shape.call<void>("push", extent);
    object.set("layer", tensor.layer);
    object.set("name", tensor.name);
    object.set("offset", static_cast<double>(tensor.offset));
    object.set("length", static_cast<double>(tensor.length));
    object.set("shape", shape);
    list.call<void>("push", object);
  }
  return list;
}

val textsOf(const std::vector<std::string>& texts) {
  val list = val::array();
  for (const std::string& text : texts) list.call<void>("push", text);
  return list;
}

template <class Real>
val dataOf(const PreparedData<Real>& data) {
  val object = val::object(), shape = val::array(), domains = val::array();
  const Shape& sample = data.raw.task.shape;
  if (data.raw.picture == Picture::images) {
    shape.call<void>("push", sample.height);
    shape.call<void>("push", sample.width);
  }
  for (const Domain& domain : data.domain) {
    val range = val::object();
    range.set("low", domain.low);
    range.set("high", domain.high);
    domains.call<void>("push", range);
  }
  std::vector<unsigned char> parts;
  for (const Part part : data.part) parts.push_back(static_cast<unsigned char>(part));
  object.set("rows", data.raw.rows);
  object.set("inputs", data.raw.inputs());
  object.set("outputs", data.outputs);
  object.set("classes", data.raw.task.classes);
  object.set("picture", std::string(nameOf(data.raw.picture)));
  object.set("imageShape", shape);
  object.set("inputNames", textsOf(data.raw.inputNames));
  object.set("classNames", textsOf(data.raw.classNames));
  object.set("features", textsOf(data.features));
  object.set("droppedRows", data.raw.droppedRows);
  object.set("filledCells", data.raw.filledCells);
  object.set("x", copied(data.x));
  object.set("raw", copied(std::vector<float>(data.raw.x.begin(), data.raw.x.end())));
  object.set("y", copied(std::vector<float>(data.raw.y.begin(), data.raw.y.end())));
  object.set("part", copied(parts));
  object.set("domain", domains);
  return object;
}

Batch batchOf(const val& object) {
  Batch batch;
  batch.samples = object["samples"].as<int>();
  batch.x = numbers(object["x"]);
  batch.y = numbers(object["y"]);
  if (object["masks"].isUndefined()) return batch;
  for (unsigned i = 0; i < object["masks"]["length"].as<unsigned>(); ++i) {
    const val mask = object["masks"][i];
    batch.masks.push_back(
        {mask["layer"].as<int>(), emscripten::convertJSArrayToNumberVector<unsigned char>(mask["keep"])});
  }
  return batch;
}

/** Numbers of steps and points arrive as doubles: JavaScript has no others. */
long whole(double number, const char* name) {
  return static_cast<long>(readNumber(number, name, {0, 2147483647}, true));
}

/** Two inputs, or for −1 and −1 the principal plane. */
template <class Real>
Grid gridOf(Session<Real>& session, int size, int inputX, int inputY) {
  return {size, inputX, inputY, inputX == -1 && inputY == -1 ? &session.principalPlane() : nullptr};
}

template <class Real>
void bindSession(const char* name) {
  using S = Session<Real>;
  const emscripten::class_<S> session(name);
  bindReport(session);
  bindData(session);
  bindDoctor(session);
  bindState(session);
  bindTools(session);
  bindObjective(session);
  bindTrace(session);
  bindUnits(session);
  session.template constructor<>()
      .function("configure", emscripten::optional_override(
                                 [](S& s, val experiment) { guarded([&] { s.configure(document(experiment)); }); }))
      .function("provideTable", emscripten::optional_override([](S& s, std::string table, std::string csv) {
                  guarded([&] { s.provideTable(table, csv); });
                }))
      .function("provideRows", emscripten::optional_override([](S& s, double rows, val x, val y) {
                  guarded([&] { s.provideRows(static_cast<int>(whole(rows, "rows")), numbers(x), numbers(y)); });
                }))
      .function("experiment", emscripten::optional_override(
                                  [](S& s) { return guarded([&] { return toJavaScript(s.experiment()); }); }))
      .function("current",
                emscripten::optional_override([](S& s) { return guarded([&] { return toJavaScript(s.current()); }); }))
      .function("turn", emscripten::optional_override([](S& s, std::string path, val value) {
                  guarded([&] { s.turn(path, fromJavaScript(value, 1)); });
                }))
      .function("step", emscripten::optional_override([](S& s, double count) {
                  return guarded([&] { return static_cast<double>(s.step(whole(count, "count"))); });
                }))
      .function("seek",
                emscripten::optional_override([](S& s, double step) { guarded([&] { s.seek(whole(step, "step")); }); }))
      .function("trainOn",
                emscripten::optional_override([](S& s, val batch) { guarded([&] { s.trainOn(batchOf(batch)); }); }))
      .function("batchOutput",
                emscripten::optional_override([](S& s) { return guarded([&] { return copied(s.batchOutput()); }); }))
      .function("status", emscripten::optional_override([](S& s) { return guarded([&] { return statusOf(s); }); }))
      .function("metrics", emscripten::optional_override([](S& s) { return guarded([&] { return metricsOf(s); }); }))
      .function("record", emscripten::optional_override([](S& s, double points) {
                  guarded([&] { s.record(static_cast<std::size_t>(readNumber(points, "points", {0, 100000}, true))); });
                }))
      .function("history",
                emscripten::optional_override([](S& s) { return guarded([&] { return historyOf(s.history()); }); }))
      .function("layers",
                emscripten::optional_override([](S& s) { return guarded([&] { return layersOf(s.run()); }); }))
      .function("tensors", emscripten::optional_override(
                               [](S& s) { return guarded([&] { return tensorsOf(s.run().network.plan()); }); }))
      .function("parameters",
                emscripten::optional_override([](S& s) { return guarded([&] { return copied(s.parameters()); }); }))
      .function("setParameters", emscripten::optional_override(
                                     [](S& s, val values) { guarded([&] { s.setParameters(numbers(values)); }); }))
      .function("statisticsTensors", emscripten::optional_override([](S& s) {
                  return guarded([&] { return tensorsOf(s.run().network.statisticsPlan()); });
                }))
      .function("statistics",
                emscripten::optional_override([](S& s) { return guarded([&] { return copied(s.statistics()); }); }))
      .function("setStatistics", emscripten::optional_override(
                                     [](S& s, val values) { guarded([&] { s.setStatistics(numbers(values)); }); }))
      .function("forkFrom",
                emscripten::optional_override([](S& s, const S& origin, double step, std::string path, val value) {
                  guarded([&] { s.forkFrom(origin, whole(step, "step"), path, fromJavaScript(value, Limits::depth)); });
                }))
      .function("gradients",
                emscripten::optional_override([](S& s) { return guarded([&] { return copied(s.gradients()); }); }))
      .function("data",
                emscripten::optional_override([](S& s) { return guarded([&] { return dataOf(s.run().data()); }); }))
      .function("unitFields", emscripten::optional_override([](S& s, int size, int inputX, int inputY) {
                  return guarded([&] { return copied(unitFields(s.run(), gridOf(s, size, inputX, inputY))); });
                }))
      .function(
          "outputField", emscripten::optional_override([](S& s, int size, int inputX, int inputY, val into) {
            return guarded([&] { return copiedInto(into, outputField(s.run(), gridOf(s, size, inputX, inputY))); });
          }))
      .function("predictions", emscripten::optional_override(
                                   [](S& s) { return guarded([&] { return copied(predictions(s.run())); }); }))
      .function("activations", emscripten::optional_override([](S& s, val inputs) {
                  return guarded([&] { return copied(activations(s.run(), numbers(inputs))); });
                }))
      .function("evaluate", emscripten::optional_override([](S& s, int samples, val x) {
                  return guarded([&] { return copied(evaluate(s.run(), samples, numbers(x))); });
                }))
      .function("hash", emscripten::optional_override([](S& s) { return guarded([&] { return s.hash(); }); }));
}

std::string version() { return engineVersion; }
val catalogValue() {
  return guarded([] { return toJavaScript(catalog()); });
}
val canonical(val experiment) {
  return guarded([&] { return toJavaScript(writeExperiment(readExperiment(document(experiment)), false)); });
}
val compact(val experiment) {
  return guarded([&] { return toJavaScript(writeExperiment(readExperiment(document(experiment)), true)); });
}
val adapt(val experiment) {
  return guarded([&] { return toJavaScript(writeExperiment(adaptExperiment(document(experiment)), false)); });
}

}  // namespace
}  // namespace nablab

EMSCRIPTEN_BINDINGS(nablab) {
  emscripten::function("version", &nablab::version);
  emscripten::function("catalog", &nablab::catalogValue);
  emscripten::function("canonical", &nablab::canonical);
  emscripten::function("compact", &nablab::compact);
  emscripten::function("adapt", &nablab::adapt);
  nablab::bindDataFunctions();
  nablab::bindReportFunctions();
  nablab::bindClinic();
  nablab::bindSchedules();
  nablab::bindSession<float>("Session");
  nablab::bindSession<double>("DoubleSession");
}
