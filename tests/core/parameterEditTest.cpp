#include "support.h"

namespace nablab {

TEST_CASE("a parameter set by hand is in the log, and is found again by seeking, by a copied document and by a fork",
          "[parameterEdit]") {
  Session<float> session;
  session.configure(fromText(R"({"version":1})"));
  session.record(64);
  session.step(100);
  const double before = session.parameters()[3];
  session.turn("parameters[3]", 0.75);
  session.turn("parameters[3]", -1.5);
  CHECK(session.experiment().find("log")->list()->size() == 1);
  CHECK(session.parameters()[3] == -1.5);
  const std::string edited = session.hash();
  session.step(200);
  const std::string end = session.hash();

  session.seek(99);
  CHECK(session.parameters()[3] == Approx(before).margin(0.1));
  session.seek(100);
  CHECK(session.hash() == edited);
  // From a checkpoint behind the edit: what was learned since must not be set back.
  for (const long step : {300L, 200L, 300L, 0L, 300L}) session.seek(step);
  CHECK(session.hash() == end);

  Session<float> opened;
  opened.configure(session.experiment());
  opened.step(100);
  CHECK(opened.hash() == edited);
  opened.step(200);
  CHECK(opened.hash() == end);

  Session<float> fork;
  fork.forkFrom(session, 250, "optimizer.learningRate", 0.01);
  fork.seek(300);
  CHECK(fork.hash() == end);
}

TEST_CASE("a parameter set before the first step acts from the first step on", "[parameterEdit]") {
  Session<double> session;
  session.configure(fromText(R"({"version":1})"));
  session.turn("parameters[0]", 2);
  session.step(10);
  const std::string end = session.hash();
  session.seek(0);
  CHECK(session.parameters()[0] == 2);
  session.seek(10);
  CHECK(session.hash() == end);
}

TEST_CASE("a fork of another network leaves out parameters set by hand, one of the same keeps them",
          "[parameterEdit]") {
  Session<float> session;
  session.configure(fromText(R"({"version":1})"));
  session.turn("parameters[1]", 0.5);
  session.step(5);
  Session<float> wider, other;
  wider.forkFrom(session, 0, "layers[0].units", 6);
  CHECK(wider.experiment().find("log")->list()->empty());
  other.forkFrom(session, 0, "optimizer", fromText(R"({"kind":"gradientDescent"})"));
  CHECK(other.experiment().find("log")->list()->size() == 1);
}

TEST_CASE("a parameter that is not there, or no number, is refused and changes nothing", "[parameterEdit]") {
  Session<float> session;
  session.configure(fromText(R"({"version":1})"));
  session.step(3);
  const std::string before = session.hash();
  const std::size_t count = session.parameters().size();
  const auto refused = [&](const std::string& path, const Value& value) {
    return refusalOf([&] { session.turn(path, value); });
  };
  CHECK(refused("parameters[" + std::to_string(count) + "]", 1).rfind("PATH_UNKNOWN", 0) == 0);
  for (const char* path :
       {"parameters[]", "parameters[-1]", "parameters[1", "parameters[1].x", "parameters", "parameters[99999999999]"})
    CHECK(refused(path, 1).rfind("PATH_UNKNOWN", 0) == 0);
  CHECK(refused("parameters[0]", "1").rfind("TYPE parameters[0]", 0) == 0);
  CHECK(refused("parameters[0]", 1e31).rfind("RANGE parameters[0]", 0) == 0);
  CHECK(session.hash() == before);
  Value document = fromText(R"({"version":1,"log":[{"step":2,"path":"parameters[999]","value":1}]})");
  CHECK(refusalOf([&] { session.configure(document); }).rfind("PATH_UNKNOWN log[0]: ", 0) == 0);
}

TEST_CASE("the point of an objective can be set by hand", "[parameterEdit]") {
  Session<float> session;
  session.configure(fromText(R"({"version":1,"objective":{"kind":"rosenbrock"}})"));
  session.turn("parameters[1]", 0.25);
  session.step(20);
  const std::string end = session.hash();
  Session<float> opened;
  opened.configure(session.experiment());
  opened.seek(20);
  CHECK(opened.hash() == end);
  CHECK(session.history().points().empty());
}

}  // namespace nablab
