#pragma once
#include <optional>
#include <string>
#include <vector>

#include "experiment.h"

/** Parameters that a person sets by hand while a run is under way: entries of its log like turned knobs. */
namespace nablab {

/** Which parameter a path such as "parameters[17]" names; nothing for every other path. */
std::optional<std::size_t> parameterIn(const std::string& path);

/** Name and shape of everything that the network of an experiment learns, in order. */
ParameterPlan parameterPlanOf(const Experiment& experiment);

/** Refuses with PATH_UNKNOWN a parameter that the experiment has not, with TYPE or RANGE what is no finite number. */
void checkParameter(const Experiment& experiment, const std::string& path, std::size_t index, const Value& value);

/** Whether both learn the same tensors, so that a parameter's number means the same in both. */
bool sameParameters(const Experiment& a, const Experiment& b);

}  // namespace nablab
