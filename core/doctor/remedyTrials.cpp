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
  const auto turns = [&](const Candidate& each) { return goesOn && isTurnable(experiment, each); };
  trials.push_back({-1, false});
  if (std::any_of(candidates.begin(), candidates.end(), turns)) trials.push_back({-1, true});
  const auto controls = static_cast<long>(trials.size());
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    trials.push_back({static_cast<int>(i), false});
    if (turns(candidates[i])) trials.push_back({static_cast<int>(i), true});
  }
  for (std::size_t i = 0; i < trials.size(); ++i) entrants.push_back(i);
  const auto compete = static_cast<long>(trials.size()) - controls;
  const auto kept = [compete](std::size_t most) { return std::min(compete, static_cast<long>(most)); };
  stepsOfAll = controls * steps + compete * goalOf(0) + kept(settings.keptFirst) * (goalOf(1) - goalOf(0)) +
               kept(std::min(settings.keptFirst, settings.keptSecond)) * (steps - goalOf(1));
}

/** How many steps a copy has behind it at the end of a round: a multiple of what lies between two points of a curve. */
template <class Real>
long RemedyTrials<Real>::goalOf(std::size_t number) const {
  const long spacing = std::max(1L, steps / settings.points);
  return number == 0   ? spacing * std::max(1, settings.points / 8)
         : number == 1 ? spacing * (settings.points / 2)
                       : steps;
}

/** Makes the trial's copy as it stood when it was left, or as it begins. */
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
  if (trial.progress == Progress::under) copy->restore(trial.state);
  if (trial.progress == Progress::waiting) measure(trial);
  trial.progress = Progress::under;
}

template <class Real>
void RemedyTrials<Real>::measure(Trial& trial) {
  const Part seen = copy->data().rowsOf(part).empty() ? Part::training : part;
  trial.steps.push_back(static_cast<double>(copy->step()));
  trial.scores.push_back(scoreOf(*copy, seen));
  trial.losses.push_back(copy->metrics(seen)->loss);
}

/** Trains the trial towards the goal of the round, for at most `count` steps; false when those were too few. */
template <class Real>
bool RemedyTrials<Real>::advance(Trial& trial, long& count) {
  if (trial.progress == Progress::ended) return true;
  try {
    if (!copy) begin(trial);
  } catch (const Refusal&) {
    trial.progress = Progress::refused;
    return true;
  }
  const long goal = trial.candidate < 0 ? steps : goalOf(roundNumber);
  const long spacing = std::max(1L, steps / settings.points);
  bool goesOn = true;
  while (goesOn && copy->step() - firstStep < goal) {
    if (count <= 0) return false;
    const long before = copy->step();
    const long next = firstStep + std::min(steps, ((before - firstStep) / spacing + 1) * spacing);
    goesOn = copy->advanceTo(before + std::min(count, next - before));
    stepsDone += copy->step() - before;
    count -= copy->step() - before;
    if (copy->step() == next || !goesOn) measure(trial);
  }
  if (goesOn && goal < steps)
    trial.state = copy->save();
  else
    trial.progress = Progress::ended;
  copy.reset();
  return true;
}

/** Only the best of a round take part in the next one. */
template <class Real>
void RemedyTrials<Real>::closeRound() {
  const auto isOut = [&](std::size_t i) { return trials[i].candidate < 0 || trials[i].progress == Progress::refused; };
  entrants.erase(std::remove_if(entrants.begin(), entrants.end(), isOut), entrants.end());
  std::stable_sort(entrants.begin(), entrants.end(),
                   [&](std::size_t a, std::size_t b) { return trials[a].score() > trials[b].score(); });
  // The first remedy of the headline goes the whole way, however it begins.
  const auto first =
      std::find_if(entrants.begin(), entrants.end(), [&](std::size_t i) { return trials[i].candidate == 0; });
  if (first != entrants.end()) std::rotate(entrants.begin(), first, first + 1);
  const std::size_t most = roundNumber == 0 ? settings.keptFirst : settings.keptSecond;
  while (roundNumber < 2 && entrants.size() > most) {
    Trial& worst = trials[entrants.back()];
    if (worst.progress == Progress::under) worst.progress = Progress::dropped;
    worst.state = {};
    entrants.pop_back();
  }
  place = 0;
  ++roundNumber;
}

template <class Real>
bool RemedyTrials<Real>::work(long count) {
  constexpr std::size_t rounds = 3;
  for (; roundNumber < rounds; closeRound())
    for (; place < entrants.size(); ++place)
      if (count <= 0 || !advance(trials[entrants[place]], count)) return true;
  stepsDone = stepsOfAll;
  return false;
}

template <class Real>
const typename RemedyTrials<Real>::Trial* RemedyTrials<Real>::trialOf(int candidate, bool here) const {
  for (const Trial& trial : trials)
    if (trial.candidate == candidate && trial.here == here && trial.isKnown()) return &trial;
  return nullptr;
}

template <class Real>
double RemedyTrials<Real>::gainOf(const Trial& trial) const {
  const Trial* control = trialOf(-1, trial.here);
  if (!control) return 0;
  // A copy that stopped of its own accord is compared with what the control came to.
  const std::size_t known = control->scores.size();
  const std::size_t point = trial.progress == Progress::ended ? known : std::min(known, trial.scores.size());
  return trial.score() - control->scores[point - 1];
}

/** The document of a change's record in `result`. */
template <class Real>
Value RemedyTrials<Real>::valueOf(const Trial& trial) const {
  const Candidate& remedy = candidates[static_cast<std::size_t>(trial.candidate)];
  Value record;
  record.set("key", remedy.key);
  record.set("path", remedy.path);
  record.set("value", remedy.value);
  record.set("from", trial.here ? "here" : "start");
  record.set("score", trial.score());
  record.set("gain", gainOf(trial));
  record.set("state", trial.progress == Progress::under     ? "under"
                      : trial.progress == Progress::dropped ? "dropped"
                                                            : "ended");
  record.set("helps", trial.progress == Progress::ended && gainOf(trial) >= settings.leastGain);
  record.set("curve", curveOf(trial.steps, trial.scores, trial.losses));
  return record;
}

template <class Real>
Value RemedyTrials<Real>::result() const {
  const auto isBetter = [&](const Trial* a, const Trial* b) {
    const bool dropped = a->progress == Progress::dropped, other = b->progress == Progress::dropped;
    return dropped == other ? gainOf(*a) > gainOf(*b) : other;
  };
  std::vector<const Trial*> best;
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    const Trial *start = trialOf(static_cast<int>(i), false), *here = trialOf(static_cast<int>(i), true);
    if (start || here) best.push_back(!start || (here && !isBetter(start, here)) ? here : start);
  }
  std::stable_sort(best.begin(), best.end(), isBetter);
  Value::List remedies;
  for (const Trial* trial : best) remedies.push_back(valueOf(*trial));
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
