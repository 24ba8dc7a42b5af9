#pragma once
#include <string>

#include "../twin.h"
#include "preflightRules.h"

namespace nablab {

/**
 * The pre-flight: what is worth knowing before a long training, from the run's experiment at step 0. `found` is what
 * the rules say that need no training; `only` names one check, "" all of them: data, initialLoss, gradients,
 * overfitBatch, inputIndependent, rangeTest, regularization. Answers {engine, checks: [{key, state, reason, evidence,
 * findings}]} with state "passed", "failed" or "notRun". A check trains copies within a fixed count of multiplications,
 * about half a second's. Refuses with KIND_UNKNOWN a check that there is not.
 */
std::vector<PreflightCheck> preflight(Twin& twin, const std::vector<Finding>& found, const std::string& only);

Value valueOf(const std::vector<PreflightCheck>& checks);

}  // namespace nablab
