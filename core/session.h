#pragma once
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "checkpoints.h"
#include "doctor/checks.h"
#include "doctor/diagnosis.h"
#include "doctor/remedyTrials.h"
#include "history.h"
#include "instruments.h"
#include "principalPlane.h"
#include "run.h"
#include "trace.h"

namespace nablab {

struct BeforeTraining;

/** Where a run stands. */
struct Status {
  long step = 0, stepsPerEpoch = 0;
  double epoch = 0, learningRate = 0;
  /** Of the last step: the batch's loss in training mode, before its update, and the penalty. NaN before the first. */
  double batchLoss = 0, penalty = 0;
  std::size_t parameters = 0;
  std::optional<Divergence> diverged;
  /** Why the run has ended by itself. */
  StopReason stopped = StopReason::none;
  /** At the end of which step the best epoch was, −1 without early stopping. */
  long bestStep = -1;
};

/** An explicit batch: samples × inputs, samples × outputs as the loss wants them, and dropout masks by layer (1 keeps).
 */
struct Batch {
  int samples = 0;
  std::vector<double> x, y;
  struct Mask {
    int layer;
    /** samples × units. */
    std::vector<unsigned char> keep;
  };
  std::vector<Mask> masks;
};

/**
 * A run under way, with its past: what the page, the command line and tests hold. The state at step t is a function of
 * the experiment (its log included) and t alone, bit for bit, in every build. Made without a run; `configure` starts
 * one.
 */
template <class Real>
class Session {
 public:
  /** Validates completely, then starts at step 0. Throws a Refusal and leaves the old run as it was. */
  void configure(const Value& document);
  /** Hands over a table or rows, used by the next `configure`. Refuses with TABLE_BROKEN or LIMIT. */
  void provideTable(const std::string& name, const std::string& csv);
  /**
   * Hands over a file of a person's own, unpacked, for data that name it by its SHA-256 (64 hexadecimal digits); used
   * by the next `configure`. Refuses with FILE_CHANGED bytes that have another one, and with LIMIT.
   */
  void provideFile(const std::string& hash, std::string bytes);
  void provideRows(int rows, std::vector<double> x, std::vector<double> y);

  /** Canonical document of the run with its log; the same with the knobs now in force and without a log. */
  Value experiment() const;
  Value current() const;

  /**
   * Turns a knob, or sets a parameter by hand ("parameters[17]"), before the next step and logs it; what was known of
   * later steps is forgotten. Throws a Refusal.
   */
  void turn(const std::string& path, const Value& value);

  /** Trains up to `count` steps; returns how many were done: fewer when the run has diverged. */
  long step(long count);

  /** Goes to the exact state of that step, from the nearest checkpoint; forward it stops where the run diverges. */
  void seek(long step);

  /**
   * Becomes a copy of another session's run at that step, changed in one thing. At step 0 that may be anything which
   * stands in the canonical document ("optimizer", "layers[1].units"), and turned knobs that fit no longer are left
   * out; later only what can be turned. Refuses as `turn` and `configure` do, and keeps its own run then.
   */
  void forkFrom(const Session& origin, long step, const std::string& path, const Value& value);

  /** One step on a batch of the caller's. A run that was fed so can't seek back. Refuses a batch of wrong sizes. */
  void trainOn(const Batch& batch);
  /** Outputs before the link of the last batch: samples × outputs. */
  std::vector<double> batchOutput() const;

  Status status() const;
  /** Nothing: the part is empty. */
  std::optional<PartMetrics> metrics(Part part);

  /** Keeps up to this many points of the curves (0: none), also in runs configured later; starts them anew. */
  void record(std::size_t points);
  const History& history() const { return curves; }

  /** Without padding; their number must be that of the parameters. A run that was edited so can't seek back. */
  std::vector<double> parameters() const;
  std::vector<double> gradients() const;
  void setParameters(const std::vector<double>& values);
  /** What layers learn without gradients (running means and variances); the same rules. */
  std::vector<double> statistics() const;
  void setStatistics(const std::vector<double>& values);

  /** The state as a safetensors file, and back: `savedState.h`. A run that was loaded so can't seek back. */
  std::vector<unsigned char> saveState() const;
  void loadState(const std::vector<unsigned char>& file);

  /**
   * Measures with these instruments at every `every`th step from now on, also in runs configured later; an empty list
   * ends it. Earlier readings are given up.
   */
  void subscribe(const std::vector<std::string>& instruments, long every);
  Value readings() const { return instruments.readings(); }

  /** Opens up the step that leads on from here: `traceStep`. Kept until the next one, for `originsOf`. */
  const Trace& trace();
  /** Of the last trace; refuses with RANGE what is not in it. */
  TraceOrigins originsOf(const TraceAddress& address) const;

  /** What the diagnosis rules find before training: `doctor/rules.h`. Kept until the experiment changes. */
  const std::vector<Finding>& findings() const;

  /** Lets the doctor look at the run at checks from now on, also at runs configured later; or no longer. */
  void watch(bool on);
  /** The checks so far. */
  const std::vector<Vitals>& vitals() const { return checks.taken(); }
  /**
   * What is found before training, in a pre-flight of the experiment if there was one, and at the checks so far, with
   * the cause that explains it: `doctor/diagnosis.h`.
   */
  Diagnosis diagnosis() const;

  /** Checks of the pre-flight ("": all) from step 0 on; change nothing, as a document: `doctor/preflight.h`. */
  Value preflight(const std::string& check) const;

  /**
   * Begins to try changes on copies of the run as it stands: a list of {key, path, value}, or null for what the
   * diagnosis offers. What was tried before is forgotten. Refuses with TYPE what is no such list, with ROWS_MISSING a
   * run without rows.
   */
  void tryRemedies(const Value& candidates, const TrialSettings& settings = {});
  /** Trains the copies for up to so many steps; false when all have been tried, or none are to be. */
  bool workOnRemedies(long steps);
  /** What has come out so far: `RemedyTrials`. Null if nothing was begun. */
  Value remedies() const { return trials ? trials->result() : Value(); }

  /**
   * Grades what was done with a patient of the clinic, by training it: `grade` of `clinic/grading.h`. Uses the sources,
   * not the run. Refuses as `readPatient` and `readRecord` do.
   */
  Value gradeAnswers(const Value& patient, const Value& record) const;

  /** Accuracy or R² of models that a network should beat, by part: `baselines.h`. The run stays as it is. */
  Value baselines() const;

  /** Of this run's data, found out once. Refuses with COMBINATION where there is none. */
  const PrincipalPlane& principalPlane();

  /** Uses a tool at the present step, which changes nothing: `useTool`. */
  Value tool(const Value& document) const;

  /** 16 hexadecimal digits over parameters, optimizer slots and the loss of every step's batch. */
  std::string hash() const { return run().hash(); }

  /** The run itself, for what only looks. Refuses with NOT_CONFIGURED before the first `configure`. */
  Run<Real>& run() const;

 private:
  void start(Experiment experiment);
  void restore(const RunState<Real>& state);
  void applyLog();
  void setParameter(const LogEntry& entry);
  void remember();
  void put(const Batch& batch);
  const BeforeTraining& beforeTraining() const;

  std::unique_ptr<Run<Real>> theRun;
  Sources sources;
  Experiment base;
  std::vector<LogEntry> log;
  std::size_t applied = 0;
  Checkpoints<RunState<Real>> checkpoints;
  History curves;
  Instruments<Real> instruments;
  Checks<Real> checks;
  mutable std::shared_ptr<const BeforeTraining> foundBefore;
  /** By the pre-flight of this experiment. */
  mutable std::vector<Finding> foundInPreflight;
  std::optional<Trace> traced;
  std::optional<PrincipalPlane> plane;
  std::unique_ptr<RemedyTrials<Real>> trials;
  bool replayable = true;
};

extern template class Session<float>;
extern template class Session<double>;

}  // namespace nablab
