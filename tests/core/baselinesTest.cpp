#include "core/baselines.h"
#include "core/sha256.h"
#include "support.h"

namespace nablab {
namespace {

/** One number of the measured baselines, by kind, part and name. */
double numberOf(const Value& measured, const std::string& kind, const char* part, const char* name = "value") {
  for (const Value& each : *measured.find("baselines")->list())
    if (*each.find("kind")->text() == kind) return *each.find(part)->find(name)->number();
  return -1;
}

/** Baselines on a table of one input x and a column y, all rows but the last few of which train. */
Value measured(const std::string& csv, const std::string& task) {
  Session<double> session;
  session.provideFile("", csv);
  session.configure(adaptedText(R"({"version": 1, "batchSize": 1, "data": {"kind": "csv", "sha256": ")" + sha256(csv) +
                                R"(", "inputColumns": [0], "labelColumn": 1, )" + task +
                                R"(, "split": {"training": 1, "validation": 0, "test": 0}}})"));
  return session.baselines();
}

TEST_CASE("the constant baseline is the share of the largest class, or the mean with R² 0", "[baselines]") {
  const Value classes = measured("x,y\n1,a\n2,a\n3,b\n4,a\n", R"("task": "classification", "classes": 2)");
  CHECK(*classes.find("measure")->text() == "accuracy");
  CHECK(numberOf(classes, "constant", "training") == 0.75);
  const Value numbers = measured("x,y\n1,1\n2,5\n3,0\n4,2\n", R"("task": "regression")");
  CHECK(*numbers.find("measure")->text() == "r2");
  CHECK(numberOf(numbers, "constant", "training") == Approx(0).margin(1e-12));
  CHECK(numbers.find("baselines")->list()->at(0).find("test")->isNull());
}

TEST_CASE("the linear baseline is the line of least squares", "[baselines]") {
  // Σ(x − x̄)(y − ȳ) = 9, Σ(x − x̄)² = 5, Σ(y − ȳ)² = 17: R² = 81/85.
  const Value line = measured("x,y\n1,1\n2,2\n3,5\n4,6\n", R"("task": "regression")");
  CHECK(numberOf(line, "linear", "training") == Approx(81.0 / 85).epsilon(1e-5));
  const Value separable = measured("x,y\n1,a\n2,a\n3,b\n4,b\n", R"("task": "classification", "classes": 2)");
  CHECK(numberOf(separable, "linear", "training") == 1);
}

TEST_CASE("a row is no neighbour of its own, and of a tie the nearest decides", "[baselines]") {
  // Of each row the other five vote: 0, 1, 2 (a) and 10, 11, 12 (b) are outvoted by the three of the other class.
  const Value outvoted =
      measured("x,y\n0,a\n1,a\n2,a\n10,b\n11,b\n12,b\n", R"("task": "classification", "classes": 2)");
  CHECK(numberOf(outvoted, "nearestNeighbours", "training") == 0);
  // Two against two: the nearest of the four others is always of the same class.
  const Value tied = measured("x,y\n0,a\n1,a\n2,a\n10,b\n11,b\n", R"("task": "classification", "classes": 2)");
  CHECK(numberOf(tied, "nearestNeighbours", "training") == Approx(3.0 / 5));
  // The mean of all five others, against the truth: Σ(y − ŷ)² = Σ(y − ȳ)²·(6/5)².
  const Value mean = measured("x,y\n0,1\n1,2\n2,3\n3,4\n4,5\n5,6\n", R"("task": "regression")");
  CHECK(numberOf(mean, "nearestNeighbours", "training") == Approx(1 - 36.0 / 25));
}

TEST_CASE("no line separates XOR, but neighbours tell it", "[baselines]") {
  Session<float> session;
  session.configure(writeExperiment(Experiment{}, false));
  session.step(50);
  const std::string before = session.hash();
  const Value xorData = session.baselines();
  CHECK(numberOf(xorData, "linear", "training") < 0.7);
  CHECK(numberOf(xorData, "nearestNeighbours", "test") > 0.85);
  CHECK(session.hash() == before);
  CHECK(session.baselines() == xorData);
}

TEST_CASE("classes of the digits are told by a linear model and by neighbours, of some of the rows", "[baselines]") {
  Session<float> session = sessionWithTables();
  session.configure(adaptedText(R"({"version": 1, "data": {"kind": "digits"}})"));
  const Value digits = session.baselines();
  CHECK(numberOf(digits, "constant", "test") < 0.2);
  CHECK(numberOf(digits, "linear", "test") > 0.9);
  CHECK(numberOf(digits, "nearestNeighbours", "test") > 0.9);
  CHECK(numberOf(digits, "nearestNeighbours", "training", "rows") < 1000);
}

TEST_CASE("a surface has no baselines", "[baselines]") {
  Session<float> session;
  session.configure(fromText(R"({"version": 1, "objective": {"kind": "bowl"}})"));
  CHECK(session.baselines().isNull());
}

}  // namespace
}  // namespace nablab
