#include "grading.h"

#include <algorithm>
#include <cmath>

#include "../gradientCheck.h"
#include "../metrics.h"
#include "../report.h"
#include "../sample.h"
#include "examinations.h"

namespace nablab {

namespace {

constexpr double pointsForCause = 40, pointsForCure = 40, pointsForThrift = 20, pointsForAnswer = 15;

ClinicAnswer readAnswer(const Value& document, const Patient& patient) {
  ClinicAnswer answer;
  if (const Value* givesUp = document.find("givesUp")) {
    answer.givesUp = givesUp->flag() && *givesUp->flag();
    if (answer.givesUp) return answer;
  }
  const Value *cause = document.find("cause"), *treatments = document.find("treatments"),
              *operation = document.find("operation");
  if (patient.needsSurgery()) {
    answer.operation = readOperation(operation ? *operation : Value(), patient.sick);
  } else {
    if (!cause || !cause->text()) throw Refusal("TYPE", "answer.cause", shortText(cause ? *cause : Value()), "a cause");
    answer.cause = *cause->text();
    answer.treatments = readPrescriptions(treatments ? *treatments : Value());
  }
  return answer;
}

const Value::List& listOf(const Value& document, const char* name) {
  const Value* member = document.find(name);
  if (!member || !member->list()) throw Refusal("TYPE", name, shortText(member ? *member : Value()), "a list");
  return *member->list();
}

int costOf(const ClinicRecord& record) {
  int spent = 0;
  for (const std::string& key : record.examinations) spent += findExamination(key)->cost;
  return spent;
}

/** What was answered is right or not, and how that is known. */
struct Verdict {
  bool cause = false, cured = false;
  Value scores, remaining;
};

Verdict judgeOperation(const Patient& patient, const FormulaEdit& operation, const Sources& sources) {
  Verdict verdict;
  verdict.cause = static_cast<std::size_t>(operation.layer) == layerOf(*patient.sick.plantedBug);
  const Experiment repaired = operated(patient.sick, operation);
  const Run<float> run(repaired, prepareData<float>(repaired, sources));
  Twin twin(run);
  const GradientCheck check = checkGradient(twin);
  verdict.cured = check.passes();
  verdict.remaining.set("suspect", check.suspect);
  return verdict;
}

Verdict judgeTreatment(const Patient& patient, const ClinicAnswer& answer, const Sources& sources) {
  Verdict verdict;
  verdict.cause = std::find(patient.causes.begin(), patient.causes.end(), answer.cause) != patient.causes.end();
  const Experiment after = treated(patient.sick, answer.treatments, sources);
  const PreparedData<float> judges = prepareData<float>(patient.healthy, sources);
  const auto score = [&](const Experiment& experiment) {
    return heldOutScore(experiment, patient.steps, judges, sources);
  };
  const double reached = score(after), wanted = score(patient.healthy);
  verdict.cured = reached >= wanted - curedWithin;
  verdict.scores.set("sick", score(patient.sick));
  verdict.scores.set("treated", reached);
  verdict.scores.set("healthy", wanted);
  return verdict;
}

Value truthOf(const Patient& patient) {
  Value truth;
  truth.set("causes", Value::List(patient.causes.begin(), patient.causes.end()));
  truth.set("treatment", valueOf(patient.treatment));
  truth.set("layer", patient.needsSurgery() ? Value(static_cast<int>(layerOf(*patient.sick.plantedBug))) : Value());
  truth.set("bug", patient.needsSurgery()
                       ? *writeChoice(familySpec<PlantedBug>(), &*patient.sick.plantedBug, true).find("kind")
                       : Value());
  return truth;
}

}  // namespace

double heldOutScore(const Experiment& experiment, long steps, const PreparedRows& judges, const Sources& sources) {
  Run<float> run(experiment, prepareData<float>(experiment, sources));
  run.advanceTo(steps);
  const auto width = static_cast<std::ptrdiff_t>(judges.raw.inputs());
  const int classes = judges.raw.task.classes, outputs = run.network.outputs();
  std::vector<double> x, truth;
  for (const int row : judges.rowsOf(Part::test)) {
    const auto first = judges.raw.x.begin() + row * width;
    const std::vector<double> shown = shownRow(experiment, run.data(), {first, first + width});
    const std::vector<double> inputs = run.data().networkRow(shown);
    x.insert(x.end(), inputs.begin(), inputs.end());
    truth.push_back(judges.raw.y[static_cast<std::size_t>(row)]);
  }
  const std::vector<double> z = evaluate(run, static_cast<int>(truth.size()), x);
  if (std::any_of(z.begin(), z.end(), [](double each) { return each - each != 0; })) return classes > 0 ? 0 : -100;
  if (classes == 0) return 100 * std::max(-1.0, regressionReport(outputs, truth, z).r2.value);
  std::vector<int> right, decided;
  for (std::size_t i = 0; i < truth.size(); ++i) {
    right.push_back(static_cast<int>(truth[i]));
    decided.push_back(decidedClass(experiment.loss, &z[i * static_cast<std::size_t>(outputs)], outputs));
  }
  return 100 * classificationReport(classes, right, decided).macro.recall.value;
}

ClinicRecord readRecord(const Value& document, const Patient& patient) {
  ClinicRecord record;
  for (const Value& each : listOf(document, "examinations")) {
    const std::string place = "examinations[" + std::to_string(record.examinations.size()) + "]";
    if (!each.text() || !findExamination(*each.text()))
      throw Refusal("KIND_UNKNOWN", place, shortText(each), "the key of an examination");
    const std::vector<std::string>& before = record.examinations;
    if (std::find(before.begin(), before.end(), *each.text()) != before.end()) continue;
    record.examinations.push_back(*each.text());
    if (const int spent = costOf(record); spent > patient.budget)
      throw Refusal("LIMIT", place, "for " + std::to_string(spent) + " in all",
                    "examinations for up to " + std::to_string(patient.budget));
  }
  const Value::List& answers = listOf(document, "answers");
  if (answers.size() > mostAnswers)
    throw Refusal("LIMIT", "answers", std::to_string(answers.size()) + " answers",
                  "up to " + std::to_string(mostAnswers));
  for (const Value& each : answers) record.answers.push_back(readAnswer(each, patient));
  return record;
}

Value grade(const Patient& patient, const ClinicRecord& record, const Sources& sources) {
  const int spent = costOf(record), left = patient.budget - spent;
  const auto answers = static_cast<int>(record.answers.size());
  const ClinicAnswer* last = record.answers.empty() ? nullptr : &record.answers.back();
  Verdict verdict;
  if (last && last->operation) verdict = judgeOperation(patient, *last->operation, sources);
  if (last && !last->operation && !last->givesUp) verdict = judgeTreatment(patient, *last, sources);
  const bool solved = verdict.cause && verdict.cured;
  const bool closed = last && (solved || last->givesUp || answers == mostAnswers);
  const double thrift = solved ? pointsForThrift * left / patient.budget : 0;
  const double points = verdict.cause * pointsForCause + verdict.cured * pointsForCure + thrift -
                        pointsForAnswer * std::max(0, answers - 1);
  Value result;
  result.set("spent", spent);
  result.set("left", left);
  result.set("answersLeft", mostAnswers - answers);
  result.set("cause", last ? Value(verdict.cause) : Value());
  result.set("cured", last ? Value(verdict.cured) : Value());
  result.set("closed", closed);
  result.set("points", closed ? std::max(0.0, std::floor(points + 0.5)) : 0.0);
  result.set("measure", taskOf(patient.healthy.data.kind).classes > 0 ? "recall" : "r2");
  result.set("scores", verdict.scores);
  result.set("remaining", verdict.remaining);
  result.set("truth", closed ? truthOf(patient) : Value());
  return result;
}

}  // namespace nablab
