#pragma once

namespace nablab {

/** learningRates: the curve of a schedule. */
void bindSchedules();

}  // namespace nablab
