#include "core/curvature.h"
#include "core/landscape.h"
#include "core/learningRateRangeTest.h"
#include "support.h"

namespace nablab {
namespace {

/** A linear unit on two inputs: with half the squared error its objective is a quadratic form of known curvature. */
Session<double> linearSession(const std::string& regularizers = "[]") {
  Session<double> session;
  session.provideRows(4, {1, 0, 0, 2, -1, 1, 2, 1}, {1, 2, 0, -1});
  session.configure(fromText(R"({"version": 1, "data": {"kind": "external", "inputs": 2, "outputs": 1,
      "task": "regression", "split": {"training": 1, "validation": 0, "test": 0}},
      "layers": [{"kind": "dense", "units": 1}], "loss": {"kind": "halfSquaredError"},
      "optimizer": {"kind": "gradientDescent", "learningRate": 0.1}, "batchSize": 0, "regularizers": )" +
                             regularizers + "}"));
  session.setParameters({0.5, -1, 0.25});
  return session;
}

/** ½·mean (w·x + b − t)² over the four rows. */
double closedForm(double w1, double w2, double b) {
  const double x[4][2] = {{1, 0}, {0, 2}, {-1, 1}, {2, 1}}, t[4] = {1, 2, 0, -1};
  double total = 0;
  for (int i = 0; i < 4; ++i) {
    const double error = w1 * x[i][0] + w2 * x[i][1] + b - t[i];
    total += error * error / 8;
  }
  return total;
}

/** mean x̃·x̃ᵀ with x̃ = (x₁, x₂, 1). */
const std::vector<double> closedHessian{1.5, 0.25, 0.5, 0.25, 1.5, 1, 0.5, 1, 1};

TEST_CASE("the Hessian of a linear unit is the mean of x·xᵀ, and a penalty adds to its weights", "[curvature]") {
  Session<double> plain = linearSession(), decayed = linearSession(R"([{"kind": "l2", "strength": 0.5}])");
  Twin twin(plain.run()), decayedTwin(decayed.run());
  const Hessian found = hessian(twin), withPenalty = hessian(decayedTwin);
  REQUIRE(found.size == 3);
  CHECK(found.asymmetry < 1e-9);
  for (std::size_t i = 0; i < 9; ++i) {
    CHECK(found.matrix[i] == Approx(closedHessian[i]).margin(1e-9));
    const double penalty = i == 0 || i == 4 ? 0.5 : 0;
    CHECK(withPenalty.matrix[i] == Approx(closedHessian[i] + penalty).margin(1e-9));
  }
  double trace = 0;
  for (const double value : found.eigenvalues) trace += value;
  CHECK(trace == Approx(4));
}

TEST_CASE("Lanczos's method finds the spectrum of the full Hessian", "[curvature]") {
  Session<float> session;
  session.configure(writeExperiment(Experiment{}, false));
  session.step(200);
  Twin twin(session.run());
  const Hessian full = hessian(twin);
  const std::size_t n = full.eigenvalues.size();
  REQUIRE(n == 25);
  const Spectrum all = extremeEigenvalues(twin, 25, 1), few = extremeEigenvalues(twin, 15, 7);
  const double largest = full.eigenvalues.back();
  for (std::size_t i = 0; i < all.eigenvalues.size(); ++i)
    CHECK(all.eigenvalues[i] == Approx(full.eigenvalues[n - 1 - i]).margin(1e-6 * largest));
  CHECK(few.steps == 15);
  for (std::size_t i = 0; i < 2; ++i) CHECK(few.eigenvalues[i] == Approx(full.eigenvalues[n - 1 - i]).epsilon(1e-3));
  CHECK(few.residuals[0] < 1e-2 * largest);
}

TEST_CASE("products with the Hessian are those of the matrix", "[curvature]") {
  Session<double> session = linearSession();
  Twin twin(session.run());
  std::vector<double> product;
  hessianTimes(twin, {1, -2, 3}, product);
  for (std::size_t i = 0; i < 3; ++i)
    CHECK(product[i] ==
          Approx(closedHessian[3 * i] - 2 * closedHessian[3 * i + 1] + 3 * closedHessian[3 * i + 2]).margin(1e-8));
  hessianTimes(twin, {0, 0, 0}, product);
  CHECK(product == std::vector<double>(3, 0));
}

TEST_CASE("the trace is estimated within its standard error, the same for the same seed", "[curvature]") {
  Session<float> session;
  session.configure(writeExperiment(Experiment{}, false));
  session.step(100);
  Twin twin(session.run());
  double trace = 0;
  for (const double value : hessian(twin).eigenvalues) trace += value;
  const TraceEstimate estimate = estimateTrace(twin, 200, 3), again = estimateTrace(twin, 200, 3);
  CHECK(std::abs(estimate.trace - trace) < 4 * estimate.standardError);
  CHECK(estimate.standardError < 0.2 * trace);
  CHECK(estimate.trace == again.trace);
}

TEST_CASE("a full Hessian of a large network is refused, its extreme eigenvalues are not", "[curvature]") {
  Session<float> session;
  session.configure(fromText(R"({"version": 1, "layers": [{"kind": "dense", "units": 200},
      {"kind": "activation"}, {"kind": "dense", "units": 1}]})"));
  Twin twin(session.run());
  CHECK(refusalOf([&] { hessian(twin); }).substr(0, 6) == "BUDGET");
  CHECK(extremeEigenvalues(twin, 5, 1).eigenvalues.size() == 5);
  CHECK(refusalOf([&] { extremeEigenvalues(twin, 1, 1); }).substr(0, 19) == "RANGE tool.products");
}

TEST_CASE("along a line the objective is that of the shifted parameters", "[landscape]") {
  Session<double> session = linearSession();
  Twin twin(session.run());
  const Landscape line = lineLandscape(twin, {.directions = Directions::gradient, .range = 2, .points = 5});
  REQUIRE(line.positions == std::vector<double>{-2, -1, 0, 1, 2});
  // Both weights belong to one unit: the gradient gets their norm, and the bias stays.
  std::vector<double> gradient;
  twin.objective(twin.parameters(), gradient);
  const double scale = std::sqrt((0.25 + 1) / (gradient[0] * gradient[0] + gradient[1] * gradient[1]));
  for (std::size_t i = 0; i < 5; ++i)
    CHECK(line.objective[i] == Approx(closedForm(0.5 + line.positions[i] * scale * gradient[0],
                                                 -1 + line.positions[i] * scale * gradient[1], 0.25)));
}

TEST_CASE("a random direction has in every filter the norm of the parameters", "[landscape]") {
  ParameterPlan plan;
  plan.add(0, "weight", {3, 2});
  plan.add(0, "bias", {2});
  const std::vector<double> parameters{1, 0, 2, 0, 2, 4, 9, 9};
  std::vector<double> direction{1, 1, 1, 1, 1, 1, 1, 1};
  normalizeByFilter(plan, parameters, direction);
  const double first = std::sqrt(3.0), second = 4 / std::sqrt(3.0);
  const std::vector<double> expected{first, second, first, second, first, second, 0, 0};
  for (std::size_t i = 0; i < 8; ++i) CHECK(direction[i] == Approx(expected[i]));
}

TEST_CASE("a plane is the same for the same seed, and its middle is where the run stands", "[landscape]") {
  Session<float> session;
  session.configure(writeExperiment(Experiment{}, false));
  session.step(50);
  Twin twin(session.run());
  const LandscapeSettings settings{.points = 7, .rows = 60};
  const Landscape plane = planeLandscape(twin, settings), again = planeLandscape(twin, settings);
  REQUIRE(plane.objective.size() == 49);
  CHECK(plane.objective == again.objective);
  CHECK(twin.samples() == 60);
  CHECK(plane.objective[24] == twin.objective(twin.parameters()));
  CHECK(planeLandscape(twin, {.seed = 2, .points = 7, .rows = 60}).objective != plane.objective);
  CHECK(refusalOf([&] { planeLandscape(twin, {.points = 8}); }).substr(0, 21) == "RANGE tool.gridPoints");
}

TEST_CASE("principal directions of a path in a plane contain the whole path", "[landscape]") {
  Session<double> session = linearSession();
  Twin twin(session.run());
  // From the present state on, in the plane of the directions (1, 1, 0)/√2 and (0, 0, 1).
  Path path;
  for (const auto& [a, b] : {std::pair{0.0, 0.0}, {1.0, 0.1}, {2.0, -0.1}, {4.0, 0.2}})
    path.push_back({0.5 + a, -1 + a, 0.25 + b});
  const Landscape plane = planeLandscape(twin, {.directions = Directions::principal, .range = 1, .points = 3}, path);
  CHECK(plane.explained[0] + plane.explained[1] == Approx(1));
  CHECK(plane.explained[0] > 0.99);
  CHECK(std::abs(plane.path[6]) == Approx(1));
  for (const double coordinate : plane.path) CHECK(std::abs(coordinate) <= 1 + 1e-12);
  const std::vector<std::vector<double>> still(4, twin.parameters());
  CHECK(refusalOf([&] { planeLandscape(twin, {.directions = Directions::principal}, still); }).substr(0, 10) ==
        "PATH_SHORT");
}

TEST_CASE("the range test's rates grow by one factor, and it suggests one that trains", "[rangeTest]") {
  Session<float> session;
  session.configure(writeExperiment(Experiment{}, false));
  session.step(5);
  const std::string before = session.hash();
  Twin twin(session.run());
  const RangeTest test = testLearningRates(twin, {.low = 1e-5, .high = 10, .steps = 61});
  REQUIRE(test.points.size() > 30);
  for (std::size_t i = 0; i < test.points.size(); ++i)
    CHECK(test.points[i].rate == Approx(1e-5 * std::pow(10, 0.1 * static_cast<double>(i))));
  CHECK(test.suggested == test.lowest / 10);
  CHECK(test.suggested > 1e-4);
  CHECK(test.suggested < 1);
  CHECK(session.hash() == before);
}

TEST_CASE("on a quadratic the range test ends beyond 2 divided by the largest eigenvalue", "[rangeTest]") {
  Session<double> session = linearSession();
  Twin twin(session.run()), other(session.run());
  const double limit = 2 / hessian(other).eigenvalues.back();
  const RangeTest test = testLearningRates(twin, {.low = 1e-4, .high = 100, .steps = 200});
  CHECK(test.points.size() < 200);
  CHECK(test.points.back().rate > limit);
  CHECK(test.suggested < limit);
  CHECK(refusalOf([&] { testLearningRates(twin, {.low = 1, .high = 0.5}); }).substr(0, 21) == "RANGE tool.highestRat");
}

TEST_CASE("the first points of a range test are steps with those rates", "[rangeTest]") {
  Session<double> session = linearSession();
  Twin twin(session.run());
  const RangeTest test = testLearningRates(twin, {.low = 0.01, .high = 0.1, .steps = 10});
  std::vector<double> p{0.5, -1, 0.25};
  for (const RangeTest::Point& point : test.points) {
    CHECK(point.objective == Approx(closedForm(p[0], p[1], p[2])));
    // ∇C = H·p − mean t·x̃.
    const double target[3] = {-0.25, 0.75, 0.5};
    std::vector<double> next = p;
    for (std::size_t i = 0; i < 3; ++i)
      for (std::size_t j = 0; j < 3; ++j)
        next[i] -= point.rate * (closedHessian[3 * i + j] * p[j] - (j == i ? target[i] : 0));
    p = next;
  }
}

}  // namespace
}  // namespace nablab
