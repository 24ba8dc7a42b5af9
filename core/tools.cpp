#include "tools.h"

#include <algorithm>
#include <cmath>

namespace nablab {

namespace {

Value numberOrNull(double number) { return number - number == 0 ? Value(number) : Value(); }

Value listOf(const std::vector<double>& numbers) { return Value::List(numbers.begin(), numbers.end()); }

Value recordOf(const TensorCheck& tensor) {
  Value record;
  record.set("layer", tensor.layer);
  record.set("name", tensor.name);
  record.set("length", static_cast<double>(tensor.length));
  record.set("compared", static_cast<double>(tensor.compared));
  record.set("kinks", static_cast<double>(tensor.kinks));
  record.set("wrong", static_cast<double>(tensor.wrong));
  record.set("largestAbsolute", numberOrNull(tensor.largestAbsolute));
  record.set("largestRelative", numberOrNull(tensor.largestRelative));
  record.set("worstIndex", static_cast<double>(tensor.worst.index));
  record.set("analytic", numberOrNull(tensor.worst.analytic));
  record.set("numerical", numberOrNull(tensor.worst.numerical));
  return record;
}

Value answer(const GradientCheckTool& settings, Twin& twin, const Path&) {
  const GradientCheck check = checkGradient(twin, settings);
  Value record;
  Value::List tensors;
  for (const TensorCheck& tensor : check.tensors) tensors.push_back(recordOf(tensor));
  record.set("passes", check.passes());
  record.set("suspect", check.suspect);
  record.set("step", static_cast<double>(check.step));
  record.set("samples", check.samples);
  record.set("objective", numberOrNull(check.objective));
  record.set("tensors", tensors);
  return record;
}

Value answer(const RangeTestTool& settings, Twin& twin, const Path&) {
  const RangeTest test = testLearningRates(twin, settings);
  Value record;
  Value::List rates, objectives, smoothed;
  for (const RangeTest::Point& point : test.points) {
    rates.push_back(point.rate);
    objectives.push_back(point.objective);
    smoothed.push_back(point.smoothed);
  }
  record.set("rate", rates);
  record.set("objective", objectives);
  record.set("smoothed", smoothed);
  record.set("lowest", numberOrNull(test.lowest));
  record.set("steepest", numberOrNull(test.steepest));
  record.set("suggested", numberOrNull(test.suggested));
  return record;
}

Value recordOf(const Landscape& landscape) {
  Value record;
  record.set("positions", listOf(landscape.positions));
  record.set("objective", listOf(landscape.objective));
  record.set("path", listOf(landscape.path));
  record.set("explained", Value::List{landscape.explained[0], landscape.explained[1]});
  return record;
}

Value answer(const LineTool& settings, Twin& twin, const Path& path) {
  return recordOf(lineLandscape(twin, settings, path));
}

Value answer(const PlaneTool& settings, Twin& twin, const Path& path) {
  return recordOf(planeLandscape(twin, settings, path));
}

Value answer(const HessianTool&, Twin& twin, const Path&) {
  const Hessian found = hessian(twin);
  Value record;
  record.set("size", found.size);
  record.set("matrix", listOf(found.matrix));
  record.set("eigenvalues", listOf(found.eigenvalues));
  record.set("asymmetry", found.asymmetry);
  return record;
}

Value answer(const EigenvaluesTool& settings, Twin& twin, const Path&) {
  const Spectrum spectrum = extremeEigenvalues(twin, settings.products, settings.seed);
  Value record;
  record.set("eigenvalues", listOf(spectrum.eigenvalues));
  record.set("residuals", listOf(spectrum.residuals));
  record.set("products", spectrum.steps);
  const StableRate stable = stableRateOf(twin.run(), spectrum.eigenvalues.front());
  record.set("learningRate", stable.inForce);
  record.set("bound", numberOrNull(stable.bound));
  record.set("stableRate", numberOrNull(stable.highest));
  record.set("stableKnob", numberOrNull(stable.knob));
  return record;
}

Value answer(const HessianTraceTool& settings, Twin& twin, const Path&) {
  const TraceEstimate estimate = estimateTrace(twin, settings.products, settings.seed);
  Value record;
  record.set("trace", numberOrNull(estimate.trace));
  record.set("standardError", numberOrNull(estimate.standardError));
  return record;
}

Value answer(const SaliencyTool& settings, Twin& twin, const Path&) {
  const Saliency saliency = measureSaliency(twin, settings);
  const Shape shape = twin.run().network.inputShape(0);
  const auto channels = static_cast<std::size_t>(shape.channels), places = saliency.inputs.size() / channels;
  // Of an image the strongest of a place's channels; inputs that form none are places of their own.
  std::vector<double> products, magnitudes(places > 1 ? places : channels);
  for (std::size_t i = 0; i < saliency.inputs.size(); ++i) {
    products.push_back(saliency.inputs[i] * saliency.gradients[i]);
    double& strongest = magnitudes[places > 1 ? i / channels : i];
    strongest = std::max(strongest, std::fabs(saliency.gradients[i]));
  }
  Value record;
  Value::List names;
  for (const std::string& name : twin.run().data().features) names.push_back(name);
  record.set("row", saliency.row);
  record.set("output", saliency.output);
  record.set("value", numberOrNull(saliency.value));
  record.set("height", shape.height);
  record.set("width", shape.width);
  record.set("channels", shape.channels);
  record.set("names", names);
  record.set("inputs", listOf(saliency.inputs));
  record.set("gradients", listOf(saliency.gradients));
  record.set("magnitudes", listOf(magnitudes));
  record.set("products", listOf(products));
  return record;
}

Value recordOf(double loss, double accuracy) {
  Value record;
  record.set("loss", numberOrNull(loss));
  record.set("accuracy", numberOrNull(accuracy));
  return record;
}

Value answer(const KnockOutTool&, Twin& twin, const Path&) {
  const KnockOut found = knockOutUnits(twin);
  Value::List units;
  for (const KnockedOut& each : found.units) {
    Value unit = recordOf(each.loss, each.accuracy);
    unit.set("layer", each.layer);
    unit.set("unit", each.unit);
    unit.set("lossRise", numberOrNull(each.loss - found.whole.loss));
    unit.set("accuracyFall", numberOrNull(found.whole.accuracy - each.accuracy));
    units.push_back(unit);
  }
  Value record;
  record.set("part", OptionNames<AskedPart>::names[static_cast<std::size_t>(found.part)]);
  record.set("rows", found.whole.rows);
  record.set("whole", recordOf(found.whole.loss, found.whole.accuracy));
  record.set("units", units);
  return record;
}

Value recordOf(const Fidelity& fidelity) {
  if (fidelity.rows == 0) return {};
  Value record;
  record.set("rows", fidelity.rows);
  record.set("value", numberOrNull(fidelity.value));
  record.set("defined", fidelity.defined);
  return record;
}

Value answer(const SurrogateTool& settings, Twin& twin, const Path&) {
  const Surrogate surrogate = fitSurrogate(twin, settings);
  const std::vector<std::string>& names = twin.run().data().raw.inputNames;
  Value::List nodes;
  for (const TreeNode& node : surrogate.nodes) {
    Value each;
    const auto input = static_cast<std::size_t>(std::max(0, node.input));
    each.set("input", node.input);
    each.set("name", node.input >= 0 && input < names.size() ? names[input] : std::string());
    each.set("threshold", node.threshold);
    each.set("below", node.below);
    each.set("above", node.above);
    each.set("answer", numberOrNull(node.answer));
    each.set("rows", node.rows);
    each.set("share", node.share);
    nodes.push_back(each);
  }
  Value record;
  record.set("nodes", nodes);
  record.set("training", recordOf(surrogate.training));
  record.set("validation", recordOf(surrogate.validation));
  return record;
}

Value answer(const WorstSamplesTool& settings, Twin& twin, const Path&) {
  Value::List lists;
  for (const std::vector<WorstSample>& list : worstSamples(twin, settings)) {
    Value::List samples;
    for (const WorstSample& each : list) {
      Value sample;
      sample.set("row", each.row);
      sample.set("decided", each.decided);
      sample.set("loss", numberOrNull(each.loss));
      samples.push_back(sample);
    }
    lists.push_back(samples);
  }
  Value record;
  record.set("part", OptionNames<AskedPart>::names[static_cast<std::size_t>(settings.part)]);
  record.set("byClass", lists);
  return record;
}

}  // namespace

Value useTool(const Value& document, Twin& twin, const Path& path) {
  Tool tool;
  readChoice(familySpec<Tool>(), &tool, document, "tool");
  return std::visit([&](const auto& kind) { return answer(kind, twin, path); }, tool);
}

}  // namespace nablab
