#include "calibration.h"

#include <algorithm>
#include <cmath>

namespace nablab {

Calibration calibrationOf(const std::vector<double>& confidence, const std::vector<bool>& right, int bins) {
  Calibration result;
  result.bins.resize(static_cast<std::size_t>(bins));
  for (std::size_t row = 0; row < confidence.size(); ++row) {
    const double place = confidence[row] * bins;
    const double above = std::floor(place) == place ? place - 1 : std::floor(place);
    CalibrationBin& bin = result.bins[static_cast<std::size_t>(std::clamp(above, 0.0, bins - 1.0))];
    ++bin.count;
    bin.confidence += confidence[row];
    bin.accuracy += right[row];
  }
  for (CalibrationBin& bin : result.bins) {
    if (bin.count == 0) continue;
    bin.confidence /= bin.count;
    bin.accuracy /= bin.count;
    const double gap = std::fabs(bin.accuracy - bin.confidence);
    result.expectedError += gap * bin.count / static_cast<double>(confidence.size());
    result.greatestError = std::max(result.greatestError, gap);
  }
  return result;
}

Value valueOf(const Calibration& calibration) {
  Value record;
  Value::List bins;
  for (const CalibrationBin& bin : calibration.bins) {
    Value each;
    each.set("count", bin.count);
    each.set("confidence", bin.confidence);
    each.set("accuracy", bin.accuracy);
    bins.push_back(each);
  }
  record.set("bins", bins);
  record.set("expectedError", calibration.expectedError);
  record.set("greatestError", calibration.greatestError);
  return record;
}

}  // namespace nablab
