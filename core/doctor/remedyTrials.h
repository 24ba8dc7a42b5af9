#pragma once
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "../run.h"
#include "diagnosis.h"

/** Tested remedies: what each change would do to a run, seen on copies before anybody applies it. */
namespace nablab {

/** A change that may help: what should stand at a path of the experiment's document. */
struct Candidate {
  std::string key, path;
  Value value;
};

/** From a list of {key, path, value}. Refuses as reading documents does. */
std::vector<Candidate> readCandidates(const Value& document);

/** What a diagnosis offers: remedies of the headline, then those of what follows from it, each once; not very many. */
std::vector<Candidate> candidatesOf(const Diagnosis& diagnosis);

struct TrialSettings {
  /** A copy that is not given up is trained as long as the run was, but at least and at most so many steps. */
  long fewestSteps = 200, mostSteps = 4000;
  /** Points of the small curves. */
  int points = 16;
  /** How many copies (of changes) go on after an eighth and after half of the steps. */
  std::size_t keptFirst = 5, keptSecond = 3;
  /** By how much the score must rise for a remedy to be offered. */
  double leastGain = 0.02;
};

/**
 * Trains copies of a run with a change each, and two without: anew from step 0 with the same seed, and, where the
 * change can be turned while running, from the present state. A copy's score is the mean recall of the classes, or R²
 * (at least −1), of the validation part if there is one, else of the test or training part.
 *
 * Steps go to what promises most (successive halving: Jamieson & Talwalkar 2016, arXiv:1502.07943): all copies are
 * trained an eighth of the steps, the best five on to half of them, the best three the whole way; of equals the one
 * that is offered first goes on, and the first of all offers in any case. Works in slices; the run itself stays as it
 * is.
 */
template <class Real>
class RemedyTrials {
 public:
  /** Nothing is trained yet. The run and the sources are not needed afterwards. */
  RemedyTrials(const Run<Real>& run, const Sources& sources, std::vector<Candidate> candidates,
               const TrialSettings& settings = {});

  /** Trains for up to this many steps; false when all trials have ended. */
  bool work(long steps);

  /** Steps done and to do, of all copies. */
  long done() const { return stepsDone; }
  long all() const { return stepsOfAll; }

  /**
   * {part, measure: "recall" or "r2", steps, done, all, controls: {start, here}, remedies}: every change with the
   * better of its ways, {key, path, value, from: "start" or "here", score, gain, state: "under", "ended" or "dropped",
   * helps, curve}, those that went the whole way before those that were dropped, then in the order of their gains. A
   * gain is over the control at the same step. Those that are refused or not tried yet are missing. A curve is {steps,
   * scores, losses}, losses on the same part; `here` is null where the run has diverged or not begun.
   */
  Value result() const;

 private:
  /** What is known of a copy: nothing yet, how far it has come, that it went the whole way or gave up before. */
  enum class Progress { waiting, under, ended, dropped, refused };
  struct Trial {
    /** −1: the control. */
    int candidate;
    bool here;
    Progress progress = Progress::waiting;
    std::vector<double> steps = {}, scores = {}, losses = {};
    /** Where it waits between two rounds. */
    RunState<Real> state = {};
    double score() const { return scores.back(); }
    bool isKnown() const { return progress != Progress::waiting && progress != Progress::refused; }
  };

  long goalOf(std::size_t roundNumber) const;
  bool advance(Trial& trial, long& count);
  void begin(Trial& trial);
  void measure(Trial& trial);
  void closeRound();
  const Trial* trialOf(int candidate, bool here) const;
  double gainOf(const Trial& trial) const;
  Value valueOf(const Trial& trial) const;

  Experiment experiment;
  PreparedData<Real> data;
  Sources sources;
  RunState<Real> state;
  std::vector<Candidate> candidates;
  TrialSettings settings;
  Part part;
  long steps, stepsDone = 0, stepsOfAll = 0;
  std::vector<Trial> trials;
  /** Numbers of the trials that take part in the round, and the place of the current one among them. */
  std::vector<std::size_t> entrants;
  std::size_t roundNumber = 0, place = 0;
  /** Of the current trial, while it is trained; the step at which trials of its kind begin. */
  std::unique_ptr<Run<Real>> copy;
  long firstStep = 0;
};

extern template class RemedyTrials<float>;
extern template class RemedyTrials<double>;

}  // namespace nablab
