#pragma once
#include <vector>

#include "value.h"

namespace nablab {

/** Predictions of about the same confidence. */
struct CalibrationBin {
  int count = 0;
  /** Means over the bin's rows: how sure the network was, and how often it was right; 0 for an empty bin. */
  double confidence = 0, accuracy = 0;
};

/**
 * Whether probabilities keep what they promise: of the predictions that are made with 80 % confidence 80 % should be
 * right. Guo, Pleiss, Sun & Weinberger 2017, On Calibration of Modern Neural Networks, arXiv:1706.04599, section 2.
 */
struct Calibration {
  /** Of equal width over confidences from 0 to 1; a confidence on a border belongs to the lower bin. */
  std::vector<CalibrationBin> bins;
  /** Σ (nᵦ/n)·|accuracyᵦ − confidenceᵦ|, and the largest of these gaps. */
  double expectedError = 0, greatestError = 0;
};

/** Bins of a reliability diagram. */
constexpr int calibrationBins = 10;

/** Confidences are the probabilities of the classes decided for; at least one row. */
Calibration calibrationOf(const std::vector<double>& confidence, const std::vector<bool>& right,
                          int bins = calibrationBins);

Value valueOf(const Calibration& calibration);

}  // namespace nablab
