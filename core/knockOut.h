#pragma once
#include "twin.h"

/** What each hidden unit is good for: how well the network does without it. */
namespace nablab {

/** A unit (of images: a channel) whose output is 0 for every row. */
struct KnockedOut {
  int layer, unit;
  double loss, accuracy;
};

struct KnockOut {
  /** Validation, or training where there is no such row. */
  Part part;
  /** With all units. */
  PartMetrics whole;
  /** The one that is missed most first: by the loss without it, equal ones in the network's order. */
  std::vector<KnockedOut> units;
};

/** What a question may cost, in multiplications: units × rows × parameters. */
constexpr double mostKnockOutWork = 4e10;

/**
 * Takes one unit of every hidden layer after the other away (Morcos et al. 2018, arXiv:1803.06959, section 2, where
 * this is called ablation), in evaluation mode; parameters stay untouched. Units are those behind the activation, or of
 * a layer of weights that has none. Refuses with ROWS_MISSING a run without rows, with BUDGET what would take more than
 * `mostKnockOutWork`.
 */
KnockOut knockOutUnits(Twin& twin);

}  // namespace nablab
