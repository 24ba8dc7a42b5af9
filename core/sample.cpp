#include "sample.h"

#include <algorithm>
#include <cmath>

#include "report.h"

namespace nablab {

namespace {

/** Whether output u of a layer depends on nothing but input u, or on all others in the same way. */
bool keepsUnits(const Layer& layer, const LayerSummary& summary) {
  return summary.inputs == summary.outputs && !std::holds_alternative<Conv2d>(layer) &&
         !std::holds_alternative<MaxPooling2d>(layer) && !std::holds_alternative<AveragePooling2d>(layer);
}

/** Where a layer's tensor of that name begins among the parameters. */
template <class Real>
std::size_t offsetOf(const Run<Real>& run, int layer, const char* name) {
  for (const Tensor& tensor : run.network.plan().tensors())
    if (tensor.layer == layer && tensor.name == name) return tensor.offset;
  return 0;
}

template <class Real>
PathStep stepOf(const Run<Real>& run, const LayerSummary& summary, const float* inputs, int unit) {
  const Real* weights = &run.network.parameters[offsetOf(run, summary.index, "weight")];
  PathStep step{summary.index,
                unit,
                static_cast<double>(
                    run.network.parameters[offsetOf(run, summary.index, "bias") + static_cast<std::size_t>(unit)]),
                {}};
  for (int from = 0; from < summary.inputs; ++from) {
    const auto activation = static_cast<double>(inputs[from]);
    const auto weight = static_cast<double>(weights[from * summary.outputs + unit]);
    step.strongest.push_back({from, activation, weight, activation * weight});
  }
  std::stable_sort(step.strongest.begin(), step.strongest.end(), [](const Contribution& a, const Contribution& b) {
    return std::fabs(a.product) > std::fabs(b.product);
  });
  step.strongest.resize(std::min(step.strongest.size(), mostContributions));
  return step;
}

Value valueOf(const std::vector<PathStep>& path) {
  Value::List steps;
  for (const PathStep& step : path) {
    Value::List strongest;
    for (const Contribution& each : step.strongest) {
      Value contribution;
      contribution.set("from", each.from);
      contribution.set("activation", each.activation);
      contribution.set("weight", each.weight);
      contribution.set("product", each.product);
      strongest.push_back(contribution);
    }
    Value record;
    record.set("layer", step.layer);
    record.set("unit", step.unit);
    record.set("bias", step.bias);
    record.set("strongest", strongest);
    steps.push_back(record);
  }
  return steps;
}

template <class Numbers>
Value listOf(const Numbers& numbers) {
  Value::List list;
  for (const auto number : numbers) list.push_back(static_cast<double>(number));
  return list;
}

/** By class; null where the loss gives no probabilities. */
Value probabilitiesOf(const Loss& loss, int classes, const std::vector<double>& outputs) {
  if (classes == 0 || linkOf(loss) == Link::identity) return {};
  if (outputs.size() == 1) return Value::List{1 - outputs[0], outputs[0]};
  return listOf(outputs);
}

void checkRow(const std::vector<double>& raw, int inputs) {
  if (raw.size() != static_cast<std::size_t>(inputs))
    throw Refusal("SIZE", "sample", std::to_string(raw.size()) + " numbers", std::to_string(inputs) + " numbers");
  for (std::size_t i = 0; i < raw.size(); ++i)
    if (raw[i] - raw[i] != 0)
      throw Refusal("RANGE", "sample[" + std::to_string(i) + "]", textOf(raw[i]), "finite numbers");
}

}  // namespace

template <class Real>
std::vector<PathStep> strongestPath(const Run<Real>& run, const std::vector<float>& activations, int output) {
  const std::vector<LayerSummary> layers = layerSummaries(run);
  std::vector<PathStep> path;
  int unit = output;
  for (std::size_t i = layers.size(); i-- > 0;) {
    const Layer& layer = run.network.layers()[i];
    if (std::holds_alternative<Dense>(layer)) {
      path.push_back(stepOf(run, layers[i],
                            &activations[static_cast<std::size_t>(layers[i].unitOffset - layers[i].inputs)], unit));
      unit = path.back().strongest[0].from;
    } else if (!keepsUnits(layer, layers[i]))
      break;
  }
  return path;
}

template <class Real>
Value classifySample(Run<Real>& run, const std::vector<double>& raw) {
  const PreparedData<Real>& data = run.data();
  checkRow(raw, data.raw.inputs());
  const Loss& loss = run.experiment().loss;
  const int classes = data.raw.task.classes;
  const std::vector<double> shown = shownRow(run.experiment(), data, raw);
  const std::vector<float> units = activations(run, shown);
  std::vector<double> outputs = evaluate(run, 1, data.networkRow(shown));
  const int count = static_cast<int>(outputs.size());
  const int decided = classes > 0 ? decidedClass(loss, outputs.data(), count) : -1;
  std::vector<double> padded(outputs.size() * lanes);
  for (std::size_t i = 0; i < outputs.size(); ++i) padded[i * lanes] = outputs[i];
  applyLink(linkOf(loss), padded.data(), count, lanes);
  for (std::size_t i = 0; i < outputs.size(); ++i) outputs[i] = padded[i * lanes];
  Value record;
  record.set("shown", listOf(shown));
  record.set("activations", listOf(units));
  record.set("outputs", listOf(outputs));
  record.set("probabilities", probabilitiesOf(loss, classes, outputs));
  record.set("decided", decided);
  record.set("path", valueOf(strongestPath(run, units, count > 1 ? std::max(0, decided) : 0)));
  return record;
}

template std::vector<PathStep> strongestPath(const Run<NABLAB_REAL>&, const std::vector<float>&, int);
template Value classifySample(Run<NABLAB_REAL>&, const std::vector<double>&);

}  // namespace nablab
