#pragma once
#include <string>
#include <vector>

#include "../experiment.h"
#include "treatments.h"

namespace nablab {

/** An experiment that suffers from something, and its healthy twin. */
struct Patient {
  /** Of difficulty, from 1. */
  int grade;
  /** How many steps the run has been trained. */
  long steps;
  /** What examinations may cost altogether. */
  int budget;
  Experiment healthy, sick;
  /** Keys of the causes that are accepted; none where a formula of backpropagation is wrong. */
  std::vector<std::string> causes;
  /** A treatment that heals: what is told when the case is closed. */
  std::vector<Prescription> treatment;

  /** Whether a formula of backpropagation is to be repaired. */
  bool needsSurgery() const { return sick.plantedBug.has_value(); }
};

/** Grades of difficulty. */
constexpr int grades = 4;

/**
 * Reads {key, grade, steps, budget, causes, healthy, sick, treatment}: `healthy` is an experiment, and `sick` has the
 * members of its document that are others in the sick one. Refuses as reading experiments does.
 */
Patient readPatient(const Value& document);

/**
 * What may be known of a patient from the start: {grade, steps, budget, experiment, layers}, where `layers` is null, or
 * for surgery the formulas of each layer (`surgery.h`).
 */
Value admit(const Patient& patient);

}  // namespace nablab
