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

/** The class that one row of outputs before the link decides for. */
int decidedClass(const Loss& loss, const double* z, int outputs);

/**
 * How far the probabilities of one whole part can be trusted: `valueOf` of `calibration.h`. Null for an empty part, and
 * where the loss gives no probabilities.
 */
template <class Real>
Value calibrationReportOf(Run<Real>& run, Part part);

extern template Value reportOf(Run<float>&, Part);
extern template Value reportOf(Run<double>&, Part);
extern template Value calibrationReportOf(Run<float>&, Part);
extern template Value calibrationReportOf(Run<double>&, Part);

}  // namespace nablab
