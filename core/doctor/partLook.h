#pragma once
#include "vitals.h"

namespace nablab {

/**
 * One part of the data seen through a run in evaluation mode: what a check knows of losses, predictions and units.
 * Room is made once; `look` then allocates nothing.
 */
template <class Real>
class PartLook {
 public:
  PartLook() = default;
  /** At most `mostCheckedRows` evenly spaced rows of the part; units are watched only where that is said. */
  PartLook(Run<Real>& run, Part part, bool watchesUnits);

  bool isEmpty() const { return rows.empty(); }
  double size() const { return static_cast<double>(rows.size()); }
  /** Loss and score of the part. */
  PartVitals look(Run<Real>& run);
  /** Of the last look: what was predicted, how well each class is recognized, and what units do. */
  void tell(Vitals& vitals) const;

 private:
  struct ClassCount {
    int rows, predicted, right;
  };
  /** How often a unit (of images: a channel) was at the low or the high end of its range. */
  struct WatchedLayer {
    std::size_t layer;
    double low, high;
    /** Whether the low end lets nothing through, so that a unit that stays there is dead. */
    bool dies;
    std::vector<int> atLow, atHigh;
    int values = 0;
  };

  void countOutputs(const Run<Real>& run, const Real* z, const Real* t, int first, int samples, int columns);
  void countUnits(const Workspace<Real>& space, int samples, int columns);

  std::vector<int> rows;
  std::vector<Real> targets;
  std::vector<ClassCount> classes;
  std::vector<WatchedLayer> watched;
  /** Sums over rows and outputs: outputs, targets, their squares, squared errors. */
  double outputs = 0, outputSquares = 0, targetSum = 0, targetSquares = 0, errors = 0, values = 0;
};

extern template class PartLook<float>;
extern template class PartLook<double>;

}  // namespace nablab
