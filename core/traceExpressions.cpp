#include "traceExpressions.h"

namespace nablab {

namespace {

/** The first row for a formula whose condition holds is taken. */
struct ExpressionRow {
  std::string_view formula;
  /** Knobs, told apart by blanks, that must not be zero, false or empty; an expression of "" says that there is none.
   */
  std::string_view when;
  std::string_view expression;
};

#define NABLAB_SMOOTHED "((1 - labelSmoothing) * target + labelSmoothing / 2)"
#define NABLAB_SPREAD "((1 - labelSmoothing) * target + labelSmoothing / K)"
#define NABLAB_WEIGHTED "sum(sampleWeight * sampleLoss) / sum(sampleWeight)"
#define NABLAB_SURE "sigmoid((2 * target - 1) * output)"
#define NABLAB_BALANCED "(balance * target + (1 - balance) * (1 - target))"
#define NABLAB_SHARE "sum(target2 * exp(output2)) / sum(exp(output2))"
#define NABLAB_ADAM_STEP "r * (m' / (1 - beta1^(t + 1))) / (sqrt(v' / (1 - beta2^(t + 1))) + epsilon)"
#define NABLAB_MU "beta1 * (1 - 0.96^((t + 1) * momentumDecay) / 2)"
#define NABLAB_NEXT_MU "beta1 * (1 - 0.96^((t + 2) * momentumDecay) / 2)"

constexpr ExpressionRow expressionRows[] = {
    {"layers.dense.output", "", "sum(weight * input) + bias"},
    {"layers.dense.inputGradient", "", "sum(weight * outputGradient)"},
    {"layers.dense.weight.gradient", "", "sum(input * outputGradient)"},
    {"layers.dense.bias.gradient", "", "sum(outputGradient)"},
    {"layers.conv2d.output", "", "sum(weight * input) + bias"},
    {"layers.conv2d.inputGradient", "", "sum(weight * outputGradient)"},
    {"layers.conv2d.weight.gradient", "", "sum(input * outputGradient)"},
    {"layers.conv2d.bias.gradient", "", "sum(outputGradient)"},
    {"layers.maxPooling2d.output", "", "greatest(input)"},
    {"layers.maxPooling2d.inputGradient", "", "sum(where(input = output, outputGradient, 0))"},
    {"layers.averagePooling2d.output", "", "mean(input)"},
    {"layers.averagePooling2d.inputGradient", "", "sum(outputGradient) / size^2"},
    {"layers.flatten.output", "", "input"},
    {"layers.flatten.inputGradient", "", "outputGradient"},
    {"layers.dropout.output", "", "input * drawn"},
    {"layers.dropout.inputGradient", "", "outputGradient * drawn"},
    {"layers.gaussianNoise.output", "", "input + drawn"},
    {"layers.gaussianNoise.inputGradient", "", "outputGradient"},
    {"layers.residual.output", "", "input + earlier"},
    {"layers.residual.inputGradient", "", "outputGradient"},
    {"layers.batchNormalization.mean", "", "mean(input)"},
    {"layers.batchNormalization.scale", "", "1 / sqrt(mean((input - mean)^2) + epsilon)"},
    {"layers.batchNormalization.output", "", "(input - mean) * scale * gamma + beta"},
    {"layers.batchNormalization.gamma.gradient", "", "sum((input - mean) * outputGradient) * scale"},
    {"layers.batchNormalization.beta.gradient", "", "sum(outputGradient)"},
    {"layers.batchNormalization.inputGradient", "",
     "scale * gamma * (outputGradient - beta.gradient / N - (input - mean) * scale * gamma.gradient / N)"},
    {"layers.batchNormalization.runningMean.next", "", "(1 - momentum) * runningMean + momentum * mean"},
    {"layers.batchNormalization.runningVariance.next", "",
     "(1 - momentum) * runningVariance + momentum * sum((input - mean)^2) / (N - 1)"},
    {"layers.layerNormalization.mean", "", "mean(input)"},
    {"layers.layerNormalization.scale", "", "1 / sqrt(mean((input - mean)^2) + epsilon)"},
    {"layers.layerNormalization.output", "", "(input - mean) * scale * gamma + beta"},
    {"layers.layerNormalization.gamma.gradient", "", "sum((input - mean) * scale * outputGradient)"},
    {"layers.layerNormalization.beta.gradient", "", "sum(outputGradient)"},
    {"layers.layerNormalization.inputGradient", "",
     "scale * (gamma * outputGradient - mean(gamma2 * outputGradient2) - (input - mean) * scale^2 * mean(gamma2 * "
     "outputGradient2 * (input2 - mean)))"},

    {"activations.linear.output", "", "input"},
    {"activations.linear.inputGradient", "", "outputGradient"},
    {"activations.sigmoid.output", "", "1 / (1 + exp(-input))"},
    {"activations.sigmoid.inputGradient", "", "output * (1 - output) * outputGradient"},
    {"activations.tanh.output", "", "tanh(input)"},
    {"activations.tanh.inputGradient", "", "(1 - output^2) * outputGradient"},
    {"activations.hardTanh.output", "", "max(-1, min(1, input))"},
    {"activations.hardTanh.inputGradient", "", "where(abs(input) < 1, 1, 0) * outputGradient"},
    {"activations.step.output", "", "where(input > 0, 1, 0)"},
    {"activations.step.inputGradient", "", "0 * outputGradient"},
    {"activations.relu.output", "", "max(0, input)"},
    {"activations.relu.inputGradient", "", "where(input > 0, 1, 0) * outputGradient"},
    {"activations.leakyRelu.output", "", "where(input > 0, input, slope * input)"},
    {"activations.leakyRelu.inputGradient", "", "where(input > 0, 1, slope) * outputGradient"},
    {"activations.prelu.output", "", "where(input > 0, input, slope * input)"},
    {"activations.prelu.inputGradient", "", "where(input > 0, 1, slope) * outputGradient"},
    {"activations.prelu.slope.gradient", "", "sum(min(0, input) * outputGradient)"},
    {"activations.elu.output", "", "where(input > 0, input, alpha * (exp(input) - 1))"},
    {"activations.elu.inputGradient", "", "where(input > 0, 1, output + alpha) * outputGradient"},
    {"activations.selu.output", "",
     "1.0507009873554805 * where(input > 0, input, 1.6732632423543773 * (exp(input) - 1))"},
    {"activations.selu.inputGradient", "",
     "where(input > 0, 1.0507009873554805, output + 1.7580993408473769) * outputGradient"},
    {"activations.softplus.output", "", "ln(1 + exp(input))"},
    {"activations.softplus.inputGradient", "", "sigmoid(input) * outputGradient"},
    {"activations.silu.output", "", "input * sigmoid(input)"},
    {"activations.silu.inputGradient", "", "(sigmoid(input) + output * (1 - sigmoid(input))) * outputGradient"},
    {"activations.gelu.output", "", "input * (1 + erf(input / sqrt(2))) / 2"},
    {"activations.gelu.inputGradient", "",
     "((1 + erf(input / sqrt(2))) / 2 + input * exp(-input^2 / 2) / sqrt(2 * pi)) * outputGradient"},
    {"activations.mish.output", "", "input * tanh(ln(1 + exp(input)))"},
    {"activations.mish.inputGradient", "",
     "(tanh(ln(1 + exp(input))) + input * (1 - tanh(ln(1 + exp(input)))^2) * sigmoid(input)) * outputGradient"},
    {"activations.softmax.output", "", "exp(input) / sum(exp(input2))"},
    {"activations.softmax.inputGradient", "", "output * (outputGradient - sum(output2 * outputGradient2))"},

    {"losses.meanSquaredError.sampleLoss", "", "sum((output - target)^2) / K"},
    {"losses.meanSquaredError.gradient", "", "2 * (output - target) / (n * K)"},
    {"losses.halfSquaredError.sampleLoss", "", "sum((output - target)^2) / 2"},
    {"losses.halfSquaredError.gradient", "", "(output - target) / n"},
    {"losses.meanAbsoluteError.sampleLoss", "", "sum(abs(output - target)) / K"},
    {"losses.meanAbsoluteError.gradient", "", "sign(output - target) / (n * K)"},
    {"losses.huber.sampleLoss", "",
     "sum(where(abs(output - target) < delta, (output - target)^2 / 2, delta * (abs(output - target) - delta / 2))) / "
     "K"},
    {"losses.huber.gradient", "", "max(-delta, min(delta, output - target)) / (n * K)"},
    {"losses.binaryCrossEntropy.sampleLoss", "labelSmoothing",
     "-sum(" NABLAB_SMOOTHED " * ln(sigmoid(output)) + (1 - " NABLAB_SMOOTHED ") * ln(1 - sigmoid(output))) / K"},
    {"losses.binaryCrossEntropy.sampleLoss", "",
     "-sum(target * ln(sigmoid(output)) + (1 - target) * ln(1 - sigmoid(output))) / K"},
    {"losses.binaryCrossEntropy.gradient", "classWeights labelSmoothing",
     "sampleWeight * (sigmoid(output) - " NABLAB_SMOOTHED ") / (K * sum(sampleWeight2))"},
    {"losses.binaryCrossEntropy.gradient", "classWeights",
     "sampleWeight * (sigmoid(output) - target) / (K * sum(sampleWeight2))"},
    {"losses.binaryCrossEntropy.loss", "classWeights", NABLAB_WEIGHTED},
    {"losses.binaryCrossEntropy.gradient", "labelSmoothing", "(sigmoid(output) - " NABLAB_SMOOTHED ") / (n * K)"},
    {"losses.binaryCrossEntropy.gradient", "", "(sigmoid(output) - target) / (n * K)"},
    {"losses.softmaxCrossEntropy.sampleLoss", "classWeights labelSmoothing",
     "(sum(" NABLAB_SPREAD " * classWeight) * ln(sum(exp(output))) - sum(" NABLAB_SPREAD
     " * classWeight * output)) / sampleWeight"},
    {"losses.softmaxCrossEntropy.gradient", "classWeights labelSmoothing",
     "(exp(output) / sum(exp(output2)) * sum(((1 - labelSmoothing) * target2 + labelSmoothing / K) * classWeight2) "
     "- " NABLAB_SPREAD " * classWeight) / sum(sampleWeight2)"},
    {"losses.softmaxCrossEntropy.gradient", "classWeights",
     "sampleWeight * (exp(output) / sum(exp(output2)) - target) / sum(sampleWeight2)"},
    {"losses.softmaxCrossEntropy.loss", "classWeights", NABLAB_WEIGHTED},
    {"losses.softmaxCrossEntropy.sampleLoss", "labelSmoothing",
     "ln(sum(exp(output))) - sum(" NABLAB_SPREAD " * output)"},
    {"losses.softmaxCrossEntropy.sampleLoss", "", "ln(sum(exp(output))) - sum(target * output)"},
    {"losses.softmaxCrossEntropy.gradient", "labelSmoothing",
     "(exp(output) / sum(exp(output2)) - " NABLAB_SPREAD ") / n"},
    {"losses.softmaxCrossEntropy.gradient", "", "(exp(output) / sum(exp(output2)) - target) / n"},
    {"losses.hinge.sampleLoss", "", "sum(max(0, 1 - target * output)) / K"},
    {"losses.hinge.gradient", "", "where(target * output < 1, -target, 0) / (n * K)"},
    {"losses.focal.sampleLoss", "",
     "-sum(" NABLAB_BALANCED " * (1 - " NABLAB_SURE ")^focusing * ln(" NABLAB_SURE ")) / K"},
    {"losses.focal.gradient", "",
     "(2 * target - 1) * " NABLAB_BALANCED " * (1 - " NABLAB_SURE ")^focusing * (focusing * " NABLAB_SURE
     " * ln(" NABLAB_SURE ") - (1 - " NABLAB_SURE ")) / (n * K)"},
    {"losses.softmaxFocal.sampleLoss", "",
     "-(1 - sum(target * exp(output)) / sum(exp(output)))^focusing * ln(sum(target * exp(output)) / "
     "sum(exp(output)))"},
    {"losses.softmaxFocal.gradient", "classWeights",
     "sampleWeight * (1 - " NABLAB_SHARE ")^focusing * (1 - focusing * " NABLAB_SHARE " * ln(" NABLAB_SHARE
     ") / (1 - " NABLAB_SHARE ")) * (exp(output) / sum(exp(output2)) - target) / sum(sampleWeight2)"},
    {"losses.softmaxFocal.loss", "classWeights", NABLAB_WEIGHTED},
    {"losses.softmaxFocal.gradient", "",
     "(1 - " NABLAB_SHARE ")^focusing * (1 - focusing * " NABLAB_SHARE " * ln(" NABLAB_SHARE ") / (1 - " NABLAB_SHARE
     ")) * (exp(output) / sum(exp(output2)) - target) / n"},
    {"network.objective", "penalized", "loss + sum(penalty)"},
    {"network.objective", "", "loss"},
    {"network.change", "", "next - p"},

    {"regularizers.l1", "", "strength * sum(abs(w))"},
    {"regularizers.l2", "", "strength / 2 * sum(w^2)"},
    {"regularizers.elasticNet", "", "strength * (l1Share * sum(abs(w)) + (1 - l1Share) / 2 * sum(w^2))"},
    {"regularizers.maxNorm.next", "", "w * min(1, limit / sqrt(sum(w2^2)))"},
    {"clippings.value", "", "max(-limit, min(limit, g))"},
    {"clippings.norm", "", "g * min(1, limit / (gradientNorm + 0.000001))"},
    {"clippings.norm.gradientNorm", "", "sqrt(sum(g^2))"},
    {"frozen", "", "p"},

    {"optimizers.gradientDescent.next", "weightDecay", "p - r * (g + weightDecay * p)"},
    {"optimizers.gradientDescent.next", "", "p - r * g"},
    {"optimizers.momentum.v", "weightDecay", "momentum * v + g + weightDecay * p"},
    {"optimizers.momentum.v", "", "momentum * v + g"},
    {"optimizers.momentum.next", "nesterov weightDecay", "p - r * (g + weightDecay * p + momentum * v')"},
    {"optimizers.momentum.next", "nesterov", "p - r * (g + momentum * v')"},
    {"optimizers.momentum.next", "", "p - r * v'"},
    {"optimizers.adagrad.s", "", "s + g^2"},
    {"optimizers.adagrad.next", "", "p - r * g / (sqrt(s') + epsilon)"},
    {"optimizers.rmsprop.s", "", "rho * s + (1 - rho) * g^2"},
    {"optimizers.rmsprop.v", "", "momentum * v + g / (sqrt(s') + epsilon)"},
    {"optimizers.rmsprop.next", "", "p - r * v'"},
    {"optimizers.adadelta.s", "", "rho * s + (1 - rho) * g^2"},
    {"optimizers.adadelta.d", "", "rho * d + (1 - rho) * (sqrt(d + epsilon) / sqrt(s' + epsilon) * g)^2"},
    {"optimizers.adadelta.next", "", "p - r * (sqrt(d + epsilon) / sqrt(s' + epsilon) * g)"},
    {"optimizers.lion.m", "", "beta2 * m + (1 - beta2) * g"},
    {"optimizers.lion.next", "weightDecay", "p - r * (sign(beta1 * m + (1 - beta1) * g) + weightDecay * p)"},
    {"optimizers.lion.next", "", "p - r * sign(beta1 * m + (1 - beta1) * g)"},
    {"optimizers.newton.next", "", "p - r * direction'"},
    {"optimizers.lbfgs.next", "", "p + stepLength * direction'"},
    {"optimizers.adam.next", "", "p - " NABLAB_ADAM_STEP},
    {"optimizers.adamw.next", "weightDecay", "(1 - r * weightDecay) * p - " NABLAB_ADAM_STEP},
    {"optimizers.adamw.next", "", "p - " NABLAB_ADAM_STEP},
    {"optimizers.amsgrad.largest", "", "max(largest, v')"},
    {"optimizers.amsgrad.next", "",
     "p - r * (m' / (1 - beta1^(t + 1))) / (sqrt(largest' / (1 - beta2^(t + 1))) + epsilon)"},
    {"optimizers.adamax.u", "", "max(beta2 * u, abs(g) + epsilon)"},
    {"optimizers.adamax.next", "", "p - r / (1 - beta1^(t + 1)) * m' / u'"},
    {"optimizers.nadam.c", "", NABLAB_MU " * c + 1 - " NABLAB_MU},
    {"optimizers.nadam.next", "",
     "p - r * (" NABLAB_NEXT_MU " * m' / (" NABLAB_NEXT_MU " * c' + 1 - " NABLAB_NEXT_MU ") + (1 - " NABLAB_MU
     ") * g / c') / (sqrt(v' / (1 - beta2^(t + 1))) + epsilon)"},

    // Slopes by coordinate.
    {"objectives.bowl.point.gradient.x", "", "2 * x"},
    {"objectives.bowl.point.gradient.y", "", "2 * y"},
    {"objectives.ravine.point.gradient.x", "", "x"},
    {"objectives.ravine.point.gradient.y", "", "condition * y"},
    {"objectives.saddle.point.gradient.x", "", "2 * x"},
    {"objectives.saddle.point.gradient.y", "", "-2 * y"},
    {"objectives.rosenbrock.point.gradient.x", "", "-2 * (1 - x) - 400 * x * (y - x^2)"},
    {"objectives.rosenbrock.point.gradient.y", "", "200 * (y - x^2)"},
    {"objectives.beale.point.gradient.x", "",
     "2 * ((1.5 - x + x * y) * (y - 1) + (2.25 - x + x * y^2) * (y^2 - 1) + (2.625 - x + x * y^3) * (y^3 - 1))"},
    {"objectives.beale.point.gradient.y", "",
     "2 * x * (1.5 - x + x * y + 2 * y * (2.25 - x + x * y^2) + 3 * y^2 * (2.625 - x + x * y^3))"},
    {"objectives.bowl.loss", "", "x^2 + y^2"},
    {"objectives.ravine.loss", "", "(x^2 + condition * y^2) / 2"},
    {"objectives.saddle.loss", "", "x^2 - y^2"},
    {"objectives.rosenbrock.loss", "", "(1 - x)^2 + 100 * (y - x^2)^2"},
    {"objectives.beale.loss", "", "(1.5 - x + x * y)^2 + (2.25 - x + x * y^2)^2 + (2.625 - x + x * y^3)^2"},
};

/** What most kinds of a family share: by the formula's last part, where a kind has no row of its own. */
struct SharedRow {
  std::string_view family, part, expression;
};
constexpr SharedRow shared[] = {{"losses.", ".loss", "mean(sampleLoss)"},
                                {"objectives.", ".objective", "loss"},
                                {"objectives.", ".gradientNorm", "sqrt(sum(g^2))"},
                                {"optimizers.", ".m", "beta1 * m + (1 - beta1) * g"},
                                {"optimizers.", ".v", "beta2 * v + (1 - beta2) * g^2"}};

#undef NABLAB_SMOOTHED
#undef NABLAB_SPREAD
#undef NABLAB_WEIGHTED
#undef NABLAB_SURE
#undef NABLAB_BALANCED
#undef NABLAB_SHARE
#undef NABLAB_ADAM_STEP
#undef NABLAB_MU
#undef NABLAB_NEXT_MU

bool isSet(const Value* knob) {
  if (!knob) return false;
  if (const bool* flag = knob->flag()) return *flag;
  if (const double* number = knob->number()) return *number != 0;
  return knob->list() && !knob->list()->empty();
}

bool holds(std::string_view condition, const Value& knobs) {
  while (!condition.empty()) {
    const std::size_t end = condition.find(' ');
    if (!isSet(knobs.find(condition.substr(0, end)))) return false;
    condition.remove_prefix(end == std::string_view::npos ? condition.size() : end + 1);
  }
  return true;
}

bool beginsSymbol(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool continuesSymbol(char c) { return beginsSymbol(c) || (c >= '0' && c <= '9') || c == '.' || c == '\''; }

}  // namespace

std::string_view traceExpressionOf(std::string_view formula, const Value& knobs) {
  for (const ExpressionRow& row : expressionRows)
    if (row.formula == formula && holds(row.when, knobs)) return row.expression;
  for (const SharedRow& row : shared)
    if (formula.starts_with(row.family) && formula.ends_with(row.part)) return row.expression;
  return "";
}

std::vector<std::string_view> symbolsIn(std::string_view expression) {
  std::vector<std::string_view> symbols;
  for (std::size_t at = 0; at < expression.size();) {
    if (!beginsSymbol(expression[at])) {
      ++at;
      continue;
    }
    const std::size_t begin = at;
    while (at < expression.size() && continuesSymbol(expression[at])) ++at;
    const std::string_view symbol = expression.substr(begin, at - begin);
    if (at < expression.size() && expression[at] == '(') continue;
    bool known = false;
    for (const std::string_view each : symbols) known = known || each == symbol;
    if (!known) symbols.push_back(symbol);
  }
  return symbols;
}

}  // namespace nablab
