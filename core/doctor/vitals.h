#pragma once
#include <algorithm>
#include <limits>
#include <optional>
#include <vector>

#include "../run.h"
#include "finding.h"
#include "startLook.h"

/** What the doctor knows of a run under way. */
namespace nablab {

/** Stands for what could not be measured. */
constexpr double unmeasured = std::numeric_limits<double>::quiet_NaN();

/** One layer at a check. Of the layer's weights, of the step that led to the check, and of its outputs. */
struct LayerVitals {
  /** Mean magnitudes of the weights before the step, and of what the step changed in them. */
  double weight = unmeasured, update = unmeasured;
  /** Norm of the batch's gradient over all parameters of the layer. */
  double gradientNorm = unmeasured;
  /** The same over the weights alone, without penalties. */
  double dataGradient = unmeasured;
  /** Share of the weights below 10⁻⁵ in magnitude, and of the negative ones. */
  double tinyShare = unmeasured, negativeShare = unmeasured;
  /** Mean magnitude of the gradient that arrived at the layer's outputs. */
  double delta = unmeasured;
  /** Of an activation: share of its units (of images: channels) that are off for nearly all rows, or pressed against
   * an end of their range for most. */
  double deadShare = unmeasured, saturatedShare = unmeasured;

  /** |Δw| / |w|; unmeasured where there is no weight. */
  double updateRatio() const { return weight > 0 ? update / weight : unmeasured; }
};

/** One part at a check, in evaluation mode, over at most `mostCheckedRows` evenly spaced rows. */
struct PartVitals {
  double loss = unmeasured;
  /** Of classes the accuracy, else R². */
  double score = unmeasured;
};
constexpr int mostCheckedRows = 1000;

/** A check: everything that the rules know of one moment of a run. */
struct Vitals {
  long step = 0;
  double learningRate = 0;
  PartVitals training, validation;
  /** Over the steps since the check before: mean and deviation of the batches' losses (in training mode), share of the
   * steps at which the loss turned from rising to falling or back, and of those whose gradient was clipped. */
  double meanBatchLoss = unmeasured, batchDeviation = unmeasured, turnShare = unmeasured, clippedShare = unmeasured;
  /** Of the last batch: norms of the complete gradient, and over the weights of the data's and of the penalties'. */
  double gradientNorm = unmeasured, dataGradient = unmeasured, penaltyGradient = unmeasured;
  /** Of the training rows: deviation of the outputs relative to that of the targets, largest share of the rows that
   * one class is predicted for. */
  double predictionSpread = unmeasured, largestShare = unmeasured;
  /** The class that is recognized least, its recall, and its rows. */
  int weakestClass = -1, weakestRows = 0;
  double lowestRecall = unmeasured;
  /** Where the last step landed on the parabola that the batch's objective makes along it: −1 where it began, 0 at the
   * bottom, 1 as far beyond. */
  double stepLength = unmeasured;
  /** Noise of the gradient tr Σ / |G|², in samples. */
  double noiseScale = unmeasured;
  std::vector<LayerVitals> layers;
};

/** A run as the doctor knows it: its experiment, its data, and the checks up to now, the earliest first. */
struct Course {
  const Experiment& experiment;
  const PreparedRows& data;
  const std::vector<Vitals>& checks;
  const StartLook& start;
  const std::optional<Divergence>& diverged;
  long step, stepsPerEpoch;

  const Vitals& last() const { return checks.back(); }
  /** The first check that lies behind the first epoch. */
  std::size_t settled() const;
  /** Loss of the training part at the first check. */
  double startLoss() const { return checks.front().training.loss; }
  /** Share of the most frequent class among the training rows; 0 in regression: what can be had without learning. */
  double easyScore() const;
  /** Whether the training part is learned at this check, so that nothing is left that could be wrong with learning. */
  bool isLearned(std::size_t check) const;
  /** By how much of itself the training loss fell over the `window` checks before this one; unmeasured if too early. */
  double fallOver(std::size_t check, std::size_t window) const;
  /** Median over the layers that learn of a number of theirs. */
  double medianOverLayers(std::size_t check, double (*number)(const LayerVitals&)) const;
  /** Median over the layers of the weights' mean magnitude, relative to the initial one: what the steps made of it. */
  double weightGrowth(std::size_t check) const;
  /** Whether a layer has weights that may change. */
  bool learns(std::size_t layer) const;
};

/**
 * Since when something holds at the checks of a course: from the first of `persistence` checks in a row at which it
 * did, until it did not for as many. Of several such stretches the last one.
 */
struct CheckStretch {
  /** Indices of checks; `end` is one past the last, or the number of checks where it still holds. */
  std::size_t begin, end;
};

template <class Holds>
std::optional<CheckStretch> stretchOf(const Course& course, int persistence, Holds holds) {
  std::optional<CheckStretch> found;
  const auto needed = static_cast<std::size_t>(persistence), count = course.checks.size();
  std::size_t held = 0, missed = 0;
  bool active = false;
  for (std::size_t i = course.settled(); i < count; ++i) {
    const bool now = holds(i);
    held = now ? held + 1 : 0;
    missed = now ? 0 : missed + 1;
    if (!active && held == needed) {
      active = true;
      found = {i + 1 - needed, count};
    } else if (active && missed == needed) {
      active = false;
      found->end = i + 1 - needed;
    }
  }
  return found;
}

/** A finding about the stretch since which something holds. */
Finding findingOf(const Course& course, const char* rule, const char* aspect, Severity severity, CheckStretch stretch);

/** Median of the numbers that were measured; unmeasured where none was. */
double medianOf(std::vector<double> numbers);

/** Decimal logarithm of a positive number; of 0 the lowest that is told, −30. */
double decimalLogarithm(double number);

}  // namespace nablab
