#pragma once
#include <cstddef>
#include <limits>
#include <vector>

namespace nablab {

/** One point of all curves; NaN where something is undefined. */
struct HistoryPoint {
  long step;
  double batchLoss, penalty;
  double loss[3], accuracy[3];
};

/**
 * The curves of a whole run in bounded memory: points at evenly spaced steps; when the places are full, every second
 * one is given up and the spacing doubles. Which steps are kept depends on the step number alone, so that a run shows
 * the same curves however it was chopped into calls.
 */
class History {
 public:
  /** Room for this many points (0: none are kept); starts anew. */
  void reset(std::size_t points) {
    places = points;
    spacing = 1;
    list.clear();
  }

  bool wants(long step) const {
    return places > 0 && (step & (spacing - 1)) == 0 && (list.empty() || list.back().step < step);
  }

  /** The first step behind this one that may be wanted. */
  long next(long step) const { return places == 0 ? std::numeric_limits<long>::max() : (step | (spacing - 1)) + 1; }

  void keep(const HistoryPoint& point) {
    list.push_back(point);
    if (list.size() < places) return;
    spacing *= 2;
    std::vector<HistoryPoint> sparser;
    for (const HistoryPoint& each : list)
      if ((each.step & (spacing - 1)) == 0) sparser.push_back(each);
    list = std::move(sparser);
  }

  void forgetAfter(long step) {
    while (!list.empty() && list.back().step > step) list.pop_back();
  }

  std::size_t capacity() const { return places; }
  const std::vector<HistoryPoint>& points() const { return list; }

 private:
  std::vector<HistoryPoint> list;
  std::size_t places = 0;
  /** A power of two. */
  long spacing = 1;
};

}  // namespace nablab
