#include "patient.h"

#include <algorithm>

#include "../doctor/diagnosis.h"
#include "surgery.h"

namespace nablab {

namespace {

const Value& memberOf(const Value& document, const char* name) {
  const Value* member = document.find(name);
  if (!member) throw Refusal("MISSING", memberPath("patient", name), "missing", "a complete patient");
  return *member;
}

int readWhole(const Value& document, const char* name, const Range& allowed) {
  return static_cast<int>(readNumber(memberOf(document, name), memberPath("patient", name), allowed, true));
}

std::vector<std::string> readCauses(const Value& document) {
  const Value* list = document.find("causes");
  std::vector<std::string> causes;
  if (!list) return causes;
  if (!list->list()) throw Refusal("TYPE", "patient.causes", shortText(*list), "a list of keys");
  std::vector<std::string> known;
  for (const char* cause : causeKeys()) known.push_back(cause);
  for (const Value& each : *list->list()) {
    const std::string* key = each.text();
    if (!key || std::find(known.begin(), known.end(), *key) == known.end())
      throw Refusal("KIND_UNKNOWN", "patient.causes", shortText(each), joined(known));
    causes.push_back(*key);
  }
  return causes;
}

}  // namespace

Patient readPatient(const Value& document) {
  requireRecord(document, "patient");
  refuseUnknownMembers(document, "patient",
                       {"key", "grade", "steps", "budget", "causes", "healthy", "sick", "treatment"});
  const Value &healthy = memberOf(document, "healthy"), &illness = memberOf(document, "sick");
  requireRecord(illness, "patient.sick");
  Value sick = healthy;
  for (const Member& member : *illness.record()) sick.set(member.name, member.value);
  Patient patient{.grade = readWhole(document, "grade", {1, grades}),
                  .steps = readWhole(document, "steps", {1, 100000}),
                  .budget = readWhole(document, "budget", {1, 100}),
                  .healthy = readExperiment(healthy),
                  .sick = readExperiment(sick),
                  .causes = readCauses(document),
                  .treatment = {}};
  if (const Value* treatment = document.find("treatment")) patient.treatment = readPrescriptions(*treatment);
  return patient;
}

Value admit(const Patient& patient) {
  Value record;
  record.set("grade", patient.grade);
  record.set("steps", static_cast<double>(patient.steps));
  record.set("budget", patient.budget);
  record.set("experiment", writeExperiment(patient.sick, false));
  record.set("layers", patient.needsSurgery() ? formulasOf(patient.sick) : Value());
  return record;
}

}  // namespace nablab
