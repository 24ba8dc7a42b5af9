#include <algorithm>
#include <cmath>

#include "../math/functions.h"
#include "changes.h"
#include "startRules.h"

/** Rules about how layers and loss fit each other. */
namespace nablab {

namespace {

/** The range of what an activation puts out. */
struct Reach {
  double low, high;
};

constexpr double infinite = std::numeric_limits<double>::infinity();

Reach reachOf(const Activation& function) {
  if (std::holds_alternative<Sigmoid>(function) || std::holds_alternative<Softmax>(function) ||
      std::holds_alternative<Step>(function))
    return {0, 1};
  if (std::holds_alternative<Tanh>(function) || std::holds_alternative<HardTanh>(function)) return {-1, 1};
  if (std::holds_alternative<Relu>(function) || std::holds_alternative<Softplus>(function)) return {0, infinite};
  return {-infinite, infinite};
}

const ActivationLayer* lastActivation(const Experiment& experiment) {
  return experiment.layers.empty() ? nullptr : std::get_if<ActivationLayer>(&experiment.layers.back());
}

bool hasWeights(const Layer& layer) {
  return std::holds_alternative<Dense>(layer) || std::holds_alternative<Conv2d>(layer);
}

void removeLast(Experiment& changed) { changed.layers.pop_back(); }

/** The loss that suits classes and the number of outputs that there are. */
void suitLoss(Experiment& changed, int outputs) {
  changed.loss = outputs == 1 ? Loss{BinaryCrossEntropy{}} : Loss{SoftmaxCrossEntropy{}};
}

}  // namespace

void LossHeadMismatch::look(const Preparation& seen, std::vector<Finding>& findings) const {
  const Experiment& experiment = seen.experiment;
  const Link link = linkOf(experiment.loss);
  const bool classes = seen.data.raw.task.classes > 0;
  const ActivationLayer* last = lastActivation(experiment);
  const Reach reach = last ? reachOf(last->function) : Reach{-infinite, infinite};
  const int layer = static_cast<int>(experiment.layers.size()) - 1;
  if (link != Link::identity && (reach.low > -infinite || reach.high < infinite)) {
    Finding finding{key, reach.high < infinite ? "doubleLink" : "halfLink", Severity::error};
    finding.layer = layer;
    finding.evidence = {{"low", reach.low}};
    if (reach.high < infinite) finding.evidence.emplace_back("high", reach.high);
    offer(finding, "removeLast", "layers", experiment, removeLast);
    findings.push_back(finding);
  }
  if (classes && link == Link::identity && !std::holds_alternative<Hinge>(experiment.loss)) {
    // The median of targets that are mostly 0 is 0: absolute errors of several classes come to rest there.
    const bool comesToRest = std::holds_alternative<MeanAbsoluteError>(experiment.loss) && seen.data.outputs > 2;
    Finding finding{key, "squaredForClasses", comesToRest ? Severity::warning : Severity::hint};
    offer(finding, "crossEntropy", "loss", experiment,
          [&](Experiment& changed) { suitLoss(changed, seen.data.outputs); });
    findings.push_back(finding);
  }
  if (last && (!classes || std::holds_alternative<Hinge>(experiment.loss)))
    lookAtTargets(seen, last->function, findings);
}

void LossHeadMismatch::lookAtTargets(const Preparation& seen, const Activation& last,
                                     std::vector<Finding>& findings) const {
  const Reach reach = reachOf(last);
  const std::vector<double>& y = seen.data.raw.y;
  const bool classes = seen.data.raw.task.classes > 0;
  const auto outside = std::count_if(y.begin(), y.end(), [&](double label) {
    // The hinge wants −1 and 1.
    const double target = !classes ? label : label > 0 ? 1 : -1;
    return target < reach.low || target > reach.high;
  });
  if (outside == 0) return;
  Finding finding{key, reach.high < infinite ? "boundedOutput" : "halfOutput", Severity::error};
  finding.layer = static_cast<int>(seen.experiment.layers.size()) - 1;
  finding.evidence = {{"count", static_cast<double>(outside)},
                      {"share", static_cast<double>(outside) / static_cast<double>(y.size())},
                      {"low", reach.low}};
  if (reach.high < infinite) finding.evidence.emplace_back("high", reach.high);
  offer(finding, "removeLast", "layers", seen.experiment, removeLast);
  findings.push_back(finding);
}

void NoNonlinearity::look(const Preparation& seen, std::vector<Finding>& findings) const {
  const std::vector<Layer>& layers = seen.experiment.layers;
  int hidden = 0, collapsed = 0, first = -1;
  bool bent = true;
  for (std::size_t i = 0; i < layers.size(); ++i) {
    if (hasWeights(layers[i])) {
      ++hidden;
      if (!bent && ++collapsed == 1) first = static_cast<int>(i);
      bent = false;
    }
    const auto* activation = std::get_if<ActivationLayer>(&layers[i]);
    bent = bent || (activation && !std::holds_alternative<Linear>(activation->function)) ||
           std::holds_alternative<MaxPooling2d>(layers[i]) || std::holds_alternative<LayerNormalization>(layers[i]);
  }
  if (collapsed == 0) return;
  Finding finding{key, "collapsed", collapsed + 1 == hidden ? Severity::warning : Severity::hint};
  finding.layer = first;
  finding.evidence = {{"count", collapsed}, {"layers", hidden}};
  offer(finding, "addActivation", "layers", seen.experiment, [](Experiment& changed) {
    std::vector<Layer> bentLayers;
    for (std::size_t i = 0; i < changed.layers.size(); ++i) {
      Layer layer = changed.layers[i];
      if (auto* activation = std::get_if<ActivationLayer>(&layer); activation && i + 1 < changed.layers.size())
        if (std::holds_alternative<Linear>(activation->function)) activation->function = Tanh{};
      bentLayers.push_back(layer);
      if (i + 1 < changed.layers.size() && hasWeights(layer) && hasWeights(changed.layers[i + 1]))
        bentLayers.emplace_back(ActivationLayer{});
    }
    changed.layers = bentLayers;
  });
  findings.push_back(finding);
}

void BiasChoice::look(const Preparation& seen, std::vector<Finding>& findings) const {
  const std::vector<Layer>& layers = seen.experiment.layers;
  for (std::size_t i = 0; i + 1 < layers.size(); ++i) {
    const Dense* dense = std::get_if<Dense>(&layers[i]);
    const Constant* bias = dense ? std::get_if<Constant>(&dense->biasInitializer) : nullptr;
    const bool normalized = std::holds_alternative<BatchNormalization>(layers[i + 1]);
    if (!bias || bias->value == 0 || (!normalized && std::fabs(bias->value) <= largestBias)) continue;
    Finding finding{key, normalized ? "normalized" : "hidden", Severity::hint};
    finding.layer = static_cast<int>(i);
    finding.evidence = {{"bias", bias->value}};
    offerInitializers(finding, seen.experiment);
    findings.push_back(finding);
    break;
  }
  lookAtOutput(seen, findings);
}

void BiasChoice::lookAtOutput(const Preparation& seen, std::vector<Finding>& findings) const {
  const std::vector<Layer>& layers = seen.experiment.layers;
  const Dense* last = layers.empty() ? nullptr : std::get_if<Dense>(&layers.back());
  if (!last || !std::holds_alternative<BinaryCrossEntropy>(seen.experiment.loss) || seen.data.outputs != 1 ||
      !std::holds_alternative<Zeros>(last->biasInitializer))
    return;
  const std::vector<int>& rows = seen.data.rowsOf(Part::training);
  const auto ones = static_cast<double>(std::count_if(
      rows.begin(), rows.end(), [&](int row) { return seen.data.raw.y[static_cast<std::size_t>(row)] > 0.5; }));
  const double zeros = static_cast<double>(rows.size()) - ones, ratio = std::max(ones, zeros) / std::min(ones, zeros);
  if (!(ratio > skewedRatio) || ratio - ratio != 0) return;
  Finding finding{key, "output", Severity::hint};
  finding.layer = static_cast<int>(layers.size()) - 1;
  const double bias = logarithm(ones / zeros);
  finding.evidence = {{"ratio", ratio}, {"bias", bias}};
  offer(finding, "outputBias", "layers", seen.experiment, [&](Experiment& changed) {
    std::get<Dense>(changed.layers.back()).biasInitializer = Constant{significant(bias, 2)};
  });
  findings.push_back(finding);
}

void DepthOrCapacity::look(const Preparation& seen, std::vector<Finding>& findings) const {
  int sigmoids = 0, tangents = 0;
  bool helped = false;
  for (std::size_t i = 0; i + 1 < seen.experiment.layers.size(); ++i) {
    const Layer& layer = seen.experiment.layers[i];
    helped = helped || std::holds_alternative<BatchNormalization>(layer) ||
             std::holds_alternative<LayerNormalization>(layer) || std::holds_alternative<Residual>(layer);
    if (const auto* activation = std::get_if<ActivationLayer>(&layer)) {
      sigmoids += std::holds_alternative<Sigmoid>(activation->function);
      tangents += std::holds_alternative<Tanh>(activation->function);
    }
  }
  if (!helped && (sigmoids > sigmoidDepth || tangents > tanhDepth)) {
    // Each of them passes a quarter of the gradient on at most: of twice as many as advised, nothing is left.
    Finding finding{key, "depth", sigmoids > 2 * sigmoidDepth ? Severity::warning : Severity::hint};
    finding.evidence = {{"count", std::max(sigmoids, tangents)},
                        {"highest", sigmoids > sigmoidDepth ? sigmoidDepth : tanhDepth}};
    offerLeakyRelu(finding, seen.experiment);
    offerBatchNormalization(finding, seen.experiment);
    findings.push_back(finding);
  }
  double parameters = 0;
  for (const LayerStart& layer : seen.start.layers) parameters += static_cast<double>(layer.weights);
  const double perRow = parameters / static_cast<double>(seen.data.rowsOf(Part::training).size());
  if (perRow <= parametersPerRow) return;
  Finding finding{key, "capacity", Severity::hint};
  finding.evidence = {{"weights", parameters}, {"ratio", perRow}};
  offerUnits(finding, "fewerUnits", seen.experiment, 0.5);
  findings.push_back(finding);
}

void DropoutMisuse::look(const Preparation& seen, std::vector<Finding>& findings) const {
  const std::vector<Layer>& layers = seen.experiment.layers;
  for (std::size_t i = 0; i < layers.size(); ++i) {
    const Dropout* dropout = std::get_if<Dropout>(&layers[i]);
    if (!dropout || dropout->rate == 0) continue;
    const bool normalizes = i + 1 < layers.size() && std::holds_alternative<BatchNormalization>(layers[i + 1]);
    const char* aspect = i + 1 == layers.size()           ? "output"
                         : dropout->rate > highestDropout ? "rate"
                         : normalizes                     ? "beforeNormalization"
                                                          : nullptr;
    if (!aspect) continue;
    Finding finding{key, aspect, normalizes ? Severity::hint : Severity::warning};
    finding.layer = static_cast<int>(i);
    finding.evidence = {{"rate", dropout->rate}};
    if (dropout->rate > highestDropout) offerDropout(finding, "lessDropout", seen.experiment, 0.2);
    offerDropout(finding, "noDropout", seen.experiment, 0);
    findings.push_back(finding);
    return;
  }
  for (std::size_t i = 0; i < layers.size(); ++i) {
    const GaussianNoise* noise = std::get_if<GaussianNoise>(&layers[i]);
    if (!noise || noise->deviation <= highestNoise) continue;
    Finding finding{key, "noise", Severity::warning};
    finding.layer = static_cast<int>(i);
    finding.evidence = {{"deviation", noise->deviation}};
    offer(finding, "lessNoise", "layers", seen.experiment, [](Experiment& changed) {
      for (Layer& layer : changed.layers)
        if (GaussianNoise* each = std::get_if<GaussianNoise>(&layer)) each->deviation = GaussianNoise{}.deviation;
    });
    findings.push_back(finding);
    return;
  }
}

}  // namespace nablab
