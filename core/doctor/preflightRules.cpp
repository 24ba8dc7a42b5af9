#include "preflightRules.h"

#include <algorithm>
#include <cmath>

#include "../math/functions.h"
#include "../metrics.h"
#include "../runCopy.h"
#include "../views.h"
#include "changes.h"

/** The rules of the pre-flight, each with the copies that it trains. */
namespace nablab {

namespace {

/** The experiment as it is trained on one batch to be learned by heart: nothing is in the way of fitting it. */
Experiment withoutBrakes(Experiment experiment) {
  experiment.regularizers.clear();
  experiment.clipping = NoClipping{};
  experiment.schedule = ConstantSchedule{};
  experiment.optimizer = Adam{.learningRate = 0.02};
  experiment.batchSize = 0;
  std::erase_if(experiment.preprocessing, [](const Preprocessing& kind) {
    return std::visit(
        [](const auto& each) {
          return requires { each.augments; };
        },
        kind);
  });
  for (Layer& layer : experiment.layers) {
    if (Dropout* dropout = std::get_if<Dropout>(&layer)) dropout->rate = 0;
    if (GaussianNoise* noise = std::get_if<GaussianNoise>(&layer)) noise->deviation = 0;
  }
  return experiment;
}

/** The data with this many evenly spaced rows of the training part as all of it. */
PreparedData<double> withFewRows(PreparedData<double> data, int count) {
  std::vector<int>& rows = data.rows[static_cast<int>(Part::training)];
  const std::size_t all = rows.size(), taken = std::min(all, static_cast<std::size_t>(count));
  for (std::size_t i = 0; i < taken; ++i) rows[i] = rows[i * all / taken];
  rows.resize(taken);
  return data;
}

/** Wrong share of the training rows, or 1 − R². */
double trainingError(Run<double>& run) {
  if (run.data().raw.task.classes > 0) return 1 - run.metrics(Part::training)->accuracy;
  std::vector<double> x, y;
  const std::vector<int>& rows = run.data().rowsOf(Part::training);
  for (const int row : rows) {
    const std::span<const double> inputs = run.data().inputsOf(row), targets = run.data().targetsOf(row);
    x.insert(x.end(), inputs.begin(), inputs.end());
    y.insert(y.end(), targets.begin(), targets.end());
  }
  const std::vector<double> z = evaluate(run, static_cast<int>(rows.size()), x);
  return 1 - regressionReport(run.network.outputs(), y, z).r2.value;
}

/** Losses of the last batches of a run that is trained so many steps; fewer where it diverges. */
std::vector<double> lastLosses(Run<double>& run, int steps, int last) {
  std::vector<double> losses;
  for (int i = 0; i < steps && run.advance(); ++i)
    if (i >= steps - last) losses.push_back(run.batchLoss());
  return losses;
}

/**
 * The chance that numbers of one distribution come out as much lower in `a` than in `b`: Mann & Whitney 1947 with the
 * normal approximation, ties at half.
 */
double chanceOfLower(const std::vector<double>& a, const std::vector<double>& b) {
  double above = 0;
  for (const double left : a)
    for (const double right : b) above += left < right ? 1 : left == right ? 0.5 : 0;
  const auto n = static_cast<double>(a.size()), m = static_cast<double>(b.size());
  const double z = (above - n * m / 2) / std::sqrt(n * m * (n + m + 1) / 12);
  return 0.5 * (1 - errorFunction(z / std::sqrt(2.0)));
}

}  // namespace

PreflightCheck WrongGradient::check(const Preflight& preflight) const {
  PreflightCheck result{"gradients", CheckState::passed};
  Twin twin(preflight.start);
  twin.takeRows(rows);
  const GradientCheck gradients = checkGradient(twin);
  const TensorCheck* worst = nullptr;
  double compared = 0, wrong = 0;
  for (const TensorCheck& tensor : gradients.tensors) {
    compared += static_cast<double>(tensor.compared - tensor.kinks);
    wrong += static_cast<double>(tensor.wrong);
    if (tensor.wrong > 0 && (!worst || tensor.largestRelative > worst->largestRelative)) worst = &tensor;
  }
  result.evidence = {{"compared", compared}, {"wrong", wrong}};
  if (!worst) return result;
  const double analytic = worst->worst.analytic, numerical = worst->worst.numerical;
  const double larger = std::max(std::fabs(analytic), std::fabs(numerical));
  const double error = larger > 0 ? std::fabs(analytic - numerical) / larger : 0;
  // NaN counts as wrong.
  if (error <= suspiciousError) return result;
  result.state = CheckState::failed;
  Finding finding{key, "differs", error <= wrongError ? Severity::warning : Severity::error};
  finding.layer = gradients.suspect >= 0 ? gradients.suspect : worst->layer;
  finding.evidence = {{"compared", compared}, {"wrong", wrong},         {"error", error},
                      {"analytic", analytic}, {"numerical", numerical}, {"rows", gradients.samples}};
  finding.names = {worst->name};
  result.findings.push_back(finding);
  return result;
}

PreflightCheck CannotOverfitBatch::check(const Preflight& preflight) const {
  PreflightCheck result{"overfitBatch", CheckState::passed};
  Experiment experiment = withoutBrakes(preflight.start.experiment());
  const PreparedData<double> few = withFewRows(preflight.start.data(), rows);
  const auto count = static_cast<int>(few.rowsOf(Part::training).size());
  const int most = preflight.stepsWithin(steps, count * starts);
  constexpr int look = 50;
  double error = 1, done = 0;
  // A small network may be caught in a bad place: its size is at fault only if it is so from every start.
  for (int start = 0; start < starts && !(error <= highestError); ++start, ++experiment.seed) {
    Run<double> run(experiment, few);
    error = std::min(error, trainingError(run));
    while (run.step() < most && !(error <= highestError) && run.advanceTo(run.step() + look))
      error = std::min(error, trainingError(run));
    done += static_cast<double>(run.step());
  }
  result.evidence = {{"rows", count}, {"steps", done}, {"error", error}};
  // NaN fails as well.
  if (error <= highestError) return result;
  result.state = CheckState::failed;
  Finding finding{key, few.raw.task.classes > 0 ? "classes" : "values", Severity::error};
  finding.evidence = result.evidence;
  offerUnits(finding, "moreUnits", preflight.start.experiment(), 4);
  offerInitializers(finding, preflight.start.experiment());
  result.findings.push_back(finding);
  return result;
}

PreflightCheck InputIndependent::check(const Preflight& preflight) const {
  PreflightCheck result{"inputIndependent", CheckState::passed};
  PreparedData<double> blank = preflight.start.data();
  blank.blankInputs();
  Run<double> seeing(preflight.start.experiment(), preflight.start.data());
  Run<double> blind(preflight.start.experiment(), std::move(blank));
  const int batch = preflight.start.experiment().batchSize;
  const int samples = batch > 0 ? batch : static_cast<int>(seeing.data().rowsOf(Part::training).size());
  const int trained = std::max(compared, preflight.stepsWithin(steps, samples));
  const std::vector<double> real = lastLosses(seeing, trained, compared), zero = lastLosses(blind, trained, compared);
  if (real.size() < 2 || zero.size() < 2) {
    result.state = CheckState::notRun;
    result.reason = "diverged";
    return result;
  }
  const auto mean = [](const std::vector<double>& losses) {
    double sum = 0;
    for (const double loss : losses) sum += loss;
    return sum / static_cast<double>(losses.size());
  };
  const double chance = chanceOfLower(real, zero);
  result.evidence = {{"steps", trained}, {"loss", mean(real)}, {"blindLoss", mean(zero)}, {"chance", chance}};
  if (chance <= highestChance) return result;
  result.state = CheckState::failed;
  Finding finding{key, "blind", Severity::warning};
  finding.evidence = result.evidence;
  result.findings.push_back(finding);
  return result;
}

}  // namespace nablab
