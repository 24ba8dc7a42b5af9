#pragma once
#include <span>
#include <string>
#include <vector>

#include "../experiment.h"

/**
 * Backpropagation surgery: the formulas of the backward pass, layer by layer, with factors to choose. A wrong factor is
 * a planted bug.
 */
namespace nablab {

/** A factor of a layer's backward formula that may be written in two ways. */
struct FormulaFactor {
  /** Stable; words and signs are kept under it. */
  const char* key;
  /** The two ways, in the order in which they are offered. */
  const char* options[2];
  int right;
};

/** What stands in the backward formulas of a layer. */
struct FormulaEdit {
  int layer;
  /** By factor of that layer the number of the option that is written. */
  std::vector<int> options;
};

/** [{layer, kind, factors: [{key, options}]}] of every layer that has factors to choose. */
Value formulasOf(const Experiment& experiment);

/** Reads {layer, options: {factor: option}}: every factor of the layer must be written. */
FormulaEdit readOperation(const Value& document, const Experiment& experiment);

/**
 * The experiment whose layer's formulas are written anew. One error is enough for gradients to be wrong: where several
 * are left, the layer's first one is planted.
 */
Experiment operated(const Experiment& experiment, const FormulaEdit& operation);

}  // namespace nablab
