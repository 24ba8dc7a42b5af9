#pragma once
#include <string>
#include <vector>

#include "../run.h"

/** What one look at a run at step 0 tells: initial weights, the first outputs, the first update. */
namespace nablab {

/** A layer before training. NaN where it has no weights. */
struct LayerStart {
  /** Mean and deviation of the initial weights, and how many there are. */
  double weightMean, weightDeviation;
  std::size_t weights = 0;
  int fanIn = 0, fanOut = 0;
  /** More than one unit, all with the same incoming weights. */
  bool unitsAlike = false;
  /** The first update by the optimizer: mean |Δw| / mean |w|. */
  double updateRatio;
  /** Deviation of the layer's outputs over units and rows. */
  double spread;
};

struct StartLook {
  /** Mean loss of the looked-at rows in training mode; what it would be if all outputs were 0; the penalties. */
  double loss = 0, lossOfZeros = 0, penalty = 0;
  /** Of regression: mean and deviation of the targets. */
  double targetMean = 0, targetDeviation = 0;
  /** Whether the first step led to numbers. */
  bool firstStepIsFinite = true;
  std::vector<LayerStart> layers;
  /** Share of the looked-at rows whose class is not that of most of their five nearest neighbours, or whose target is
   * many times as far from the middle one of theirs as is usual; and the first of these rows. */
  double labelDisagreement = 0;
  /** What these neighbours reach by themselves: share of the right classes, or R². */
  double neighboursScore = 0;
  std::vector<int> doubtfulRows;
};

/** Rows that are looked at. */
constexpr int startRows = 256;

/** Looks at a run that stands at step 0 and has rows, and takes its first step. */
StartLook lookAtStart(Run<double>& run);

}  // namespace nablab
