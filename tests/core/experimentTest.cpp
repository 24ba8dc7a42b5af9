#include "support.h"

/** The border: what an experiment may be, and how it is refused. Row numbers are those of the table of faults. */
namespace nablab {
namespace {

std::string refusalOfText(const std::string& text) {
  return refusalOf([&] { readExperiment(fromText(text)); });
}

/** The default experiment with one member replaced. */
std::string refusalWith(const std::string& name, const std::string& json) {
  Value document = writeExperiment(Experiment{}, false);
  document.set(name, fromText(json));
  return refusalOf([&] { readExperiment(document); });
}

std::string layersOf(int count, int units) {
  std::string layers;
  for (int i = 0; i < count; ++i)
    layers += R"({"kind":"dense","units":)" + std::to_string(i + 1 < count ? units : 1) + "},";
  return "[" + layers.substr(0, layers.size() - (layers.empty() ? 0 : 1)) + "]";
}

TEST_CASE("a document of nothing but its version is the default experiment", "[experiment]") {
  const Value canonical = writeExperiment(readExperiment(fromText(R"({"version": 1})")), false);
  CHECK(canonical == writeExperiment(Experiment{}, false));
  CHECK(*canonical.find("title")->text() == "XOR");
  CHECK(*canonical.find("optimizer")->find("learningRate")->number() == 0.01);
  CHECK(canonical == *catalog().find("defaultExperiment"));
}

TEST_CASE("the compact form leaves out what is default and reads back as the same experiment", "[experiment]") {
  Experiment experiment;
  CHECK(toJson(writeExperiment(experiment, true)).dump() == R"({"version":1.0})");
  experiment.optimizer = Momentum{.learningRate = 0.2};
  experiment.data.kind = Spiral{.size = 50};
  experiment.layers[1] = ActivationLayer{.function = LeakyRelu{.slope = 0.2}};
  const Value compact = writeExperiment(experiment, true);
  CHECK(toJson(*compact.find("optimizer")).dump() == R"({"kind":"momentum","learningRate":0.2})");
  CHECK(toJson(*compact.find("data")).dump() == R"({"kind":"spiral","size":50.0})");
  CHECK(writeExperiment(readExperiment(compact), false) == writeExperiment(experiment, false));
  CHECK(writeExperiment(readExperiment(compact), true) == compact);
}

TEST_CASE("row 9: names that mean something to JavaScript are unknown members", "[experiment]") {
  CHECK(
      refusalOfText(R"({"version":1,"__proto__":{"polluted":true}})").rfind("KEY_UNKNOWN \"__proto__\": unknown", 0) ==
      0);
  CHECK(refusalOfText(R"({"version":1,"constructor":{"prototype":{}}})").rfind("KEY_UNKNOWN", 0) == 0);
  CHECK(refusalOfText(R"({"version":1,"\u005f_proto__":1})").rfind("KEY_UNKNOWN", 0) == 0);
}

TEST_CASE("row 10: an unknown kind is answered with the real names, the nearest one first to mind", "[experiment]") {
  for (const char* name : {"constructor", "toString", "__proto__", "hasOwnProperty"}) {
    const std::string refusal = refusalWith("optimizer", std::string(R"({"kind":")") + name + R"("})");
    CHECK(refusal ==
          "KIND_UNKNOWN optimizer.kind: \"" + std::string(name) + "\"; allowed: " + joined(kindsOf("optimizers")));
  }
  CHECK(refusalWith("optimizer", R"({"kind":"adan"})").find("(did you mean adam?)") != std::string::npos);
}

TEST_CASE("row 11: of members with the same name the last one counts, as in JavaScript", "[experiment]") {
  CHECK(readExperiment(fromText(R"({"version":1,"seed":1,"seed":7})")).seed == 7);
}

TEST_CASE("row 12: numbers are numbers, in their range, and keep their sign", "[experiment]") {
  CHECK(refusalWith("batchSize", "3.5") == "RANGE batchSize: 3.5; allowed: whole numbers from 0 to 5000");
  CHECK(refusalWith("batchSize", "\"3\"") == "TYPE batchSize: \"3\"; allowed: whole numbers from 0 to 5000");
  CHECK(refusalWith("batchSize", "true").rfind("TYPE batchSize: true", 0) == 0);
  CHECK(refusalWith("batchSize", "null").rfind("TYPE batchSize: null", 0) == 0);
  CHECK(refusalWith("seed", "9007199254740993").rfind("RANGE seed: 9007199254740992", 0) == 0);
  Value document = writeExperiment(Experiment{}, false);
  document.find("optimizer")->set("learningRate", 1.0 / 0.0);
  CHECK(refusalOf([&] { readExperiment(document); }) == "RANGE optimizer.learningRate: infinity; allowed: 0 to 1e+30");
  document.find("optimizer")->set("learningRate", 0.0 / 0.0);
  CHECK(refusalOf([&] { readExperiment(document); }) == "RANGE optimizer.learningRate: NaN; allowed: 0 to 1e+30");
  document.find("optimizer")->set("learningRate", -0.0);
  CHECK(std::signbit(
      *writeExperiment(readExperiment(document), false).find("optimizer")->find("learningRate")->number()));
  document.find("optimizer")->set("learningRate", 4.9e-324);
  CHECK(refusalOf([&] { readExperiment(document); }).empty());
}

TEST_CASE("row 13: limits of layers and units are named, and nothing of that size is allocated", "[experiment]") {
  CHECK(refusalWith("layers", "[]") == "LIMIT layers: empty; allowed: 1 to 64");
  CHECK(refusalWith("layers", layersOf(64, 2)).empty());
  CHECK(refusalWith("layers", layersOf(65, 2)) == "LIMIT layers: a list of 65; allowed: a list of up to 64");
  for (const char* units : {"0", "-1", "2147483648", "4294967297", "513"})
    CHECK(refusalWith("layers", std::string(R"([{"kind":"dense","units":)") + units + "}]")
              .find("; allowed: whole numbers from 1 to 512") != std::string::npos);
}

TEST_CASE("row 14: a network over the budget is refused, naming the layer to reduce", "[experiment]") {
  const std::string refusal = refusalWith("layers", layersOf(6, 512));
  CHECK(refusal.rfind("BUDGET layers: of 1052673 parameters; allowed: up to 1000000: reduce units of layers[1]", 0) ==
        0);
}

TEST_CASE("row 14: layers that give too many numbers for a batch are refused, and the batch that fits is named",
          "[experiment]") {
  // 4608 numbers a sample, twice for the batch and once for 128 evaluated columns: 2104 samples stay below 20 million.
  const auto refusal = [](int batchSize) {
    const nlohmann::ordered_json document = {
        {"version", 1},
        {"data", {{"kind", "external"}, {"inputs", 4096}, {"outputs", 2}, {"task", "regression"}}},
        {"layers",
         {{{"kind", "dense"}, {"units", 200}}, {{"kind", "dense"}, {"units", 310}}, {{"kind", "dense"}, {"units", 2}}}},
        {"loss", {{"kind", "meanSquaredError"}}},
        {"batchSize", batchSize}};
    return refusalOf([&] { readExperiment(fromJson(document)); });
  };
  CHECK(refusal(2104).empty());
  CHECK(refusal(2105) ==
        "BUDGET layers: of 4608 numbers for each sample of a batch; allowed: batches of up to 2104 samples");
}

TEST_CASE("row 15: a seed is a whole number of 32 bits", "[experiment]") {
  for (const char* seed : {"-1", "18446744073709551616", "1.5", "\"abc\"", "4294967296"})
    CHECK(refusalWith("seed", seed).find("seed: ") != std::string::npos);
  CHECK(refusalWith("seed", "4294967295").empty());
}

TEST_CASE("row 16: parts that don't fit each other are both named", "[experiment]") {
  CHECK(refusalWith("batchSize", "121") ==
        "COMBINATION batchSize: 121, but data.split.training leaves 120 rows; allowed: 0 to 120");
  CHECK(refusalWith("batchSize", "120").empty());
  CHECK(refusalWith("loss", R"({"kind":"softmaxCrossEntropy"})") ==
        "COMBINATION layers[4]: 1 outputs; allowed: 2 for data \"xor\" with loss \"softmaxCrossEntropy\"");
  CHECK(refusalWith("data", R"({"kind":"plane"})") ==
        "COMBINATION loss.kind: loss \"binaryCrossEntropy\", but data \"plane\" has no classes; allowed: a loss for "
        "real numbers");
  CHECK(refusalWith("data", R"({"kind":"external","outputs":1})") ==
        "COMBINATION data.outputs: 1 class; allowed: 2 or more classes");
  CHECK(refusalWith("data", R"({"kind":"xor","split":{"training":0.5,"validation":0.2,"test":0.2}})") ==
        "COMBINATION data.split: in sum 0.9; allowed: in sum 1");
}

TEST_CASE("row 17: another version is refused, a newer one by name", "[experiment]") {
  CHECK(refusalOfText("{}") == "MISSING version: missing; allowed: 1");
  CHECK(refusalOfText(R"({"version":0})") == "VERSION version: 0; allowed: 1");
  CHECK(refusalOfText(R"({"version":"2"})") == "VERSION version: \"2\"; allowed: 1");
  CHECK(refusalOfText(R"({"version":2,"unheardOf":1})") ==
        "VERSION_NEWER version: 2; allowed: 1 (made with a newer version)");
}

TEST_CASE("row 18: an unknown member is refused wherever it stands, never dropped", "[experiment]") {
  CHECK(refusalWith("extra", "1").rfind("KEY_UNKNOWN \"extra\"", 0) == 0);
  CHECK(refusalWith("optimizer", R"({"kind":"adam","beta3":1})").rfind("KEY_UNKNOWN optimizer.\"beta3\"", 0) == 0);
  CHECK(refusalWith("layers", R"([{"kind":"dense","units":1,"initializer":{"kind":"zeros","x":1}}])")
            .rfind("KEY_UNKNOWN layers[0].initializer.\"x\"", 0) == 0);
  CHECK(refusalWith("data", R"({"kind":"xor","split":{"trainig":1}})").find("(did you mean training?)") !=
        std::string::npos);
}

TEST_CASE("row 19: titles are text of a limited length, and messages quote them on one short line", "[experiment]") {
  CHECK(refusalWith("title", "\"<img src=x onerror=alert(1)>\"").empty());
  CHECK(refusalWith("title", "7") == "TYPE title: 7; allowed: text of up to 400 bytes");
  CHECK(refusalWith("title", "\"" + std::string(401, 'a') + "\"") ==
        "LIMIT title: 401 bytes long; allowed: text of up to 400 bytes");
  CHECK(refusalWith("title", "\"" + std::string(400, 'a') + "\"").empty());
  const std::string refusal = refusalWith("optimizer", "\"" + std::string(1000, 'x') + "\\n\"");
  CHECK(refusal.size() < 200);
  CHECK(refusalWith("optimizer", "\"a\\nb\"").find('\n') == std::string::npos);
}

TEST_CASE("what is no record, list, flag or choice is refused with its place", "[experiment]") {
  CHECK(refusalOfText("[]") == "TYPE experiment: a list of 0; allowed: a record");
  CHECK(refusalWith("layers", "{}") == "TYPE layers: a record; allowed: a list of up to 64");
  CHECK(refusalWith("optimizer", "{}").rfind("MISSING optimizer.kind: missing; allowed: gradientDescent", 0) == 0);
  CHECK(refusalWith("optimizer", R"({"kind":"momentum","nesterov":1})") ==
        "TYPE optimizer.nesterov: 1; allowed: true, false");
  CHECK(refusalWith("loss", R"({"kind":"meanSquaredError","targets":"oneTwo"})")
            .rfind("OPTION_UNKNOWN loss.targets: \"oneTwo\"; allowed: zeroOne, plusMinusOne", 0) == 0);
}

TEST_CASE("a log is validated like the knobs that it turns", "[experiment]") {
  CHECK(refusalWith("log", R"([{"step":3,"path":"optimizer.learningRate","value":0.5}])").empty());
  CHECK(refusalWith("log", R"([{"step":3,"path":"optimizer.learningRate","value":-1}])")
            .rfind("RANGE log[0]: optimizer.learningRate: -1", 0) == 0);
  CHECK(refusalWith("log", R"([{"step":3,"path":"batchSize","value":5}])").rfind("NOT_TURNABLE", 0) == 0);
  CHECK(refusalWith("log", R"([{"step":3,"path":"nowhere","value":5}])").rfind("PATH_UNKNOWN", 0) == 0);
  CHECK(refusalWith("log", R"([{"step":3,"path":"layers[9].rate","value":5}])").rfind("PATH_UNKNOWN", 0) == 0);
  CHECK(
      refusalWith(
          "log",
          R"([{"step":3,"path":"optimizer.learningRate","value":1},{"step":2,"path":"optimizer.learningRate","value":1}])")
          .rfind("RANGE log[1].step: 2", 0) == 0);
}

TEST_CASE("adapting changes what cannot stay, and nothing else", "[experiment]") {
  Value document = writeExperiment(Experiment{}, false);
  document.set("data", fromText(R"({"kind":"iris"})"));
  document.set("batchSize", 500);
  const Experiment iris = adaptExperiment(document);
  CHECK(std::holds_alternative<SoftmaxCrossEntropy>(iris.loss));
  CHECK(std::get<Dense>(iris.layers.back()).units == 3);
  CHECK(std::get<Dense>(iris.layers.front()).units == 4);
  CHECK(iris.batchSize == 90);
  document.set("data", fromText(R"({"kind":"sine"})"));
  CHECK(std::holds_alternative<MeanSquaredError>(adaptExperiment(document).loss));
  CHECK(writeExperiment(adaptExperiment(writeExperiment(Experiment{}, false)), false) ==
        writeExperiment(Experiment{}, false));
}

}  // namespace
}  // namespace nablab
