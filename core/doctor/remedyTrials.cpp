#include "remedyTrials.h"

#include <algorithm>

#include "../report.h"
#include "../runCopy.h"

namespace nablab {

namespace {

/** The part that scores are taken from. */
template <class Real>
Part scoredPart(const PreparedData<Real>& data) {
  for (const Part part : {Part::validation, Part::test})
    if (!data.rowsOf(part).empty()) return part;
  return Part::training;
}

/** Mean recall, or R² and at least −1. */
template <class Real>
double scoreOf(Run<Real>& run, Part part) {
  const Value report = reportOf(run, part);
  const bool classes = run.data().raw.task.classes > 0;
  const Value* quotient = classes ? report.find("macro")->find("recall") : report.find("r2");
  const double* value = quotient->find("value")->number();
  // NaN, where outputs are not finite, is as bad as can be.
  return value && *value >= -1 ? *value : classes ? 0 : -1;
}

Value curveOf(const std::vector<double>& steps, const std::vector<double>& scores, const std::vector<double>& losses) {
  Value curve;
  Value::List finite;
  for (const double loss : losses) finite.push_back(loss - loss == 0 ? Value(loss) : Value());
  curve.set("steps", Value::List(steps.begin(), steps.end()));
  curve.set("scores", Value::List(scores.begin(), scores.end()));
  curve.set("losses", finite);
  return curve;
}

/** Whether a change can be turned while the run is under way. */
bool isTurnable(const Experiment& experiment, const Candidate& remedy) {
  try {
    turned(experiment, remedy.path, remedy.value);
    return true;
  } catch (const Refusal&) {
    return false;
  }
}

}  // namespace

template <class Real>
RemedyTrials<Real>::RemedyTrials(const Run<Real>& run, const Sources& given, std::vector<Candidate> changes,
                                 const TrialSettings& chosen)
    : experiment(endless(run.experiment())),
      data(run.data()),
      sources(given),
      state(run.save()),
      candidates(std::move(changes)),
      settings(chosen),
      part(scoredPart(data)),
      steps(std::clamp(run.step(), chosen.fewestSteps, chosen.mostSteps)) {
  experiment.log.clear();
  if (data.rowsOf(Part::training).empty()) return;
  state.stopped = StopReason::none;
  const bool goesOn = run.step() > 0 && !run.diverged();
  bool anyTurnable = false;
  trials.push_back({-1, false});
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    trials.push_back({static_cast<int>(i), false});
    if (!goesOn || !isTurnable(experiment, candidates[i])) continue;
    trials.push_back({static_cast<int>(i), true});
    anyTurnable = true;
  }
  if (anyTurnable) trials.insert(trials.begin() + 1, {-1, true});
  stepsOfAll = steps * static_cast<long>(trials.size());
}

template <class Real>
void RemedyTrials<Real>::begin(Trial& trial) {
  const Candidate* change = trial.candidate < 0 ? nullptr : &candidates[static_cast<std::size_t>(trial.candidate)];
  if (trial.here || !change) {
    copy = std::make_unique<Run<Real>>(experiment, data);
    if (trial.here) copy->restore(state);
    if (change) copy->turn(turned(experiment, change->path, change->value));
  } else {
    const Experiment changed = edited(experiment, change->path, change->value);
    PreparedData<Real> prepared = prepareData<Real>(changed, sources);
    const auto rows = static_cast<int>(prepared.rowsOf(Part::training).size());
    if (rows == 0 || changed.batchSize > rows)
      throw Refusal("COMBINATION", "batchSize", std::to_string(changed.batchSize), "0 to " + std::to_string(rows));
    copy = std::make_unique<Run<Real>>(changed, std::move(prepared));
  }
  firstStep = copy->step();
  measure(trial);
}

template <class Real>
void RemedyTrials<Real>::measure(Trial& trial) {
  const Part seen = copy->data().rowsOf(part).empty() ? Part::training : part;
  trial.steps.push_back(static_cast<double>(copy->step()));
  trial.scores.push_back(scoreOf(*copy, seen));
  trial.losses.push_back(copy->metrics(seen)->loss);
}

template <class Real>
bool RemedyTrials<Real>::work(long count) {
  while (current < trials.size()) {
    Trial& trial = trials[current];
    try {
      if (!copy) begin(trial);
    } catch (const Refusal&) {
      trial.refused = true;
    }
    const long last = firstStep + steps, spacing = std::max(1L, steps / settings.points);
    while (!trial.refused && count > 0 && copy->step() < last) {
      const long done = copy->step() - firstStep, next = firstStep + std::min(steps, (done / spacing + 1) * spacing);
      const long before = copy->step();
      const bool goesOn = copy->advanceTo(std::min(next, before + count));
      stepsDone += copy->step() - before;
      count -= copy->step() - before;
      if (copy->step() == next || !goesOn) measure(trial);
      if (!goesOn) break;
    }
    if (!trial.refused && count <= 0 && copy->step() < last) return true;
    trial.ended = true;
    copy.reset();
    ++current;
    stepsDone = steps * static_cast<long>(current);
    if (count <= 0) break;
  }
  return current < trials.size();
}

template <class Real>
const typename RemedyTrials<Real>::Trial* RemedyTrials<Real>::trialOf(int candidate, bool here) const {
  for (const Trial& trial : trials)
    if (trial.candidate == candidate && trial.here == here && trial.ended && !trial.refused) return &trial;
  return nullptr;
}

template <class Real>
double RemedyTrials<Real>::gainOf(const Trial& trial) const {
  const Trial* control = trialOf(-1, trial.here);
  return control ? trial.score() - control->score() : 0;
}

template <class Real>
Value RemedyTrials<Real>::result() const {
  std::vector<const Trial*> best;
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    const Trial *start = trialOf(static_cast<int>(i), false), *here = trialOf(static_cast<int>(i), true);
    if (!start && !here) continue;
    best.push_back(!start || (here && gainOf(*here) >= gainOf(*start)) ? here : start);
  }
  std::stable_sort(best.begin(), best.end(), [&](const Trial* a, const Trial* b) { return gainOf(*a) > gainOf(*b); });
  Value::List remedies;
  for (const Trial* trial : best) {
    const Candidate& remedy = candidates[static_cast<std::size_t>(trial->candidate)];
    Value record;
    record.set("key", remedy.key);
    record.set("path", remedy.path);
    record.set("value", remedy.value);
    record.set("from", trial->here ? "here" : "start");
    record.set("score", trial->score());
    record.set("gain", gainOf(*trial));
    record.set("helps", gainOf(*trial) >= settings.leastGain);
    record.set("curve", curveOf(trial->steps, trial->scores, trial->losses));
    remedies.push_back(record);
  }
  Value controls, document;
  for (const bool here : {false, true}) {
    const Trial* control = trialOf(-1, here);
    controls.set(here ? "here" : "start",
                 control ? curveOf(control->steps, control->scores, control->losses) : Value());
  }
  constexpr const char* parts[] = {"training", "validation", "test"};
  document.set("part", parts[static_cast<int>(part)]);
  document.set("measure", data.raw.task.classes > 0 ? "recall" : "r2");
  document.set("steps", static_cast<double>(steps));
  document.set("done", static_cast<double>(stepsDone));
  document.set("all", static_cast<double>(stepsOfAll));
  document.set("controls", controls);
  document.set("remedies", remedies);
  return document;
}

template class RemedyTrials<NABLAB_REAL>;

}  // namespace nablab
