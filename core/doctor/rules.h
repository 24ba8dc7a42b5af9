#pragma once
#include "layerRules.h"
#include "learningRules.h"
#include "preflightRules.h"
#include "startRules.h"

/** The family of diagnosis rules, and what applies them. */
namespace nablab {

using Rule = std::variant<BadValues, UnscaledInputs, UselessFeature, ClassImbalance, LeakyOrPoorSplit, LossHeadMismatch,
                          NoNonlinearity, SymmetricInitialization, InitializationScale, InitialLoss, BiasChoice,
                          ImplausibleLearningRate, DepthOrCapacity, DropoutMisuse, RegularizationSanity, WrongGradient,
                          CannotOverfitBatch, InputIndependent, NotFinite, Diverging, ExplodingGradient,
                          VanishingGradient, DeadUnits, Saturation, UpdateRatio, FrozenParameters, DegenerateWeights,
                          NotLearning, StillImproving, Oscillation, Overfitting, Overtraining, Underfitting,
                          OverRegularized, ConstantOutput, LossMetricDisagree, TrainingEvaluationGap, ClippingTooTight,
                          ConfusedClasses, BatchTooSmall, StepLength, CorruptedLabels, StalledEngine>;
template <>
struct FamilyName<Rule> {
  static constexpr const char* name = "rules";
};

/** What is known before the first step. */
struct BeforeTraining {
  StartLook start;
  std::vector<Finding> findings;
};

/**
 * What the rules that need no training find, in a run of their own at step 0. Nothing where there are no rows. Reads
 * all of the data once per rule.
 */
BeforeTraining findBeforeTraining(const Experiment& experiment, const Sources& sources);

/** Adds what the rules about the checks of a run find. */
void findWhileTraining(const Course& course, std::vector<Finding>& findings);

}  // namespace nablab
