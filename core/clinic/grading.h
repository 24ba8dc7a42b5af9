#pragma once
#include <optional>
#include <string>
#include <vector>

#include "../preparedData.h"
#include "patient.h"
#include "surgery.h"

namespace nablab {

/** What somebody who treats a patient says: a cause and a treatment, or an operation; or neither, to be told. */
struct ClinicAnswer {
  std::string cause;
  std::vector<Prescription> treatments;
  std::optional<FormulaEdit> operation;
  bool givesUp = false;
};

/** What was done with a patient so far. */
struct ClinicRecord {
  /** Keys, in their order, each once. */
  std::vector<std::string> examinations;
  std::vector<ClinicAnswer> answers;
};

/** Answers to one patient; after the last one the case is closed. */
constexpr int mostAnswers = 3;
/** A treated run may be so many points of a hundred behind its healthy twin and counts as cured. */
constexpr double curedWithin = 5;

/**
 * Reads {examinations: [keys], answers: [{cause, treatments}, {operation} or {givesUp: true}]}. Refuses examinations
 * that cost more than the budget, and more than `mostAnswers` answers.
 */
ClinicRecord readRecord(const Value& document, const Patient& patient);

/**
 * Grades the last answer. {spent, left: of the budget; answersLeft, cause: whether the cause (for surgery: the layer)
 * is right, cured, closed, points, measure: "recall" or "r2", scores: {sick, treated, healthy} or null, remaining: null
 * or {suspect} of the gradient check after surgery, truth: null or, once closed, {causes, treatment, layer, bug}}.
 * Without an answer `cause` and `cured` are null.
 *
 * Scores are the mean recall of the classes, or R², times 100 on the test rows of the healthy twin. A cause is worth 40
 * points, a cure 40, what is left of the budget up to 20; each answer before the last one takes 15 away.
 */
Value grade(const Patient& patient, const ClinicRecord& record, const Sources& sources);

/** The score of an experiment after so many steps, on the test rows of other data: of 100, at least −100. */
double heldOutScore(const Experiment& experiment, long steps, const PreparedRows& judges, const Sources& sources);

}  // namespace nablab
