#pragma once
#include "corpus.h"

/** What the runs of one part say about the doctor, counted. */
namespace nablab::corpus {

/**
 * {headlineRight, falseAlarms, cured} as fractions with the counts they are made of; `causes` and `rules`: precision
 * and recall; `confusion`: headlines by fault; `configurations`: how many runs reach their reference.
 *
 * A faulty run counts where its healthy twin reaches the reference and it suffers; the others are `spared`.
 */
Json reportOf(const std::vector<Case>& cases);

/** A line for every run that counts and whose headline is wrong, or that is not cured though it can be. */
std::string missesOf(const std::vector<Case>& cases);

/** The same as `reportOf` for people. */
std::string tableOf(const Json& report);

}  // namespace nablab::corpus
