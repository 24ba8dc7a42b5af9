#pragma once
#include <limits>

#include "knob.h"

/**
 * Learning rates by step: each kind's `rate(learningRate, t)` is what step t (from 0) uses. All scale the optimizer's
 * learning rate; where a kind rises and falls, that is its maximum. Behind its end a schedule keeps its last value.
 */
namespace nablab {

/** What `reduceOnPlateau` remembers of the losses that it was shown. Part of a run's state. */
struct Plateau {
  /** What the learning rate is multiplied with. */
  double scale = 1;
  /** Of the losses shown so far, or infinity. */
  double best = std::numeric_limits<double>::infinity();
  /** Losses shown since the best one. */
  int bad = 0;
};

constexpr double mostSteps = 1e9;
/** Most rates that `learningRates` lists. */
constexpr double mostRates = 1e6;
/** A number of steps. */
constexpr KnobTraits stepsTraits = {.allowed = {1, mostSteps},
                                    .shown = {10, 10000},
                                    .scale = Scale::logarithmic,
                                    .unit = "steps",
                                    .turnable = true,
                                    .actsFromFirstSteps = false};
/** Steps at which something changes. */
constexpr KnobTraits momentsTraits = {.allowed = {0, mostSteps},
                                      .unit = "steps",
                                      .turnable = true,
                                      .actsFromFirstSteps = false,
                                      .shortest = 1,
                                      .longest = 32,
                                      .wholeNumbers = true};
/** What the learning rate is multiplied with, again and again. */
constexpr KnobTraits factorTraits = {
    .allowed = {0, 1}, .shown = {0.01, 1}, .turnable = true, .actsFromFirstSteps = false};
/** A learning rate below that of the optimizer. */
constexpr KnobTraits minimumTraits = {
    .allowed = {0, 1e30}, .shown = {0, 0.1}, .turnable = true, .actsFromFirstSteps = false};
constexpr KnobTraits powerTraits = {.allowed = {0.01, 100}, .shown = {0.1, 5}, .turnable = true};

struct ConstantSchedule {
  static constexpr const char *key = "constant", *formula = "\\eta_t = \\eta";
  static constexpr const char* source = "Robbins & Monro 1951, with steps that do not shrink";
  static constexpr auto knobs() { return std::tuple{}; }
  double rate(double learningRate, long) const { return learningRate; }
};

/** Any rates: `values` are shares of the learning rate, one more than there are boundaries. */
struct PiecewiseConstantSchedule {
  static constexpr const char *key = "piecewiseConstant",
                              *formula = "\\eta_t = \\eta\\, f_i \\quad (b_{i-1} \\le t < b_i)";
  static constexpr const char* source = "A table: whatever rates one wishes";
  std::vector<double> boundaries{500, 1000}, values{1, 0.3, 0.1};
  static constexpr auto knobs() {
    return std::tuple{knob(&PiecewiseConstantSchedule::boundaries, "boundaries", momentsTraits),
                      knob(&PiecewiseConstantSchedule::values, "values",
                           {.allowed = {0, 1000}, .shown = {0, 1}, .turnable = true, .shortest = 2, .longest = 33})};
  }
  double rate(double learningRate, long t) const;
};

struct ExponentialSchedule {
  static constexpr const char *key = "exponential", *formula = "\\eta_t = \\eta\\,\\gamma^t";
  static constexpr const char* source = "PyTorch 1.13 ExponentialLR, by step";
  double gamma = 0.999;
  static constexpr auto knobs() {
    return std::tuple{
        knob(&ExponentialSchedule::gamma, "gamma", {.allowed = {0, 1}, .shown = {0.9, 1}, .turnable = true})};
  }
  double rate(double learningRate, long t) const;
};

struct StepSchedule {
  static constexpr const char *key = "step", *formula = "\\eta_t = \\eta\\,\\gamma^{\\lfloor t/s \\rfloor}";
  static constexpr const char* source = "PyTorch 1.13 StepLR, by step";
  int stepSize = 500;
  double gamma = 0.5;
  static constexpr auto knobs() {
    return std::tuple{knob(&StepSchedule::stepSize, "stepSize", stepsTraits),
                      knob(&StepSchedule::gamma, "gamma", factorTraits)};
  }
  double rate(double learningRate, long t) const;
};

struct MultiStepSchedule {
  static constexpr const char *key = "multiStep", *formula = "\\eta_t = \\eta\\,\\gamma^{|\\{m_i \\le t\\}|}";
  static constexpr const char* source = "PyTorch 1.13 MultiStepLR, by step";
  std::vector<double> milestones{500, 1000, 1500};
  double gamma = 0.3;
  static constexpr auto knobs() {
    return std::tuple{knob(&MultiStepSchedule::milestones, "milestones", momentsTraits),
                      knob(&MultiStepSchedule::gamma, "gamma", factorTraits)};
  }
  double rate(double learningRate, long t) const;
};

struct InverseTimeSchedule {
  static constexpr const char *key = "inverseTime", *formula = "\\eta_t = \\frac{\\eta}{1 + \\delta t}";
  static constexpr const char* source = "The decay of Keras' optimizers before 2.3; Robbins & Monro 1951";
  double decay = 0.001;
  static constexpr auto knobs() {
    return std::tuple{
        knob(&InverseTimeSchedule::decay, "decay", {.allowed = {0, 1000}, .shown = {0, 0.1}, .turnable = true})};
  }
  double rate(double learningRate, long t) const;
};

struct PolynomialSchedule {
  static constexpr const char *key = "polynomial", *formula = "\\eta_t = \\eta\\,(1 - t/T)^p";
  static constexpr const char* source = "Chen et al. 2017, arXiv:1606.00915, section 4.1.1 (the poly policy)";
  int totalSteps = 1000;
  double power = 1;
  static constexpr auto knobs() {
    return std::tuple{knob(&PolynomialSchedule::totalSteps, "totalSteps", stepsTraits),
                      knob(&PolynomialSchedule::power, "power", powerTraits)};
  }
  double rate(double learningRate, long t) const;
};

struct CosineSchedule {
  static constexpr const char *key = "cosine", *formula =
                                                   "\\eta_t = \\eta_{\\min} + \\tfrac12 (\\eta - \\eta_{\\min})"
                                                   "(1 + \\cos(\\pi t/T))";
  static constexpr const char* source = "Loshchilov & Hutter 2017, arXiv:1608.03983, equation 5, one period";
  int totalSteps = 1000;
  double minimum = 0;
  static constexpr auto knobs() {
    return std::tuple{knob(&CosineSchedule::totalSteps, "totalSteps", stepsTraits),
                      knob(&CosineSchedule::minimum, "minimum", minimumTraits)};
  }
  double rate(double learningRate, long t) const;
};

struct CosineRestartsSchedule {
  static constexpr const char
      *key = "cosineRestarts",
      *formula =
          "\\eta_t = \\eta_{\\min} + \\tfrac12 (\\eta - \\eta_{\\min})(1 + \\cos(\\pi t_i/T_i)),"
          "\\quad T_{i+1} = k\\,T_i";
  static constexpr const char* source = "Loshchilov & Hutter 2017, arXiv:1608.03983, equation 5";
  int period = 200, multiplier = 2;
  double minimum = 0;
  static constexpr auto knobs() {
    return std::tuple{knob(&CosineRestartsSchedule::period, "period", stepsTraits),
                      knob(&CosineRestartsSchedule::multiplier, "multiplier",
                           {.allowed = {1, 10}, .shown = {1, 4}, .turnable = true, .actsFromFirstSteps = false}),
                      knob(&CosineRestartsSchedule::minimum, "minimum", minimumTraits)};
  }
  double rate(double learningRate, long t) const;
};

struct CyclicSchedule {
  static constexpr const char *key = "cyclic", *formula =
                                                   "\\eta_t = \\eta_{\\min} + (\\eta - \\eta_{\\min})\\,"
                                                   "\\left(1 - \\left| t/s \\bmod 2 - 1 \\right|\\right)";
  static constexpr const char* source = "Smith 2017, arXiv:1506.01186, the triangular policy; PyTorch 1.13 CyclicLR";
  double minimum = 0.0001;
  int stepsUp = 200;
  static constexpr auto knobs() {
    return std::tuple{knob(&CyclicSchedule::minimum, "minimum", minimumTraits),
                      knob(&CyclicSchedule::stepsUp, "stepsUp", stepsTraits)};
  }
  double rate(double learningRate, long t) const;
};

struct OneCycleSchedule {
  static constexpr const char *key = "oneCycle",
                              *formula =
                                  "\\eta_t:\\ \\eta/d_0 \\nearrow \\eta \\text{ for a share } w \\text{ of } T,\\ "
                                  "\\text{then } \\eta \\searrow \\eta/(d_0 d_1),\\ \\text{both along a cosine}";
  static constexpr const char* source = "Smith & Topin 2018, arXiv:1708.07120, in the form of PyTorch 1.13 OneCycleLR";
  int totalSteps = 1000;
  double warmUpFraction = 0.3, initialDivisor = 25, finalDivisor = 10000;
  static constexpr auto knobs() {
    return std::tuple{knob(&OneCycleSchedule::totalSteps, "totalSteps", stepsTraits),
                      knob(&OneCycleSchedule::warmUpFraction, "warmUpFraction",
                           {.allowed = {0, 1}, .shown = {0, 1}, .turnable = true}),
                      knob(&OneCycleSchedule::initialDivisor, "initialDivisor",
                           {.allowed = {1, 1e9}, .shown = {1, 100}, .scale = Scale::logarithmic, .turnable = true}),
                      knob(&OneCycleSchedule::finalDivisor, "finalDivisor",
                           {.allowed = {1, 1e9},
                            .shown = {1, 100000},
                            .scale = Scale::logarithmic,
                            .turnable = true,
                            .actsFromFirstSteps = false})};
  }
  double rate(double learningRate, long t) const;
};

struct WarmUpSchedule {
  static constexpr const char *key = "warmUp",
                              *formula = "\\eta_t = \\eta\\,\\left(f + (1 - f)\\,\\min(1, t/T)\\right)";
  static constexpr const char* source = "Goyal et al. 2017, arXiv:1706.02677, section 2.2; PyTorch 1.13 LinearLR";
  double startFactor = 0.1;
  int warmUpSteps = 100;
  static constexpr auto knobs() {
    return std::tuple{
        knob(&WarmUpSchedule::startFactor, "startFactor", {.allowed = {0, 1}, .shown = {0, 1}, .turnable = true}),
        knob(&WarmUpSchedule::warmUpSteps, "warmUpSteps", stepsTraits)};
  }
  double rate(double learningRate, long t) const;
};

/** Takes the loss of the validation part, or of the training part where there is none, after every epoch. */
struct ReduceOnPlateauSchedule {
  static constexpr const char
      *key = "reduceOnPlateau",
      *formula =
          "\\eta \\leftarrow f\\,\\eta \\text{ when more than } n \\text{ epochs in a row miss }"
          "L < (1 - \\tau)\\,L_{\\text{best}}";
  static constexpr const char* source = "PyTorch 1.13 ReduceLROnPlateau, its threshold relative";
  double factor = 0.5;
  int patience = 10;
  double threshold = 0.0001;
  static constexpr auto knobs() {
    return std::tuple{knob(&ReduceOnPlateauSchedule::factor, "factor", factorTraits),
                      knob(&ReduceOnPlateauSchedule::patience, "patience",
                           {.allowed = {0, 100000},
                            .shown = {0, 100},
                            .unit = "epochs",
                            .turnable = true,
                            .actsFromFirstSteps = false}),
                      knob(&ReduceOnPlateauSchedule::threshold, "threshold",
                           {.allowed = {0, 1}, .shown = {0, 0.1}, .turnable = true, .actsFromFirstSteps = false})};
  }
  /** Takes note of a loss. `learningRate` is that of the optimizer; a change of less than 1e-8 is not made. */
  void observe(Plateau& plateau, double loss, double learningRate) const;
};

/** A textbook's formula as it stands: half of the time it walks uphill. */
struct DampedCosineSchedule {
  static constexpr const char *key = "dampedCosine", *formula = "\\eta_t = \\eta\\,(1 - t/T)^p \\cos(2\\pi t/T)";
  static constexpr const char* source =
      "Lecture notes on learning rate decay, taken literally: negative between T/4 and 3T/4";
  /** Rates may be negative. */
  static constexpr bool negativeRates = true;
  int totalSteps = 1000;
  double power = 1;
  static constexpr auto knobs() {
    return std::tuple{knob(&DampedCosineSchedule::totalSteps, "totalSteps", stepsTraits),
                      knob(&DampedCosineSchedule::power, "power", powerTraits)};
  }
  double rate(double learningRate, long t) const;
};

using Schedule =
    std::variant<ConstantSchedule, PiecewiseConstantSchedule, ExponentialSchedule, StepSchedule, MultiStepSchedule,
                 InverseTimeSchedule, PolynomialSchedule, CosineSchedule, CosineRestartsSchedule, CyclicSchedule,
                 OneCycleSchedule, WarmUpSchedule, ReduceOnPlateauSchedule, DampedCosineSchedule>;
template <>
struct FamilyName<Schedule> {
  static constexpr const char* name = "schedules";
};

/** The learning rate of step t (from 0). */
double rateOf(const Schedule& schedule, double learningRate, long t, const Plateau& plateau);

/** Shows a schedule the loss at the end of an epoch; most do not look. */
void observe(const Schedule& schedule, Plateau& plateau, double loss, double learningRate);

/** True where `observe` does anything. */
bool watchesLoss(const Schedule& schedule);

/** Refuses with COMBINATION knobs of a schedule that contradict each other; `path` is the schedule's. */
void checkSchedule(const Schedule& schedule, const char* path);

/**
 * The rates of the first `steps` steps of a schedule, given as a document such as {"kind": "cosine"}. `losses[t]` is
 * shown to it after step t; it may be empty. Refuses as `readChoice` and `checkSchedule` do, and steps outside
 * 0 to `mostRates` with RANGE.
 */
std::vector<double> learningRates(const Value& schedule, double learningRate, long steps,
                                  const std::vector<double>& losses);

}  // namespace nablab
