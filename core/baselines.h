#pragma once
#include "experiment.h"

/**
 * Models that need no hidden layer: what a network is worth shows beside them. They get the inputs that the network
 * gets, not augmented and standardized, and learn from the training part alone.
 */
namespace nablab {

/** The most frequent class (of several, the first), or the mean of each target. */
struct ConstantBaseline {
  static constexpr const char *key = "constant", *formula = "\\hat y = \\operatorname{mode}(y)";
  static constexpr const char* source = "majority class, in regression the mean: scikit-learn 1.2 DummyClassifier";
  static constexpr auto knobs() { return std::tuple{}; }
};

/** One dense layer, trained by L-BFGS on the whole training part. */
struct LinearBaseline {
  static constexpr const char *key = "linear", *formula = "\\hat y = W^{\\mathsf T} x + b";
  static constexpr const char* source = "least squares: Legendre 1805; logistic regression: Cox 1958; a little L2";
  double strength = 0.001;
  int steps = 40;
  static constexpr auto knobs() {
    return std::tuple{knob(&LinearBaseline::strength, "strength", {.allowed = {0, 1e6}, .shown = {0, 1}}),
                      knob(&LinearBaseline::steps, "linearSteps", {.allowed = {1, 1000}, .shown = {10, 200}})};
  }
};

/** A vote, or the mean, of the nearest rows of the training part; a row is no neighbour of its own. */
struct NeighboursBaseline {
  static constexpr const char *key = "nearestNeighbours",
                              *formula = "\\hat y = \\operatorname{mode}_{i \\in N_k(x)} y_i";
  static constexpr const char* source = "Fix & Hodges 1951; Cover & Hart 1967; of a tie the class of the nearest";
  int neighbours = 5;
  static constexpr auto knobs() {
    return std::tuple{knob(&NeighboursBaseline::neighbours, "neighbours", {.allowed = {1, 1000}, .shown = {1, 50}})};
  }
};

using Baseline = std::variant<ConstantBaseline, LinearBaseline, NeighboursBaseline>;
template <>
struct FamilyName<Baseline> {
  static constexpr const char* name = "baselines";
};

/**
 * All of them on the data of an experiment: {measure: "accuracy" or "r2", baselines: [{kind, training, validation,
 * test}]}, where a part is {value, defined, rows} or null if it is empty. Of parts that are too large for a second's
 * work evenly spaced rows are taken; `rows` tells how many. Null without rows.
 */
Value measureBaselines(const Experiment& experiment, const Sources& sources);

}  // namespace nablab
