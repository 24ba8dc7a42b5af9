#pragma once
#include <cstdint>

#include "files.h"
#include "ownPoints.h"
#include "patterns.h"
#include "tables.h"

namespace nablab {

using DatasetKind =
    std::variant<Xor, Circle, Gaussians, Spiral, Moons, Plane, Sine, Checkerboard, Blobs, Rings, Unbalanced, Outliers,
                 FourPoints, Formula, Drawn, Iris, Wine, BreastCancer, Diabetes, Digits, Digits28, Csv, Idx, External>;
template <>
struct FamilyName<DatasetKind> {
  static constexpr const char* name = "datasets";
};

/** What a data set will be, known without its rows. */
Task taskOf(const DatasetKind& kind);

/** The name of the table that the host must provide, or "". */
const char* tableOf(const DatasetKind& kind);

/** What a kind's knobs can't be together: throws a Refusal. */
void checkDataset(const DatasetKind& kind);

/** The rows: drawn from `seed`, or taken from the sources. Refuses with TABLE_MISSING, TABLE_BROKEN, ROWS_MISSING. */
Dataset makeDataset(const DatasetKind& kind, std::uint32_t seed, const Sources& sources);

}  // namespace nablab
