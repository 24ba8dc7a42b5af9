#include "core/doctor/rules.h"
#include "core/sha256.h"
#include "tests/core/support.h"

namespace nablab {
namespace {

/** The default experiment on other data, with what must change for that. */
Value onlyData(const std::string& kind) { return adaptedText(R"({"version": 1, "data": {"kind": ")" + kind + "\"}}"); }

/** The finding of that rule and aspect as JSON; null if there is none. */
template <class Real>
nlohmann::ordered_json findingOf(const Session<Real>& session, const std::string& rule, const std::string& aspect) {
  const Value findings = valueOf(session.findings());
  for (const Value& each : *findings.list())
    if (*each.find("rule")->text() == rule && *each.find("aspect")->text() == aspect) return toJson(each);
  return nullptr;
}

/** A session on a CSV of that text, with further members of its data ("" or `, "missing": "mean"`). */
Session<double> onCsv(const std::string& csv, const std::string& columns, int classes, const std::string& more = "",
                      const std::string& rest = "") {
  Session<double> session;
  session.provideFile("", csv);
  session.configure(
      fromText(R"({"version": 1, "batchSize": 1, "data": {"kind": "csv", "sha256": ")" + sha256(csv) +
               R"(", "inputColumns": )" + columns + R"(, "labelColumn": 2, "task": ")" +
               (classes > 0 ? R"(classification", "classes": )" + std::to_string(classes) : "regression\"") +
               R"(, "split": {"training": 1, "validation": 0, "test": 0})" + more + "}" + rest + "}"));
  return session;
}

/** Puts a remedy of a finding into the run's experiment and starts it again. */
template <class Real>
void heal(Session<Real>& session, const nlohmann::ordered_json& finding) {
  REQUIRE(!finding.is_null());
  const auto& remedy = finding["remedies"].at(0);
  const Experiment experiment = readExperiment(session.current());
  session.configure(writeExperiment(edited(experiment, remedy["path"], fromJson(remedy["value"])), false));
}

TEST_CASE("healthy data of the gallery give no warning", "[doctor]") {
  for (const char* data : {"xor", "circle", "spiral", "gaussians", "moons", "plane", "sine"}) {
    INFO(data);
    Session<float> session;
    session.configure(onlyData(data));
    for (const Finding& finding : session.findings()) {
      INFO(finding.rule << " " << finding.aspect);
      CHECK(finding.severity == Severity::hint);
    }
  }
}

TEST_CASE("rows with missing cells are told with their lines, and the remedy fills them", "[doctor]") {
  const std::string csv = "a,b,y\n1,2,0\n,3,1\n2,1,1\n3,NA,0\n0,0,1\n";
  Session<double> session = onCsv(csv, "[0, 1]", 2);
  const auto dropped = findingOf(session, "badValues", "droppedRows");
  REQUIRE(!dropped.is_null());
  CHECK(dropped["severity"] == "warning");
  CHECK(dropped["evidence"]["count"] == 2);
  CHECK(dropped["evidence"]["share"] == Approx(2.0 / 5));
  CHECK(dropped["lines"] == nlohmann::ordered_json::parse("[3, 5]"));
  heal(session, dropped);
  CHECK(findingOf(session, "badValues", "droppedRows").is_null());
  const auto filled = findingOf(session, "badValues", "filledCells");
  CHECK(filled["evidence"]["count"] == 2);
  CHECK(filled["evidence"]["share"] == Approx(2.0 / 10));
}

TEST_CASE("the input furthest from scale is named with its mean and deviation, until it is standardized", "[doctor]") {
  // Of 1, 2, 3, 4: mean 2.5, deviation √1.25; a hundred times that in column b.
  const std::string csv = "a,b,y\n1,100,0\n2,200,1\n3,300,0\n4,400,1\n";
  Session<double> session = onCsv(csv, "[0, 1]", 2);
  const auto found = findingOf(session, "unscaledInputs", "inputs");
  REQUIRE(!found.is_null());
  CHECK(found["evidence"]["count"] == 2);
  CHECK(found["evidence"]["mean"] == Approx(250));
  CHECK(found["evidence"]["deviation"] == Approx(100 * std::sqrt(1.25)));
  CHECK(found["evidence"]["outlier"] == Approx(400));
  CHECK(found["names"][0] == "b");
  CHECK(found["remedies"][0]["key"] == "standardize");
  heal(session, found);
  CHECK(findingOf(session, "unscaledInputs", "inputs").is_null());
}

TEST_CASE("standardization goes before augmentation, which must be last", "[doctor]") {
  Session<double> session = onCsv("a,b,y\n1,100,0\n2,200,1\n3,300,0\n4,400,1\n", "[0, 1]", 2, "",
                                  R"(, "preprocessing": [{"kind": "randomNoise"}])");
  heal(session, findingOf(session, "unscaledInputs", "inputs"));
  CHECK(*(*session.current().find("preprocessing")->list())[0].find("kind")->text() == "standardization");
  CHECK(session.current().find("preprocessing")->list()->size() == 2);
}

TEST_CASE("pixels are judged together: rare ones are no fault", "[doctor]") {
  Session<float> session = sessionWithTables();
  session.configure(onlyData("digits"));
  const auto found = findingOf(session, "unscaledInputs", "pixels");
  REQUIRE(!found.is_null());
  CHECK(found["evidence"]["inputs"] == 64);
  CHECK(found["evidence"]["outlier"] == 16);
  heal(session, found);
  CHECK(findingOf(session, "unscaledInputs", "pixels").is_null());
  const auto constant = findingOf(session, "uselessFeature", "constant");
  CHECK(constant["severity"] == "hint");
  CHECK(constant["names"][0] == "pixel_0_0");
  CHECK(findingOf(session, "uselessFeature", "duplicate").is_null());
}

TEST_CASE("a constant column is found, and leaving it out heals", "[doctor]") {
  Session<double> session = onCsv("a,b,y\n1,7,0\n0,7,1\n-1,7,0\n0,7,1\n", "[0, 1]", 2);
  const auto found = findingOf(session, "uselessFeature", "constant");
  REQUIRE(!found.is_null());
  CHECK(found["severity"] == "warning");
  CHECK(found["names"] == nlohmann::ordered_json::parse(R"(["b"])"));
  CHECK(found["evidence"]["share"] == 0.5);
  CHECK(found["remedies"][0]["value"] == nlohmann::ordered_json::parse("[0]"));
  heal(session, found);
  CHECK(findingOf(session, "uselessFeature", "constant").is_null());
}

TEST_CASE("two columns that tell the same are found by their correlation, whatever its sign", "[doctor]") {
  Session<double> session = onCsv("a,b,y\n1,-2,0\n0,0,1\n-1,2,0\n0.5,-1,1\n", "[0, 1]", 2);
  const auto found = findingOf(session, "uselessFeature", "duplicate");
  REQUIRE(!found.is_null());
  CHECK(found["evidence"]["correlation"] == Approx(-1));
  CHECK(found["names"] == nlohmann::ordered_json::parse(R"(["a", "b"])"));
  heal(session, found);
  CHECK(findingOf(session, "uselessFeature", "duplicate").is_null());
  Session<double> different = onCsv("a,b,y\n1,-2,0\n0,0,1\n-1,2,0\n0.5,1,1\n", "[0, 1]", 2);
  CHECK(findingOf(different, "uselessFeature", "duplicate").is_null());
}

TEST_CASE("imbalance is the ratio of the classes' counts; weights make each class count the same", "[doctor]") {
  std::string csv = "a,b,y\n";
  for (int i = 0; i < 44; ++i)
    csv += std::to_string(i % 7 - 3) + "," + std::to_string(i % 5 - 2) + (i < 40 ? ",no\n" : ",yes\n");
  Session<double> session = onCsv(csv, "[0, 1]", 2);
  const auto found = findingOf(session, "classImbalance", "ratio");
  REQUIRE(!found.is_null());
  CHECK(found["severity"] == "warning");
  CHECK(found["evidence"]["ratio"] == 10);
  CHECK(found["evidence"]["share"] == Approx(40.0 / 44));
  CHECK(found["names"] == nlohmann::ordered_json::parse(R"(["no", "yes"])"));
  // 44 / (2·40) and 44 / (2·4).
  CHECK(found["remedies"][0]["value"] == nlohmann::ordered_json::parse("[0.55, 5.5]"));
  heal(session, found);
  CHECK(findingOf(session, "classImbalance", "ratio").is_null());
  csv += "1,1,no\n";
  CHECK(findingOf(onCsv(csv, "[0, 1]", 2), "classImbalance", "ratio")["severity"] == "error");
}

TEST_CASE("rows that stand in two parts are counted once for each that does not train", "[doctor]") {
  Session<float> session;
  Value leaky = fromText(R"({"version": 1, "data": {"kind": "xor", "size": 200, "duplicates": 0.5}})");
  session.configure(leaky);
  const auto found = findingOf(session, "leakyOrPoorSplit", "duplicates");
  REQUIRE(!found.is_null());
  CHECK(found["severity"] == "warning");
  const PreparedRows& data = session.run().data();
  int expected = 0;
  for (int row = 0; row < data.raw.rows; ++row) {
    bool other = false;
    for (int each = 0; each < data.raw.rows; ++each)
      other = other || (data.part[static_cast<std::size_t>(each)] != data.part[static_cast<std::size_t>(row)] &&
                        std::equal(&data.raw.x[static_cast<std::size_t>(2 * each)],
                                   &data.raw.x[static_cast<std::size_t>(2 * each)] + 2,
                                   &data.raw.x[static_cast<std::size_t>(2 * row)]));
    expected += other && data.part[static_cast<std::size_t>(row)] != Part::training;
  }
  CHECK(found["evidence"]["count"] == expected);
  CHECK(found["samples"].size() == 10);
  heal(session, found);
  CHECK(findingOf(session, "leakyOrPoorSplit", "duplicates").is_null());
}

TEST_CASE("a class that a part lacks is named, and stratifying heals", "[doctor]") {
  std::string points;
  for (int i = 0; i < 60; ++i)
    points +=
        (i ? "," : "") + std::to_string(i * 0.01) + "," + std::to_string(i * i * 0.001) + (i % 10 == 7 ? ",1" : ",0");
  for (int seed = 1;; ++seed) {
    REQUIRE(seed < 100);
    Session<float> session;
    session.configure(fromText(R"({"version": 1, "data": {"kind": "drawn", "seed": )" + std::to_string(seed) +
                               R"(, "points": [)" + points + "]}}"));
    const auto found = findingOf(session, "leakyOrPoorSplit", "missingClass");
    if (found.is_null()) continue;
    CHECK(found["names"].size() == 1);
    CHECK(found["evidence"]["count"] == 1);
    heal(session, found);
    CHECK(findingOf(session, "leakyOrPoorSplit", "missingClass").is_null());
    break;
  }
}

TEST_CASE("no split is offered that cannot give each part of every class", "[doctor]") {
  // Two classes, but one row for validation and one for the test.
  Session<float> session;
  session.configure(fromText(R"({"version": 1, "batchSize": 0, "data": {"kind": "drawn",
      "points": [0, 0, 0, 0.1, 0.2, 0, 0.2, 0.1, 0, 1, 1, 1, 0.9, 0.8, 1, 0.8, 0.9, 1]}})"));
  const auto found = findingOf(session, "leakyOrPoorSplit", "missingClass");
  REQUIRE(!found.is_null());
  CHECK(found["remedies"].empty());
}

TEST_CASE("a validation part of few rows is told, and the training part can lend some", "[doctor]") {
  Session<float> session;
  session.configure(fromText(R"({"version": 1, "data": {"kind": "xor", "size": 80}})"));
  const auto found = findingOf(session, "leakyOrPoorSplit", "smallValidation");
  REQUIRE(!found.is_null());
  CHECK(found["evidence"]["rows"] == 16);
  heal(session, found);
  CHECK(session.run().data().rowsOf(Part::validation).size() == 20);
  CHECK(session.run().data().rowsOf(Part::test).size() == 16);
  CHECK(findingOf(session, "leakyOrPoorSplit", "smallValidation").is_null());
  // Of so few rows none can be lent.
  session.configure(fromText(R"({"version": 1, "data": {"kind": "xor", "size": 20}})"));
  CHECK(findingOf(session, "leakyOrPoorSplit", "smallValidation")["remedies"].empty());
}

TEST_CASE("findings come with the most severe first, and every rule about data finds something", "[doctor]") {
  std::string csv = "a,b,y\n";
  for (int i = 0; i < 60; ++i) csv += std::to_string(100 * (i % 3)) + ",1," + (i < 57 ? "no\n" : "yes\n");
  csv += ",1,no\n";
  Session<double> session = onCsv(csv, "[0, 1]", 2, R"(, "split": {"training": 0.7, "validation": 0.3, "test": 0})");
  std::vector<std::string> severities, rules;
  const Value findings = valueOf(session.findings());
  for (const Value& finding : *findings.list()) {
    severities.push_back(*finding.find("severity")->text());
    rules.push_back(*finding.find("rule")->text());
  }
  REQUIRE(severities.size() >= 5);
  CHECK(severities.front() == "error");
  CHECK(severities.back() == "hint");
  for (const std::string rule : {"badValues", "unscaledInputs", "uselessFeature", "classImbalance", "leakyOrPoorSplit"})
    CHECK(std::count(rules.begin(), rules.end(), rule) > 0);
}

TEST_CASE("a run on a surface, or without rows, has no findings", "[doctor]") {
  Session<float> session;
  session.configure(fromText(R"({"version": 1, "objective": {"kind": "bowl"}})"));
  CHECK(session.findings().empty());
}

}  // namespace
}  // namespace nablab
