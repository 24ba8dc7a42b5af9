#include <algorithm>
#include <cmath>

#include "core/views.h"
#include "support.h"

/** Preprocessing and augmentation, seen through prepared data and runs. */
namespace nablab {
namespace {

Value documentWith(const std::string& data, const std::string& preprocessing) {
  Value document = fromText(R"({"version":1,"batchSize":0})");
  document.set("data", fromText(data));
  document.set("preprocessing", fromText(preprocessing));
  return document;
}

template <class Real = double>
PreparedData<Real> prepared(const std::string& data, const std::string& preprocessing) {
  Sources sources;
  for (const char* name : {"iris.csv", "digits.csv", "wine.csv"})
    sources.tables[name] = readTable(name, readFile(std::string("core/datasets/tables/") + name));
  return prepareData<Real>(adaptExperiment(documentWith(data, preprocessing)), sources);
}

/** Mean and variance of a column of the network's inputs over the training part. */
std::pair<double, double> momentsOf(const PreparedData<double>& data, std::size_t column) {
  const std::vector<int>& rows = data.rowsOf(Part::training);
  double mean = 0, variance = 0;
  for (const int row : rows) mean += data.inputsOf(row)[column];
  mean /= static_cast<double>(rows.size());
  for (const int row : rows) {
    const double offset = data.inputsOf(row)[column] - mean;
    variance += offset * offset;
  }
  return {mean, variance / static_cast<double>(rows.size())};
}

std::string refused(const std::string& data, const std::string& preprocessing) {
  const std::string layers = R"([{"kind":"dense","units":1}])";
  Value document = documentWith(data, preprocessing);
  document.set("layers", fromText(layers));
  return refusalOf([&] { readExperiment(document); });
}

TEST_CASE("standardization gives the training part mean 0 and variance 1, and only it", "[preprocessing]") {
  const auto data = prepared(R"({"kind":"wine"})", R"([{"kind":"standardization"}])");
  for (std::size_t i = 0; i < 13; ++i) {
    const auto [mean, variance] = momentsOf(data, i);
    CHECK(mean == Approx(0).margin(1e-12));
    CHECK(variance == Approx(1));
  }
  CHECK(data.features == data.raw.inputNames);
  CHECK(data.rest.empty());
}

TEST_CASE("row 32: a constant input is not divided by its width of 0", "[preprocessing]") {
  const std::string points = R"({"kind":"drawn","points":[3,1,0, 3,2,1, 3,3,0, 3,4,1, 3,5,0]})";
  for (const char* kind : {"standardization", "minMax"}) {
    const auto data = prepared(points, std::string(R"([{"kind":")") + kind + "\"}]");
    for (int row = 0; row < 5; ++row) CHECK(data.inputsOf(row)[0] == 0);
  }
  const auto whitened = prepared(points, R"([{"kind":"pca","whiten":true}])");
  for (int row = 0; row < 5; ++row)
    for (const double each : whitened.inputsOf(row)) CHECK(std::fabs(each) < 10);
}

TEST_CASE("minMax puts the training part's extremes at the ends of the range", "[preprocessing]") {
  const auto data = prepared(R"({"kind":"iris"})", R"([{"kind":"minMax","low":-1,"high":2}])");
  for (std::size_t i = 0; i < 4; ++i) {
    std::vector<double> column;
    for (const int row : data.rowsOf(Part::training)) column.push_back(data.inputsOf(row)[i]);
    CHECK(*std::min_element(column.begin(), column.end()) == Approx(-1));
    CHECK(*std::max_element(column.begin(), column.end()) == Approx(2));
  }
}

TEST_CASE("principal components are uncorrelated, the widest first, and whitened of variance 1", "[preprocessing]") {
  const auto data = prepared(R"({"kind":"iris"})", R"([{"kind":"pca","components":4}])");
  double before = 0, after = 0, last = 1e9;
  const auto raw = prepared(R"({"kind":"iris"})", "[]");
  for (std::size_t i = 0; i < 4; ++i) {
    const double variance = momentsOf(data, i).second;
    CHECK(variance <= last);
    last = variance;
    after += variance;
    before += momentsOf(raw, i).second;
    CHECK(momentsOf(data, i).first == Approx(0).margin(1e-12));
  }
  CHECK(after == Approx(before));
  double product = 0;
  for (const int row : data.rowsOf(Part::training)) product += data.inputsOf(row)[0] * data.inputsOf(row)[1];
  CHECK(product == Approx(0).margin(1e-9));
  const auto white = prepared(R"({"kind":"iris"})", R"([{"kind":"pca","components":2,"whiten":true}])");
  CHECK(momentsOf(white, 0).second == Approx(1));
  CHECK(momentsOf(white, 1).second == Approx(1));
  CHECK(white.features == std::vector<std::string>{"PC1", "PC2"});
}

TEST_CASE("the first component of points on a line is the place along it", "[preprocessing]") {
  const auto data = prepared(R"({"kind":"fourPoints","split":{"training":1,"validation":0,"test":0}})",
                             R"([{"kind":"pca","components":2}])");
  const double step = std::sqrt(2.0);
  for (int row = 0; row < 4; ++row) {
    CHECK(data.inputsOf(row)[0] == Approx(step * (row - 1.5)));
    CHECK(data.inputsOf(row)[1] == Approx(0).margin(1e-12));
  }
}

TEST_CASE("features come after the inputs: squares, products, sines", "[preprocessing]") {
  const auto data = prepared(R"({"kind":"xor"})", R"([{"kind":"features","sines":true,"frequency":3}])");
  CHECK(data.features == std::vector<std::string>{"x1", "x2", "x1²", "x2²", "x1·x2", "sin x1", "sin x2"});
  for (std::size_t row = 0; row < 200; ++row) {
    const double x = data.raw.x[2 * row], y = data.raw.x[2 * row + 1];
    const double expected[] = {x, y, x * x, y * y, x * y, std::sin(3 * x), std::sin(3 * y)};
    for (std::size_t i = 0; i < 7; ++i) CHECK(data.inputsOf(static_cast<int>(row))[i] == Approx(expected[i]));
  }
}

TEST_CASE("with the product of its inputs a single neuron learns XOR", "[preprocessing]") {
  Value document = documentWith(R"({"kind":"xor","noise":0})", R"([{"kind":"features"}])");
  document.set("layers", fromText(R"([{"kind":"dense","units":1}])"));
  document.set("regularizers", fromText("[]"));
  document.set("optimizer", fromText(R"({"kind":"adam","learningRate":0.1})"));
  Session<float> session;
  session.configure(document);
  CHECK(session.step(300) == 300);
  CHECK(session.metrics(Part::test)->accuracy == 1);
  // The picture of the output is over the two raw inputs: opposite corners are alike, neighbours are not.
  const std::vector<float> field = outputField(session.run(), {2, 0, 1});
  CHECK((field[0] > 0.5 && field[3] > 0.5 && field[1] < 0.5 && field[2] < 0.5));
  CHECK(activations(session.run(), {0.5, -0.5}).size() == 6);
}

TEST_CASE("kinds that change the number of inputs may follow each other", "[preprocessing]") {
  const auto data = prepared(
      R"({"kind":"iris"})",
      R"([{"kind":"standardization"},{"kind":"pca","components":3},{"kind":"features"},{"kind":"standardization"}])");
  CHECK(data.features.size() == 9);
  CHECK(data.rest.size() == 3);
  for (std::size_t i = 0; i < 9; ++i) CHECK(momentsOf(data, i).second == Approx(1));
  // Pictures show what comes before inputs are mixed; from there one row leads to the network's.
  const std::vector<double> row(data.x.begin(), data.x.begin() + 4);
  const std::vector<double> network = data.networkRow(row);
  // What pictures show is in single precision.
  for (std::size_t i = 0; i < 9; ++i) CHECK(network[i] == Approx(data.inputsOf(0)[i]).margin(1e-6));
}

TEST_CASE("row 16: preprocessing that does not fit the data or its place is refused with both named",
          "[preprocessing]") {
  CHECK(refused(R"({"kind":"xor"})", R"([{"kind":"pca","components":3}])") ==
        "COMBINATION preprocessing[0].components: 3 of 2 inputs; allowed: up to 2");
  CHECK(refused(R"({"kind":"external","inputs":400,"outputs":2})", R"([{"kind":"pca"}])").empty());
  CHECK(refused(R"({"kind":"external","inputs":401,"outputs":2})", R"([{"kind":"pca"}])") ==
        "COMBINATION preprocessing[0]: pca of 401 inputs; allowed: up to 400 inputs");
  CHECK(refused(R"({"kind":"digits"})", R"([{"kind":"features"}])").find("COMBINATION layers") == 0);
  // 89 + 89 + 89·88/2 = 4094, and with 90 inputs 4185.
  CHECK(refused(R"({"kind":"external","inputs":89,"outputs":2})", R"([{"kind":"features"}])").empty());
  CHECK(refused(R"({"kind":"external","inputs":90,"outputs":2})", R"([{"kind":"features"}])") ==
        "COMBINATION preprocessing[0]: 4185 features of 90 inputs; allowed: up to 4096 features");
  CHECK(refused(R"({"kind":"xor"})", R"([{"kind":"randomShift"}])") ==
        "COMBINATION preprocessing[0]: randomShift of data without images; allowed: images");
  CHECK(refused(R"({"kind":"digits"})", R"([{"kind":"randomShift","pixels":8}])").find("up to 7 in these images") !=
        std::string::npos);
  CHECK(refused(R"({"kind":"xor"})", R"([{"kind":"randomNoise"},{"kind":"standardization"}])") ==
        "COMBINATION preprocessing[1]: standardization after an augmentation; allowed: before all augmentation");
}

TEST_CASE("adapting an experiment to other data leaves out preprocessing that no longer fits", "[preprocessing]") {
  const Experiment adapted = adaptExperiment(
      documentWith(R"({"kind":"sine"})", R"([{"kind":"pca"},{"kind":"standardization"},{"kind":"randomShift"}])"));
  CHECK(adapted.preprocessing.size() == 1);
}

TEST_CASE("row 57: an input that overflows is named", "[preprocessing]") {
  Session<float> session;
  session.configure(documentWith(R"({"kind":"external","outputs":2})", R"([{"kind":"features"}])"));
  session.provideRows(3, {1, 2, 3, 1e30, 5, 6}, {0, 1, 0});
  CHECK(refusalOf([&] {
          session.configure(documentWith(R"({"kind":"external","outputs":2})", R"([{"kind":"features"}])"));
        }) == "COMBINATION preprocessing: x2² in row 2 is infinity; allowed: numbers that stay finite");
}

TEST_CASE("R16: as many numbers as the limit may come out of preprocessing, and no more", "[preprocessing]") {
  const auto refusedWith = [](int inputs) {
    Sources sources;
    sources.externalRows = Limits::externalRows;
    sources.externalX.assign(static_cast<std::size_t>(inputs) * Limits::externalRows, 0.5);
    sources.externalY.assign(Limits::externalRows, 1);
    const std::string data = R"({"kind":"external","outputs":2,"inputs":)" + std::to_string(inputs) + "}";
    const Experiment experiment = adaptExperiment(documentWith(data, R"([{"kind":"features","products":false}])"));
    return refusalOf([&] { prepareData<float>(experiment, sources); });
  };
  CHECK(refusedWith(20).empty());
  CHECK(refusedWith(21) == "LIMIT preprocessing: 4200000 numbers in all; allowed: up to 4000000 numbers");
}

/** The inputs of a run's first batch: samples × inputs. */
std::vector<float> firstBatch(const std::string& data, const std::string& preprocessing, int steps = 1) {
  Session<float> session = sessionWithTables();
  session.configure(writeExperiment(adaptExperiment(documentWith(data, preprocessing)), false));
  session.step(steps);
  const auto& run = session.run();
  const int columns = run.columnsFor(run.batchSamples);
  std::vector<float> rows;
  for (int sample = 0; sample < run.batchSamples; ++sample)
    for (int i = 0; i < run.network.inputs(); ++i)
      rows.push_back(run.training.input[static_cast<std::size_t>(i * columns + sample)]);
  return rows;
}

TEST_CASE("noise on training batches has the deviation asked for, and is drawn anew in every step", "[preprocessing]") {
  const std::string data = R"({"kind":"xor","size":2000})", noise = R"([{"kind":"randomNoise","deviation":0.5}])";
  const std::vector<float> plain = firstBatch(data, "[]"), noisy = firstBatch(data, noise);
  double sum = 0, squares = 0;
  for (std::size_t i = 0; i < plain.size(); ++i) {
    const double difference = noisy[i] - plain[i];
    sum += difference;
    squares += difference * difference;
  }
  const auto count = static_cast<double>(plain.size());
  CHECK(sum / count == Approx(0).margin(0.05));
  CHECK(std::sqrt(squares / count) == Approx(0.5).margin(0.03));
  CHECK(firstBatch(data, noise) == noisy);
  CHECK(firstBatch(data, noise, 2) != noisy);
}

TEST_CASE("a shifted image is the image elsewhere, its border continued", "[preprocessing]") {
  const std::string data = R"({"kind":"digits"})";
  const std::vector<float> plain = firstBatch(data, "[]"),
                           shifted = firstBatch(data, R"([{"kind":"randomShift","pixels":2}])");
  std::vector<int> seen(25);
  const std::size_t images = 200;
  for (std::size_t image = 0; image < images; ++image) {
    const float *before = &plain[image * 64], *after = &shifted[image * 64];
    int matches = 0, which = 0;
    for (int down = -2; down <= 2; ++down)
      for (int right = -2; right <= 2; ++right) {
        bool same = true;
        for (int i = 0; i < 64; ++i)
          same = same && after[i] == before[std::clamp(i / 8 - down, 0, 7) * 8 + std::clamp(i % 8 - right, 0, 7)];
        if (!same) continue;
        ++matches;
        which = (down + 2) * 5 + right + 2;
      }
    REQUIRE(matches >= 1);
    ++seen[static_cast<std::size_t>(which)];
  }
  CHECK(std::count(seen.begin(), seen.end(), 0) <= 2);
}

TEST_CASE("a run with augmentation is replayed bit for bit, and evaluates what was not augmented", "[preprocessing]") {
  const Value document = documentWith(R"({"kind":"moons"})", R"([{"kind":"standardization"},{"kind":"randomNoise"}])");
  Session<float> session;
  session.configure(document);
  session.step(40);
  const std::string hash = session.hash();
  session.step(30);
  session.seek(40);
  CHECK(session.hash() == hash);
  const auto noisy = session.run().data().samples;
  Session<float> plain;
  plain.configure(documentWith(R"({"kind":"moons"})", R"([{"kind":"standardization"}])"));
  CHECK(plain.run().data().samples == noisy);
  plain.step(40);
  CHECK(plain.hash() != hash);
}

}  // namespace
}  // namespace nablab
