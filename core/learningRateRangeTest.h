#pragma once
#include <vector>

#include "twin.h"

namespace nablab {

/** Rates that grow exponentially from `low` to `high` over `steps` steps. */
struct RangeTestSettings {
  double low = 1e-6, high = 10;
  int steps = 100;
};

struct RangeTest {
  struct Point {
    double rate;
    /** The batch's loss and penalties before the step with this rate; the same, smoothed over the steps. */
    double objective, smoothed;
  };
  /** Ends before `steps` where the smoothed objective exceeds four times its smallest value, or the run diverges. */
  std::vector<Point> points;
  /** The rate at the smallest smoothed objective, and where it falls most steeply over the logarithm of the rate. */
  double lowest, steepest;
  /** A tenth of `lowest`; NaN where the objective never fell. */
  double suggested;
};

/**
 * Smith 2017, Cyclical Learning Rates (arXiv:1506.01186, section 3.3): trains the twin on, with a rate that grows by
 * the same factor at every step, and watches the objective. It is smoothed as Adam smooths gradients, with
 * β = 0.9 and its bias corrected. Refuses with RANGE settings without sense.
 */
RangeTest testLearningRates(Twin& twin, const RangeTestSettings& settings);

}  // namespace nablab
