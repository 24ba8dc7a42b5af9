#pragma once
#include <memory>

#include "core/session.h"
#include "faults.h"

/** One run of the corpus: made, trained and measured; all that the doctor says of it. */
namespace nablab::corpus {

/** What the doctor says of a run, read from its documents. */
struct Verdict {
  /** "" where nothing is the headline. */
  std::string headline;
  /** Cause keys and rules of the findings that are warnings or errors, sorted, each once. */
  std::vector<std::string> causes, rules;
  /** What the run comes to with the best remedy that is offered; NaN where none is. */
  double healed;
  std::string remedy;
  bool alarms() const { return !rules.empty(); }
};

struct TrainedRun {
  std::unique_ptr<Session<float>> session;
  /** 100 × mean recall of the classes, or 100 × R² and at least −100, over validation and test part. */
  double metric;
};

/** Trains a plan, perhaps with a fault in it; `number` chooses the seeds. */
TrainedRun train(const Plan& plan, const Fault* fault, unsigned number);

/** The metric of a run's network on the validation and test rows of another one's data. */
double metricOn(Run<float>& run, const PreparedData<float>& data);

/** Asks the doctor. */
Verdict diagnose(TrainedRun& run);

/** Tries the remedies that the doctor offers, applies the best one, and adds what the run then comes to. */
void heal(TrainedRun& run, Verdict& verdict);

}  // namespace nablab::corpus
