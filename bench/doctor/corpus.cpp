#include "corpus.h"

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <thread>

namespace nablab::corpus {

namespace {

/** A healthy run and its faulty twins: what one thread does at once. */
struct Twins {
  Case* healthy = nullptr;
  std::vector<Case*> faulty;
};

std::vector<Twins> twinsOf(std::vector<Case>& cases) {
  std::map<std::pair<const Plan*, unsigned>, Twins> groups;
  std::vector<Twins> ordered;
  for (Case& each : cases) {
    Twins& group = groups[{each.plan, each.number}];
    if (each.fault)
      group.faulty.push_back(&each);
    else
      group.healthy = &each;
  }
  for (auto& [key, group] : groups) ordered.push_back(std::move(group));
  // The longest first, so that no thread is left alone with one at the end.
  std::stable_sort(ordered.begin(), ordered.end(),
                   [](const Twins& a, const Twins& b) { return a.healthy->plan->steps > b.healthy->plan->steps; });
  return ordered;
}

void work(const Twins& twins) {
  TrainedRun healthy = train(*twins.healthy->plan, nullptr, twins.healthy->number);
  twins.healthy->metric = twins.healthy->twin = healthy.metric;
  twins.healthy->verdict = diagnose(healthy);
  for (Case* each : twins.faulty) {
    Plan plan = *each->plan;
    each->fault->apply(plan);
    TrainedRun run = train(plan, each->fault, each->number);
    const PreparedData<float>& rows = healthy.session->run().data();
    each->metric = each->fault->judgedOnTwin ? metricOn(run.session->run(), rows) : run.metric;
    each->twin = healthy.metric;
    each->verdict = diagnose(run);
    if (each->isTreated && each->hasReferenceTwin() && each->suffers()) heal(run, each->verdict);
  }
}

}  // namespace

std::vector<Case> casesOf(const std::vector<Plan>& plans, bool judged, Size runsOfEach, const std::string& only) {
  std::vector<Case> cases;
  for (const Plan& plan : plans) {
    if (plan.judged != judged) continue;
    for (unsigned number = 0; number < runsOfEach.healthy; ++number) cases.push_back({&plan, nullptr, number});
    for (const Fault& fault : allFaults()) {
      Plan changed = plan;
      if ((!only.empty() && only != fault.key) || !fault.apply(changed)) continue;
      for (unsigned number = 0; number < runsOfEach.faulty; ++number)
        cases.push_back({&plan, &fault, number, fault.curable && number < runsOfEach.treated});
    }
  }
  return cases;
}

void runAll(std::vector<Case>& cases, const std::function<void(std::size_t)>& tell) {
  const std::vector<Twins> groups = twinsOf(cases);
  std::atomic<std::size_t> next = 0;
  std::size_t done = 0;
  std::mutex telling;
  std::exception_ptr failure;
  const auto worker = [&] {
    for (std::size_t i = next++; i < groups.size(); i = next++) try {
        work(groups[i]);
        const std::lock_guard lock(telling);
        tell(done += 1 + groups[i].faulty.size());
      } catch (...) {
        const std::lock_guard lock(telling);
        failure = std::current_exception();
      }
  };
  std::vector<std::thread> threads;
  for (unsigned i = 0; i < std::max(1u, std::thread::hardware_concurrency()); ++i) threads.emplace_back(worker);
  for (std::thread& thread : threads) thread.join();
  if (failure) std::rethrow_exception(failure);
}

}  // namespace nablab::corpus
