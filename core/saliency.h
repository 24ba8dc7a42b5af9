#pragma once
#include "twin.h"

/** Which inputs decide: the derivative of one output by the inputs of one row. */
namespace nablab {

struct SaliencySettings {
  /** A row of the data. */
  int row = 0;
  /** −1: the class that the network decides for; with a single output that one. */
  int output = -1;
};

struct Saliency {
  int row, output;
  /** Of the output before its link, in evaluation mode. */
  double value;
  /** By input of the network: x, and ∂value/∂x (Simonyan, Vedaldi & Zisserman 2014, section 3). */
  std::vector<double> inputs, gradients;
};

/**
 * By one backward pass in evaluation mode, with the run's own backward pass, planted bug included. Refuses with RANGE a
 * row or an output that is not there, with ROWS_MISSING a run without rows.
 */
Saliency measureSaliency(Twin& twin, const SaliencySettings& settings);

}  // namespace nablab
