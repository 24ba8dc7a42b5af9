#pragma once
#include "core/datasets/dataset.h"
#include "core/random.h"
#include "plan.h"

/** The faults that are seeded into healthy configurations. The doctor never sees this table. */
namespace nablab::corpus {

struct Fault {
  const char* key;
  /** The one cause that counts as right. */
  const char* cause;
  /** Changes the plan; false where the fault makes no sense in it. */
  bool (*apply)(Plan& plan);
  /** Spoils the rows, which then come as a file of the user's own; null: the data stay as they are. */
  void (*spoil)(Dataset& rows, Random random) = nullptr;
  /** Whether a change of the experiment can undo it: lost information and wrong labels cannot be bought back. */
  bool curable = true;
  /** Whether the run's own test rows tell lies, so that the network is judged on those of its healthy twin. */
  bool judgedOnTwin = false;
};

const std::vector<Fault>& allFaults();

}  // namespace nablab::corpus
