#include "core/tools.h"
#include "support.h"

namespace nablab {
namespace {

TEST_CASE("every tool of the catalog answers, and changes nothing", "[tools]") {
  Session<float> session;
  session.configure(writeExperiment(Experiment{}, false));
  session.step(130);
  const std::string before = session.hash();
  for (const std::string& kind : kindsOf("tools")) {
    INFO(kind);
    Value settings;
    settings.set("kind", kind);
    const Value answer = session.tool(settings);
    REQUIRE(answer.record());
    CHECK(answer.record()->size() >= 2);
    CHECK(session.tool(settings) == answer);
  }
  CHECK(session.hash() == before);
}

TEST_CASE("tools, instruments and the trace look at a surface of two parameters too", "[tools]") {
  for (const std::string& objective : kindsOf("objectives")) {
    INFO(objective);
    Session<double> session;
    session.subscribe(kindsOf("instruments"), 1);
    session.configure(fromText(R"({"version": 1, "objective": {"kind": ")" + objective +
                               R"("}, "optimizer": {"kind": "gradientDescent", "learningRate": 0.001}})"));
    session.step(3);
    CHECK(session.readings().find("gradientNorms")->find("values")->list()->size() == 3);
    for (const char* kind : {"gradientCheck", "learningRateRangeTest", "line", "plane", "hessian", "eigenvalues"}) {
      Value settings;
      settings.set("kind", kind);
      CHECK(session.tool(settings).record());
    }
    CHECK(*session.tool(fromText(R"({"kind": "gradientCheck"})")).find("passes")->flag());
    const Trace& trace = session.trace();
    const double before = trace.find(0, "point")->values[0], gradient = trace.find(0, "point.gradient")->values[0];
    CHECK(trace.find(0, "point.next")->values[0] == Approx(before - 0.001 * gradient));
    CHECK(session.originsOf({0, "point.gradient", 0, 0}).operands.size() == 2);
    CHECK(session.originsOf({0, "point.next", 0, 0}).operands.size() == 3);
    CHECK(session.originsOf({-1, "loss", 0, 0}).operands.size() == 2);
  }
}

TEST_CASE("principal directions follow the run's own way", "[tools]") {
  Session<float> session;
  session.configure(writeExperiment(Experiment{}, false));
  session.step(300);
  const Value plane = session.tool(fromText(R"({"kind": "plane", "directions": "principal", "gridPoints": 5})"));
  // States at steps 0, 64, 128, 192, 256 and now.
  CHECK(plane.find("path")->list()->size() == 12);
  CHECK(*(*plane.find("explained")->list())[0].number() > 0.5);
}

TEST_CASE("a tool's settings are checked completely", "[tools]") {
  Session<float> session;
  session.configure(writeExperiment(Experiment{}, false));
  const auto refusal = [&](const char* text) { return refusalOf([&] { session.tool(fromText(text)); }); };
  CHECK(refusal(R"({"kind": "hammer"})").substr(0, 12) == "KIND_UNKNOWN");
  CHECK(refusal(R"({"kind": "line", "gridPoints": 4000})").substr(0, 21) == "RANGE tool.gridPoints");
  CHECK(refusal(R"({"kind": "line", "colour": 1})").substr(0, 11) == "KEY_UNKNOWN");
  CHECK(refusal(R"({"kind": "plane", "directions": "principal"})").substr(0, 10) == "PATH_SHORT");
}

}  // namespace
}  // namespace nablab
