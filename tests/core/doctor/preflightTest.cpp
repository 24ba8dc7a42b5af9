#include "core/doctor/preflight.h"
#include "tests/core/support.h"

namespace nablab {
namespace {

using Json = nlohmann::ordered_json;

/** The check of that key, of the default experiment with these members in place of its own. */
Json checked(const std::string& check, const std::string& members) {
  Session<float> session;
  session.configure(adaptedText(R"({"version": 1)" + members + "}"));
  const Json result = toJson(session.preflight(check));
  REQUIRE(result["checks"].size() == 1);
  REQUIRE(result["checks"][0]["key"] == check);
  return result["checks"][0];
}

TEST_CASE("pre-flight: the default experiment passes every check", "[doctor]") {
  Session<float> session;
  session.configure(fromText(R"({"version": 1})"));
  const std::string before = session.hash();
  const Json result = toJson(session.preflight(""));
  CHECK(result["engine"] == engineVersion);
  CHECK(result["checks"].size() == 7);
  for (const Json& check : result["checks"]) {
    INFO(check.dump());
    CHECK(check["state"] == "passed");
  }
  CHECK(session.hash() == before);
}

TEST_CASE("pre-flight: every bug that can be planted makes the gradients fail", "[doctor]") {
  const std::pair<const char*, int> bugs[] = {
      {"missingDerivative", 1}, {"missingMean", 0}, {"transposedMatrix", 2}, {"wrongSign", 0}};
  for (const auto& [kind, layer] : bugs) {
    INFO(kind);
    const Json check = checked("gradients", R"(, "plantedBug": {"kind": ")" + std::string(kind) + R"(", "layer": )" +
                                                std::to_string(layer) + "}");
    CHECK(check["state"] == "failed");
    CHECK(check["findings"][0]["rule"] == "wrongGradient");
    CHECK(check["findings"][0]["layer"] == layer);
  }
}

TEST_CASE("pre-flight: a network of zeros cannot learn a batch by heart, and does not look at its inputs", "[doctor]") {
  const std::string zeros = R"(, "layers": [
    {"kind": "dense", "units": 4, "initializer": {"kind": "zeros"}}, {"kind": "activation"},
    {"kind": "dense", "units": 1, "initializer": {"kind": "zeros"}}])";
  CHECK(checked("overfitBatch", zeros)["findings"][0]["rule"] == "cannotOverfitBatch");
  CHECK(checked("inputIndependent", zeros)["findings"][0]["rule"] == "inputIndependent");
}

TEST_CASE("pre-flight: a rate beyond all that makes the loss fall fails the range test", "[doctor]") {
  CHECK(checked("rangeTest", R"(, "optimizer": {"kind": "gradientDescent", "learningRate": 1000})")["state"] ==
        "failed");
}

TEST_CASE("pre-flight: what there is nothing to check of is not run", "[doctor]") {
  const Json check = checked("regularization", R"(, "regularizers": [])");
  CHECK(check["state"] == "notRun");
  CHECK(check["reason"] == "noPenalty");
  CHECK(refusalOf([] { checked("horoscope", ""); }).rfind("KIND_UNKNOWN check", 0) == 0);
}

}  // namespace
}  // namespace nablab
