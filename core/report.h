#pragma once
#include "run.h"

namespace nablab {

/**
 * Every metric of one whole part, in evaluation mode, as a document: `valueOf` of `metrics.h`, with `roc` for two
 * classes, whose thresholds are probabilities of class 1 where the loss gives such and otherwise outputs before the
 * link. Null for an empty part.
 */
template <class Real>
Value reportOf(Run<Real>& run, Part part);

extern template Value reportOf(Run<float>&, Part);
extern template Value reportOf(Run<double>&, Part);

}  // namespace nablab
