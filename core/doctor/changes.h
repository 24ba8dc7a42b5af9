#pragma once
#include <functional>
#include <string>

#include "../experiment.h"
#include "finding.h"

/** Changes of an experiment that findings offer. What could not be run is not offered, nor what changes nothing. */
namespace nablab {

/** Offers the value that stands at `path` after `change`. */
void offer(Finding& finding, const char* key, const std::string& path, const Experiment& from,
           const std::function<void(Experiment&)>& change);

/** The learning rate times `factor`, to two digits. */
void offerRate(Finding& finding, const char* key, const Experiment& from, double factor);
/** No schedule: the learning rate as it is. */
void offerConstantRate(Finding& finding, const Experiment& from);
/** Clipping of the gradient's norm at `limit`. */
void offerNormClipping(Finding& finding, const Experiment& from, double limit);
/** Initial weights as they suit the activation behind each layer: He's for those that rectify, Glorot's for the others.
 */
void offerInitializers(Finding& finding, const Experiment& from);
/** Every activation within the network becomes a leaky relu, with initial weights to suit. */
void offerLeakyRelu(Finding& finding, const Experiment& from);
/** Batch normalization before every activation within the network. */
void offerBatchNormalization(Finding& finding, const Experiment& from);
/** Strengths of all penalties times `factor`; 0: none. */
void offerPenalties(Finding& finding, const char* key, const Experiment& from, double factor);
/** An L2 penalty of this strength, or ten times the present one. */
void offerL2(Finding& finding, const Experiment& from);
/** All dropout rates at most `highest`; 0: no such layers. */
void offerDropout(Finding& finding, const char* key, const Experiment& from, double highest);
/** Units of all layers but the last times `factor`, where that is more than one at least 16. */
void offerUnits(Finding& finding, const char* key, const Experiment& from, double factor);
/** A larger part of the rows for training, where it has less than half of them. */
void offerMoreTraining(Finding& finding, const Experiment& from);
/** Batches of twice as many rows. */
void offerLargerBatch(Finding& finding, const Experiment& from);
/** Stopping at the best epoch. */
void offerEarlyStopping(Finding& finding, const Experiment& from);
/** Adam, with its usual learning rate. */
void offerAdam(Finding& finding, const Experiment& from);

/** Rounded to so many significant digits. */
double significant(double number, int digits);

/** Whether the activation sets (part of) the negative side to (nearly) zero. */
bool rectifies(const Activation& function);

}  // namespace nablab
