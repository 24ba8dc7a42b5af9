#include "tools.h"

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
  return record;
}

Value answer(const HessianTraceTool& settings, Twin& twin, const Path&) {
  const TraceEstimate estimate = estimateTrace(twin, settings.products, settings.seed);
  Value record;
  record.set("trace", numberOrNull(estimate.trace));
  record.set("standardError", numberOrNull(estimate.standardError));
  return record;
}

}  // namespace

Value useTool(const Value& document, Twin& twin, const Path& path) {
  Tool tool;
  readChoice(familySpec<Tool>(), &tool, document, "tool");
  return std::visit([&](const auto& kind) { return answer(kind, twin, path); }, tool);
}

}  // namespace nablab
