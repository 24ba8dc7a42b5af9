#include "parameterEdit.h"

#include <algorithm>

namespace nablab {

std::optional<std::size_t> parameterIn(const std::string& path) {
  constexpr std::string_view name = "parameters[";
  constexpr std::size_t mostDigits = 9;
  if (path.compare(0, name.size(), name) != 0 || path.back() != ']') return std::nullopt;
  const std::size_t end = path.size() - 1;
  if (end == name.size() || end > name.size() + mostDigits) return std::nullopt;
  std::size_t index = 0;
  for (std::size_t i = name.size(); i < end; ++i) {
    if (path[i] < '0' || path[i] > '9') return std::nullopt;
    index = index * 10 + static_cast<std::size_t>(path[i] - '0');
  }
  return index;
}

ParameterPlan parameterPlanOf(const Experiment& experiment) {
  ParameterPlan plan;
  if (experiment.objective) {
    plan.add(0, "point", {2});
    return plan;
  }
  Shape shape = inputShapeOf(experiment);
  for (std::size_t i = 0; i < experiment.layers.size(); ++i)
    std::visit(
        [&](const auto& layer) {
          layer.declare(plan, static_cast<int>(i), shape);
          shape = layer.outputShape(shape);
        },
        experiment.layers[i]);
  return plan;
}

void checkParameter(const Experiment& experiment, const std::string& path, std::size_t index, const Value& value) {
  const std::size_t count = parameterPlanOf(experiment).size();
  if (index >= count)
    throw Refusal("PATH_UNKNOWN", shortText(path), "unknown",
                  "parameters[0] to parameters[" + std::to_string(count - 1) + "]");
  // Far beyond what any network learns, and still a number in single precision.
  readNumber(value, path, {-1e30, 1e30}, false);
}

bool sameParameters(const Experiment& a, const Experiment& b) {
  const ParameterPlan first = parameterPlanOf(a), second = parameterPlanOf(b);
  const auto same = [](const Tensor& x, const Tensor& y) { return x.name == y.name && x.shape == y.shape; };
  return std::equal(first.tensors().begin(), first.tensors().end(), second.tensors().begin(), second.tensors().end(),
                    same);
}

}  // namespace nablab
