#include "learningRateRangeTest.h"

#include "math/constants.h"
#include "math/functions.h"

namespace nablab {

namespace {

/** Of the smoothed objective; and how many times its smallest value it may reach. */
constexpr double smoothing = 0.9, tooHigh = 4;

void checkSettings(const RangeTestSettings& settings) {
  readNumber(settings.low, "tool.lowestRate", {1e-12, 1e6}, false);
  readNumber(settings.high, "tool.highestRate", {settings.low * 1.000001, 1e6}, false);
  readNumber(settings.steps, "tool.rates", {10, 10000}, true);
}

/** The experiment with this rate held constant. */
Experiment withRate(Experiment experiment, double rate) {
  std::visit([&](auto& kind) { kind.learningRate = rate; }, experiment.optimizer);
  experiment.schedule = ConstantSchedule{};
  return experiment;
}

void conclude(RangeTest& test) {
  test.lowest = test.steepest = test.suggested = undefined;
  double smallest = 0, fall = 0;
  for (std::size_t i = 0; i < test.points.size(); ++i) {
    const double now = test.points[i].smoothed;
    if (i == 0 || now < smallest) {
      smallest = now;
      test.lowest = test.points[i].rate;
    }
    if (i > 0 && now - test.points[i - 1].smoothed < fall) {
      fall = now - test.points[i - 1].smoothed;
      test.steepest = test.points[i].rate;
    }
  }
  if (fall < 0) test.suggested = test.lowest / 10;
}

}  // namespace

RangeTest testLearningRates(Twin& twin, const RangeTestSettings& settings) {
  checkSettings(settings);
  Run<double>& run = twin.run();
  const Experiment experiment = run.experiment();
  const bool draws = experiment.objective || !run.data().rowsOf(Part::training).empty();
  const double factor = logarithm(settings.high / settings.low) / (settings.steps - 1);
  RangeTest test{};
  double mean = 0, weight = 0;
  for (int i = 0; i < settings.steps; ++i) {
    const double rate = settings.low * exponential(factor * i);
    run.turn(withRate(experiment, rate));
    if (!(draws ? run.advance() : run.train(run.batchSamples))) break;
    const double objective = run.batchLoss() + run.penalty();
    mean = smoothing * mean + (1 - smoothing) * objective;
    weight = smoothing * weight + (1 - smoothing);
    const double smoothed = mean / weight;
    double smallest = smoothed;
    for (const RangeTest::Point& point : test.points) smallest = point.smoothed < smallest ? point.smoothed : smallest;
    test.points.push_back({rate, objective, smoothed});
    if (smallest > 0 && smoothed > tooHigh * smallest) break;
  }
  conclude(test);
  return test;
}

}  // namespace nablab
