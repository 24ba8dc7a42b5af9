#include "core/schedules.h"
#include "support.h"

namespace nablab {
namespace {

using Json = nlohmann::ordered_json;

std::vector<double> ratesOf(const std::string& document, long steps, double learningRate = 1,
                            const std::vector<double>& losses = {}) {
  return learningRates(fromText(document), learningRate, steps, losses);
}

/** A schedule of the golden format as ours, whose maximum is the optimizer's learning rate. */
Json scheduleOf(const Json& golden, const Json& names, double& learningRate) {
  Json made;
  learningRate = golden.value("maximum", golden["learning_rate"].get<double>());
  for (const auto& [name, value] : golden.items()) {
    if (name == "schedule") made["kind"] = names["schedules"].at(value.get<std::string>());
    if (name == "learning_rate" && golden["schedule"] == "cyclic") made["minimum"] = value;
    if (name != "schedule" && name != "learning_rate" && name != "maximum" && name != "metric")
      made[names["knobs"].at(name).get<std::string>()] = value;
  }
  return made;
}

TEST_CASE("schedules give the golden learning rates",
          "[schedules][closedForm:schedules.exponential][closedForm:schedules.step][closedForm:schedules.multiStep]"
          "[closedForm:schedules.polynomial][closedForm:schedules.cosine][closedForm:schedules.cosineRestarts]"
          "[closedForm:schedules.cyclic][closedForm:schedules.oneCycle][closedForm:schedules.warmUp]"
          "[closedForm:schedules.reduceOnPlateau][closedForm:schedules.dampedCosine]") {
  const Json names = Json::parse(readFile("tests/golden/names.json"));
  const Json cases = Json::parse(readFile("tests/golden/schedules.json"));
  CHECK(cases.size() == 11);
  for (const Json& golden : cases) {
    INFO(golden["name"]);
    double learningRate = 0;
    const Value schedule = fromJson(scheduleOf(golden["schedule"], names, learningRate));
    const auto expected = golden["learning_rates"].get<std::vector<double>>();
    const std::vector<double> losses = golden["schedule"].value("metric", std::vector<double>{});
    const std::vector<double> actual =
        learningRates(schedule, learningRate, static_cast<long>(expected.size()), losses);
    REQUIRE(actual.size() == expected.size());
    // The file has twelve digits.
    for (std::size_t t = 0; t < expected.size(); ++t) CHECK(std::abs(actual[t] - expected[t]) <= 1e-12);
  }
}

TEST_CASE("behind its end a schedule keeps its last value", "[schedules]") {
  for (const char* document :
       {R"({"kind":"polynomial","totalSteps":5,"power":2})", R"({"kind":"cosine","totalSteps":5,"minimum":0.2})",
        R"({"kind":"oneCycle","totalSteps":6})", R"({"kind":"warmUp","warmUpSteps":5})",
        R"({"kind":"dampedCosine","totalSteps":5})", R"({"kind":"multiStep","milestones":[2,5]})",
        R"({"kind":"piecewiseConstant","boundaries":[2,5],"values":[1,2,3]})"}) {
    INFO(document);
    const std::vector<double> rates = ratesOf(document, 50);
    for (std::size_t t = 5; t < rates.size(); ++t) CHECK(rates[t] == rates[5]);
    CHECK(rates[4] != rates[5]);
  }
}

TEST_CASE("constant rates stay, piecewise constant ones change at their boundaries",
          "[schedules][closedForm:schedules.constant][closedForm:schedules.piecewiseConstant]") {
  CHECK(ratesOf(R"({"kind":"constant"})", 3, 0.5) == std::vector<double>{0.5, 0.5, 0.5});
  CHECK(ratesOf(R"({"kind":"piecewiseConstant","boundaries":[1,3],"values":[2,1,4]})", 5, 0.5) ==
        std::vector<double>{1, 0.5, 0.5, 2, 2});
}

TEST_CASE("inverse time divides by 1 + decay·t", "[schedules][closedForm:schedules.inverseTime]") {
  CHECK(ratesOf(R"({"kind":"inverseTime","decay":0.5})", 4, 2) == std::vector<double>{2, 2 / 1.5, 1, 2 / 2.5});
}

TEST_CASE("restarts of equal length go on for ever", "[schedules]") {
  const std::vector<double> rates = ratesOf(R"({"kind":"cosineRestarts","period":4,"multiplier":1})", 400);
  for (std::size_t t = 4; t < rates.size(); ++t) CHECK(rates[t] == rates[t - 4]);
}

TEST_CASE("one cycle needs no warm-up and no more than one step", "[schedules]") {
  CHECK(ratesOf(R"({"kind":"oneCycle","totalSteps":4,"warmUpFraction":0.25})", 4)[0] == 1);
  for (const char* document :
       {R"({"kind":"oneCycle","totalSteps":1})", R"({"kind":"oneCycle","totalSteps":9,"warmUpFraction":0})",
        R"({"kind":"oneCycle","totalSteps":9,"warmUpFraction":1})"})
    for (const double rate : ratesOf(document, 20)) CHECK((rate > 0 && rate <= 1));
}

TEST_CASE("only the damped cosine has negative rates, and the catalog says so", "[schedules]") {
  const Value all = catalog();
  for (const Value& kind : *all.find("families")->find("schedules")->list()) {
    const std::string key = *kind.find("kind")->text();
    INFO(key);
    const std::vector<double> rates = ratesOf(R"({"kind":")" + key + "\"}", 3000);
    const bool negative = *std::min_element(rates.begin(), rates.end()) < 0;
    CHECK(negative == (key == "dampedCosine"));
    CHECK(negative == (kind.find("negativeRates") != nullptr));
  }
}

TEST_CASE("schedules refuse what contradicts itself", "[schedules]") {
  CHECK(refusalOf([] { ratesOf(R"({"kind":"piecewiseConstant","boundaries":[1,2,3]})", 1); }) ==
        "COMBINATION schedule.values: a list of 3; allowed: a list of 4, one more than boundaries");
  CHECK(refusalOf([] {
          ratesOf(R"({"kind":"piecewiseConstant","boundaries":[3,2]})", 1);
        }).rfind("COMBINATION schedule.boundaries: out of order", 0) == 0);
  CHECK(refusalOf([] { ratesOf(R"({"kind":"cosine"})", 1'000'001); }).rfind("RANGE steps", 0) == 0);
  CHECK(refusalOf([] { ratesOf(R"({"kind":"cosine","totalSteps":0})", 1); }).rfind("RANGE schedule.totalSteps", 0) ==
        0);
}

/** A run whose loss never falls: its learning rate is 0. */
const char* const standstill = R"({"version":1,"batchSize":40,"optimizer":{"kind":"gradientDescent","learningRate":0},
  "schedule":{"kind":"reduceOnPlateau","patience":2,"factor":0.5},"log":[{"step":8,"path":"optimizer.learningRate","value":1}]})";

TEST_CASE("a plateau is noticed after whole epochs, and seeking knows it", "[schedules]") {
  Session<float> session;
  session.configure(fromText(standstill));
  const long epoch = session.status().stepsPerEpoch;
  REQUIRE(epoch == 3);
  // Turned between two steps, so that the rate shows what the schedule has come to.
  const auto rateAfter = [&](long step) {
    session.seek(step);
    return session.status().learningRate;
  };
  CHECK(rateAfter(9) == 1);
  session.step(400);
  const double late = session.status().learningRate;
  const std::string hash = session.hash();
  CHECK(late < 1);
  CHECK(rateAfter(9) == 1);
  CHECK(rateAfter(409) == late);
  CHECK(session.hash() == hash);
}

}  // namespace
}  // namespace nablab
