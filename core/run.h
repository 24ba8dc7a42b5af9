#pragma once
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "hash.h"
#include "network.h"
#include "preparedData.h"

namespace nablab {

/** Why and where a run can't go on. */
struct Divergence {
  long step;
  /** "loss", or the name of the first parameter tensor that is not finite. */
  std::string quantity;
  /** Layer of that tensor; −1 for the loss. */
  int layer;
  /** The batch's loss and penalty together, and above what they count as diverged. */
  double objective, highest;
};

/** Why a run has ended by itself. */
enum class StopReason { none, steps, epochs, loss, accuracy, earlyStopping };
/** "steps", …; "" for none. */
constexpr const char* nameOf(StopReason reason) {
  constexpr const char* names[] = {"", "steps", "epochs", "loss", "accuracy", "earlyStopping"};
  return names[static_cast<int>(reason)];
}

/** What early stopping knows. */
template <class Real>
struct BestEpoch {
  /** The lowest loss, and the step at the end of whose epoch it was measured. */
  double loss = 0;
  long step = -1;
  /** Epochs since then. */
  long epochsWithout = 0;
  std::vector<Real> parameters, statistics;
};

/** Of one whole part, in evaluation mode. */
struct PartMetrics {
  int rows = 0;
  double loss = 0;
  /** NaN for regression. */
  double accuracy = 0;
};

/** A unit that is made to say the same number for every row, to see what it is good for; −1: an input's layer. */
struct Silenced {
  int layer, unit;
  double value;
};

/** A batch's mean loss, and the penalties of the parameters. */
template <class Real>
struct BatchObjective {
  Real loss, penalty;
};

/** What is counted of the steps since it was last emptied, while somebody wants to know. */
struct StepTally {
  bool counts = false;
  long steps = 0, clipped = 0;
  /** Steps whose loss fell after a rise, or rose after a fall. */
  long turns = 0;
  /** Of the batches' losses. */
  double total = 0, squares = 0, latest = 0;
  bool rose = false;

  void empty() { *this = {.counts = counts}; }
  void add(double loss, bool wasClipped) {
    const bool rises = loss > latest;
    turns += steps > 1 && rises != rose;
    rose = rises;
    latest = loss;
    total += loss;
    squares += loss * loss;
    clipped += wasClipped;
    ++steps;
  }
};

class BatchHessian;

/** Everything that changes while a run is under way; what a checkpoint keeps. */
template <class Real>
struct RunState {
  long step = 0;
  /** Only in what `save` returns: during the run they stand in the network. */
  std::vector<Real> parameters, statistics;
  std::vector<std::vector<Real>> slots;
  /** Of the last step; NaN before the first. */
  Real batchLoss, penalty;
  /** Over the losses of all batches so far. */
  Hash losses;
  /** A batch's loss and penalty together above this count as diverged; set at the first step. */
  double highest = 0;
  StopReason stopped = StopReason::none;
  BestEpoch<Real> best;
  /** Of the schedule, if it watches the loss. */
  Plateau plateau;
};

/**
 * The training loop: an experiment, its data and a network at step t. `advance` does one step: pick a batch, forward,
 * loss, backward, penalty, update. Nothing in it allocates, throws or looks anything up by name.
 */
template <class Real>
class Run final : private Surface {
 public:
  /** The experiment must be valid, the data made from it. Starts at step 0 with initial parameters. */
  Run(const Experiment& experiment, PreparedData<Real> data);
  ~Run();

  /** Puts the batch of the present step into `training.input` and `batchTargets`, and draws its masks. */
  void pickBatch();
  /** Rows of the data that the batch picked for the present step consists of; none where a batch was handed over. */
  std::vector<int> batchRows() const;
  /**
   * Objective of the batch of `samples` columns that stands ready, and its gradients: forward, loss, backward,
   * penalties, but no update. The state of the run stays as it is.
   */
  BatchObjective<Real> measure(int samples);

  /** One step on the batch that the seed picks. False, with nothing changed, if the run has diverged or ended. */
  bool advance();
  /** As many steps as lead to that one; false if the run has diverged or ended before. */
  bool advanceTo(long step);

  /**
   * One step on the `samples` columns that the caller has put into `training.input` and `batchTargets`,
   * [units][columns] with `columnsFor(samples)` columns, and on masks drawn or put into the workspace. False if the run
   * has diverged.
   */
  bool train(int samples);
  /** Makes room for a batch of this many samples. */
  void makeRoom(int samples);
  /** Whether steps leave behind in `training` all that they compute, as they do at first: see `Network::keepAll`. */
  void keepAll(bool all);
  static int columnsFor(int samples) { return static_cast<int>(roundUpToLanes(static_cast<std::size_t>(samples))); }

  /** Takes over the knobs of an experiment that differs in turnable knobs only. */
  void turn(const Experiment& experiment);

  RunState<Real> save() const;
  void restore(const RunState<Real>& saved);

  /** Loss and accuracy of a whole part, perhaps with one unit (of images: a channel) silenced; nothing for an empty
   * one. */
  std::optional<PartMetrics> metrics(Part part, const Silenced* silenced = nullptr);

  /** Columns of the evaluation workspace: few enough for all layers' outputs to stay in the fastest cache. */
  static constexpr int blockColumns = evaluatedColumns;

  const Experiment& experiment() const { return description; }
  const PreparedData<Real>& data() const { return prepared; }
  long step() const { return state.step; }
  long stepsPerEpoch() const;
  double learningRate() const;
  Real batchLoss() const { return state.batchLoss; }
  Real penalty() const { return state.penalty; }
  const std::optional<Divergence>& diverged() const { return divergence; }
  /** Why the run has ended; turning a knob of `stop` lets it go on. */
  StopReason stopped() const { return state.stopped; }
  /** At the end of which step the best epoch was; −1 before the first, and without early stopping. */
  long bestStep() const { return state.best.step; }
  /** 16 hexadecimal digits over parameters, optimizer slots and the loss of every step's batch. */
  std::string hash() const;
  /** Bytes of one checkpoint. */
  std::size_t stateBytes() const;

  Network<Real> network;
  /** Of the last batch, with gradients; and of `blockColumns` columns, for the network's output alone. */
  Workspace<Real> training, evaluation;
  /** Of `blockColumns` columns, with the outputs of all layers; made when first asked for. */
  Workspace<Real>& inspection();
  std::vector<Real> batchTargets;
  int batchSamples = 0;
  StepTally tally;

 private:
  Workspace<Real> inspected;
  /** Calls `visit(tensor, w)` for every tensor that regularizers act on. */
  template <class Visit>
  void forEachWeight(Visit visit);
  Real applyPenalties();
  void decayWeights(double rate);
  void boundWeights();
  /** Looks up what a step would otherwise have to ask the experiment for. */
  void readExperiment();
  /** Lets the schedule, the stop conditions and early stopping look at the loss. */
  void finishEpoch();
  void stopEarly(double loss);
  /** In place of a batch: the value of the experiment's objective at its two parameters, and its gradient. */
  Real measureObjective();
  void update(double objective);
  void applyOptimizer(double objective, double rate);
  double evaluate() override;
  Curvature hessian() override;
  const Real* clippedGradients();
  /** Loss and accuracy that schedule, stop conditions and early stopping look at; nothing where there is no row. */
  std::optional<PartMetrics> watchedMetrics();
  Divergence findDivergence(double objective) const;
  /** Evaluates once more what follows the silenced unit. */
  void silence(const Silenced& silenced, int columns);

  Experiment description;
  /** The learning rate that the schedule scales, and whether it always scales it by 1. */
  double baseRate = 0;
  bool hasConstantRate = true;
  PreparedData<Real> prepared;
  RunState<Real> state;
  std::vector<Real*> slotPointers;
  /** Of the last step, where the experiment clips: `network.gradients` stays what was computed. */
  std::vector<Real> clipped;
  bool wasClipped = false;
  /** What a frozen layer's parameters are, while an optimizer moves all. */
  std::vector<Real> frozenValues;
  /** Of the step, where the optimizer looks at other places before it goes. */
  std::vector<Real> gradientsOfStep;
  std::unique_ptr<BatchHessian> curvature;
  bool keepsAll = true;
  /** Of a block of an evaluation. */
  std::vector<Real> evaluationTargets;
  std::vector<int> order;
  /** The steps that `order` is for: none yet. */
  long epochStart = 0, epochEnd = 0;
  std::optional<Divergence> divergence;
};

extern template class Run<float>;
extern template class Run<double>;

}  // namespace nablab
