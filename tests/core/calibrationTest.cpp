#include "core/calibration.h"
#include "core/report.h"
#include "support.h"

namespace nablab {
namespace {

TEST_CASE("the expected calibration error weighs each bin's gap by its rows", "[calibration]") {
  // Two bins: (0, ½] holds 0.5 (wrong); (½, 1] holds 0.6 (right), 0.8 (wrong), 1 (right): mean 0.8, accuracy 2/3.
  const Calibration found = calibrationOf({0.5, 0.6, 0.8, 1}, {false, true, false, true}, 2);
  CHECK(found.bins[0].count == 1);
  CHECK(found.bins[0].confidence == 0.5);
  CHECK(found.bins[0].accuracy == 0);
  CHECK(found.bins[1].count == 3);
  CHECK(found.bins[1].confidence == Approx(0.8));
  CHECK(found.bins[1].accuracy == Approx(2.0 / 3));
  CHECK(found.expectedError == Approx(0.25 * 0.5 + 0.75 * (0.8 - 2.0 / 3)));
  CHECK(found.greatestError == 0.5);
}

TEST_CASE("confidences of 0 and 1 have a bin", "[calibration]") {
  const Calibration found = calibrationOf({0, 1}, {true, true});
  CHECK(found.bins.front().count == 1);
  CHECK(found.bins.back().count == 1);
}

TEST_CASE("a run's calibration counts every row of the part, and its accuracy is the run's", "[calibration]") {
  for (const char* text : {R"({"version": 1})", R"({"version": 1, "data": {"kind": "rings"}})"}) {
    Session<float> session;
    session.configure(adaptedText(text));
    session.step(200);
    const Value report = calibrationReportOf(session.run(), Part::training);
    double rows = 0, right = 0;
    for (const Value& bin : *report.find("bins")->list()) {
      const double count = *bin.find("count")->number();
      rows += count;
      right += count * *bin.find("accuracy")->number();
    }
    const PartMetrics metrics = *session.metrics(Part::training);
    CHECK(rows == metrics.rows);
    CHECK(right / rows == Approx(metrics.accuracy));
  }
}

TEST_CASE("regression and losses without probabilities have no calibration", "[calibration]") {
  for (const char* text :
       {R"({"version": 1, "data": {"kind": "plane"}})", R"({"version": 1, "loss": {"kind": "hinge"}})"}) {
    Session<float> session;
    session.configure(adaptedText(text));
    CHECK(calibrationReportOf(session.run(), Part::training).isNull());
  }
}

}  // namespace
}  // namespace nablab
