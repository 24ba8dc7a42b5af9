#include <algorithm>
#include <cmath>
#include <numeric>

#include "dataRules.h"

/** Rules about classes and parts. */
namespace nablab {

namespace {

constexpr const char* partNames[] = {"training", "validation", "test"};

/** Rows by class, of one part. */
std::vector<int> countClasses(const PreparedRows& data, Part part) {
  std::vector<int> counts(static_cast<std::size_t>(data.raw.task.classes));
  for (const int row : data.rowsOf(part)) ++counts[static_cast<std::size_t>(data.raw.y[static_cast<std::size_t>(row)])];
  return counts;
}

double rounded(double number, double unit) { return std::floor(number / unit + 0.5) * unit; }

/** n / (K·nₖ) to three decimals, so that all classes weigh the same together; absent classes weigh 1. */
Value::List balancedWeights(const std::vector<int>& counts) {
  const double all = std::accumulate(counts.begin(), counts.end(), 0);
  Value::List weights;
  for (const int count : counts) {
    const double thousands = count == 0 ? 1000 : rounded(1000 * all / (static_cast<double>(counts.size()) * count), 1);
    weights.push_back(std::max(1.0, thousands) / 1000);
  }
  return weights;
}

/** Row numbers such that equal rows of inputs stand together. */
std::vector<int> sortedRows(const Dataset& raw) {
  const auto inputs = static_cast<std::size_t>(raw.inputs());
  const auto begin = [&](int row) { return raw.x.begin() + static_cast<std::ptrdiff_t>(row * inputs); };
  std::vector<int> order(static_cast<std::size_t>(raw.rows));
  std::iota(order.begin(), order.end(), 0);
  std::stable_sort(order.begin(), order.end(), [&](int a, int b) {
    return std::lexicographical_compare(begin(a), begin(a) + static_cast<std::ptrdiff_t>(inputs), begin(b),
                                        begin(b) + static_cast<std::ptrdiff_t>(inputs));
  });
  return order;
}

bool equalRows(const Dataset& raw, int a, int b) {
  const auto inputs = static_cast<std::size_t>(raw.inputs());
  const auto at = [&](int row) { return raw.x.begin() + static_cast<std::ptrdiff_t>(row * inputs); };
  return std::equal(at(a), at(a) + static_cast<std::ptrdiff_t>(inputs), at(b));
}

/** Rows that are not for training, but whose inputs stand in another part too. */
std::vector<int> leakedRows(const PreparedRows& data) {
  const std::vector<int> order = sortedRows(data.raw);
  const auto partOf = [&](int row) { return data.part[static_cast<std::size_t>(row)]; };
  std::vector<int> leaked;
  for (std::size_t first = 0, end; first < order.size(); first = end) {
    for (end = first + 1; end < order.size() && equalRows(data.raw, order[first], order[end]);) ++end;
    const bool mixed = std::any_of(order.begin() + static_cast<std::ptrdiff_t>(first),
                                   order.begin() + static_cast<std::ptrdiff_t>(end),
                                   [&](int row) { return partOf(row) != partOf(order[first]); });
    for (std::size_t i = first; mixed && i < end; ++i)
      if (partOf(order[i]) != Part::training) leaked.push_back(order[i]);
  }
  std::sort(leaked.begin(), leaked.end());
  return leaked;
}

}  // namespace

void ClassImbalance::look(const Preparation& seen, std::vector<Finding>& findings) const {
  const Dataset& raw = seen.data.raw;
  const std::vector<double>* weights = classWeightsOf(seen.experiment.loss);
  if (raw.task.classes == 0 || (weights && !weights->empty())) return;
  const std::vector<int> counts = countClasses(seen.data, Part::training);
  std::size_t most = 0, least = 0;
  for (std::size_t k = 0; k < counts.size(); ++k) {
    if (counts[k] > counts[most]) most = k;
    if (counts[k] > 0 && (counts[least] == 0 || counts[k] < counts[least])) least = k;
  }
  const double ratio = static_cast<double>(counts[most]) / counts[least];
  if (ratio <= warningRatio) return;
  Finding finding{key, "ratio", ratio > errorRatio ? Severity::error : Severity::warning};
  finding.evidence = {{"ratio", ratio},
                      {"most", counts[most]},
                      {"least", counts[least]},
                      {"share", counts[most] / static_cast<double>(seen.data.rowsOf(Part::training).size())}};
  finding.names = {raw.classNames[most], raw.classNames[least]};
  if (weights) finding.remedies = {{"weighClasses", "loss.classWeights", balancedWeights(counts)}};
  findings.push_back(finding);
}

void LeakyOrPoorSplit::look(const Preparation& seen, std::vector<Finding>& findings) const {
  lookForDuplicates(seen, findings);
  lookForMissingClasses(seen, findings);
  lookAtSize(seen, findings);
}

void LeakyOrPoorSplit::lookForDuplicates(const Preparation& seen, std::vector<Finding>& findings) const {
  std::vector<int> leaked = leakedRows(seen.data);
  if (leaked.empty()) return;
  const auto count = static_cast<double>(leaked.size());
  const double share = count / seen.data.raw.rows;
  // A few rows of a small table may well be alike by chance.
  const bool many = share > duplicateShare && count > alikeByChance;
  Finding finding{key, "duplicates", many ? Severity::warning : Severity::hint};
  finding.evidence = {{"count", count}, {"rows", seen.data.raw.rows}, {"share", share}};
  leaked.resize(std::min(leaked.size(), mostListed));
  finding.samples = leaked;
  if (seen.experiment.data.duplicates > 0) finding.remedies = {{"noDuplicates", "data.duplicates", 0}};
  findings.push_back(finding);
}

void LeakyOrPoorSplit::lookForMissingClasses(const Preparation& seen, std::vector<Finding>& findings) const {
  const Dataset& raw = seen.data.raw;
  if (raw.task.classes == 0) return;
  std::vector<int> counts[partCount];
  std::size_t parts = 0, classes = 0;
  for (int part = 0; part < partCount; ++part) {
    counts[part] = countClasses(seen.data, static_cast<Part>(part));
    parts += !seen.data.rows[part].empty();
  }
  const auto total = [&](std::size_t k) {
    return static_cast<std::size_t>(counts[0][k] + counts[1][k] + counts[2][k]);
  };
  for (std::size_t k = 0; k < raw.classNames.size(); ++k) classes += total(k) > 0;
  for (int part = 0; part < partCount; ++part) {
    if (seen.data.rows[part].empty()) continue;
    Finding finding{key, "missingClass", Severity::warning};
    // No split gives a class to more parts than it has rows, or more classes to a part than that has.
    bool canBeHealed = !seen.experiment.data.split.stratified && seen.data.rows[part].size() >= classes;
    for (std::size_t k = 0; k < raw.classNames.size(); ++k) {
      if (counts[part][k] > 0 || total(k) == 0) continue;
      finding.names.push_back(raw.classNames[k]);
      canBeHealed = canBeHealed && total(k) >= parts;
    }
    if (finding.names.empty()) continue;
    finding.part = partNames[part];
    finding.evidence = {{"count", static_cast<double>(finding.names.size())},
                        {"rows", static_cast<double>(seen.data.rows[part].size())}};
    finding.names.resize(std::min(finding.names.size(), mostListed));
    if (canBeHealed) finding.remedies = {{"stratify", "data.split.stratified", true}};
    findings.push_back(finding);
  }
}

void LeakyOrPoorSplit::lookAtSize(const Preparation& seen, std::vector<Finding>& findings) const {
  const auto rows = static_cast<int>(seen.data.rowsOf(Part::validation).size());
  if (rows == 0 || rows >= fewestRows) return;
  Finding finding{key, "smallValidation", Severity::warning};
  finding.part = "validation";
  finding.evidence = {{"rows", rows}, {"fewest", fewestRows}};
  Split larger = seen.experiment.data.split;
  // From the training part, which keeps at least half of the rows.
  while (larger.folds < 2 && larger.training > 0.5 && partSizes(larger, seen.data.raw.rows).validation < fewestRows) {
    larger.training = rounded(larger.training - 0.01, 0.01);
    larger.validation = rounded(1 - larger.training - larger.test, 0.01);
  }
  if (larger.folds < 2 && partSizes(larger, seen.data.raw.rows).validation >= fewestRows) {
    Value split;
    writeKnobs(kindSpec<Split>(), &larger, split, false);
    finding.remedies = {{"moreValidation", "data.split", split}};
  }
  findings.push_back(finding);
}

}  // namespace nablab
