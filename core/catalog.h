#pragma once
#include "value.h"

namespace nablab {

/**
 * The self-description of the core: all families with their kinds, knobs, formulas and sources, the experiment's own
 * knobs, the table of limits and the default experiment. The page builds its controls from it.
 */
Value catalog();

}  // namespace nablab
