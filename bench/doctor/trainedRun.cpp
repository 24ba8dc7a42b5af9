#include "trainedRun.h"

#include <algorithm>
#include <fstream>
#include <limits>
#include <sstream>

#include "core/datasets/csv.h"
#include "core/metrics.h"
#include "core/report.h"
#include "core/sha256.h"
#include "core/views.h"

namespace nablab::corpus {

namespace {

constexpr double undefined = std::numeric_limits<double>::quiet_NaN();

constexpr const char* tables = "core/datasets/tables/";

/** Of a file of the repository. */
std::string textOfFile(const std::string& path) {
  std::ifstream file(std::string(NABLAB_ROOT) + "/" + path, std::ios::binary);
  if (!file) throw std::runtime_error("cannot read " + path);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

/** Seeds of a run: no two configurations of the corpus share them. */
unsigned seedOf(const Plan& plan, unsigned number) {
  unsigned hash = plan.judged ? 7919 : 104729;
  for (const char letter : plan.name) hash = hash * 31 + static_cast<unsigned char>(letter);
  return hash % 1000000 + 1000 * number;
}

/** The table that a document names, for the session and for spoiling. */
Sources sourcesFor(const Experiment& experiment) {
  Sources sources;
  const std::string table = tableOf(experiment.data.kind);
  if (!table.empty()) sources.tables[table] = readTable(table, textOfFile(tables + table));
  return sources;
}

/** Draws the rows of a document, spoils them, and makes them the document's own file. */
std::string spoiltFile(Json& document, const Fault& fault, unsigned seed) {
  Json healthy = document;
  healthy["batchSize"] = 0;
  const Experiment experiment = readExperiment(fromJson(healthy));
  Dataset rows = makeDataset(experiment.data.kind, experiment.data.seed, sourcesFor(experiment));
  fault.spoil(rows, Random(seed, Stream::tools));
  std::string csv = writeCsv(rows);
  Json columns = Json::array();
  for (int i = 0; i < rows.inputs(); ++i) columns.push_back(i);
  Json data{{"kind", "csv"},           {"name", "rows.csv"},
            {"sha256", sha256(csv)},   {"task", rows.task.classes > 0 ? "classification" : "regression"},
            {"inputColumns", columns}, {"labelColumn", rows.inputs()}};
  if (rows.task.classes > 0) data["classes"] = rows.task.classes;
  data["seed"] = document["data"]["seed"];
  data["split"] = document["data"]["split"];
  document["data"] = data;
  return csv;
}

}  // namespace

double metricOn(Run<float>& run, const PreparedData<float>& data) {
  std::vector<double> x, truth;
  int count = 0;
  for (const Part part : {Part::validation, Part::test})
    for (const int row : data.rowsOf(part)) {
      const std::span<const float> inputs = data.inputsOf(row);
      x.insert(x.end(), inputs.begin(), inputs.end());
      truth.push_back(data.raw.y[static_cast<std::size_t>(row)]);
      ++count;
    }
  const std::vector<double> z = evaluate(run, count, x);
  for (const double each : z)
    if (each - each != 0) return data.raw.task.classes > 0 ? 0 : -100;
  if (data.raw.task.classes == 0) return 100 * std::max(-1.0, regressionReport(1, truth, z).r2.value);
  const int outputs = run.network.outputs();
  std::vector<int> classes, decided;
  for (int i = 0; i < count; ++i) {
    classes.push_back(static_cast<int>(truth[static_cast<std::size_t>(i)]));
    decided.push_back(decidedClass(run.experiment().loss, &z[static_cast<std::size_t>(i * outputs)], outputs));
  }
  return 100 * classificationReport(data.raw.task.classes, classes, decided).macro.recall.value;
}

TrainedRun train(const Plan& plan, const Fault* fault, unsigned number) {
  const unsigned seed = seedOf(plan, number);
  Json document = documentOf(plan, seed, seed + 1);
  TrainedRun run{std::make_unique<Session<float>>(), undefined};
  Session<float>& session = *run.session;
  if (fault && fault->spoil) {
    std::string csv = spoiltFile(document, *fault, seed);
    const std::string hash = sha256(csv);
    session.provideFile(hash, std::move(csv));
  } else if (const std::string table = tableOf(readExperiment(fromJson(document)).data.kind); !table.empty()) {
    session.provideTable(table, textOfFile(tables + table));
  }
  session.watch(true);
  session.configure(fromJson(document));
  session.preflight("gradients");
  session.preflight("overfitBatch");
  session.preflight("inputIndependent");
  session.step(plan.steps);
  run.metric = metricOn(session.run(), session.run().data());
  return run;
}

Verdict diagnose(TrainedRun& run) {
  Verdict verdict{};
  verdict.healed = undefined;
  const Diagnosis diagnosis = run.session->diagnosis();
  verdict.headline = diagnosis.headline;
  for (const Finding& finding : diagnosis.findings) {
    if (finding.severity == Severity::hint) continue;
    verdict.rules.push_back(finding.rule + std::string(*finding.aspect ? "." : "") + finding.aspect);
    verdict.causes.push_back(causeOf(finding));
  }
  for (std::vector<std::string>* keys : {&verdict.rules, &verdict.causes}) {
    std::sort(keys->begin(), keys->end());
    keys->erase(std::unique(keys->begin(), keys->end()), keys->end());
  }
  return verdict;
}

void heal(TrainedRun& run, Verdict& verdict) {
  Session<float>& session = *run.session;
  session.tryRemedies(Value());
  while (session.workOnRemedies(std::numeric_limits<long>::max())) {
  }
  const Value tested = session.remedies();
  const Value::List& remedies = *tested.find("remedies")->list();
  if (remedies.empty() || !*remedies.front().find("helps")->flag()) return;
  const Value& best = remedies.front();
  const bool here = *best.find("from")->text() == "here";
  const long steps = session.run().step();
  Session<float> healed;
  healed.forkFrom(session, here ? steps : 0, *best.find("path")->text(), *best.find("value"));
  healed.step(here ? static_cast<long>(*tested.find("steps")->number()) : steps);
  verdict.remedy = *best.find("key")->text();
  verdict.healed = metricOn(healed.run(), healed.run().data());
}

}  // namespace nablab::corpus
