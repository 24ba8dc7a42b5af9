#pragma once
#include "twin.h"

/** Where the network errs most: the rows of each class that cost it most. */
namespace nablab {

/** A part that a tool may look at. */
enum class AskedPart { training, validation, test };
template <>
struct OptionNames<AskedPart> {
  static constexpr std::array names{"training", "validation", "test"};
};

struct WorstSettings {
  AskedPart part = AskedPart::training;
  /** By class. */
  int samples = 5;
};

struct WorstSample {
  int row, decided;
  /** Of this row alone. */
  double loss;
};

/**
 * By true class the rows of the part with the largest loss, in evaluation mode, the worst first and equal ones in the
 * order of the rows; for regression one list of all. Empty lists where the part has no row of the class. Refuses with
 * ROWS_MISSING a run without rows.
 */
std::vector<std::vector<WorstSample>> worstSamples(Twin& twin, const WorstSettings& settings);

}  // namespace nablab
