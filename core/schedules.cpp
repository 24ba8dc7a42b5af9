#include "schedules.h"

#include <algorithm>
#include <cmath>

#include "math/constants.h"
#include "math/functions.h"

namespace nablab {

namespace {

/** From `first` at 0 to `last` at 1 along half a cosine. */
double alongCosine(double first, double last, double share) {
  return last + (first - last) / 2 * (1 + cosine(pi * share));
}

/** t/T, at most 1. */
double shareOf(long t, int total) { return std::min(1.0, static_cast<double>(t) / total); }

/** How many of the moments have come. */
std::size_t passed(const std::vector<double>& moments, long t) {
  std::size_t count = 0;
  for (const double moment : moments) count += moment <= static_cast<double>(t);
  return count;
}

/** (1 − share)ᵖ, which is 0 at 1. */
double falling(double share, double exponent) { return share < 1 ? power(1 - share, exponent) : 0; }

}  // namespace

double PiecewiseConstantSchedule::rate(double learningRate, long t) const {
  return learningRate * values[std::min(passed(boundaries, t), values.size() - 1)];
}

double ExponentialSchedule::rate(double learningRate, long t) const { return learningRate * power(gamma, t); }

double StepSchedule::rate(double learningRate, long t) const { return learningRate * power(gamma, t / stepSize); }

double MultiStepSchedule::rate(double learningRate, long t) const {
  return learningRate * power(gamma, static_cast<long>(passed(milestones, t)));
}

double InverseTimeSchedule::rate(double learningRate, long t) const {
  return learningRate / (1 + decay * static_cast<double>(t));
}

double PolynomialSchedule::rate(double learningRate, long t) const {
  return learningRate * falling(shareOf(t, totalSteps), power);
}

double CosineSchedule::rate(double learningRate, long t) const {
  return alongCosine(learningRate, minimum, shareOf(t, totalSteps));
}

double CosineRestartsSchedule::rate(double learningRate, long t) const {
  // In double: lengths grow beyond all whole numbers.
  double since = static_cast<double>(t), length = period;
  if (multiplier == 1) since -= length * std::floor(since / length);
  for (; since >= length; length *= multiplier) since -= length;
  return alongCosine(learningRate, minimum, since / length);
}

double CyclicSchedule::rate(double learningRate, long t) const {
  const double ups = static_cast<double>(t) / stepsUp;
  const double inCycle = ups - 2 * std::floor(ups / 2);
  return minimum + (learningRate - minimum) * (1 - std::fabs(inCycle - 1));
}

double OneCycleSchedule::rate(double learningRate, long t) const {
  const double last = totalSteps - 1, top = warmUpFraction * totalSteps - 1;
  const double now = std::min(static_cast<double>(t), last), initial = learningRate / initialDivisor;
  if (now < top) return alongCosine(initial, learningRate, now / top);
  return alongCosine(learningRate, initial / finalDivisor, last > top ? (now - top) / (last - top) : 0);
}

double WarmUpSchedule::rate(double learningRate, long t) const {
  return learningRate * (startFactor + (1 - startFactor) * shareOf(t, warmUpSteps));
}

double DampedCosineSchedule::rate(double learningRate, long t) const {
  const double share = shareOf(t, totalSteps);
  return learningRate * falling(share, power) * cosine(2 * pi * share);
}

void ReduceOnPlateauSchedule::observe(Plateau& plateau, double loss, double learningRate) const {
  constexpr double smallestChange = 1e-8;
  if (loss < plateau.best * (1 - threshold)) {
    plateau.best = loss;
    plateau.bad = 0;
  } else if (++plateau.bad > patience) {
    if (learningRate * plateau.scale * (1 - factor) > smallestChange) plateau.scale *= factor;
    plateau.bad = 0;
  }
}

double rateOf(const Schedule& schedule, double learningRate, long t, const Plateau& plateau) {
  return std::visit(
      [&](const auto& kind) {
        if constexpr (requires { kind.rate(learningRate, t); })
          return kind.rate(learningRate, t);
        else
          return learningRate * plateau.scale;
      },
      schedule);
}

void observe(const Schedule& schedule, Plateau& plateau, double loss, double learningRate) {
  if (const auto* kind = std::get_if<ReduceOnPlateauSchedule>(&schedule)) kind->observe(plateau, loss, learningRate);
}

bool watchesLoss(const Schedule& schedule) { return std::holds_alternative<ReduceOnPlateauSchedule>(schedule); }

void checkSchedule(const Schedule& schedule, const char* path) {
  const auto* kind = std::get_if<PiecewiseConstantSchedule>(&schedule);
  if (!kind) return;
  const std::size_t needed = kind->boundaries.size() + 1;
  if (kind->values.size() != needed)
    throw Refusal("COMBINATION", memberPath(path, "values"), "a list of " + std::to_string(kind->values.size()),
                  "a list of " + std::to_string(needed) + ", one more than boundaries");
  if (!std::is_sorted(kind->boundaries.begin(), kind->boundaries.end()))
    throw Refusal("COMBINATION", memberPath(path, "boundaries"), "out of order", "ascending numbers");
}

std::vector<double> learningRates(const Value& schedule, double learningRate, long steps,
                                  const std::vector<double>& losses) {
  if (steps < 0 || steps > static_cast<long>(mostRates))
    throw Refusal("RANGE", "steps", std::to_string(steps), "0 to " + textOf(mostRates));
  Schedule choice;
  readChoice(familySpec<Schedule>(), &choice, schedule, "schedule");
  checkSchedule(choice, "schedule");
  Plateau plateau;
  std::vector<double> rates;
  for (long t = 0; t < steps; ++t) {
    rates.push_back(rateOf(choice, learningRate, t, plateau));
    if (static_cast<std::size_t>(t) < losses.size())
      observe(choice, plateau, losses[static_cast<std::size_t>(t)], learningRate);
  }
  return rates;
}

}  // namespace nablab
