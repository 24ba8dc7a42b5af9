#pragma once
#include <vector>

#include "run.h"

/**
 * The instruments. Each says how many numbers one reading has and reads them after a step; where something is
 * undefined (a layer without parameters, a regression without classes) the number is NaN. Norms are over a layer.
 */
namespace nablab {

/** What an instrument sees of a step: the run after it, the parameters before it, and room for gradients. */
template <class Real>
struct StepReading {
  Run<Real>* run = nullptr;
  std::vector<Real> before, gradients, outputGradient;
  /** By layer. */
  std::vector<double> norms;
  /** Of the noise scale, over the readings so far: squared gradient, trace of the covariance, weight of both. */
  double signal = 0, noise = 0, weight = 0;
};

/** Bins of a histogram; before them stand the lowest and highest number. */
constexpr std::size_t histogramBins = 24;

/** An instrument: how it describes itself, how many numbers a reading has, and the reading itself into `row`. */
template <class Real>
struct InstrumentReader {
  const char *key, *formula, *source;
  std::size_t (*width)(const Run<Real>& run);
  void (*read)(StepReading<Real>& reading, double* row);
};

/** All of them, in the catalog's order. */
template <class Real>
const std::vector<InstrumentReader<Real>>& instrumentReaders();

extern template const std::vector<InstrumentReader<float>>& instrumentReaders<float>();
extern template const std::vector<InstrumentReader<double>>& instrumentReaders<double>();

}  // namespace nablab
