#pragma once
#include "finding.h"

/** Findings ordered from cause to consequence. */
namespace nablab {

/** What a finding means for the chain. */
enum class Role { cause, symptom, remark };

/** A row of the order of causes: of two rows whose findings hold, the earlier one explains the later one. */
struct CauseRow {
  /** An aspect of "" means all. */
  const char *rule, *aspect;
  /** Stable key of the cause; words are kept under it. */
  const char* cause;
  Role role;
};

/** The key of the cause that a finding is a sign of; of a rule that stands in no row, the rule's. */
const char* causeOf(const Finding& finding);

/** Every cause that can be a headline, in the order of causes. */
std::vector<const char*> causeKeys();

/** What is the matter with a run, and why. */
struct Diagnosis {
  /** What holds, the most severe first, then what did once; among them all that the chain needs. */
  std::vector<Finding> findings;
  /** Key of the first cause, "unknown" where there are but symptoms, "" where nothing is wrong. */
  std::string headline;
  /** Steps between two checks; 0 while nobody watches. */
  long every = 0;
  /** Numbers of findings, from the first cause to its last consequence. */
  std::vector<std::size_t> chain;
};

/**
 * Finds the first cause. Something is the matter if a warning or an error holds at present; what held before then may
 * be its cause. Symptoms (numbers that are not finite, a loss that diverges, …) never are. Hints explain only where
 * nothing else does.
 */
Diagnosis diagnose(std::vector<Finding> findings);

/** {every, headline: null | {cause, finding: number | null}, chain: [numbers], findings: […]}, with the `cause` of
 * each.
 */
Value valueOf(const Diagnosis& diagnosis);

}  // namespace nablab
