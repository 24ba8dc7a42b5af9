#include "core/stepAhead.h"
#include "core/unitReport.h"
#include "core/views.h"
#include "support.h"

namespace nablab {

namespace {

double number(const Value& record, const char* name) { return *record.find(name)->number(); }

/** Rows of one input 0, 1, 2, 3, of which all are for training. */
Session<double> fourRows(const std::string& layers) {
  Session<double> session;
  session.provideRows(4, {0, 1, 2, 3}, {0, 1, 2, 3});
  session.configure(fromText(
      R"({"version":1,"data":{"kind":"external","inputs":1,"outputs":1,"task":"regression","split":{"training":1,"validation":0,"test":0}},
      "loss":{"kind":"meanSquaredError"},"regularizers":[],"batchSize":4,"layers":)" +
      layers + "}"));
  return session;
}

}  // namespace

TEST_CASE("a unit's report has its pre-activations, outputs and derivatives over the training rows", "[unitReport]") {
  Session<double> session = fourRows(
      R"([{"kind":"dense","units":1},{"kind":"activation","function":{"kind":"relu"}},{"kind":"dense","units":1}])");
  session.setParameters({2, -3, 1, 0});
  const Value report = unitReport(session.run(), 1, 0, 2);
  CHECK(number(report, "rows") == 4);
  const Value::List& stages = *report.find("stages")->list();
  REQUIRE(stages.size() == 2);
  // z = 2x − 3: −3, −1, 1, 3; a = 0, 0, 1, 3.
  CHECK(number(stages[0], "lowest") == -3);
  CHECK(number(stages[0], "highest") == 3);
  CHECK(number(stages[0], "mean") == 0);
  CHECK(number(stages[0], "deviation") == Approx(std::sqrt(5.0)));
  CHECK(*stages[0].find("kind")->text() == "dense");
  CHECK(number(stages[1], "mean") == 1);
  const Value::List& counts = *stages[1].find("counts")->list();
  CHECK(*counts.front().number() == 2);
  CHECK(*counts[8].number() == 1);
  CHECK(*counts.back().number() == 1);
  CHECK(number(*report.find("derivative"), "mean") == 0.5);
  CHECK(number(report, "dead") == 0.5);
  const Value& incoming = *report.find("incoming");
  CHECK(*incoming.find("weights")->list()->front().number() == 2);
  CHECK(*incoming.find("products")->list()->front().number() == 4);
  CHECK(number(incoming, "bias") == -3);
  CHECK(number(incoming, "sum") == 1);
  // Targets are x: errors 0, 1, 1, 0; with the constant 1: 1, 0, 1, 2.
  CHECK(number(*report.find("whole"), "loss") == 0.5);
  CHECK(number(*report.find("constant"), "loss") == 1.5);
  CHECK(session.parameters() == std::vector<double>{2, -3, 1, 0});
}

TEST_CASE("a normalization's report shows the numbers before and after it", "[unitReport]") {
  Session<double> session =
      fourRows(R"([{"kind":"dense","units":1},{"kind":"batchNormalization"},{"kind":"dense","units":1}])");
  for (int i = 0; i < 400; ++i) session.step(1);
  const Value report = unitReport(session.run(), 1, 0, 0);
  const Value::List& stages = *report.find("stages")->list();
  REQUIRE(stages.size() == 2);
  CHECK(number(stages[0], "deviation") != Approx(number(stages[1], "deviation")));
  CHECK(report.find("derivative")->isNull());
  CHECK(report.find("dead")->isNull());
}

TEST_CASE("units are marked as dead where no training row gets through, and only there", "[unitReport]") {
  Session<double> session = fourRows(
      R"([{"kind":"dense","units":3},{"kind":"activation","function":{"kind":"relu"}},{"kind":"dense","units":1}])");
  session.setParameters({1, 1, -1, -3, -2.5, 0, 1, 1, 1, 0});
  CHECK(deadUnits(session.run()) == std::vector<unsigned char>{0, 0, 0, 0, 1, 0, 1, 0});
}

TEST_CASE("dropped units are those of the last step's mask", "[unitReport]") {
  Session<double> session =
      fourRows(R"([{"kind":"dense","units":8},{"kind":"dropout","rate":0.5},{"kind":"dense","units":1}])");
  for (const unsigned char mark : droppedUnits(session.run())) CHECK(mark == 0);
  session.step(1);
  const std::vector<unsigned char> marks = droppedUnits(session.run());
  REQUIRE(marks.size() == 1 + 8 + 8 + 1);
  int dropped = 0;
  for (std::size_t unit = 0; unit < 8; ++unit) {
    const double kept = session.run().training.kept[1][unit * static_cast<std::size_t>(session.run().columnsFor(4))];
    CHECK((kept == 0) == (marks[1 + 8 + unit] == 1));
    CHECK(marks[1 + unit] == 0);
    dropped += marks[1 + 8 + unit];
  }
  CHECK(dropped > 0);
}

TEST_CASE("a channel of a convolution is one unit, with its filter", "[unitReport]") {
  Session<float> session = sessionWithTables();
  session.configure(fromText(
      R"({"version":1,"data":{"kind":"digits"},"layers":[{"kind":"conv2d","filters":3},{"kind":"activation","function":{"kind":"relu"}},{"kind":"flatten"},{"kind":"dense","units":10}],"loss":{"kind":"softmaxCrossEntropy"}})"));
  const Value report = unitReport(session.run(), 1, 2, 0);
  const Value& filter = *report.find("filter");
  CHECK(filter.find("weights")->list()->size() ==
        static_cast<std::size_t>(number(filter, "height") * number(filter, "width")));
  double values = 0;
  for (const Value& count : *report.find("stages")->list()->front().find("counts")->list()) values += *count.number();
  CHECK(values == number(report, "rows") * session.run().network.outputShape(1).size() / 3);
  CHECK(refusalOf([&] { unitReport(session.run(), 1, 3, 0); }).rfind("RANGE unit", 0) == 0);
  CHECK(refusalOf([&] { unitReport(session.run(), 4, 0, 0); }).rfind("RANGE layer", 0) == 0);
  CHECK(refusalOf([&] { unitReport(session.run(), 1, 0, -1); }).rfind("RANGE row", 0) == 0);
}

TEST_CASE("the step ahead is the step that is then done", "[stepAhead]") {
  Session<float> session;
  session.configure(fromText(R"({"version":1})"));
  session.step(7);
  const std::string hash = session.hash();
  const StepAhead ahead = stepAhead(session.run());
  CHECK(session.hash() == hash);
  const std::vector<double> before = session.parameters();
  session.step(1);
  CHECK(ahead.gradients == session.gradients());
  for (std::size_t i = 0; i < before.size(); ++i)
    CHECK(static_cast<float>(before[i] + ahead.updates[i]) == Approx(session.parameters()[i]).margin(1e-7));
}

TEST_CASE("the principal plane lies along the data, and its grid is what the network says there", "[principalPlane]") {
  Session<double> session;
  std::vector<double> x, y;
  for (int i = 0; i < 40; ++i) {
    const double along = i - 19.5, across = i % 2 == 0 ? 1 : -1;
    x.insert(x.end(), {3 * along, 5, 4 * along + across});
    y.push_back(along);
  }
  session.provideRows(40, x, y);
  session.configure(fromText(
      R"({"version":1,"data":{"kind":"external","inputs":3,"outputs":1,"task":"regression","split":{"training":1,"validation":0,"test":0}},
      "loss":{"kind":"meanSquaredError"},"regularizers":[],"batchSize":4,"layers":[{"kind":"dense","units":1}]})"));
  const PrincipalPlane& plane = session.principalPlane();
  CHECK(plane.first[2] == Approx(0.8).margin(0.01));
  CHECK(plane.first[1] == Approx(0).margin(1e-12));
  CHECK(plane.share[0] + plane.share[1] == Approx(1));
  CHECK(plane.share[0] > 0.99);
  CHECK(&session.principalPlane() == &plane);
  const std::vector<float> field = outputField(session.run(), {2, -1, -1, &plane});
  REQUIRE(field.size() == 4);
  const auto at = [&](const Domain& domain, double cell) { return domain.low + (domain.high - domain.low) * cell; };
  std::vector<double> point;
  for (std::size_t i = 0; i < 3; ++i)
    point.push_back(plane.mean[i] + at(plane.domain[0], 0.25) * plane.first[i] +
                    at(plane.domain[1], 0.75) * plane.second[i]);
  CHECK(static_cast<double>(field[0]) == Approx(evaluate(session.run(), 1, point)[0]));
}

}  // namespace nablab
