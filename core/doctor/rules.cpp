#include "rules.h"

namespace nablab {

std::vector<Finding> findBeforeTraining(const Preparation& preparation) {
  std::vector<Finding> findings;
  if (preparation.data.rowsOf(Part::training).empty()) return findings;
  forEachKind<Rule>([&](const auto& rule) {
    if constexpr (requires { rule.look(preparation, findings); }) rule.look(preparation, findings);
  });
  return findings;
}

}  // namespace nablab
