#pragma once
#include <algorithm>
#include <limits>
#include <string>
#include <vector>

#include "instrumentKinds.h"

namespace nablab {

/**
 * What a session measures of the run on its way: the instruments that were subscribed by name, at steps evenly spaced
 * over the whole run, in bounded memory. All room is made when a run starts; without a subscription a step pays one
 * comparison.
 */
template <class Real>
class Instruments {
 public:
  /** Readings of one instrument are at most this many; when the places are full every second one is given up. */
  static constexpr std::size_t mostReadings = 256;

  /** Chooses instruments; refuses with KIND_UNKNOWN an unknown name, with RANGE `every` outside 1 to 10⁶. */
  void subscribe(const std::vector<std::string>& names, long every);
  /** Starts anew, with room for the readings of this run. */
  void reset(const Run<Real>& run);

  /** Whether the step that leads to `step` is to be measured. */
  bool wants(long step) const { return next(step - 1) == step; }
  /** The first step behind this one that is to be measured. */
  long next(long step) const {
    return spacing == 0 ? std::numeric_limits<long>::max() : (std::max(step, latest) / spacing + 1) * spacing;
  }
  /** Before the step: keeps the parameters. */
  void prepare(const Run<Real>& run);
  /** After the step, whose batch still stands in the run; what it changes there it restores. */
  void read(Run<Real>& run);

  /** Gives up what lies after this step: the run has taken another way. */
  void forgetAfter(long step);

  /** By name: {"steps": […], "width": numbers a reading, "values": [reading][width]}, NaN where undefined. */
  Value readings() const;

 private:
  struct Series {
    const InstrumentReader<Real>* reader;
    std::size_t width;
    std::vector<double> values;
  };

  void thin();

  std::vector<Series> series;
  std::vector<double> steps;
  StepReading<Real> reading;
  /** Steps between two readings; 0: nothing is measured. */
  long spacing = 0, chosenSpacing = 0, latest = 0;
};

extern template class Instruments<float>;
extern template class Instruments<double>;

}  // namespace nablab
