#include "core/batchHessian.h"
#include "support.h"

namespace nablab {
namespace {

/** Applies an optimizer to parameters of the test's own: a step is a gradient in, new parameters out. */
template <class Kind>
class Bench {
 public:
  Bench(Kind optimizer, std::vector<double> start) : kind(optimizer), parameters(std::move(start)) {
    parameters.resize(roundUpToLanes(parameters.size()));
    slots.assign(kind.slots.size(), std::vector<double>(parameters.size()));
    for (std::vector<double>& slot : slots) pointers.push_back(slot.data());
  }
  void step(std::vector<double> gradients) {
    gradients.resize(parameters.size());
    kind.step(Update<double>{parameters.data(), gradients.data(), pointers.data(), parameters.size(), t++,
                             kind.learningRate, parameters.size(), 0, nullptr});
  }
  Kind kind;
  std::vector<double> parameters;
  std::vector<std::vector<double>> slots;

 private:
  std::vector<double*> pointers;
  long t = 0;
};

TEST_CASE("lion moves every parameter by the sign of its momentum, and decays it",
          "[optimizers][closedForm:optimizers.lion]") {
  Bench bench(Lion{.learningRate = 0.1, .beta1 = 0.9, .beta2 = 0.99, .weightDecay = 0.5}, {1, -2, 3, 0});
  bench.step({0.001, -1000, 0, 0});
  const double expected[] = {1 - 0.1 * (1 + 0.5), -2 - 0.1 * (-1 - 1), 3 - 0.1 * 1.5, 0};
  for (std::size_t i = 0; i < 4; ++i) CHECK(bench.parameters[i] == Approx(expected[i]).epsilon(1e-15));
  CHECK(bench.slots[0][0] == Approx(0.01 * 0.001));
  CHECK(bench.slots[0][1] == Approx(0.01 * -1000));
  // The second gradient is opposite, but too small to turn the interpolated momentum.
  const double before = bench.parameters[1];
  bench.step({0, 80, 0, 0});
  CHECK(bench.parameters[1] == Approx(before - 0.1 * (-1 + 0.5 * before)));
  CHECK(bench.slots[0][1] == Approx(0.99 * -10 + 0.01 * 80));
}

TEST_CASE("decoupled weight decay shrinks a parameter without gradient by 1 − ηλ", "[optimizers]") {
  Bench bench(AdamW{.learningRate = 0.1, .weightDecay = 0.2}, {1, 1, 1, 1});
  bench.step({0, 0, 0, 0});
  for (const double w : bench.parameters) CHECK(w == Approx(1 - 0.1 * 0.2).epsilon(1e-15));
}

TEST_CASE("coupled weight decay adds to the gradient of every parameter", "[optimizers]") {
  Bench bench(GradientDescent{.learningRate = 0.1, .weightDecay = 0.2}, {1, 2, 3, 4});
  bench.step({1, 0, 0, 0});
  const double expected[] = {1 - 0.1 * 1.2, 2 - 0.1 * 0.4, 3 - 0.1 * 0.6, 4 - 0.1 * 0.8};
  for (std::size_t i = 0; i < 4; ++i) CHECK(bench.parameters[i] == Approx(expected[i]).epsilon(1e-15));
}

TEST_CASE("decaying slots end at zero, not in numbers below the normal ones", "[optimizers]") {
  const auto check = [](auto kind) {
    INFO(kind.key);
    Bench bench(kind, {1, 1, 1, 1});
    bench.step({1e-12, 1e-6, 1, 1e6});
    for (int i = 0; i < 20000; ++i) bench.step({0, 0, 0, 0});
    for (const std::vector<double>& slot : bench.slots)
      for (const double number : slot) CHECK((number == 0 || number > 1e-35));
  };
  check(Momentum{});
  check(Rmsprop{.momentum = 0.9});
  check(Adadelta{});
  check(Adam{});
  check(Amsgrad{});
  check(Adamax{});
  check(Nadam{});
  check(Lion{});
}

/** The document of a run on a surface. */
Value onSurface(const std::string& objective, const std::string& optimizer, const std::string& more = "") {
  return fromText(R"({"version":1,"objective":)" + objective + R"(,"optimizer":)" + optimizer + more + "}");
}

std::vector<double> endOf(const Value& document, long steps) {
  Session<double> session;
  session.configure(document);
  session.step(steps);
  return session.parameters();
}

TEST_CASE("every optimizer finds the bottom of a bowl", "[optimizers]") {
  for (const std::string& key : kindsOf("optimizers")) {
    INFO(key);
    const bool cautious = key == "lion" || key == "adagrad" || key == "adadelta";
    const double rate = key == "lion"       ? 0.001
                        : key == "adagrad"  ? 0.5
                        : key == "adadelta" ? 1
                        : key == "newton"   ? 1
                                            : 0.01;
    const std::string optimizer = R"({"kind":")" + key + R"(","learningRate":)" + std::to_string(rate) +
                                  (key == "adamw" ? R"(,"weightDecay":0)" : "") + "}";
    const std::vector<double> end = endOf(onSurface(R"({"kind":"bowl"})", optimizer), cautious ? 20000 : 3000);
    for (const double coordinate : end) CHECK(std::fabs(coordinate) < 0.01);
  }
}

TEST_CASE("L-BFGS finds the minima of Rosenbrock and Beale, where gradient descent is still far away",
          "[optimizers][closedForm:optimizers.lbfgs]") {
  const std::vector<double> rosenbrock = endOf(onSurface(R"({"kind":"rosenbrock"})", R"({"kind":"lbfgs"})"), 60);
  CHECK(rosenbrock[0] == Approx(1).margin(1e-8));
  CHECK(rosenbrock[1] == Approx(1).margin(1e-8));
  const std::vector<double> beale = endOf(onSurface(R"({"kind":"beale"})", R"({"kind":"lbfgs"})"), 60);
  CHECK(beale[0] == Approx(3).margin(1e-8));
  CHECK(beale[1] == Approx(0.5).margin(1e-8));
  const std::vector<double> slow =
      endOf(onSurface(R"({"kind":"rosenbrock"})", R"({"kind":"gradientDescent","learningRate":0.001})"), 60);
  CHECK(std::fabs(slow[0] - 1) > 0.1);
}

TEST_CASE("L-BFGS needs no more steps than dimensions plus one on a quadratic, but for its line search",
          "[optimizers]") {
  const std::vector<double> end = endOf(onSurface(R"({"kind":"ravine","condition":1000})", R"({"kind":"lbfgs"})"), 25);
  for (const double coordinate : end) CHECK(std::fabs(coordinate) < 1e-6);
}

TEST_CASE("Newton's method without damping solves a quadratic in one step", "[optimizers]") {
  const std::vector<double> end =
      endOf(onSurface(R"({"kind":"ravine","condition":100})", R"({"kind":"newton","damping":0})"), 1);
  for (const double coordinate : end) CHECK(std::fabs(coordinate) < 1e-9);
}

TEST_CASE("Newton's method goes through Rosenbrock's valley as it does with derivatives by hand", "[optimizers]") {
  const std::vector<double> end =
      endOf(onSurface(R"({"kind":"rosenbrock"})", R"({"kind":"newton","learningRate":1,"damping":0})"), 4);
  // By NumPy, from (−1.2, 1). On the way errors grow a thousandfold: a Hessian of ten digits misses by 10⁻⁸.
  CHECK(std::fabs(end[0] - 0.9999953110850088) < 1e-10);
  CHECK(std::fabs(end[1] - 0.9440273238533772) < 1e-10);
}

TEST_CASE("Newton's method without damping solves a linear regression in one step", "[optimizers]") {
  Session<double> session;
  session.configure(fromText(R"({"version":1,"data":{"kind":"plane"},"layers":[{"kind":"dense","units":1}],
    "loss":{"kind":"meanSquaredError"},"regularizers":[],"batchSize":0,"optimizer":{"kind":"newton","damping":0}})"));
  session.step(2);
  double steepest = 0;
  for (const double g : session.gradients()) steepest = std::max(steepest, std::fabs(g));
  CHECK(steepest < 1e-9);
}

TEST_CASE("where no Newton step exists, it is one along the gradient", "[optimizers]") {
  // Dead units: all second derivatives of their weights are zero.
  Session<double> session;
  session.configure(
      fromText(R"({"version":1,"layers":[{"kind":"dense","units":3,"biasInitializer":{"kind":"constant","value":-100}},
    {"kind":"activation","function":{"kind":"relu"}},{"kind":"dense","units":1}],"optimizer":{"kind":"newton","damping":0}})"));
  CHECK(session.step(3) == 3);
  for (const double w : session.parameters()) CHECK(w - w == 0);
}

TEST_CASE("the Hessian of Rosenbrock's valley is exact to eleven digits", "[optimizers]") {
  for (const Point at : {Point{-1.2, 1}, Point{1, 1}, Point{0.3, -2}}) {
    Experiment experiment = readExperiment(onSurface(R"({"kind":"rosenbrock"})", R"({"kind":"newton"})"));
    experiment.objective = Rosenbrock{at.x, at.y};
    Run<double> run(experiment, prepareData<double>(experiment, Sources{}));
    BatchHessian hessian(experiment, run.data(), 1);
    const double* matrix = hessian.of(run).hessian;
    const double expected[] = {2 - 400 * at.y + 1200 * at.x * at.x, -400 * at.x, -400 * at.x, 200};
    for (int i = 0; i < 4; ++i) CHECK(std::fabs(matrix[i] - expected[i]) < 1e-11 * 2000);
  }
}

TEST_CASE("the Hessian of a network agrees with fourth-order differences of its gradient", "[optimizers]") {
  Session<double> session;
  session.configure(fromText(R"({"version":1,"optimizer":{"kind":"newton"},"regularizers":[]})"));
  session.step(3);
  Run<double>& run = session.run();
  const std::size_t n = run.network.plan().size();
  BatchHessian hessian(run.experiment(), run.data(), 10);
  const double* const begin = hessian.of(run).hessian;
  const std::vector<double> matrix(begin, begin + n * n);
  const auto gradientAt = [&](std::size_t i, double shift) {
    const double kept = run.network.parameters[i];
    run.network.parameters[i] += shift;
    run.measure(run.batchSamples);
    run.network.parameters[i] = kept;
    return run.network.gradients;
  };
  constexpr double h = 1e-3;
  double worst = 0, largest = 0;
  for (std::size_t i = 0; i < n; ++i) {
    const auto p1 = gradientAt(i, h), p2 = gradientAt(i, 2 * h), m1 = gradientAt(i, -h), m2 = gradientAt(i, -2 * h);
    for (std::size_t j = 0; j < n; ++j) {
      const double expected = (8 * (p1[j] - m1[j]) - (p2[j] - m2[j])) / (12 * h);
      largest = std::max(largest, std::fabs(expected));
      worst = std::max(worst, std::fabs(matrix[i * n + j] - expected));
    }
  }
  CHECK(largest > 0.01);
  CHECK(worst < 1e-11 * std::max(1.0, largest));
}

TEST_CASE("the Hessian of a rectified network does not see a kink beside its parameters", "[optimizers]") {
  // Two of the batch's samples are so near the kink that wide differences would reach over it.
  Session<double> session;
  session.configure(fromText(R"({"version":1,"data":{"kind":"external","inputs":1,"outputs":1,"task":"regression"},
    "preprocessing":[],"layers":[{"kind":"dense","units":1},{"kind":"activation","function":{"kind":"relu"}}],
    "loss":{"kind":"halfSquaredError"},"regularizers":[],"batchSize":0,"optimizer":{"kind":"newton"}})"));
  session.setParameters({1, -1});
  session.trainOn({3, {1.0003, 0.9997, 2}, {3, 3, 3}, {}});
  session.setParameters({1, -1});
  Run<double>& run = session.run();
  run.measure(run.batchSamples);
  BatchHessian hessian(run.experiment(), run.data(), 3);
  const double* matrix = hessian.of(run).hessian;
  // The units that are on: (x² x; x 1), summed, over three samples.
  const double square = 1.0003 * 1.0003 + 4, sum = 3.0003;
  const double expected[] = {square / 3, sum / 3, sum / 3, 2.0 / 3};
  for (int i = 0; i < 4; ++i) CHECK(std::fabs(matrix[i] - expected[i]) < 1e-9);
}

TEST_CASE("frozen parameters stay where they are under every optimizer", "[optimizers]") {
  for (const std::string& key : kindsOf("optimizers")) {
    INFO(key);
    Session<float> session;
    session.configure(
        fromText(R"({"version":1,"layers":[{"kind":"dense","units":4,"trainable":false},{"kind":"activation"},
      {"kind":"dense","units":1}],"batchSize":0,"optimizer":{"kind":")" +
                 key + "\"}}"));
    const std::vector<double> before = session.parameters();
    session.step(5);
    const std::vector<double> after = session.parameters();
    for (std::size_t i = 0; i < 12; ++i) CHECK(after[i] == before[i]);
    CHECK(after.back() != before.back());
  }
}

TEST_CASE("L-BFGS lowers the loss at every step of a network without chance, in both precisions", "[optimizers]") {
  const auto check = [](auto session) {
    session.configure(fromText(R"({"version":1,"batchSize":0,"optimizer":{"kind":"lbfgs","memory":5}})"));
    session.step(1);
    double last = session.status().batchLoss + session.status().penalty;
    const double first = last;
    for (int i = 0; i < 60; ++i) {
      REQUIRE(session.step(1) == 1);
      const double now = session.status().batchLoss + session.status().penalty;
      CHECK(now <= last * (1 + 1e-6));
      last = now;
    }
    CHECK(last < first / 2);
  };
  check(Session<float>());
  check(Session<double>());
}

TEST_CASE("L-BFGS and Newton's method are refused where they cannot work", "[optimizers]") {
  const auto refusal = [](const char* document) { return refusalOf([&] { readExperiment(fromText(document)); }); };
  CHECK(refusal(R"({"version":1,"optimizer":{"kind":"lbfgs"}})") ==
        "COMBINATION batchSize: 10; allowed: 0, the whole training part, for optimizer \"lbfgs\"");
  CHECK(refusal(R"({"version":1,"optimizer":{"kind":"lbfgs"},"batchSize":120})").empty());
  CHECK(
      refusal(
          R"({"version":1,"optimizer":{"kind":"newton"},"layers":[{"kind":"dense","units":125},{"kind":"dense","units":1}]})") ==
      "BUDGET optimizer.kind: optimizer \"newton\" with 501 parameters; allowed: up to 500, since its matrix has "
      "their square");
  CHECK(refusal(R"({"version":1,"optimizer":{"kind":"lbfgs","memory":20},"batchSize":0,
    "data":{"kind":"digits"},"loss":{"kind":"softmaxCrossEntropy"},"layers":[{"kind":"dense","units":512},{"kind":"dense","units":512},{"kind":"dense","units":10}]})")
            .rfind("BUDGET optimizer.memory", 0) == 0);
}

TEST_CASE("seeking gives the bits that training gave, with every optimizer", "[optimizers]") {
  for (const std::string& key : kindsOf("optimizers")) {
    INFO(key);
    Session<float> session;
    session.configure(fromText(R"({"version":1,"batchSize":0,"optimizer":{"kind":")" + key + "\"}}"));
    session.step(70);
    const std::string hash = session.hash();
    session.step(5);
    session.seek(70);
    CHECK(session.hash() == hash);
  }
}

}  // namespace
}  // namespace nablab
