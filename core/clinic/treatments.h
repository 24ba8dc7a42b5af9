#pragma once
#include <span>
#include <string>
#include <vector>

#include "../doctor/finding.h"
#include "../experiment.h"

namespace nablab {

/** A change that can be prescribed to any patient, whatever it suffers from. */
struct Treatment {
  /** Stable; words are kept under it as under those of remedies. */
  const char* key;
  /** How much of it there is to choose from; none where it is the same for all. */
  std::span<const double> amounts;
  /** Adds to `finding` the remedy that the experiment would get; nothing where it would change nothing. */
  void (*offer)(Finding& finding, const Experiment& experiment, double amount, const Sources& sources);
};

/** All of them. */
std::span<const Treatment> allTreatments();

/** A treatment by its key, and how much of it. */
struct Prescription {
  std::string key;
  double amount = 0;
};

/** Treatments that may be given together. */
constexpr int mostTreatments = 3;

/** Reads [{key, amount}]. Refuses unknown keys, amounts that are none, and lists that are empty or too long. */
std::vector<Prescription> readPrescriptions(const Value& document);
Value valueOf(const std::vector<Prescription>& prescriptions);

/** The experiment after these treatments, one after the other. Refuses with NO_CHANGE one that changes nothing. */
Experiment treated(const Experiment& experiment, const std::vector<Prescription>& prescriptions,
                   const Sources& sources);

}  // namespace nablab
