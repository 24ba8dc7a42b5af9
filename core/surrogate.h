#pragma once
#include "twin.h"

/** A small decision tree that imitates the network, to be read in its place. */
namespace nablab {

struct SurrogateSettings {
  /** Questions from the top to an answer, at most. */
  int depth = 3;
};

/** A question about one input, or an answer. */
struct TreeNode {
  /** A column of the data before preprocessing; −1: an answer. */
  int input = -1;
  /** Rows with a value of at most this go to `below`, the others to `above`. */
  double threshold = 0;
  int below = -1, above = -1;
  /** What the tree says here: a class, or in regression a number. */
  double answer = 0;
  /** Rows that it was fitted to, and the share of them for which the network says the same class. */
  int rows = 0;
  double share = 0;
};

/** How often the tree says what the network says: share of rows; in regression R² against the network's output. */
struct Fidelity {
  int rows = 0;
  double value = 0;
  bool defined = false;
};

struct Surrogate {
  /** The first is where one begins. */
  std::vector<TreeNode> nodes;
  Fidelity training, validation;
};

/** Rows that a tree is fitted to at most, evenly spaced ones of the training part. */
constexpr std::size_t mostFittedRows = 4096;

/**
 * Fits a tree of CART (Breiman, Friedman, Olshen & Stone 1984: Gini's impurity, for numbers the squared error) to what
 * the network predicts for the training rows, by their inputs before preprocessing; a leaf has two rows or more. After
 * Craven & Shavlik 1996, "Extracting tree-structured representations of trained networks". In regression the first
 * target is imitated. Refuses with ROWS_MISSING a run without rows.
 */
Surrogate fitSurrogate(Twin& twin, const SurrogateSettings& settings);

}  // namespace nablab
