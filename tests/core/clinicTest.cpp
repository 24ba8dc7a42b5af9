#include <algorithm>

#include "core/clinic/clinic.h"
#include "tests/core/support.h"

namespace nablab {
namespace {

/** The patients that the page shows. */
Value::List patients() { return *fromText(readFile("web/clinic/patients.json")).list(); }

Value patientCalled(const std::string& key) {
  for (const Value& each : patients())
    if (*each.find("key")->text() == key) return each;
  FAIL("no patient " << key);
  return {};
}

TEST_CASE("every patient can be read, and differs from its healthy twin", "[clinic]") {
  for (const Value& document : patients()) {
    INFO(*document.find("key")->text());
    const Patient patient = readPatient(document);
    CHECK_FALSE(writeExperiment(patient.sick, false) == writeExperiment(patient.healthy, false));
    CHECK(patient.needsSurgery() == patient.causes.empty());
    CHECK(patient.needsSurgery() == patient.treatment.empty());
    CHECK(patient.needsSurgery() != admit(patient).find("layers")->isNull());
  }
}

TEST_CASE("every treatment changes a patient into an experiment that can run, or says that it changes nothing",
          "[clinic]") {
  const Sources none;
  for (const char* key : {"p01", "p13", "p17"}) {
    const Patient patient = readPatient(patientCalled(key));
    for (const Treatment& each : allTreatments())
      for (const double amount : each.amounts.empty() ? std::vector<double>{0}
                                                      : std::vector<double>(each.amounts.begin(), each.amounts.end())) {
        INFO(key << " " << each.key << " " << amount);
        try {
          const Experiment after = treated(patient.sick, {{each.key, amount}}, none);
          CHECK_FALSE(writeExperiment(after, false) == writeExperiment(patient.sick, false));
          CHECK_NOTHROW(readExperiment(writeExperiment(after, true)));
        } catch (const Refusal& refusal) {
          CHECK(refusal.code == "NO_CHANGE");
        }
      }
  }
}

TEST_CASE("a patient is cured by its treatment and not by another one", "[clinic]") {
  const Session<float> session;
  const auto graded = [&](const char* treatment) {
    return session.gradeAnswers(patientCalled("p07"),
                                fromText(std::string(R"({"examinations": ["deadUnits"], "answers": [
                                  {"cause": "deadUnits", "treatments": [{"key": ")") +
                                         treatment + R"("}]}]})"));
  };
  const Value cured = graded("initialize"), sick = graded("adam");
  CHECK(*cured.find("cured")->flag());
  CHECK(*cured.find("closed")->flag());
  CHECK(*sick.find("cause")->flag());
  CHECK_FALSE(*sick.find("cured")->flag());
  CHECK(sick.find("truth")->isNull());
}

TEST_CASE("an operation with several errors leaves one planted", "[clinic]") {
  const Patient patient = readPatient(patientCalled("s02"));
  const Value wrong = fromText(R"({"layer": 2, "options": {"sign": "minus", "mean": "sum", "matrix": "plain"}})");
  CHECK(operated(patient.sick, readOperation(wrong, patient.sick)).plantedBug.has_value());
  const Value right = fromText(R"({"layer": 2, "options": {"sign": "plus", "mean": "mean", "matrix": "transposed"}})");
  CHECK_FALSE(operated(patient.sick, readOperation(right, patient.sick)).plantedBug.has_value());
  const Value elsewhere =
      fromText(R"({"layer": 0, "options": {"sign": "plus", "mean": "mean", "matrix": "transposed"}})");
  CHECK(operated(patient.sick, readOperation(elsewhere, patient.sick)).plantedBug.has_value());
  const Value unfinished = fromText(R"({"layer": 2, "options": {"sign": "plus"}})");
  CHECK(refusalOf([&] { readOperation(unfinished, patient.sick); }) ==
        "KIND_UNKNOWN operation.options.mean: null; allowed: mean, sum");
}

}  // namespace
}  // namespace nablab
