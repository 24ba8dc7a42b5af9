#include <filesystem>

#include "core/datasets/csv.h"
#include "core/datasets/idx.h"
#include "core/sha256.h"
#include "support.h"

/**
 * What becomes of every input of the fuzzers' corpora, in words: the refusal, or the hash of a short run. The WASM
 * builds write `tests/fuzz/outcomes.json` (tests/wasm/outcomes.test.ts); here the native build must agree with it.
 */
namespace nablab {
namespace {

using Json = nlohmann::ordered_json;

std::string trained(Session<float>& session, const Json& experiment) {
  session.configure(fromJson(experiment));
  session.step(3);
  return session.hash();
}

std::string ofExperiment(const std::string& bytes) {
  const Json json = Json::parse(bytes, nullptr, false);
  if (json.is_discarded()) return "no JSON";
  Session<float> session = sessionWithTables();
  return trained(session, json);
}

std::string ofExpression(const std::string& text) {
  Session<float> session;
  return trained(session, {{"version", 1}, {"data", {{"kind", "formula"}, {"expression", text}, {"size", 50}}}});
}

std::string whole(const Value& report, const char* name) {
  return std::to_string(static_cast<long>(*report.find(name)->number()));
}

/** The first bytes of a seed choose the format. */
std::string ofCsv(const std::string& bytes) {
  const Value report = csvReport("file.csv", bytes.substr(std::min<std::size_t>(5, bytes.size())), CsvFormat());
  return std::to_string(report.find("columns")->list()->size()) + " columns, " + whole(report, "rows") + " rows";
}

/** The first two bytes of a seed say how long the first of its two files is. */
std::string ofIdx(const std::string& bytes) {
  const auto byte = [&](std::size_t i) { return i < bytes.size() ? static_cast<unsigned char>(bytes[i]) : 0U; };
  const std::string images = bytes.substr(std::min<std::size_t>(2, bytes.size()), 256 * byte(0) + byte(1));
  const Value report = idxReport("file.idx", images);
  return whole(report, "items") + " of " + whole(report, "height") + " × " + whole(report, "width") + ", " +
         whole(report, "classes") + " classes";
}

std::string ofSafetensors(const std::string& bytes) {
  Session<float> session;
  session.configure(fromJson(Json::parse(R"({"version": 1, "data": {"kind": "circle", "size": 20}, "batchSize": 4,
    "layers": [{"kind": "dense", "units": 1}], "optimizer": {"kind": "momentum"}})")));
  session.step(1);
  session.loadState({bytes.begin(), bytes.end()});
  return session.hash();
}

std::string outcomeOf(const std::string& door, const std::string& bytes) {
  std::string outcome;
  const std::string refusal = refusalOf([&] {
    outcome = door == "experiment"   ? ofExperiment(bytes)
              : door == "expression" ? ofExpression(bytes)
              : door == "csv"        ? ofCsv(bytes)
              : door == "idx"        ? ofIdx(bytes)
                                     : ofSafetensors(bytes);
  });
  return refusal.empty() ? outcome : refusal;
}

TEST_CASE("R3: every input of the corpora comes to the same end natively as in WASM", "[fuzz]") {
  const Json expected = Json::parse(readFile("tests/fuzz/outcomes.json"));
  CHECK(expected.size() == 5);
  for (const auto& [door, outcomes] : expected.items()) {
    std::size_t files = 0;
    for (const auto& file : std::filesystem::directory_iterator(NABLAB_ROOT + ("/tests/fuzz/corpus/" + door))) {
      const std::string name = file.path().filename().string();
      INFO(door << "/" << name);
      CHECK(outcomeOf(door, readFile("tests/fuzz/corpus/" + door + "/" + name)) == outcomes.value(name, "not listed"));
      ++files;
    }
    CHECK(files == outcomes.size());
  }
}

}  // namespace
}  // namespace nablab
