"""What all Python programs share: the learning rate of step t, from 0, that the line of each schedule gives."""
import math

#: schedules.constant = learningRate
#: schedules.piecewiseConstant = learningRate * $values[sum(moment <= t for moment in $boundaries)]
#: schedules.exponential = learningRate * $gamma**t
#: schedules.step = learningRate * $gamma ** (t // $stepSize)
#: schedules.multiStep = learningRate * $gamma ** sum(moment <= t for moment in $milestones)
#: schedules.inverseTime = learningRate / (1 + $decay * t)
#: schedules.polynomial = learningRate * (1 - min(1, t / $totalSteps)) ** $power
#: schedules.cosine = alongCosine(learningRate, $minimum, min(1, t / $totalSteps))
#: schedules.cosineRestarts = alongCosine(learningRate, $minimum, sinceRestart(t, $period, $multiplier))
#: schedules.cyclic = $minimum + (learningRate - $minimum) * (1 - abs(t / $stepsUp % 2 - 1))
#: schedules.oneCycle = oneCycle(t, $totalSteps, $warmUpFraction, learningRate / $initialDivisor, learningRate, learningRate / $initialDivisor / $finalDivisor)
#: schedules.warmUp = learningRate * ($startFactor + (1 - $startFactor) * min(1, t / $warmUpSteps))
#: schedules.reduceOnPlateau ! it looks at the loss of the validation part, which a program does not have
#: schedules.dampedCosine = learningRate * (1 - min(1, t / $totalSteps)) ** $power * math.cos(2 * math.pi * min(1, t / $totalSteps))


def alongCosine(first, last, share):
    """From the first at 0 to the last at 1 along half a cosine."""
    return last + (first - last) / 2 * (1 + math.cos(math.pi * share))


def sinceRestart(t, period, multiplier):
    """The share of the present period that is over."""
    while t >= period:
        t, period = t - period, period * multiplier
    return t / period


def oneCycle(t, totalSteps, warmUpFraction, first, top, last):
    """Up to the top and down again, both along a cosine."""
    end, peak = totalSteps - 1, warmUpFraction * totalSteps - 1
    now = min(t, end)
    if now < peak:
        return alongCosine(first, top, now / peak)
    return alongCosine(top, last, (now - peak) / (end - peak) if end > peak else 0)
