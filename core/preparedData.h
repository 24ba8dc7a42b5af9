#pragma once
#include <algorithm>
#include <span>
#include <vector>

#include "experiment.h"
#include "math/kernels.h"

namespace nablab {

enum class Part { training, validation, test };
constexpr int partCount = 3;

/** A range of one input. */
struct Domain {
  double low, high;
};

/** A data set as a run uses it, but for the numbers that depend on the run's precision. */
struct PreparedRows {
  /** Before preprocessing. */
  Dataset raw;
  /** rows × raw inputs, as pictures show them: preprocessed as far as every input stays by itself. */
  std::vector<float> x;
  /** What is still done to `x` before the network sees it: from the first step on that mixes or adds inputs. */
  std::vector<FittedStep> rest;
  /** By input of the network. */
  std::vector<std::string> features;
  int outputs = 1;
  /** By row. */
  std::vector<Part> part;
  /** Row numbers by part. */
  std::vector<int> rows[partCount];
  /** By input: the range that pictures show, and the mean of the training part. */
  std::vector<Domain> domain;
  std::vector<double> mean;

  const std::vector<int>& rowsOf(Part which) const { return rows[static_cast<int>(which)]; }

  /** One row of `x` as the network takes it: what the remaining steps make of it. */
  std::vector<double> networkRow(std::vector<double> row) const;
};

/** A data set as a run uses it: split into parts, preprocessed, with targets as the loss wants them. */
template <class Real>
struct PreparedData : PreparedRows {
  /** Row after row the inputs of the network, the targets coded as the loss wants them, and what fills up a vector. */
  std::vector<Real> samples;

  SampleRows<Real> table() const { return {samples.data(), static_cast<int>(features.size()), outputs}; }
  /** The inputs of one row, and its targets. */
  std::span<const Real> inputsOf(int row) const { return {rowAt(row), features.size()}; }
  std::span<const Real> targetsOf(int row) const {
    return {rowAt(row) + features.size(), static_cast<std::size_t>(outputs)};
  }
  /** Makes every input of every row zero. */
  void blankInputs() {
    for (std::size_t at = 0; at < samples.size(); at += static_cast<std::size_t>(table().width()))
      std::fill_n(&samples[at], features.size(), Real(0));
  }

 private:
  const Real* rowAt(int row) const { return samples.data() + row * table().width(); }
};

/** Draws, splits, preprocesses and codes the data of an experiment. Refuses as `makeDataset` does. */
template <class Real>
PreparedData<Real> prepareData(const Experiment& experiment, const Sources& sources);

extern template PreparedData<float> prepareData(const Experiment&, const Sources&);
extern template PreparedData<double> prepareData(const Experiment&, const Sources&);

}  // namespace nablab
