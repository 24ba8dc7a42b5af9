#pragma once
#include <cstdint>

#include "dataset.h"

/** What goes wrong with data in life, done on purpose: rows that repeat others, labels that are wrong. */
namespace nablab {

/**
 * Replaces a share of the rows (rounded to whole rows, all but one at most) by copies of rows that stay. The number of
 * rows remains.
 */
void duplicateRows(Dataset& data, double share, std::uint32_t seed);

/**
 * Gives a share of the rows (rounded to whole rows) another class than theirs, all others being equally likely; in
 * regression, the targets of a row drawn at random.
 */
void mislabelRows(Dataset& data, double share, std::uint32_t seed);

}  // namespace nablab
