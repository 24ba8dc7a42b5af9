#pragma once
#include "run.h"

/** One unit of a network under the magnifying glass, measured in evaluation mode without changing the run. */
namespace nablab {

/**
 * What unit `unit` of layer `layer` (−1: an input) does over all training rows. Where units form images, a unit is a
 * whole channel with all of its places. A record:
 *
 *   rows        of the training part
 *   stages      how the unit's number comes about, from the layer with weights on: [{layer, kind, lowest, highest,
 * mean, deviation, counts}]; batch normalization's mean and deviation before and after are those of its neighbours
 *   derivative  the same of f′ where the layer is an activation that acts on each unit alone; else null
 *   dead        share of the derivatives that let nothing through; null without derivative
 *   incoming    of a dense layer, for row `row` of the data: {layer, offset, stride, weights, inputs, products, bias,
 * sum}, where weight i is parameter offset + i·stride; else null filter      of a convolution: {height, width,
 * channels, weights}; else null whole, constant   loss and accuracy of the training part, and what they were if the
 * unit said its mean for every row
 *
 * Refuses with RANGE a layer, unit or row that is not there, with ROWS_MISSING a run without training rows.
 */
template <class Real>
Value unitReport(Run<Real>& run, int layer, int unit, int row);

/**
 * By unit of the network, the inputs first: 1 where a unit of an activation layer is dead (its derivative lets nothing
 * through for any training row: |f′| < 10⁻⁶ for all), else 0.
 */
template <class Real>
std::vector<unsigned char> deadUnits(Run<Real>& run);

/**
 * By unit of the network, the inputs first: 1 where dropout has silenced the unit for the first sample of the last
 * step's batch, else 0.
 */
template <class Real>
std::vector<unsigned char> droppedUnits(const Run<Real>& run);

}  // namespace nablab
