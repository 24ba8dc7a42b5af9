#include <algorithm>
#include <set>

#include "bench/doctor/corpus.h"
#include "tests/core/support.h"

namespace nablab::corpus {
namespace {

/** One run of every fault, in small configurations of the learning part by turns, and their healthy twins. */
std::vector<Case> sample(const std::vector<Plan>& plans) {
  const std::vector<Case> all = casesOf(plans, false, {1, 1, 0}, "");
  std::vector<Case> chosen;
  std::size_t turn = 0;
  for (const Fault& fault : allFaults()) {
    std::vector<const Case*> fitting;
    for (const Case& each : all)
      if (each.fault == &fault) fitting.push_back(&each);
    if (!fitting.empty()) chosen.push_back(*fitting[turn++ % fitting.size()]);
  }
  for (const Case& each : all)
    if (!each.fault) chosen.push_back(each);
  return chosen;
}

TEST_CASE("of a sample of the corpus as many headlines are right as ever, and no healthy run has an alarm",
          "[doctor][sample]") {
  const std::set<std::string> small{"xorTanhAdam", "circleReluDescent", "gaussiansSigmoidAdam", "planeTanhAdam"};
  std::vector<Plan> plans = readPlans();
  std::erase_if(plans, [&](const Plan& plan) { return small.count(plan.name) == 0; });
  REQUIRE(plans.size() == small.size());
  std::vector<Case> cases = sample(plans);
  runAll(cases, [](std::size_t) {});
  int right = 0;
  std::string wrong;
  for (const Case& each : cases) {
    if (!each.fault) {
      INFO(each.plan->name);
      CHECK(each.reachesReference());
      CHECK(!each.verdict.alarms());
    } else if (each.suffers() && each.isRight()) {
      ++right;
    } else if (each.suffers()) {
      wrong += std::string(each.fault->key) + " in " + each.plan->name + ": " + each.verdict.headline + "\n";
    }
  }
  INFO(wrong);
  // All that suffer. Whoever makes the doctor better may not lose one of them.
  CHECK(right >= 18);
}

}  // namespace
}  // namespace nablab::corpus
