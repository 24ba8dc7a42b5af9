#include "core/metrics.h"
#include "core/report.h"
#include "support.h"

namespace nablab {
namespace {

using Json = nlohmann::ordered_json;

/** The members of `expected` among those of a report, whose quotients are records of value and mark. */
void compareQuotients(const Json& expected, const Value& found, const std::string& where) {
  INFO(where);
  for (const auto& [name, value] : expected.items())
    CHECK(*found.find(name)->find("value")->number() == Approx(value.get<double>()).epsilon(1e-7).margin(1e-9));
}

void compareClassification(const Json& golden) {
  const auto list = [&](const char* name) { return golden.value(name, std::vector<double>{}); };
  const Value report = checkedClassificationReport(golden["classes"], list("truth"), list("prediction"), list("score"));
  compareQuotients({{"accuracy", golden["accuracy"]}}, report, "accuracy");
  CHECK(toJson(*report.find("confusion")) == golden["confusion"]);
  for (const char* average : {"macro", "micro", "weighted", "binary"})
    if (golden.contains(average)) compareQuotients(golden[average], *report.find(average), average);
  if (!golden.contains("roc_auc")) return;
  compareQuotients({{"area", golden["roc_auc"]}, {"averagePrecision", golden["average_precision"]}},
                   *report.find("roc"), "roc");
}

void compareRegression(const Json& golden) {
  const Value report = checkedRegressionReport(golden["truth"], golden["prediction"]);
  compareQuotients({{"r2", golden["r2"]}}, report, "r2");
  CHECK(*report.find("meanSquaredError")->number() == Approx(golden["mse"].get<double>()).epsilon(1e-9));
  CHECK(*report.find("meanAbsoluteError")->number() == Approx(golden["mae"].get<double>()).epsilon(1e-9));
}

TEST_CASE("scikit-learn agrees with every metric", "[metrics]") {
  const Json all = Json::parse(readFile("tests/golden/metrics.json"));
  REQUIRE(all.size() == 5);
  for (const Json& golden : all) {
    INFO(golden["name"]);
    if (golden.contains("classes"))
      compareClassification(golden);
    else
      compareRegression(golden);
  }
}

TEST_CASE("a quotient with a zero denominator counts as 0 and is marked", "[metrics]") {
  const ClassificationReport nobody = classificationReport(3, {0, 0, 1}, {0, 0, 0});
  CHECK(nobody.perClass[1].precision.value == 0);
  CHECK_FALSE(nobody.perClass[1].precision.defined);
  CHECK(nobody.perClass[1].recall.defined);
  CHECK_FALSE(nobody.perClass[2].f1.defined);
  CHECK_FALSE(nobody.macro.precision.defined);
  CHECK(nobody.macro.precision.value == Approx(2.0 / 9));
  // Class 2 carries no weight.
  CHECK(nobody.weighted.recall.defined);
  CHECK(nobody.accuracy.defined);

  const RocCurve negative = rocCurve({0, 0}, {0.1, 0.2});
  CHECK_FALSE(negative.area.defined);
  CHECK_FALSE(negative.averagePrecision.defined);
  CHECK(negative.area.value + negative.averagePrecision.value == 0);
  const RegressionReport constant = regressionReport(2, {1, 0, 1, 2}, {1, 1, 1, 1});
  CHECK_FALSE(constant.r2.defined);
  CHECK(constant.r2.value == 0);
  CHECK(constant.meanSquaredError == 0.5);
  // The mean of three times 0.1 is not 0.1.
  CHECK_FALSE(regressionReport(1, {0.1, 0.1, 0.1}, {0.2, 0.1, 0.1}).r2.defined);
}

TEST_CASE("the area under the curve is the share of pairs that are ranked rightly, ties half", "[metrics]") {
  const std::vector<int> truth{1, 0, 1, 0, 0, 1, 1, 0};
  const std::vector<double> score{0.9, 0.9, 0.4, 0.4, 0.1, 0.7, 0.1, 0.4};
  double right = 0;
  for (std::size_t i = 0; i < truth.size(); ++i)
    for (std::size_t j = 0; j < truth.size(); ++j)
      if (truth[i] == 1 && truth[j] == 0) right += score[i] > score[j] ? 1 : score[i] == score[j] ? 0.5 : 0;
  const RocCurve curve = rocCurve(truth, score);
  CHECK(curve.area.value == Approx(right / 16));
  CHECK(curve.threshold == std::vector<double>{0.9, 0.7, 0.4, 0.1});
  CHECK(curve.truePositiveRate == std::vector<double>{0.25, 0.5, 0.75, 1});
  CHECK(curve.falsePositiveRate == std::vector<double>{0.25, 0.25, 0.75, 1});
  CHECK(curve.precision == std::vector<double>{0.5, 2.0 / 3, 0.5, 0.5});
}

TEST_CASE("the confusion matrix is also told in shares of the truth, undefined where a class has no rows",
          "[metrics]") {
  const ClassificationReport report = classificationReport(3, {0, 0, 0, 0, 1}, {0, 0, 0, 2, 1});
  const auto share = [&](std::size_t truth, std::size_t prediction) {
    return report.confusionShares[truth * 3 + prediction];
  };
  CHECK(share(0, 0).value == 0.75);
  CHECK(share(0, 2).value == 0.25);
  CHECK(share(1, 1).value == 1);
  CHECK(share(1, 1).defined);
  CHECK_FALSE(share(2, 0).defined);
}

TEST_CASE("a report refuses what is no class, no number, or not equally long", "[metrics]") {
  const auto classes = [](double count, std::vector<double> truth, std::vector<double> prediction,
                          std::vector<double> score = {}) {
    return refusalOf([&] { checkedClassificationReport(count, truth, prediction, score); });
  };
  CHECK(classes(1, {}, {}).substr(0, 13) == "RANGE classes");
  CHECK(classes(2.5, {}, {}).substr(0, 13) == "RANGE classes");
  CHECK(classes(3, {0, 3}, {0, 0}) == "RANGE truth[1]: 3; allowed: whole numbers from 0 to 2");
  CHECK(classes(3, {0, 1}, {0, -1}).substr(0, 19) == "RANGE prediction[1]");
  CHECK(classes(3, {0, 1}, {0}) == "SIZE prediction: 1 numbers; allowed: 2 numbers");
  CHECK(classes(2, {0, 1}, {0, 1}, {0.5, NAN}) == "RANGE score[1]: NaN; allowed: finite numbers");
  CHECK(classes(3, {0, 1}, {0, 1}, {0.5, 0.5}).substr(0, 10) == "SIZE score");
  CHECK(refusalOf([] { checkedRegressionReport({1, INFINITY}, {1, 1}); }).substr(0, 14) == "RANGE truth[1]");
  CHECK(checkedClassificationReport(2, {}, {}, {}).isNull());
  CHECK(checkedRegressionReport({}, {}).isNull());
}

TEST_CASE("the report of a run has the accuracy and the rows of its metrics, for every loss of classes", "[metrics]") {
  for (const char* data : {"circle", "iris"})
    for (const std::string& loss : kindsOf("losses"))
      for (const int outputs : {1, 2, 3}) {
        Value document = fromText(R"({"version": 1, "layers": [], "preprocessing": [], "log": []})");
        document.set("data", Value::Record{{"kind", data}});
        document.set("loss", Value::Record{{"kind", loss}});
        document.set("layers", Value::List{Value::Record{{"kind", "dense"}, {"units", outputs}}});
        Session<float> session = sessionWithTables();
        if (!refusalOf([&] { session.configure(document); }).empty()) continue;
        INFO(data << " " << loss << " " << outputs);
        session.step(20);
        const Value report = reportOf(session.run(), Part::test);
        const PartMetrics metrics = *session.metrics(Part::test);
        CHECK(*report.find("rows")->number() == metrics.rows);
        CHECK(*report.find("accuracy")->find("value")->number() == Approx(metrics.accuracy));
        CHECK((report.find("roc") != nullptr) == (std::string(data) == "circle"));
      }
}

TEST_CASE("an empty part has no report, and regression has one of its own", "[metrics]") {
  Session<float> session;
  session.configure(fromText(R"({"version": 1, "data": {"kind": "plane", "split": {"training": 0.8,
    "validation": 0.2, "test": 0}}, "loss": {"kind": "meanSquaredError"}})"));
  CHECK(reportOf(session.run(), Part::test).isNull());
  const Value report = reportOf(session.run(), Part::validation);
  CHECK(*report.find("meanSquaredError")->number() == Approx(session.metrics(Part::validation)->loss));
}

}  // namespace
}  // namespace nablab
