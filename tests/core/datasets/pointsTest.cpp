#include <algorithm>
#include <cmath>
#include <set>

#include "../support.h"
#include "core/datasets/spoiling.h"

/** Data sets of the catalog: generated points, tables, and what is done to spoil them. */
namespace nablab {
namespace {

Dataset made(const DatasetKind& kind, std::uint32_t seed = 1) { return makeDataset(kind, seed, Sources{}); }

int rowsOfClass(const Dataset& data, int wanted) {
  return static_cast<int>(std::count(data.y.begin(), data.y.end(), static_cast<double>(wanted)));
}

/** Distance of a row of the plane from the origin. */
double radiusOf(const Dataset& data, int row) {
  const double x = data.x[static_cast<std::size_t>(2 * row)], y = data.x[static_cast<std::size_t>(2 * row + 1)];
  return std::sqrt(x * x + y * y);
}

TEST_CASE("the four points of the textbook are what the book prints", "[data]") {
  const Dataset data = made(FourPoints{});
  CHECK(data.x == std::vector<double>{1, 2, 2, 3, 3, 4, 4, 5});
  CHECK(data.y == std::vector<double>{0, 1, 1, 0});
  CHECK(made(FourPoints{.noise = 0.1}).x != data.x);
}

TEST_CASE("a checkerboard's neighbours across an edge belong to different classes", "[data]") {
  const Dataset data = made(Checkerboard{.size = 2000, .fields = 3});
  for (int row = 0; row < data.rows; ++row) {
    const auto field = [&](int i) {
      return static_cast<int>((data.x[static_cast<std::size_t>(2 * row + i)] + 1) / 2 * 3);
    };
    REQUIRE(data.y[static_cast<std::size_t>(row)] == (field(0) + field(1)) % 2);
  }
  CHECK(rowsOfClass(data, 0) == Approx(2000 * 5 / 9.0).margin(80));
}

TEST_CASE("blobs, rings and spirals have as many classes as asked for, of equal size", "[data]") {
  for (const int classes : {2, 3, 10}) {
    for (const DatasetKind& kind :
         {DatasetKind{Blobs{.size = 120, .classes = classes}}, DatasetKind{Rings{.size = 120, .classes = classes}},
          DatasetKind{Spiral{.size = 120, .arms = classes}}}) {
      CHECK(taskOf(kind).classes == classes);
      for (int each = 0; each < classes; ++each) CHECK(rowsOfClass(made(kind), each) == 120 / classes);
    }
  }
}

TEST_CASE("rings lie within each other without touching", "[data]") {
  const Dataset data = made(Rings{.size = 500, .noise = 0, .classes = 4});
  for (int row = 0; row < data.rows; ++row) {
    const double ring = data.y[static_cast<std::size_t>(row)];
    REQUIRE(radiusOf(data, row) >= (ring + 0.2) / 4 - 1e-12);
    REQUIRE(radiusOf(data, row) <= (ring + 0.8) / 4 + 1e-12);
  }
}

TEST_CASE("the arms of a spiral of three are turned by a third against each other", "[data]") {
  const Dataset data = made(Spiral{.size = 300, .noise = 0, .arms = 3});
  constexpr double third = 2 * 3.14159265358979323846 / 3;
  for (int row = 0; row < 297; row += 3) {
    const double *first = &data.x[static_cast<std::size_t>(2 * row)], *second = first + 2;
    // Angles are taken from the second axis to the first.
    CHECK(second[0] == Approx(first[0] * std::cos(third) + first[1] * std::sin(third)).margin(1e-12));
    CHECK(second[1] == Approx(first[1] * std::cos(third) - first[0] * std::sin(third)).margin(1e-12));
  }
}

TEST_CASE("the minority of an unbalanced set has exactly its share", "[data]") {
  for (const double share : {0.0, 0.01, 0.1, 0.5}) {
    const Dataset data = made(Unbalanced{.size = 400, .share = share});
    CHECK(rowsOfClass(data, 1) == static_cast<int>(400 * share + 0.5));
  }
}

TEST_CASE("outliers lie 2 above the line, and nothing else does", "[data]") {
  const Dataset data = made(Outliers{.size = 200, .noise = 0, .share = 0.15});
  int above = 0;
  for (std::size_t row = 0; row < 200; ++row) {
    const double offset = data.y[row] - data.x[row] / 2;
    above += offset > 1;
    CHECK((offset == Approx(2) || std::fabs(offset) < 1e-12));
  }
  CHECK(above == 30);
}

TEST_CASE("label noise gives exactly its share of the rows another class", "[data]") {
  for (const double share : {0.0, 0.1, 0.25, 1.0}) {
    const Dataset right = made(Blobs{.size = 200, .classes = 4});
    Dataset data = right;
    mislabelRows(data, share, 5);
    int changed = 0;
    for (std::size_t row = 0; row < 200; ++row) changed += data.y[row] != right.y[row];
    CHECK(changed == static_cast<int>(200 * share + 0.5));
    CHECK(data.x == right.x);
    for (const double label : data.y) CHECK((label >= 0 && label < 4 && label == std::floor(label)));
  }
}

TEST_CASE("duplicates leave the number of rows and repeat rows that are there, with their targets", "[data]") {
  const Dataset right = made(Moons{.size = 100});
  const auto rowsIn = [](const Dataset& data) {
    std::multiset<std::array<double, 3>> rows;
    for (std::size_t row = 0; row < 100; ++row) rows.insert({data.x[2 * row], data.x[2 * row + 1], data.y[row]});
    return rows;
  };
  const auto originals = rowsIn(right);
  Dataset data = right;
  duplicateRows(data, 0.3, 5);
  const auto rows = rowsIn(data);
  CHECK(rows.size() == 100);
  CHECK(std::set<std::array<double, 3>>(rows.begin(), rows.end()).size() == 70);
  for (const auto& row : rows) CHECK(originals.count(row) == 1);
  Dataset all = right;
  duplicateRows(all, 1, 5);
  const auto same = rowsIn(all);
  CHECK(same.count(*same.begin()) == 100);
}

TEST_CASE("the tables have the rows, inputs and classes that their sources state", "[data]") {
  Session<float> session = sessionWithTables();
  struct Expected {
    const char* kind;
    int rows, inputs, classes;
    double firstInput;
  };
  for (const Expected& expected : {Expected{"iris", 150, 4, 3, 5.1}, Expected{"wine", 178, 13, 3, 14.23},
                                   Expected{"breastCancer", 569, 30, 2, 17.99}, Expected{"diabetes", 442, 10, 0, 59},
                                   Expected{"digits", 1797, 64, 10, 0}, Expected{"digits28", 1797, 784, 10, 0}}) {
    Value document = fromText(R"({"version":1})");
    document.set("data", fromText(std::string(R"({"kind":")") + expected.kind + "\"}"));
    session.configure(writeExperiment(adaptExperiment(document), false));
    const Dataset& data = session.run().data().raw;
    CAPTURE(expected.kind);
    CHECK(data.rows == expected.rows);
    CHECK(data.inputs() == expected.inputs);
    CHECK(data.task.classes == expected.classes);
    CHECK(data.x[0] == expected.firstInput);
    CHECK(data.inputNames.size() == static_cast<std::size_t>(expected.inputs));
  }
}

TEST_CASE("enlarged digits keep the corners' values and the brightness", "[data]") {
  Sources sources;
  sources.tables["digits.csv"] = readTable("digits.csv", readFile("core/datasets/tables/digits.csv"));
  const Dataset small = makeDataset(Digits{}, 1, sources), large = makeDataset(Digits28{}, 1, sources);
  for (const std::size_t row : {0u, 100u, 1796u}) {
    const double *before = &small.x[row * 64], *after = &large.x[row * 784];
    CHECK(after[0] == before[0]);
    CHECK(after[783] == before[63]);
    double dark = 0, light = 0;
    for (int i = 0; i < 64; ++i) dark += before[i] / 64;
    for (int i = 0; i < 784; ++i) light += after[i] / 784;
    CHECK(light == Approx(dark).epsilon(0.05));
    CHECK(*std::max_element(after, after + 784) <= *std::max_element(before, before + 64));
  }
  CHECK(large.y == small.y);
}

/** Parts of a data set of these classes, as a run has them. */
PreparedData<double> prepared(const std::string& data) {
  Value document = fromText(R"({"version":1,"batchSize":0})");
  document.set("data", fromText(data));
  return prepareData<double>(adaptExperiment(document), Sources{});
}

TEST_CASE("a stratified split has the classes in the same proportions in every part", "[data]") {
  const auto data = prepared(R"({"kind":"unbalanced","size":400,"share":0.1,"split":{"stratified":true}})");
  const int expected[] = {24, 8, 8};
  for (int part = 0; part < partCount; ++part) {
    int minority = 0;
    for (const int row : data.rows[part]) minority += data.raw.y[static_cast<std::size_t>(row)] == 1;
    CHECK(std::abs(minority - expected[part]) <= 1);
  }
  CHECK(data.rows[0].size() == 240);
}

TEST_CASE("a stratified split of a regression spreads small and large targets evenly", "[data]") {
  const auto data = prepared(R"({"kind":"plane","size":400,"split":{"stratified":true}})");
  for (int part = 0; part < partCount; ++part) {
    std::vector<double> targets;
    for (const int row : data.rows[part]) targets.push_back(data.raw.y[static_cast<std::size_t>(row)]);
    std::sort(targets.begin(), targets.end());
    std::vector<double> all = data.raw.y;
    std::sort(all.begin(), all.end());
    CHECK(targets[targets.size() / 2] == Approx(all[200]).margin(0.1));
  }
}

TEST_CASE("over all k folds every row but the test part's is in the validation part exactly once", "[data]") {
  for (const char* stratified : {"false", "true"}) {
    std::vector<int> validated(103);
    std::vector<int> test;
    for (int fold = 0; fold < 5; ++fold) {
      const auto data = prepared(R"({"kind":"xor","size":103,"split":{"folds":5,"fold":)" + std::to_string(fold) +
                                 R"(,"stratified":)" + stratified + "}}");
      for (const int row : data.rowsOf(Part::validation)) ++validated[static_cast<std::size_t>(row)];
      if (fold == 0) test = data.rowsOf(Part::test);
      CHECK(data.rowsOf(Part::test) == test);
      CHECK(data.rowsOf(Part::training).size() + data.rowsOf(Part::validation).size() == 82);
    }
    CHECK(std::count(validated.begin(), validated.end(), 1) == 82);
    CHECK(std::count(validated.begin(), validated.end(), 0) == 21);
  }
}

TEST_CASE("row 16: more folds than rows, and a fold beyond the last, are refused", "[data]") {
  const auto refused = [](const std::string& split) {
    return refusalOf([&] {
      readExperiment(fromText(R"({"version":1,"batchSize":0,"data":{"kind":"xor","size":10,"split":)" + split + "}}"));
    });
  };
  CHECK(refused(R"({"folds":8})").empty());
  CHECK(refused(R"({"folds":9})") ==
        "COMBINATION data.split.folds: 9, but data has 8 rows beside the test part; allowed: up to 8");
  CHECK(refused(R"({"folds":5,"fold":4})").empty());
  CHECK(refused(R"({"folds":5,"fold":5})").rfind("COMBINATION data.split.fold: 5 with data.split.folds 5", 0) == 0);
  CHECK(refused(R"({"folds":1})").rfind("COMBINATION data.split.fold", 0) == 0);
}

}  // namespace
}  // namespace nablab
