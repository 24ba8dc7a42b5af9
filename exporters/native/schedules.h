// The learning rate of step t, from 0.

//: schedules.constant = learningRate
//: schedules.piecewiseConstant = learningRate * Numbers$values[passed(t, $boundaries)]
//: schedules.exponential = learningRate * std::pow($gamma, t)
//: schedules.step = learningRate * std::pow($gamma, t / $stepSize)
//: schedules.multiStep = learningRate * std::pow($gamma, passed(t, $milestones))
//: schedules.inverseTime = learningRate / (1 + $decay * t)
//: schedules.polynomial = learningRate * std::pow(1 - shareOf(t, $totalSteps), $power)
//: schedules.cosine = alongCosine(learningRate, $minimum, shareOf(t, $totalSteps))
//: schedules.cosineRestarts = alongCosine(learningRate, $minimum, sinceRestart(t, $period, $multiplier))
//: schedules.cyclic = $minimum + (learningRate - $minimum) * (1 - std::fabs(std::fmod(t / double($stepsUp), 2) - 1))
//: schedules.oneCycle = oneCycle(t, $totalSteps, $warmUpFraction, learningRate / $initialDivisor, learningRate, learningRate / $initialDivisor / $finalDivisor)
//: schedules.warmUp = learningRate * ($startFactor + (1 - $startFactor) * shareOf(t, $warmUpSteps))
//: schedules.reduceOnPlateau ! it looks at the loss of the validation part, which a program does not have
//: schedules.dampedCosine = learningRate * std::pow(1 - shareOf(t, $totalSteps), $power) * std::cos(2 * std::acos(-1.0) * shareOf(t, $totalSteps))

/** t/T, at most 1. */
double shareOf(int t, double total) { return std::min(1.0, t / total); }

/** How many of the moments have come. */
int passed(int t, const Numbers& moments) {
  int count = 0;
  for (const double moment : moments) count += moment <= t;
  return count;
}

/** From the first at 0 to the last at 1 along half a cosine. */
double alongCosine(double first, double last, double share) {
  return last + (first - last) / 2 * (1 + std::cos(std::acos(-1.0) * share));
}

/** The share of the present period that is over. */
double sinceRestart(double t, double period, double multiplier) {
  for (; t >= period; period *= multiplier) t -= period;
  return t / period;
}

/** Up to the top and down again, both along a cosine. */
double oneCycle(int t, double totalSteps, double warmUpFraction, double first, double top, double last) {
  const double end = totalSteps - 1, peak = warmUpFraction * totalSteps - 1, now = std::min<double>(t, end);
  if (now < peak) return alongCosine(first, top, now / peak);
  return alongCosine(top, last, end > peak ? (now - peak) / (end - peak) : 0);
}
