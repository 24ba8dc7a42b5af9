#pragma once
#include <functional>
#include <map>

#include "trainedRun.h"

/** All runs of one part of the corpus, and what they say about the doctor. */
namespace nablab::corpus {

/** How far below its healthy twin, in points, a run suffers; and how near it counts as cured. */
constexpr double suffering = 5;

struct Case {
  const Plan* plan;
  /** Null: a healthy run. */
  const Fault* fault;
  unsigned number;
  /** Whether remedies are tried on it, if it suffers: they take ten times as long as all else. */
  bool isTreated = false;

  double metric = 0;
  /** Of the healthy run with the same seeds; its own where it is one. */
  double twin = 0;
  Verdict verdict = {};

  bool reachesReference() const { return metric >= 100 * plan->reference; }
  bool hasReferenceTwin() const { return twin >= 100 * plan->reference; }
  bool suffers() const { return metric < twin - suffering; }
  bool isRight() const { return verdict.headline == fault->cause; }
  bool isCured() const { return verdict.healed >= twin - suffering; }
};

/** Runs of each configuration, and of it with each fault; of the latter the first `treated` ones try remedies. */
struct Size {
  unsigned healthy, faulty, treated;
};

/** Healthy runs of every configuration of the part, and as many of each with every fault that fits. */
std::vector<Case> casesOf(const std::vector<Plan>& plans, bool judged, Size runsOfEach, const std::string& only);

/** Trains and diagnoses all of them, on all processors, and tries remedies; `tell` hears how many are done. */
void runAll(std::vector<Case>& cases, const std::function<void(std::size_t)>& tell);

}  // namespace nablab::corpus
