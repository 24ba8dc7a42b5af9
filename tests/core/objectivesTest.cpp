#include "core/objectives.h"
#include "support.h"

namespace nablab {
namespace {

Value document(const std::string& objective, const std::string& more = "") {
  return fromText(R"({"version":1,"objective":{"kind":")" + objective + "\"}" + more + "}");
}

template <class Visit>
void forEachObjective(Visit visit) {
  forEachKind<Objective>([&](const auto& kind) {
    INFO(kind.key);
    visit(Objective(kind), kind);
  });
}

TEST_CASE("objectives have the values of their formulas",
          "[objectives][closedForm:objectives.bowl][closedForm:objectives.ravine][closedForm:objectives.saddle]"
          "[closedForm:objectives.rosenbrock][closedForm:objectives.beale]") {
  Point gradient;
  CHECK(valueOf(Bowl{}, {3, 4}, gradient) == 25);
  CHECK(valueOf(Ravine{.condition = 10}, {2, 3}, gradient) == 47);
  CHECK(valueOf(Saddle{}, {2, 3}, gradient) == -5);
  CHECK(valueOf(Rosenbrock{}, {-1.2, 1}, gradient) == Approx(24.2));
  CHECK(valueOf(Beale{}, {1, 1}, gradient) == Approx(14.203125));
}

TEST_CASE("gradients of objectives agree with central differences", "[objectives]") {
  forEachObjective([](const Objective& objective, const auto&) {
    for (const Point p : {Point{0.3, -0.7}, Point{-1.1, 0.9}, Point{2, 1.5}}) {
      constexpr double h = 1e-5;
      Point gradient, unused;
      valueOf(objective, p, gradient);
      const double x =
          (valueOf(objective, {p.x + h, p.y}, unused) - valueOf(objective, {p.x - h, p.y}, unused)) / (2 * h);
      const double y =
          (valueOf(objective, {p.x, p.y + h}, unused) - valueOf(objective, {p.x, p.y - h}, unused)) / (2 * h);
      CHECK(gradient.x == Approx(x).epsilon(1e-7).margin(1e-7));
      CHECK(gradient.y == Approx(y).epsilon(1e-7).margin(1e-7));
    }
  });
}

TEST_CASE("the minima of objectives are flat, lower than their surroundings, and shown", "[objectives]") {
  forEachObjective([](const Objective& objective, const auto& kind) {
    for (const Point& minimum : kind.minima) {
      Point gradient, unused;
      const double lowest = valueOf(objective, minimum, gradient);
      CHECK((gradient.x == 0 && gradient.y == 0));
      CHECK(lowest == 0);
      CHECK(valueOf(objective, {minimum.x + 0.1, minimum.y}, unused) > lowest);
      CHECK((minimum.x > kind.shown.low.x && minimum.x < kind.shown.high.x));
      CHECK((minimum.y > kind.shown.low.y && minimum.y < kind.shown.high.y));
    }
  });
}

TEST_CASE("a field has a row for every height, the highest first", "[objectives]") {
  const std::vector<float> field = objectiveField(Rosenbrock{}, 4);
  REQUIRE(field.size() == 16);
  Point unused;
  CHECK(field[0] == static_cast<float>(valueOf(Rosenbrock{}, {-1.5, 2.5}, unused)));
  CHECK(field[15] == static_cast<float>(valueOf(Rosenbrock{}, {1.5, -0.5}, unused)));
}

TEST_CASE("gradient descent on a bowl follows its closed form", "[objectives]") {
  Session<double> session;
  session.configure(document("bowl", R"(,"optimizer":{"kind":"gradientDescent","learningRate":0.1})"));
  CHECK(session.parameters() == std::vector<double>{-1.5, 1});
  session.step(20);
  CHECK(session.parameters()[0] == Approx(-1.5 * std::pow(0.8, 20)).epsilon(1e-12));
  CHECK(session.status().batchLoss == Approx(3.25 * std::pow(0.64, 19)).epsilon(1e-12));
}

TEST_CASE("a surface without a bottom counts as divergence, and can be rewound", "[objectives]") {
  Session<float> session;
  session.configure(document("saddle", R"(,"optimizer":{"kind":"gradientDescent","learningRate":0.1})"));
  CHECK(session.step(1000) < 100);
  REQUIRE(session.status().diverged);
  CHECK(session.status().diverged->quantity == "loss");
  session.seek(3);
  CHECK_FALSE(session.status().diverged);
}

TEST_CASE("runs on objectives seek, turn, fork from the log and hash like others", "[objectives]") {
  Session<float> session;
  session.configure(document("ravine", R"(,"optimizer":{"kind":"momentum","learningRate":0.02})"));
  session.step(40);
  session.turn("objective.condition", 30.0);
  session.step(60);
  const std::string hash = session.hash();
  session.seek(10);
  session.seek(100);
  CHECK(session.hash() == hash);
  Session<float> other;
  other.configure(session.experiment());
  other.step(100);
  CHECK(other.hash() == hash);
}

TEST_CASE("every schedule and every clipping works on an objective", "[objectives]") {
  for (const char* family : {"schedules", "clippings"})
    for (const std::string& key : kindsOf(family)) {
      INFO(key);
      const std::string member = std::string(family) == "schedules" ? "schedule" : "clipping";
      Session<float> session;
      session.configure(document("beale", ",\"" + member + R"(":{"kind":")" + key + "\"}"));
      CHECK(session.step(20) == 20);
    }
}

TEST_CASE("a document with an objective has neither data, layers nor loss", "[objectives]") {
  const Value canonical = writeExperiment(readExperiment(document("beale")), false);
  for (const char* name : {"data", "layers", "loss", "preprocessing", "regularizers", "batchSize"}) {
    INFO(name);
    CHECK_FALSE(canonical.find(name));
    Value both = document("beale");
    both.set(name, *writeExperiment(Experiment{}, false).find(name));
    CHECK(refusalOf([&] { readExperiment(both); }).rfind("COMBINATION " + std::string(name), 0) == 0);
  }
  CHECK(readExperiment(canonical).objective);
  const Value compact = writeExperiment(readExperiment(canonical), true);
  CHECK(writeExperiment(readExperiment(compact), false) == canonical);
  CHECK(writeExperiment(adaptExperiment(canonical), false) == canonical);
}

TEST_CASE("an objective takes no rows and no batch", "[objectives]") {
  Session<double> session;
  session.provideRows(2, {1, 2, 3, 4, 5, 6}, {0, 1});
  session.configure(document("bowl"));
  CHECK(session.step(3) == 3);
  CHECK(refusalOf([&] { session.trainOn({1, {1, 2}, {3, 4}, {}}); }).rfind("COMBINATION batch", 0) == 0);
  const std::vector<double> point = session.parameters(), gradient = session.gradients();
  CHECK(session.metrics(Part::training)->loss == point[0] * point[0] + point[1] * point[1]);
  CHECK_FALSE(session.metrics(Part::validation));
  CHECK(session.gradients() == gradient);
}

}  // namespace
}  // namespace nablab
