#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "clipping.h"
#include "datasets/datasets.h"
#include "layers/layers.h"
#include "limits.h"
#include "losses.h"
#include "objectives.h"
#include "optimizers/optimizers.h"
#include "plantedBugs.h"
#include "preprocessing.h"
#include "regularizers.h"
#include "schedules.h"

/**
 * The experiment: the complete description of a run, as one document. Reading validates everything before anything is
 * built; what a document leaves out is what the default experiment has; what it has too much is refused.
 */
namespace nablab {

/** Bits are promised within one engine version. */
constexpr const char* engineVersion = "0.1.0";
/** Version of the document's format. */
constexpr int formatVersion = 1;

/** Shares of the rows; together one. */
struct Split {
  double training = 0.6, validation = 0.2, test = 0.2;
  /** Every part has the classes in the same proportions; in regression, ten bands of the target. */
  bool stratified = false;
  /** From 2: what is not for the test is dealt into this many parts, of which `fold` is the validation part. */
  int folds = 0, fold = 0;
  static constexpr auto knobs() {
    return std::tuple{knob(&Split::training, "training", {.allowed = {0.01, 1}, .shown = {0.1, 1}}),
                      knob(&Split::validation, "validation", {.allowed = {0, 0.99}, .shown = {0, 0.5}}),
                      knob(&Split::test, "test", {.allowed = {0, 0.99}, .shown = {0, 0.5}}),
                      knob(&Split::stratified, "stratified"),
                      knob(&Split::folds, "folds", {.allowed = {0, 1000}, .shown = {0, 10}}),
                      knob(&Split::fold, "fold", {.allowed = {0, 999}, .shown = {0, 9}})};
  }
};

struct Data {
  DatasetKind kind = Xor{};
  /** Draws points and split. */
  std::uint32_t seed = 1;
  /** Share of the rows whose class (or target) is another one's; share of the rows that repeat another row. */
  double labelNoise = 0, duplicates = 0;
  Split split;
  static constexpr auto knobs() {
    return std::tuple{knob(&Data::seed, "seed", {.allowed = {0, 4294967295.0}, .shown = {0, 9999}}),
                      knob(&Data::labelNoise, "labelNoise", {.allowed = {0, 1}, .shown = {0, 0.5}}),
                      knob(&Data::duplicates, "duplicates", {.allowed = {0, 0.95}, .shown = {0, 0.5}})};
  }
};

/** When a run ends by itself; every condition that is not 0 counts. */
struct Stop {
  int steps = 0, epochs = 0;
  /** Reached at the end of an epoch, on the validation part if there is one, else on the training part. */
  double loss = 0, accuracy = 0;
  /** Obeyed by the host: the core has no clock. */
  double seconds = 0;
  static constexpr auto knobs() {
    return std::tuple{
        knob(&Stop::steps, "steps", {.allowed = {0, 2147483647}, .shown = {0, 100000}, .turnable = true}),
        knob(&Stop::epochs, "epochs", {.allowed = {0, 2147483647}, .shown = {0, 1000}, .turnable = true}),
        knob(&Stop::loss, "loss", {.allowed = {0, 1e30}, .shown = {0, 1}, .turnable = true}),
        knob(&Stop::accuracy, "accuracy", {.allowed = {0, 1}, .shown = {0, 1}, .turnable = true}),
        knob(&Stop::seconds, "seconds",
             {.allowed = {0, 1e9}, .shown = {0, 600}, .unit = "s", .turnable = true, .actsFromFirstSteps = false})};
  }
};

/**
 * Ends a run when the loss (of the validation part if there is one, else of the training part) has not become better
 * by more than `minimumImprovement` for `patience` epochs; `restoreBest` then puts back the parameters and statistics
 * of the best epoch. Prechelt 1998, Early Stopping: But When?, in the form of Keras' EarlyStopping.
 */
struct EarlyStopping {
  /** Epochs; 0: never. */
  int patience = 0;
  double minimumImprovement = 0;
  bool restoreBest = true;
  static constexpr auto knobs() {
    return std::tuple{knob(&EarlyStopping::patience, "patience",
                           {.allowed = {0, 1000000}, .shown = {0, 100}, .unit = "epochs", .actsFromFirstSteps = false}),
                      knob(&EarlyStopping::minimumImprovement, "minimumImprovement",
                           {.allowed = {0, 1e30}, .shown = {0, 0.1}, .actsFromFirstSteps = false}),
                      knob(&EarlyStopping::restoreBest, "restoreBest", {.actsFromFirstSteps = false})};
  }
};

/**
 * A knob that was turned between two steps of a run, or a parameter that was set by hand ("parameters[17]"): before the
 * step of this number.
 */
struct LogEntry {
  long step;
  std::string path;
  Value value;
};

struct Experiment {
  std::string title = "XOR", notes;
  /** Draws initial values, batches and dropout: everything but the data. */
  std::uint32_t seed = 42;
  Data data;
  std::vector<Preprocessing> preprocessing;
  std::vector<Layer> layers{Dense{.units = 4}, ActivationLayer{}, Dense{.units = 2}, ActivationLayer{},
                            Dense{.units = 1}};
  Loss loss = BinaryCrossEntropy{};
  Optimizer optimizer = Adam{.learningRate = 0.01};
  Schedule schedule;
  std::vector<Regularizer> regularizers{L2{}};
  Clipping clipping;
  /** Samples in a batch; 0 is the whole training part. */
  int batchSize = 10;
  Stop stop;
  EarlyStopping earlyStopping;
  std::optional<PlantedBug> plantedBug;
  /** In place of data, layers and loss; they are then a network of no parameters and no rows. */
  std::optional<Objective> objective;
  std::vector<LogEntry> log;

  static constexpr auto knobs() {
    return std::tuple{knob(&Experiment::seed, "seed", {.allowed = {0, 4294967295.0}, .shown = {0, 9999}}),
                      knob(&Experiment::batchSize, "batchSize", {.allowed = {0, 5000}, .shown = {1, 256}})};
  }
};

/** Reads and validates a document, its log included. Throws a Refusal; otherwise the experiment can be run. */
Experiment readExperiment(const Value& document);

/** The canonical document (every default filled in), or the compact one (defaults left out). */
Value writeExperiment(const Experiment& experiment, bool compact);

/**
 * Reads a document whose parts may not fit each other yet, and changes what must change for them to fit: the loss where
 * the data's task cannot have it, its class weights, units of the last dense layer, what a residual adds, a batch
 * larger than the training
 * part.
 */
Experiment adaptExperiment(const Value& document);

/** Refuses with COMBINATION, BUDGET or LIMIT parts that are right alone but cannot be run together. */
void checkCombinations(const Experiment& experiment);

/** One sample as the network takes it: the data's shape after preprocessing. Refuses as `shapeAfter` does. */
inline Shape inputShapeOf(const Experiment& experiment) {
  return shapeAfter(experiment.preprocessing, taskOf(experiment.data.kind).shape);
}

/**
 * Refuses with BUDGET a network whose layers give so many numbers that they would not fit into memory: outputs and
 * their gradients for a batch of so many samples, and outputs once more for a block of evaluated ones.
 */
void checkActivations(const Experiment& experiment, std::int64_t samples);

/** Outputs of the network that an experiment describes. */
int outputsOf(const Experiment& experiment);

/** Rows of the training, validation and test part of this many rows. */
struct PartSizes {
  int training, validation, test;
};
/** With folds: those of the present fold. */
PartSizes partSizes(const Split& split, int rows);

/** Refuses with COMBINATION more folds than rows to deal. */
void checkFolds(const Split& split, int rows);

/**
 * The experiment with one knob turned: fully validated. Refuses with PATH_UNKNOWN, NOT_TURNABLE or as reading does. A
 * parameter that is set by hand is checked, but is no part of the experiment.
 */
Experiment turned(const Experiment& experiment, const std::string& path, const Value& value);

/** The experiment with one part of its canonical document replaced: fully validated, its log left out. */
Experiment edited(const Experiment& experiment, const std::string& path, const Value& value);

/** The entries of the log of `origin` that the experiment can take, in order. */
std::vector<LogEntry> fittingLog(const Experiment& experiment, const Experiment& origin,
                                 const std::vector<LogEntry>& log);

}  // namespace nablab
