#pragma once
#include "corpus.h"

/** What the runs of one part say about the doctor, counted. */
namespace nablab::corpus {

/**
 * {headlineRight, falseAlarms, cured} as fractions, with the counts that they are made of:
 * - counts: {healthy, healthyBelowReference, healthyWithAlarm, faulty, suffering, spared, headlineRight, curable (those
 * of them that were treated), cured}
 * - causes: [{cause, inHealthy, inSuffering, precision, sick, recall}], of warnings and errors by cause
 * - rules: [{rule ("key.aspect"), inHealthy, inSuffering, precision}]
 * - confusion: [{fault, cause, runs, suffer, right, curable, treated, cured, headlines: {cause: runs}}], "" for none
 * - configurations: [{name, reference, runs, healthy, worst, alarms: {rule: runs}}]
 *
 * A faulty run counts where its healthy twin reaches the reference and it suffers; the others are `spared`.
 */
Json reportOf(const std::vector<Case>& cases);

/** A line for every run that counts and whose headline is wrong, or that is not cured though it can be. */
std::string missesOf(const std::vector<Case>& cases);

/** The same as `reportOf` for people. */
std::string tableOf(const Json& report);

}  // namespace nablab::corpus
