#include "rules.h"

#include "../runCopy.h"

namespace nablab {

BeforeTraining findBeforeTraining(const Experiment& experiment, const Sources& sources) {
  BeforeTraining found;
  if (experiment.objective) return found;
  Run<double> run(endless(experiment), prepareData<double>(experiment, sources));
  if (run.data().rowsOf(Part::training).empty()) return found;
  found.start = lookAtStart(run);
  const Preparation preparation{experiment, run.data(), sources, found.start};
  forEachKind<Rule>([&](const auto& rule) {
    if constexpr (requires { rule.look(preparation, found.findings); }) rule.look(preparation, found.findings);
  });
  return found;
}

void findWhileTraining(const Course& course, std::vector<Finding>& findings) {
  forEachKind<Rule>([&](const auto& rule) {
    if constexpr (requires { rule.watch(course, findings); }) rule.watch(course, findings);
  });
}

}  // namespace nablab
