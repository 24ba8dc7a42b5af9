#pragma once
#include <limits>
#include <vector>

#include "../instrumentKinds.h"
#include "partLook.h"

namespace nablab {

/**
 * The doctor's eyes: measures a run at checks, in bounded memory. A check is the end of every k-th epoch, or in long
 * epochs of every so many 200 steps, k such that checks cost about a tenth of the arithmetic of training. Off, a step
 * pays one comparison. No check changes a bit of the run.
 */
template <class Real>
class Checks {
 public:
  /** When the places are full every second check is given up, and checks are made half as often. */
  static constexpr std::size_t mostChecks = 512;
  /** In epochs that are longer, so many steps lie between two moments at which a check may be. */
  static constexpr long longestPeriod = 200;

  /** From now on, also of runs configured later. */
  void watch(bool on) { watching = on; }
  bool isWatching() const { return watching; }
  /** Starts anew with this run; what lies before its present step is not known. */
  void reset(Run<Real>& run);

  /** The first step behind this one that ends in a check. */
  long next(long step) const {
    return spacing == 0 ? std::numeric_limits<long>::max() : (step / spacing + 1) * spacing;
  }
  /** Before the first step: what the run begins with. */
  void begin(Run<Real>& run);
  /** Before the step that ends in a check: keeps the parameters. */
  void prepare(const Run<Real>& run);
  /** After that step, whose batch still stands in the run. */
  void check(Run<Real>& run);
  /** Where a run has diverged: what can be measured without a step. */
  void conclude(Run<Real>& run);

  /** Goes on from what those of another run of the same experiment have seen. */
  void adopt(const Checks& other) {
    list = other.list;
    spacing = other.spacing;
  }
  /** Gives up what lies after this step. */
  void forgetAfter(long step);

  const std::vector<Vitals>& taken() const { return list; }
  /** Steps between two checks; 0 while nobody watches. */
  long every() const { return spacing; }

 private:
  void measure(Run<Real>& run, bool afterStep);
  void thin();

  bool watching = false;
  long spacing = 0;
  std::vector<Vitals> list;
  PartLook<Real> training, validation;
  StepReading<Real> reading;
  /** Where the last batch is tried once more; without room in networks that are too large for that. */
  Workspace<Real> again;
};

extern template class Checks<float>;
extern template class Checks<double>;

}  // namespace nablab
