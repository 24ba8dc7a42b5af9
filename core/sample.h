#pragma once
#include "views.h"

/** One sample of a person's own on its way through the network. */
namespace nablab {

/**
 * A raw row as pictures show it: preprocessed as far as every input stays by itself. What preprocessing has learned of
 * the training part is learned once more.
 */
std::vector<double> shownRow(const Experiment& experiment, const PreparedRows& data, std::vector<double> raw);

/** What one unit of the layer before adds to a weighted sum. */
struct Contribution {
  int from;
  double activation, weight, product;
};

/** A weighted sum that matters for the decision, and what it is made of. */
struct PathStep {
  int layer, unit;
  double bias;
  /** The largest products, by magnitude. */
  std::vector<Contribution> strongest;
};

/** Contributions that a step of a path lists at most. */
constexpr std::size_t mostContributions = 5;

/**
 * From an output of the last layer back to the inputs: the strongest contribution of each dense layer leads on to the
 * unit that made it; layers that treat each unit by itself are passed. Ends at the inputs, or where a layer mixes units
 * in another way (convolution, pooling). `activations` are those of one sample, as `nablab::activations` returns them.
 */
template <class Real>
std::vector<PathStep> strongestPath(const Run<Real>& run, const std::vector<float>& activations, int output);

/**
 * A row of inputs as they are before preprocessing, classified: {shown (the row as pictures show it), activations (of
 * every unit), outputs (after the link), probabilities (by class, null where the loss gives none), decided (the class,
 * −1 in regression), path}. Refuses with SIZE and RANGE what is no row of finite numbers.
 */
template <class Real>
Value classifySample(Run<Real>& run, const std::vector<double>& raw);

}  // namespace nablab
