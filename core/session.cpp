#include "session.h"

#include <algorithm>
#include <iterator>
#include <limits>
#include <string_view>

#include "baselines.h"
#include "clinic/grading.h"
#include "doctor/preflight.h"
#include "doctor/rules.h"
#include "math/constants.h"
#include "parameterEdit.h"
#include "savedState.h"
#include "tools.h"

namespace nablab {

template <class Real>
Run<Real>& Session<Real>::run() const {
  if (!theRun) throw Refusal("NOT_CONFIGURED", "session", "without an experiment", "configure first");
  return *theRun;
}

template <class Real>
void Session<Real>::configure(const Value& document) {
  start(readExperiment(document));
}

template <class Real>
void Session<Real>::start(Experiment experiment) {
  const Sources none;
  PreparedData<Real> data = prepareData<Real>(experiment, experiment.objective ? none : sources);
  // Rows of the host's are known only now.
  const int training = static_cast<int>(data.rowsOf(Part::training).size());
  if (data.raw.rows > 0 && experiment.batchSize > training)
    throw Refusal("COMBINATION", "batchSize", std::to_string(experiment.batchSize), "0 to " + std::to_string(training));
  if (experiment.batchSize == 0 && !experiment.objective) checkActivations(experiment, std::max(1, training));
  auto next = std::make_unique<Run<Real>>(experiment, std::move(data));

  theRun = std::move(next);
  log = std::move(experiment.log);
  experiment.log.clear();
  base = std::move(experiment);
  applied = 0;
  replayable = true;
  plane.reset();
  checkpoints.reset(run().stateBytes());
  curves.reset(curves.capacity());
  instruments.reset(run());
  checks.reset(run());
  foundBefore.reset();
  foundInPreflight.clear();
  remember();
  applyLog();
}

template <class Real>
void Session<Real>::provideTable(const std::string& name, const std::string& csv) {
  sources.tables[name] = readTable(name, csv);
}

template <class Real>
void Session<Real>::provideFile(const std::string& hash, std::string bytes) {
  keepFile(sources, hash, std::move(bytes));
}

template <class Real>
void Session<Real>::provideRows(int rows, std::vector<double> x, std::vector<double> y) {
  if (rows < 0 || rows > Limits::externalRows)
    throw Refusal("LIMIT", "rows", std::to_string(rows), "0 to " + std::to_string(Limits::externalRows));
  if (x.size() > static_cast<std::size_t>(Limits::dataNumbers))
    throw Refusal("LIMIT", "x", std::to_string(x.size()) + " numbers",
                  "up to " + std::to_string(Limits::dataNumbers) + " numbers");
  for (const std::vector<double>* numbers : {&x, &y})
    for (std::size_t i = 0; i < numbers->size(); ++i)
      if ((*numbers)[i] - (*numbers)[i] != 0)
        throw Refusal("RANGE", std::string(numbers == &x ? "x[" : "y[") + std::to_string(i) + "]",
                      textOf((*numbers)[i]), "finite numbers");
  sources.externalRows = rows;
  sources.externalX = std::move(x);
  sources.externalY = std::move(y);
}

template <class Real>
Value Session<Real>::experiment() const {
  run();
  Experiment whole = base;
  whole.log = log;
  return writeExperiment(whole, false);
}

template <class Real>
Value Session<Real>::current() const {
  return writeExperiment(run().experiment(), false);
}

/**
 * Applies what is due at the present step. Knobs of earlier steps are turned again, too; parameters are not set again:
 * a later checkpoint has what became of them.
 */
template <class Real>
void Session<Real>::applyLog() {
  for (; applied < log.size() && log[applied].step <= run().step(); ++applied) {
    run().turn(turned(run().experiment(), log[applied].path, log[applied].value));
    if (log[applied].step == run().step()) setParameter(log[applied]);
  }
}

/** Does what an entry says that names a parameter. */
template <class Real>
void Session<Real>::setParameter(const LogEntry& entry) {
  if (const std::optional<std::size_t> index = parameterIn(entry.path))
    run().network.parameters[*index] = static_cast<Real>(*entry.value.number());
}

template <class Real>
void Session<Real>::turn(const std::string& path, const Value& value) {
  const long now = run().step();
  const Experiment next = turned(run().experiment(), path, value);
  while (!log.empty() && log.back().step > now) log.pop_back();
  // Turning a slider gives many values between two steps: only the last one ever acts.
  for (std::size_t i = log.size(); i-- > 0 && log[i].step == now;)
    if (log[i].path == path) log.erase(log.begin() + static_cast<std::ptrdiff_t>(i));
  if (log.size() >= Limits::logEntries)
    throw Refusal("LIMIT", "log", "full", "up to " + std::to_string(Limits::logEntries) + " turned knobs in one run");
  log.push_back({now, path, value});
  applied = log.size();
  run().turn(next);
  setParameter(log.back());
  checkpoints.forgetAfter(now);
  curves.forgetAfter(now);
  instruments.forgetAfter(now);
  checks.forgetAfter(now);
  foundBefore.reset();
  foundInPreflight.clear();
}

/** Keeps a checkpoint and a point of the curves where the present step is due. */
template <class Real>
void Session<Real>::remember() {
  const long now = run().step();
  if (replayable && checkpoints.wants(now)) checkpoints.keep(run().save());
  if (!curves.wants(now)) return;
  HistoryPoint point{now, static_cast<double>(run().batchLoss()), static_cast<double>(run().penalty()), {}, {}};
  for (int part = 0; part < partCount; ++part) {
    const std::optional<PartMetrics> measured = metrics(static_cast<Part>(part));
    point.loss[part] = measured ? measured->loss : undefined;
    point.accuracy[part] = measured ? measured->accuracy : undefined;
  }
  curves.keep(point);
}

template <class Real>
long Session<Real>::step(long count) {
  if (run().data().rowsOf(Part::training).empty() && !run().experiment().objective)
    throw Refusal("ROWS_MISSING", "data", "without rows", "rows provided before configure");
  const long first = run().step(), last = first + std::min(count, std::numeric_limits<long>::max() - first);
  if (count > 0) checks.begin(run());
  while (run().step() < last) {
    if (applied < log.size()) applyLog();
    const long now = run().step(), reading = instruments.next(now);
    const long check = checks.next(now);
    const bool measured = reading == now + 1, checked = check == now + 1;
    // As far as nothing else is to be done in between: a small network's step is short.
    long target = std::min(
        {last, checkpoints.next(now), curves.next(now), measured ? reading : reading - 1, checked ? check : check - 1});
    if (applied < log.size()) target = std::min(target, log[applied].step);
    // Nobody else looks into a step of this run; others look into copies of it.
    run().keepAll(measured || checked);
    if (measured) instruments.prepare(run());
    if (checked) checks.prepare(run());
    if (!run().advanceTo(target)) break;
    if (measured) instruments.read(run());
    if (checked) checks.check(run());
    remember();
  }
  // The state at a step has in it what was turned there, whether the run trained on or came back.
  if (applied < log.size()) applyLog();
  if (run().diverged()) checks.conclude(run());
  return run().step() - first;
}

template <class Real>
void Session<Real>::seek(long target) {
  if (target < 0) throw Refusal("RANGE", "step", std::to_string(target), "0 or later");
  if (target < run().step()) {
    const RunState<Real>* nearest = checkpoints.before(target);
    if (!replayable || !nearest)
      throw Refusal("NOT_REPLAYABLE", "step", std::to_string(target), "a run that was neither fed nor edited by hand");
    restore(*nearest);
  }
  if (target > run().step()) step(target - run().step());
}

template <class Real>
void Session<Real>::restore(const RunState<Real>& state) {
  // Turning first: it lets a run go on that has ended, and the state may be that of an ended one.
  run().turn(base);
  run().restore(state);
  checks.forgetAfter(run().step());
  run().tally.empty();
  applied = 0;
  applyLog();
}

template <class Real>
void Session<Real>::forkFrom(const Session& origin, long step, const std::string& path, const Value& value) {
  if (step < 0 || step > origin.run().step())
    throw Refusal("RANGE", "step", std::to_string(step), "0 to " + std::to_string(origin.run().step()));
  Experiment changed = origin.base;
  if (step == 0) {
    changed = edited(origin.base, path, value);
    changed.log = fittingLog(changed, origin.base, origin.log);
  } else {
    for (const LogEntry& entry : origin.log)
      if (entry.step <= step) changed.log.push_back(entry);
  }
  Session next;
  next.sources = origin.sources;
  next.curves.reset(origin.curves.capacity());
  next.instruments = origin.instruments;
  next.checks.watch(origin.checks.isWatching());
  next.start(std::move(changed));
  if (step > 0) {
    if (!origin.replayable)
      throw Refusal("NOT_REPLAYABLE", "step", std::to_string(step), "a run that was neither fed nor edited by hand");
    next.checkpoints = origin.checkpoints;
    next.checkpoints.forgetAfter(step);
    next.checks.adopt(origin.checks);
    if (const RunState<Real>* nearest = next.checkpoints.before(step)) next.restore(*nearest);
    next.seek(step);
    next.turn(path, value);
  }
  *this = std::move(next);
}

template <class Real>
void Session<Real>::put(const Batch& batch) {
  Run<Real>& to = run();
  const int inputs = to.network.inputs(), outputs = to.network.outputs();
  const auto check = [](const std::string& place, std::size_t found, int expected) {
    if (found != static_cast<std::size_t>(expected))
      throw Refusal("SIZE", place, std::to_string(found) + " numbers", std::to_string(expected) + " numbers");
  };
  if (batch.samples < 1 || batch.samples > Limits::externalRows)
    throw Refusal("RANGE", "batch.samples", std::to_string(batch.samples),
                  "1 to " + std::to_string(Limits::externalRows));
  checkActivations(to.experiment(), batch.samples);
  check("batch.x", batch.x.size(), batch.samples * inputs);
  check("batch.y", batch.y.size(), batch.samples * outputs);
  to.makeRoom(batch.samples);
  const int columns = to.columnsFor(batch.samples);
  const auto transposed = [&](const auto& rows, int units, Real* matrix, double scale) {
    for (int unit = 0; unit < units; ++unit)
      for (int column = 0; column < columns; ++column)
        matrix[unit * columns + column] =
            column < batch.samples ? static_cast<Real>(scale * rows[static_cast<std::size_t>(column * units + unit)])
                                   : Real(0);
  };
  to.network.drawMasks(to.training, to.experiment().seed, to.step(), batch.samples);
  for (const Batch::Mask& mask : batch.masks) {
    const std::string place = "batch.masks[" + std::to_string(mask.layer) + "]";
    const bool known = mask.layer >= 0 && static_cast<std::size_t>(mask.layer) < to.network.layers().size();
    const Dropout* dropout =
        known ? std::get_if<Dropout>(&to.network.layers()[static_cast<std::size_t>(mask.layer)]) : nullptr;
    if (!dropout) throw Refusal("RANGE", place, std::to_string(mask.layer), "the number of a dropout layer");
    const auto layer = static_cast<std::size_t>(mask.layer);
    const int units = to.network.inputShape(layer).size();
    check(place, mask.keep.size(), batch.samples * units);
    transposed(mask.keep, units, to.training.kept[layer].data(), 1 / (1 - dropout->rate));
  }
  transposed(batch.x, inputs, to.training.input.data(), 1);
  transposed(batch.y, outputs, to.batchTargets.data(), 1);
}

template <class Real>
void Session<Real>::trainOn(const Batch& batch) {
  if (run().experiment().objective)
    throw Refusal("COMBINATION", "batch", "a batch for an objective", "an experiment with data");
  put(batch);
  replayable = false;
  applyLog();
  run().train(batch.samples);
}

template <class Real>
std::vector<double> Session<Real>::batchOutput() const {
  const int outputs = run().network.outputs(), samples = run().batchSamples, columns = Run<Real>::columnsFor(samples);
  const std::vector<Real>& z = run().training.outputs.back();
  std::vector<double> rows;
  for (int column = 0; column < samples; ++column)
    for (int unit = 0; unit < outputs; ++unit)
      rows.push_back(static_cast<double>(z[static_cast<std::size_t>(unit * columns + column)]));
  return rows;
}

template <class Real>
Status Session<Real>::status() const {
  Status status;
  status.step = run().step();
  status.stepsPerEpoch = run().stepsPerEpoch();
  status.epoch = static_cast<double>(status.step) / static_cast<double>(status.stepsPerEpoch);
  status.learningRate = run().learningRate();
  status.batchLoss = static_cast<double>(run().batchLoss());
  status.penalty = static_cast<double>(run().penalty());
  status.parameters = run().network.plan().size();
  status.diverged = run().diverged();
  status.stopped = run().stopped();
  status.bestStep = run().bestStep();
  return status;
}

template <class Real>
std::optional<PartMetrics> Session<Real>::metrics(Part part) {
  return run().metrics(part);
}

template <class Real>
void Session<Real>::record(std::size_t points) {
  curves.reset(points);
  if (theRun) remember();
}

template <class Real>
std::vector<double> Session<Real>::parameters() const {
  const std::vector<Real>& padded = run().network.parameters;
  return {padded.begin(), padded.begin() + static_cast<std::ptrdiff_t>(run().network.plan().size())};
}

template <class Real>
std::vector<double> Session<Real>::gradients() const {
  const std::vector<Real>& padded = run().network.gradients;
  return {padded.begin(), padded.begin() + static_cast<std::ptrdiff_t>(run().network.plan().size())};
}

namespace {

template <class Real>
void replace(std::vector<Real>& numbers, std::size_t size, const std::vector<double>& values, const char* name) {
  if (values.size() != size)
    throw Refusal("SIZE", name, std::to_string(values.size()) + " numbers", std::to_string(size) + " numbers");
  for (std::size_t i = 0; i < size; ++i) numbers[i] = static_cast<Real>(values[i]);
}

}  // namespace

template <class Real>
void Session<Real>::setParameters(const std::vector<double>& values) {
  replace(run().network.parameters, run().network.plan().size(), values, "parameters");
  replayable = false;
}

template <class Real>
std::vector<double> Session<Real>::statistics() const {
  return {run().network.statistics.begin(), run().network.statistics.end()};
}

template <class Real>
void Session<Real>::setStatistics(const std::vector<double>& values) {
  replace(run().network.statistics, run().network.statistics.size(), values, "statistics");
  replayable = false;
}

template <class Real>
std::vector<unsigned char> Session<Real>::saveState() const {
  return nablab::saveState(run());
}

template <class Real>
void Session<Real>::loadState(const std::vector<unsigned char>& file) {
  nablab::loadState(run(), file.data(), file.size());
  replayable = false;
  restore(run().save());
  checkpoints.reset(run().stateBytes());
  curves.reset(curves.capacity());
  instruments.reset(run());
  checks.reset(run());
  remember();
}

template <class Real>
void Session<Real>::subscribe(const std::vector<std::string>& names, long every) {
  instruments.subscribe(names, every);
  if (theRun) instruments.reset(run());
}

template <class Real>
const Trace& Session<Real>::trace() {
  return traced.emplace(traceStep(run()));
}

template <class Real>
const PrincipalPlane& Session<Real>::principalPlane() {
  return plane ? *plane : plane.emplace(nablab::principalPlane(run().data()));
}

template <class Real>
TraceOrigins Session<Real>::originsOf(const TraceAddress& address) const {
  if (!traced) throw Refusal("RANGE", "trace", "nothing traced yet", "a trace taken before");
  return traced->originsOf(address);
}

template <class Real>
const BeforeTraining& Session<Real>::beforeTraining() const {
  if (!foundBefore)
    foundBefore = std::make_shared<const BeforeTraining>(findBeforeTraining(run().experiment(), sources));
  return *foundBefore;
}

template <class Real>
const std::vector<Finding>& Session<Real>::findings() const {
  return beforeTraining().findings;
}

template <class Real>
void Session<Real>::watch(bool on) {
  checks.watch(on);
  if (theRun) checks.reset(run());
}

template <class Real>
Diagnosis Session<Real>::diagnosis() const {
  const auto& [start, before] = beforeTraining();
  std::vector<Finding> found = before;
  found.insert(found.end(), foundInPreflight.begin(), foundInPreflight.end());
  const Course course{run().experiment(), run().data(), checks.taken(),       start,
                      run().diverged(),   run().step(), run().stepsPerEpoch()};
  findWhileTraining(course, found);
  Diagnosis diagnosis = diagnose(std::move(found));
  diagnosis.every = checks.every();
  return diagnosis;
}

template <class Real>
Value Session<Real>::preflight(const std::string& check) const {
  Twin twin(run());
  const std::vector<PreflightCheck> done = nablab::preflight(twin, findings(), check);
  // What it passes on of the rules before training is known already.
  const auto isNew = [&](const Finding& finding) {
    const auto same = [&](const Finding& other) {
      return std::string_view(other.rule) == finding.rule && std::string_view(other.aspect) == finding.aspect;
    };
    return std::none_of(findings().begin(), findings().end(), same) &&
           std::none_of(foundInPreflight.begin(), foundInPreflight.end(), same);
  };
  for (const PreflightCheck& each : done)
    std::copy_if(each.findings.begin(), each.findings.end(), std::back_inserter(foundInPreflight), isNew);
  return valueOf(done);
}

template <class Real>
void Session<Real>::tryRemedies(const Value& candidates, const TrialSettings& settings) {
  if (run().data().rowsOf(Part::training).empty())
    throw Refusal("ROWS_MISSING", "data", "without rows", "rows provided before configure");
  trials = std::make_unique<RemedyTrials<Real>>(
      run(), sources, candidates.isNull() ? candidatesOf(diagnosis()) : readCandidates(candidates), settings);
}

template <class Real>
bool Session<Real>::workOnRemedies(long steps) {
  return trials && trials->work(steps);
}

template <class Real>
Value Session<Real>::gradeAnswers(const Value& document, const Value& record) const {
  const Patient patient = readPatient(document);
  return grade(patient, readRecord(record, patient), sources);
}

template <class Real>
Value Session<Real>::baselines() const {
  return measureBaselines(run().experiment(), sources);
}

template <class Real>
Value Session<Real>::tool(const Value& document) const {
  Twin twin(run());
  Path path;
  for (const RunState<Real>& state : checkpoints.kept())
    path.emplace_back(state.parameters.begin(), state.parameters.begin() + static_cast<std::ptrdiff_t>(twin.size()));
  path.push_back(twin.parameters());
  return useTool(document, twin, path);
}

template class Session<NABLAB_REAL>;

}  // namespace nablab
