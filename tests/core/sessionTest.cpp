#include "core/views.h"
#include "support.h"

namespace nablab {
namespace {

Value defaultDocument() { return writeExperiment(Experiment{}, false); }

TEST_CASE("XOR with the default network reaches 95 % test accuracy, in the median of ten seeds", "[session]") {
  std::vector<double> accuracies;
  for (int seed = 1; seed <= 10; ++seed) {
    Value document = defaultDocument();
    document.set("seed", seed);
    Session<float> session;
    session.configure(document);
    session.step(2000);
    accuracies.push_back(session.metrics(Part::test)->accuracy);
  }
  std::sort(accuracies.begin(), accuracies.end());
  CHECK((accuracies[4] + accuracies[5]) / 2 >= 0.95);
}

TEST_CASE("row 59: the same experiment at the same step has the same bits, however it was chopped into calls",
          "[session]") {
  Session<float> whole, parts;
  whole.configure(defaultDocument());
  parts.configure(defaultDocument());
  parts.record(50);
  whole.step(500);
  for (const long count : {1L, 0L, 7L, 192L, 300L}) parts.step(count);
  CHECK(whole.hash() == parts.hash());
  parts.step(1);
  CHECK(whole.hash() != parts.hash());
}

TEST_CASE("the hash feels parameters, optimizer slots, and the loss of every batch", "[session]") {
  Session<float> session, other;
  session.configure(defaultDocument());
  other.configure(defaultDocument());
  CHECK(session.hash() == other.hash());
  std::vector<double> parameters = other.parameters();
  parameters[0] += 1e-3;
  other.setParameters(parameters);
  CHECK(session.hash() != other.hash());
}

TEST_CASE("seeking gives exactly the state that training gave, with knobs turned on the way", "[session]") {
  Session<float> session;
  session.configure(defaultDocument());
  session.record(64);
  session.step(300);
  session.turn("optimizer.learningRate", 0.05);
  session.step(100);
  session.turn("regularizers[0].strength", 0.1);
  std::vector<std::string> hashes;
  for (int i = 0; i < 200; ++i) {
    session.step(5);
    hashes.push_back(session.hash());
  }
  for (const int index : {199, 0, 120, 33, 150}) {
    session.seek(400 + 5 * (index + 1));
    CHECK(session.status().step == 400 + 5 * (index + 1));
    CHECK(session.hash() == hashes[static_cast<std::size_t>(index)]);
  }
  session.seek(350);
  CHECK(session.status().learningRate == 0.05);
  session.seek(299);
  CHECK(session.status().learningRate == 0.01);
  Session<float> opened;
  opened.configure(session.experiment());
  opened.step(1400);
  CHECK(opened.hash() == hashes.back());
}

TEST_CASE("turning a knob back in time makes another future", "[session]") {
  Session<float> session;
  session.configure(defaultDocument());
  session.record(64);
  session.step(500);
  session.turn("optimizer.learningRate", 0.5);
  session.step(100);
  const std::string first = session.hash();
  session.seek(200);
  session.turn("optimizer.learningRate", 0.02);
  CHECK(session.history().points().back().step <= 200);
  session.step(300);
  const std::string halfWay = session.hash();
  session.step(100);
  CHECK(session.hash() != first);
  session.seek(500);
  CHECK(session.hash() == halfWay);
  session.seek(600);
  CHECK(session.experiment().find("log")->list()->size() == 1);
  session.seek(600);
  CHECK(session.status().learningRate == 0.02);
}

TEST_CASE("many turns of one knob between two steps are one entry of the log", "[session]") {
  Session<float> session;
  session.configure(defaultDocument());
  for (int i = 1; i <= 50; ++i) session.turn("optimizer.learningRate", i * 0.001);
  session.turn("optimizer.beta1", 0.5);
  CHECK(session.experiment().find("log")->list()->size() == 2);
  CHECK(*session.current().find("optimizer")->find("learningRate")->number() == 0.05);
  CHECK(session.current().find("log")->list()->empty());
}

TEST_CASE("a refused experiment, knob or batch leaves the run as it was", "[session]") {
  Session<float> session;
  CHECK(refusalOf([&] { session.status(); }).rfind("NOT_CONFIGURED", 0) == 0);
  session.configure(defaultDocument());
  session.step(10);
  const std::string before = session.hash();
  const Value document = session.experiment();
  Value bad = defaultDocument();
  bad.set("batchSize", 5000);
  CHECK(refusalOf([&] { session.configure(bad); }).rfind("COMBINATION", 0) == 0);
  bad.set("batchSize", 10);
  bad.set("data", fromText(R"({"kind":"digits"})"));
  bad.set("layers", fromText(R"([{"kind":"dense","units":10}])"));
  bad.set("loss", fromText(R"({"kind":"softmaxCrossEntropy"})"));
  CHECK(refusalOf([&] { session.configure(bad); }) == "TABLE_MISSING data.kind: digits; allowed: digits.csv");
  CHECK(refusalOf([&] { session.turn("optimizer.learningRate", -1); }).rfind("RANGE", 0) == 0);
  CHECK(refusalOf([&] { session.turn("seed", 5); }).rfind("NOT_TURNABLE", 0) == 0);
  CHECK(refusalOf([&] { session.turn("layers[9999999999].rate", 5); }).rfind("PATH_UNKNOWN", 0) == 0);
  CHECK(refusalOf([&] {
          session.trainOn({2, {1, 2, 3}, {1, 0}, {}});
        }).rfind("SIZE batch.x: 3 numbers; allowed: 4", 0) == 0);
  CHECK(refusalOf([&] { session.trainOn({1, {1, 2}, {1}, {{1, {1, 1}}}}); }).rfind("RANGE batch.masks[1]", 0) == 0);
  CHECK(refusalOf([&] { session.setParameters({1, 2}); }).rfind("SIZE parameters", 0) == 0);
  CHECK(refusalOf([&] { session.seek(-1); }).rfind("RANGE step", 0) == 0);
  CHECK(session.hash() == before);
  CHECK(session.experiment() == document);
}

TEST_CASE("row 56: a diverging run stops at its step, keeps its numbers, and can be rewound", "[session]") {
  for (const char* optimizer :
       {R"({"kind":"adam","learningRate":1000})", R"({"kind":"gradientDescent","learningRate":1000})",
        R"({"kind":"momentum","learningRate":1e30})"}) {
    INFO(optimizer);
    Value document = defaultDocument();
    document.set("optimizer", fromText(optimizer));
    Session<float> session;
    session.configure(document);
    const long done = session.step(100000);
    REQUIRE(done < 100000);
    const Status status = session.status();
    REQUIRE(status.diverged);
    CHECK(status.diverged->step == done);
    CHECK(status.step == done);
    CHECK(session.step(10) == 0);
    session.seek(done - 1);
    CHECK(!session.status().diverged);
    CHECK(session.status().step == done - 1);
    session.turn("optimizer.learningRate", 0);
    CHECK(session.step(1) == 1);
  }
}

TEST_CASE("an epoch shows every row once, in a new order, the last batch short", "[session]") {
  Value document = defaultDocument();
  document.set("data", fromText(R"({"kind":"xor","size":50,"split":{"training":0.5,"validation":0.25,"test":0.25}})"));
  document.set("batchSize", 10);
  Session<float> session;
  session.configure(document);
  CHECK(session.status().stepsPerEpoch == 3);
  std::vector<std::vector<float>> epochs;
  for (int epoch = 0; epoch < 2; ++epoch) {
    std::vector<float> seen;
    for (int batch = 0; batch < 3; ++batch) {
      session.step(1);
      const int samples = session.run().batchSamples;
      CHECK(samples == (batch < 2 ? 10 : 5));
      for (int i = 0; i < samples; ++i) seen.push_back(session.run().training.input[static_cast<std::size_t>(i)]);
    }
    epochs.push_back(seen);
  }
  CHECK(epochs[0] != epochs[1]);
  std::vector<float> expected;
  for (const int row : session.run().data().rowsOf(Part::training))
    expected.push_back(session.run().data().inputsOf(row)[0]);
  for (std::vector<float>& values : epochs) std::sort(values.begin(), values.end());
  std::sort(expected.begin(), expected.end());
  CHECK(epochs[0] == expected);
  CHECK(epochs[1] == expected);
}

TEST_CASE("the curves keep the whole run, evenly, in bounded memory", "[session]") {
  Session<float> session;
  session.record(100);
  session.configure(defaultDocument());
  session.step(5000);
  const std::vector<HistoryPoint>& points = session.history().points();
  REQUIRE(points.size() >= 40);
  REQUIRE(points.size() <= 100);
  CHECK(points.front().step == 0);
  CHECK(std::isnan(points.front().batchLoss));
  const long spacing = points[1].step;
  for (std::size_t i = 0; i < points.size(); ++i) CHECK(points[i].step == static_cast<long>(i) * spacing);
  CHECK(points.back().step + spacing > 5000);
  CHECK(points.back().loss[0] < points.front().loss[0]);
}

TEST_CASE("dropout acts in training only, and drops its share", "[session]") {
  Value document = defaultDocument();
  document.set("layers",
               fromText(R"([{"kind":"dense","units":64},{"kind":"dropout","rate":0.25},{"kind":"dense","units":1}])"));
  Session<float> session;
  session.configure(document);
  const std::vector<double> once = evaluate(session.run(), 1, {0.3, 0.4}),
                            twice = evaluate(session.run(), 1, {0.3, 0.4});
  CHECK(once == twice);
  int dropped = 0, all = 0;
  for (int i = 0; i < 50; ++i) {
    session.step(1);
    const int columns = session.run().columnsFor(session.run().batchSamples);
    for (int unit = 0; unit < 64; ++unit)
      for (int column = 0; column < session.run().batchSamples; ++column) {
        const float kept = session.run().training.kept[1][static_cast<std::size_t>(unit * columns + column)];
        CHECK((kept == 0 || kept == static_cast<float>(1 / 0.75)));
        dropped += kept == 0;
        ++all;
      }
  }
  CHECK(std::abs(static_cast<double>(dropped) / all - 0.25) < 0.01);
}

TEST_CASE("row 58: the metrics of an empty part are undefined, those of regression have no accuracy", "[session]") {
  Value document = defaultDocument();
  document.set("data", fromText(R"({"kind":"xor","split":{"training":1,"validation":0,"test":0}})"));
  Session<float> session;
  session.configure(document);
  CHECK(session.metrics(Part::training)->rows == 200);
  CHECK(!session.metrics(Part::validation));
  CHECK(!session.metrics(Part::test));
  document.set("data", fromText(R"({"kind":"sine"})"));
  session.configure(writeExperiment(adaptExperiment(document), false));
  CHECK(std::isnan(session.metrics(Part::training)->accuracy));
}

TEST_CASE("the loss of a part is the mean of its samples' losses", "[session]") {
  Session<double> session;
  session.configure(defaultDocument());
  const PreparedData<double>& data = session.run().data();
  double total = 0;
  int right = 0;
  for (const int row : data.rowsOf(Part::test)) {
    const auto at = static_cast<std::size_t>(row);
    const auto x = data.inputsOf(row);
    const double z = evaluate(session.run(), 1, {x.begin(), x.end()})[0], y = data.raw.y[at];
    total += std::log(1 + std::exp(y == 1 ? -z : z));
    right += (z > 0) == (y == 1);
  }
  CHECK(session.metrics(Part::test)->loss == Approx(total / 40).epsilon(1e-12));
  CHECK(session.metrics(Part::test)->accuracy == right / 40.0);
}

TEST_CASE("every kind of the catalog can be trained for 20 steps", "[session]") {
  for (const char* family :
       {"optimizers", "losses", "regularizers", "datasets", "activations", "initializers", "layers"})
    for (const std::string& key : kindsOf(family)) {
      const std::string record = R"({"kind":")" + key + "\"}";
      INFO(family << ": " << key);
      Value experiment = defaultDocument();
      const std::string name = family;
      if (name == "optimizers") experiment.set("optimizer", fromText(record));
      if (name == "losses") experiment.set("loss", fromText(record));
      if (name == "regularizers") experiment.set("regularizers", fromText("[" + record + "]"));
      if (name == "datasets") experiment.set("data", fromText(record));
      if (name == "activations")
        // Behind a layer that does not learn, because of step.
        experiment.set("layers", fromText(R"([{"kind":"dense","trainable":false},{"kind":"activation","function":)" +
                                          record + R"(},{"kind":"dense","units":1}])"));
      if (name == "initializers")
        experiment.set("layers", fromText(R"([{"kind":"dense","units":1,"initializer":)" + record + "}]"));
      if (name == "layers")
        experiment.set("layers", fromText(R"([{"kind":"dense"},)" + record + R"(,{"kind":"dense","units":1}])"));
      if (key.find("2d") != std::string::npos) {
        // A window wants an image.
        experiment.set("data", fromText(R"({"kind":"digits"})"));
        experiment.set("layers", fromText("[" + record + R"(,{"kind":"dense","units":10}])"));
      }
      Session<float> session = sessionWithTables();
      const auto configure = [&] { session.configure(writeExperiment(adaptExperiment(experiment), false)); };
      if (key == "csv" || key == "idx") {
        CHECK(refusalOf(configure).rfind("FILE_MISSING", 0) == 0);
        continue;
      }
      configure();
      if (key == "external")
        CHECK(refusalOf([&] { session.step(20); }).rfind("ROWS_MISSING", 0) == 0);
      else
        CHECK(session.step(20) == 20);
    }
}

TEST_CASE("a frozen layer stays as it is while the others learn, under every optimizer and penalty", "[session]") {
  for (const std::string& key : kindsOf("optimizers")) {
    INFO(key);
    Value document = defaultDocument();
    document.set("layers", fromText(R"([{"kind":"dense","units":3,"trainable":false},{"kind":"activation"},
      {"kind":"dense","units":1}])"));
    document.set("optimizer", fromText(R"({"kind":")" + key + "\"}"));
    document.set("batchSize", 0);
    Session<float> session;
    session.configure(document);
    const std::vector<double> before = session.parameters();
    session.step(5);
    const std::vector<double> after = session.parameters();
    CHECK(std::equal(before.begin(), before.begin() + 9, after.begin()));
    CHECK(after[9] != before[9]);
    for (int i = 0; i < 9; ++i) CHECK(session.gradients()[static_cast<std::size_t>(i)] == 0);
  }
}

TEST_CASE("a layer can be frozen and thawed during a run, and the log says so", "[session]") {
  Session<float> session;
  session.configure(defaultDocument());
  session.step(10);
  session.turn("layers[0].trainable", false);
  const std::vector<double> frozen = session.parameters();
  session.step(10);
  CHECK(session.parameters()[0] == frozen[0]);
  session.turn("layers[0].trainable", true);
  session.step(10);
  CHECK(session.parameters()[0] != frozen[0]);
  const std::string hash = session.hash();
  session.seek(15);
  CHECK(session.parameters()[0] == frozen[0]);
  session.seek(30);
  CHECK(session.hash() == hash);
}

TEST_CASE("running statistics are part of the state: seek and the hash know them", "[session]") {
  Value document = defaultDocument();
  document.set("layers", fromText(R"([{"kind":"dense"},{"kind":"batchNormalization"},{"kind":"dense","units":1}])"));
  Session<float> session;
  session.configure(document);
  session.step(100);
  const std::vector<double> statistics = session.statistics();
  const std::string hash = session.hash();
  session.step(60);
  CHECK(session.statistics() != statistics);
  session.seek(100);
  CHECK(session.statistics() == statistics);
  CHECK(session.hash() == hash);
  std::vector<double> other = statistics;
  other[0] += 1;
  session.setStatistics(other);
  CHECK(session.hash() != hash);
}

TEST_CASE("a run ends at its stop condition, and goes on when that is turned", "[session]") {
  Value document = defaultDocument();
  document.set("stop", fromText(R"({"steps":25})"));
  Session<float> session;
  session.configure(document);
  CHECK(session.step(100) == 25);
  CHECK(session.status().stopped == StopReason::steps);
  CHECK(session.step(1) == 0);
  session.turn("stop.steps", 40);
  CHECK(session.step(100) == 15);
  session.turn("stop.steps", 0);
  session.turn("stop.epochs", 4);
  CHECK(session.step(100) == 8);
  CHECK(session.status().stopped == StopReason::epochs);
  session.turn("stop.epochs", 0);
  session.turn("stop.accuracy", 0.5);
  CHECK(session.step(100) == 12);
  CHECK(session.status().stopped == StopReason::accuracy);
  CHECK(session.metrics(Part::validation)->accuracy >= 0.5);
}

TEST_CASE("early stopping ends after `patience` epochs without a better loss and puts back the best", "[session]") {
  Value document = defaultDocument();
  document.set("data", fromText(R"({"kind":"gaussians","size":40,"noise":0.6})"));
  document.set("optimizer", fromText(R"({"kind":"adam","learningRate":0.1})"));
  document.set("regularizers", Value::List{});
  document.set("batchSize", 8);
  document.set("layers", fromText(R"([{"kind":"dense","units":32},{"kind":"activation"},{"kind":"dense","units":1}])"));
  Session<double> plain;
  plain.configure(document);
  double best = plain.metrics(Part::validation)->loss + 1;
  long bestStep = 0, stoppedAt = 0;
  for (int epoch = 1, without = 0; without < 5; ++epoch) {
    plain.step(3);
    const double loss = plain.metrics(Part::validation)->loss;
    without = loss < best ? 0 : without + 1;
    if (without == 0) {
      best = loss;
      bestStep = 3 * epoch;
    }
    stoppedAt = 3 * epoch;
  }
  document.set("earlyStopping", fromText(R"({"patience":5})"));
  Session<double> session;
  session.configure(document);
  CHECK(session.step(100000) == stoppedAt);
  CHECK(session.status().stopped == StopReason::earlyStopping);
  CHECK(session.status().bestStep == bestStep);
  CHECK(session.metrics(Part::validation)->loss == best);
  plain.seek(bestStep);
  CHECK(session.parameters() == plain.parameters());
  const std::string hash = session.hash();
  session.seek(bestStep);
  session.seek(stoppedAt);
  CHECK(session.hash() == hash);
  CHECK(session.status().stopped == StopReason::earlyStopping);
}

TEST_CASE("a fork has the state of its origin, then goes its own way and can be replayed from its document",
          "[session]") {
  Session<float> origin;
  origin.configure(defaultDocument());
  origin.step(50);
  origin.turn("optimizer.learningRate", 0.05);
  origin.step(100);
  const std::string end = origin.hash();
  origin.seek(70);
  const std::string at70 = origin.hash();
  origin.seek(150);
  Session<float> fork;
  fork.forkFrom(origin, 70, "optimizer.beta1", 0.5);
  CHECK(fork.status().step == 70);
  CHECK(fork.hash() == at70);
  fork.step(80);
  CHECK(fork.hash() != end);
  CHECK(origin.hash() == end);
  Session<float> replayed;
  replayed.configure(fork.experiment());
  replayed.seek(150);
  CHECK(replayed.hash() == fork.hash());
  CHECK(refusalOf([&] { fork.forkFrom(origin, 70, "layers[0].units", 5); }).rfind("NOT_TURNABLE", 0) == 0);
  CHECK(fork.hash() == replayed.hash());
}

TEST_CASE("a fork from the beginning may differ in anything, and leaves out turned knobs that it has not",
          "[session]") {
  Session<float> origin;
  origin.configure(defaultDocument());
  origin.turn("optimizer.beta1", 0.5);
  origin.turn("regularizers[0].strength", 0.01);
  Session<float> fork;
  fork.forkFrom(origin, 0, "optimizer", fromText(R"({"kind":"momentum"})"));
  CHECK(fork.status().step == 0);
  CHECK(fork.experiment().find("log")->list()->size() == 1);
  CHECK(*fork.experiment().find("optimizer")->find("kind")->text() == "momentum");
  CHECK(refusalOf([&] { fork.forkFrom(origin, 0, "layers[0].units", 0); }).rfind("RANGE layers[0].units", 0) == 0);
  CHECK(refusalOf([&] { fork.forkFrom(origin, 0, "layers[9].units", 1); }).rfind("PATH_UNKNOWN", 0) == 0);
  CHECK(refusalOf([&] { fork.forkFrom(origin, 1, "seed", 1); }).rfind("RANGE step", 0) == 0);
}

TEST_CASE("digits are learned to above 90 % on rows that were never shown", "[session]") {
  Session<float> session = sessionWithTables();
  session.configure(fromText(R"({"version":1,"data":{"kind":"digits"},"preprocessing":[{"kind":"standardization"}],
    "layers":[{"kind":"dense","units":32},{"kind":"activation","function":{"kind":"relu"}},{"kind":"dense","units":10}],
    "loss":{"kind":"softmaxCrossEntropy"},"optimizer":{"kind":"adam","learningRate":0.003},"batchSize":32})"));
  session.step(1000);
  CHECK(session.metrics(Part::test)->accuracy > 0.93);
}

TEST_CASE("external rows are checked, split and trained on", "[session]") {
  Session<float> session;
  const Value document = fromText(R"({"version":1,"data":{"kind":"external","inputs":1,"outputs":1,"task":"regression"},
    "layers":[{"kind":"dense","units":1}],"loss":{"kind":"meanSquaredError"},"optimizer":{"kind":"gradientDescent","learningRate":0.3},
    "regularizers":[],"batchSize":0})");
  CHECK(refusalOf([&] { session.provideRows(1, {0.0 / 0.0}, {1}); }).rfind("RANGE x[0]: NaN", 0) == 0);
  session.provideRows(3, {1, 2}, {1, 2, 3});
  CHECK(refusalOf([&] { session.configure(document); }).rfind("ROWS_MISSING", 0) == 0);
  std::vector<double> x, y;
  for (int i = 0; i < 40; ++i) {
    x.push_back(i / 20.0 - 1);
    y.push_back(2 * x.back() + 0.5);
  }
  session.provideRows(40, x, y);
  session.configure(document);
  session.step(300);
  CHECK(session.metrics(Part::test)->loss < 1e-6);
}

TEST_CASE("the fields show what evaluation gives at the middle of each cell", "[views]") {
  Session<float> session;
  session.configure(defaultDocument());
  session.step(200);
  const int size = 9;
  const std::vector<float> fields = unitFields(session.run(), {size, 0, 1}),
                           output = outputField(session.run(), {size, 0, 1});
  REQUIRE(fields.size() == (2 + 4 + 4 + 2 + 2 + 1) * size * size);
  REQUIRE(output.size() == size * size);
  const Domain domain = session.run().data().domain[0];
  for (const int cell : {0, 8, 40, 75}) {
    const double x = domain.low + (domain.high - domain.low) * (cell % size + 0.5) / size;
    const double y = domain.high - (domain.high - domain.low) * (cell / size + 0.5) / size;
    const std::vector<float> units = activations(session.run(), {x, y});
    REQUIRE(units.size() == 15);
    for (std::size_t unit = 0; unit < units.size(); ++unit)
      CHECK(fields[unit * size * size + static_cast<std::size_t>(cell)] == Approx(units[unit]).margin(1e-5));
    const double z = evaluate(session.run(), 1, {x, y})[0];
    CHECK(output[static_cast<std::size_t>(cell)] == Approx(1 / (1 + std::exp(-z))).margin(1e-5));
  }
  CHECK(refusalOf([&] { unitFields(session.run(), {size, 0, 2}); }).rfind("RANGE inputY: 2", 0) == 0);
  CHECK(refusalOf([&] { unitFields(session.run(), {0, 0, 1}); }).rfind("RANGE size: 0", 0) == 0);
}

TEST_CASE("the output is the same whether the layers before it are kept or not, also where a residual reads one",
          "[views]") {
  using Json = nlohmann::ordered_json;
  Json document = toJson(defaultDocument());
  const Json relu = {{"kind", "activation"}, {"function", {{"kind", "relu"}}}},
             dense = {{"kind", "dense"}, {"units", 4}};
  document["layers"] =
      Json::array({dense, relu, dense, relu, {{"kind", "residual"}, {"from", 2}}, {{"kind", "dense"}, {"units", 1}}});
  document["loss"] = {{"kind", "meanSquaredError"}};
  Session<float> session;
  session.configure(fromJson(document));
  session.step(50);
  const int size = 20, points = size * size;
  const std::vector<float> fields = unitFields(session.run(), {size, 0, 1}),
                           output = outputField(session.run(), {size, 0, 1});
  CHECK(std::vector<float>(fields.end() - points, fields.end()) == output);
}

}  // namespace
}  // namespace nablab
