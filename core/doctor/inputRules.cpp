#include <algorithm>
#include <cmath>

#include "dataRules.h"

/** Rules about the inputs: their values, scales, and whether each tells something. */
namespace nablab {

namespace {

/** Of one input, or of all pixels together. */
struct InputStatistics {
  double mean = 0, deviation = 0;
  /** The smallest magnitude that 99.9 % of the values do not exceed. */
  double outlier = 0;
};

InputStatistics statisticsOf(std::vector<double>& values) {
  InputStatistics found;
  const auto count = static_cast<double>(values.size());
  for (const double value : values) found.mean += value;
  found.mean /= count;
  double squares = 0;
  for (double& value : values) {
    squares += (value - found.mean) * (value - found.mean);
    value = std::fabs(value);
  }
  found.deviation = std::sqrt(squares / count);
  const std::size_t beyond = values.size() / 1000;
  const auto place = values.end() - 1 - static_cast<std::ptrdiff_t>(beyond);
  std::nth_element(values.begin(), place, values.end());
  found.outlier = *place;
  return found;
}

/** Adds one input's values over the training part to `values`. */
void appendColumn(const Preparation& seen, std::size_t input, std::vector<double>& values) {
  for (const int row : seen.data.rowsOf(Part::training)) values.push_back(seen.data.inputsOf(row)[input]);
}

bool isConstant(const Preparation& seen, std::size_t input) {
  const std::vector<int>& rows = seen.data.rowsOf(Part::training);
  const auto at = [&](int row) { return seen.data.inputsOf(row)[input]; };
  return std::all_of(rows.begin(), rows.end(), [&](int row) { return at(row) == at(rows.front()); });
}

/** The experiment's preprocessing with standardization as the last of what learns from the training part. */
Remedy standardize(const Experiment& experiment) {
  const FamilySpec& family = familySpec<Preprocessing>();
  Value::List kinds;
  bool placed = false;
  const auto place = [&] {
    const Preprocessing standardization = Standardization{};
    if (!placed) kinds.push_back(writeChoice(family, &standardization, true));
    placed = true;
  };
  for (const Preprocessing& kind : experiment.preprocessing) {
    if (std::visit(
            [](const auto& each) {
              return requires { each.augments; };
            },
            kind))
      place();
    kinds.push_back(writeChoice(family, &kind, true));
  }
  place();
  return {"standardize", "preprocessing", kinds};
}

/** Leaves columns of a table out, where the network's inputs are its columns and some are left. */
void offerWithout(const Preparation& seen, const std::vector<std::size_t>& inputs, Finding& finding) {
  const Csv* csv = std::get_if<Csv>(&seen.experiment.data.kind);
  if (!csv || !seen.data.rest.empty() || inputs.size() >= csv->inputColumns.size()) return;
  Value::List left;
  for (std::size_t i = 0; i < csv->inputColumns.size(); ++i)
    if (std::find(inputs.begin(), inputs.end(), i) == inputs.end()) left.push_back(csv->inputColumns[i]);
  finding.remedies.push_back({"leaveOut", "data.inputColumns", left});
}

void listNames(const Preparation& seen, const std::vector<std::size_t>& inputs, Finding& finding) {
  for (std::size_t i = 0; i < std::min(inputs.size(), mostListed); ++i)
    finding.names.push_back(seen.data.features[inputs[i]]);
}

/** The first lines of a table in which an input or the label is missing. */
std::vector<int> incompleteLines(const Preparation& seen) {
  std::vector<int> lines;
  const Csv* csv = std::get_if<Csv>(&seen.experiment.data.kind);
  if (!csv) return lines;
  CsvTable table(csv->name, fileOf(seen.sources, csv->hash, csv->name, "data.sha256"),
                 {csv->header, csv->separator, csv->decimal});
  while (lines.size() < mostListed && table.next()) {
    bool lacks = table.isMissing(csv->labelColumn);
    for (const double column : csv->inputColumns) lacks = lacks || table.isMissing(static_cast<int>(column));
    if (lacks) lines.push_back(static_cast<int>(table.line()));
  }
  return lines;
}

/** Two inputs that tell the same. */
struct AlikeInputs {
  std::size_t first, second;
  double correlation;
};

/** The input by training row, shifted and scaled to mean 0 and length 1: products are then correlations. */
std::vector<double> normalized(const Preparation& seen, std::size_t input) {
  std::vector<double> values;
  appendColumn(seen, input, values);
  double mean = 0, squares = 0;
  for (const double value : values) mean += value;
  mean /= static_cast<double>(values.size());
  for (const double value : values) squares += (value - mean) * (value - mean);
  const double length = std::sqrt(squares);
  for (double& value : values) value = (value - mean) / length;
  return values;
}

/** What comparing all pairs of inputs may cost, in multiplications. */
constexpr double mostProducts = 5e7;

std::vector<AlikeInputs> alike(const Preparation& seen, const std::vector<std::size_t>& varying, double highest) {
  std::vector<AlikeInputs> pairs;
  const auto count = static_cast<double>(varying.size());
  const auto rows = static_cast<double>(seen.data.rowsOf(Part::training).size());
  if (rows < 3 || count * count / 2 * rows > mostProducts) return pairs;
  std::vector<std::vector<double>> columns;
  for (const std::size_t input : varying) columns.push_back(normalized(seen, input));
  for (std::size_t i = 0; i < columns.size(); ++i)
    for (std::size_t j = i + 1; j < columns.size(); ++j) {
      double correlation = 0;
      for (std::size_t k = 0; k < columns[i].size(); ++k) correlation += columns[i][k] * columns[j][k];
      if (std::fabs(correlation) > highest) pairs.push_back({varying[i], varying[j], correlation});
    }
  return pairs;
}

}  // namespace

void BadValues::look(const Preparation& seen, std::vector<Finding>& findings) const {
  const Dataset& raw = seen.data.raw;
  const auto add = [&](const char* aspect, int count, double all, const char* remedy, const char* value) {
    if (count == 0) return;
    Finding finding{key, aspect, count > missingShare * all ? Severity::warning : Severity::hint};
    finding.evidence = {{"count", count}, {"share", count / all}};
    finding.lines = incompleteLines(seen);
    finding.remedies = {{remedy, "data.missing", value}};
    findings.push_back(finding);
  };
  add("droppedRows", raw.droppedRows, raw.rows + raw.droppedRows, "fillCells", "mean");
  add("filledCells", raw.filledCells, static_cast<double>(raw.x.size()), "dropRows", "dropRow");
}

void UnscaledInputs::look(const Preparation& seen, std::vector<Finding>& findings) const {
  for (const Preprocessing& kind : seen.experiment.preprocessing)
    if (std::holds_alternative<Standardization>(kind)) return;
  const std::size_t inputs = seen.data.features.size();
  const bool together = seen.data.raw.picture == Picture::images;
  std::vector<std::size_t> outside;
  InputStatistics worst;
  double worstExcess = 1;
  std::vector<double> values;
  for (std::size_t input = 0; input < inputs; ++input) {
    appendColumn(seen, input, values);
    if (together && input + 1 < inputs) continue;
    const InputStatistics found = statisticsOf(values);
    values.clear();
    const double excess =
        std::max({std::fabs(found.mean) / highestMean, found.deviation / highestDeviation,
                  found.outlier / highestOutlier, found.deviation > 0 ? lowestDeviation / found.deviation : 0});
    // A constant input is another rule's affair.
    if (found.deviation == 0 || excess <= 1) continue;
    outside.insert(excess > worstExcess ? outside.begin() : outside.end(), together ? 0 : input);
    if (excess > worstExcess) worst = found;
    worstExcess = std::max(worstExcess, excess);
  }
  if (outside.empty()) return;
  Finding finding{key, together ? "pixels" : "inputs", Severity::warning};
  finding.evidence = {{"count", together ? static_cast<double>(inputs) : static_cast<double>(outside.size())},
                      {"inputs", static_cast<double>(inputs)},
                      {"mean", worst.mean},
                      {"deviation", worst.deviation},
                      {"outlier", worst.outlier}};
  if (!together) listNames(seen, outside, finding);
  finding.remedies = {standardize(seen.experiment)};
  findings.push_back(finding);
}

void UselessFeature::look(const Preparation& seen, std::vector<Finding>& findings) const {
  const std::size_t inputs = seen.data.features.size();
  std::vector<std::size_t> constant, varying;
  for (std::size_t input = 0; input < inputs; ++input) (isConstant(seen, input) ? constant : varying).push_back(input);
  if (!constant.empty()) {
    const double share = static_cast<double>(constant.size()) / static_cast<double>(inputs);
    Finding finding{key, "constant", share > constantShare ? Severity::warning : Severity::hint};
    finding.evidence = {
        {"count", static_cast<double>(constant.size())}, {"inputs", static_cast<double>(inputs)}, {"share", share}};
    listNames(seen, constant, finding);
    offerWithout(seen, constant, finding);
    findings.push_back(finding);
  }
  if (seen.data.raw.picture == Picture::images) return;
  const std::vector<AlikeInputs> pairs = alike(seen, varying, highestCorrelation);
  if (pairs.empty()) return;
  Finding finding{key, "duplicate", Severity::warning};
  finding.evidence = {{"count", static_cast<double>(pairs.size())}, {"correlation", pairs[0].correlation}};
  listNames(seen, {pairs[0].first, pairs[0].second}, finding);
  offerWithout(seen, {pairs[0].second}, finding);
  findings.push_back(finding);
}

}  // namespace nablab
