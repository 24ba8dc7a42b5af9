#include "core/doctor/remedyTrials.h"
#include "tests/core/support.h"

namespace nablab {
namespace {

using Json = nlohmann::ordered_json;

/** Circles with a learning rate that is far too small, trained for some steps. */
Session<float> tooSlow(long steps) {
  Session<float> session;
  session.configure(adaptedText(R"({"version": 1, "data": {"kind": "circle"}, "regularizers": [],
                                    "optimizer": {"kind": "adam", "learningRate": 1e-6}})"));
  session.step(steps);
  return session;
}

Json triedAll(Session<float>& session, const std::string& candidates, long slice = 1000000) {
  session.tryRemedies(fromText(candidates));
  while (session.workOnRemedies(slice)) {
  }
  return toJson(session.remedies());
}

constexpr const char* changes = R"([
  {"key": "useless", "path": "optimizer.learningRate", "value": 1e-7},
  {"key": "faster", "path": "optimizer.learningRate", "value": 0.02},
  {"key": "wider", "path": "layers[0].units", "value": 9}])";

TEST_CASE("remedies: the change that heals is first, and what does not help is not offered", "[doctor]") {
  Session<float> session = tooSlow(600);
  const std::string before = session.hash();
  const Json result = triedAll(session, changes);
  CHECK(result["part"] == "validation");
  CHECK(result["steps"] == 600);
  CHECK(result["done"] == result["all"]);
  REQUIRE(result["remedies"].size() == 3);
  const Json& first = result["remedies"][0];
  CHECK(first["key"] == "faster");
  CHECK(first["helps"] == true);
  CHECK(first["score"].get<double>() > 0.8);
  for (std::size_t i : {1, 2}) CHECK(result["remedies"][i]["helps"] == false);
  CHECK(session.hash() == before);
}

TEST_CASE("remedies: the answer does not depend on the slices, and what is applied does what was promised",
          "[doctor]") {
  Session<float> session = tooSlow(300);
  const Json whole = triedAll(session, changes), sliced = triedAll(session, changes, 7);
  CHECK(whole == sliced);
  const Json& best = whole["remedies"][0];
  Session<float> healed;
  healed.forkFrom(session, best["from"] == "here" ? 300 : 0, best["path"], fromJson(best["value"]));
  healed.step(300);
  CHECK(healed.metrics(Part::validation)->loss == Approx(best["curve"]["losses"].back().get<double>()).margin(0));
}

TEST_CASE("remedies: a change that is refused is left out", "[doctor]") {
  Session<float> session = tooSlow(10);
  const Json result = triedAll(session, R"([{"key": "no", "path": "layers[7].units", "value": 3},
                                            {"key": "yes", "path": "batchSize", "value": 20}])");
  REQUIRE(result["remedies"].size() == 1);
  CHECK(result["remedies"][0]["key"] == "yes");
  CHECK(refusalOf([&] { session.tryRemedies(fromText("[1]")); }).rfind("TYPE remedies[0]", 0) == 0);
}

}  // namespace
}  // namespace nablab
