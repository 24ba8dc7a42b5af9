#include "report.h"

#include <algorithm>

#include "calibration.h"
#include "metrics.h"
#include "views.h"

namespace nablab {

namespace {

Value classReport(const Loss& loss, int classes, const std::vector<int>& truth, const std::vector<double>& z) {
  const int outputs = static_cast<int>(z.size() / truth.size());
  std::vector<int> prediction;
  std::vector<double> score;
  for (std::size_t at = 0; at < z.size(); at += static_cast<std::size_t>(outputs)) {
    prediction.push_back(decidedClass(loss, &z[at], outputs));
    score.push_back(outputs == 1 ? z[at] : z[at + 1] - z[at]);
  }
  Value report = valueOf(classificationReport(classes, truth, prediction));
  if (classes > 2) return report;
  // Scores are compared before the link, which rounds many to the same probability.
  RocCurve curve = rocCurve(truth, score);
  if (linkOf(loss) == (outputs == 1 ? Link::sigmoid : Link::softmax))
    for (double& threshold : curve.threshold) threshold = sigmoid(threshold);
  report.set("roc", valueOf(curve));
  return report;
}

/** Outputs before the link for all rows of a part: rows × outputs. */
template <class Real>
std::vector<double> outputsOfPart(Run<Real>& run, Part part) {
  const PreparedData<Real>& data = run.data();
  const std::vector<int>& rows = data.rowsOf(part);
  std::vector<double> z;
  for (std::size_t first = 0; first < rows.size(); first += Run<Real>::blockColumns) {
    const std::size_t end = std::min(rows.size(), first + Run<Real>::blockColumns);
    std::vector<double> x;
    for (std::size_t i = first; i < end; ++i) {
      const std::span<const Real> inputs = data.inputsOf(rows[i]);
      x.insert(x.end(), inputs.begin(), inputs.end());
    }
    const std::vector<double> block = evaluate(run, static_cast<int>(end - first), x);
    z.insert(z.end(), block.begin(), block.end());
  }
  return z;
}

/** The probability of the class that one row of outputs before the link decides for. */
double confidenceOf(Link link, const std::vector<double>& z) {
  const int outputs = static_cast<int>(z.size());
  std::vector<double> padded(z.size() * lanes);
  for (std::size_t i = 0; i < z.size(); ++i) padded[i * lanes] = z[i];
  applyLink(link, padded.data(), outputs, lanes);
  if (outputs == 1) return std::max(padded[0], 1 - padded[0]);
  double highest = 0;
  for (std::size_t i = 0; i < z.size(); ++i) highest = std::max(highest, padded[i * lanes]);
  return highest;
}

}  // namespace

int decidedClass(const Loss& loss, const double* z, int outputs) {
  if (outputs > 1) return static_cast<int>(std::max_element(z, z + outputs) - z);
  // On logits the middle of the link is 0; squared errors decide in the middle between their two targets.
  const bool half = linkOf(loss) == Link::identity && codingOf(loss) == TargetCoding::zeroOne;
  return z[0] > (half ? 0.5 : 0.0);
}

template <class Real>
Value reportOf(Run<Real>& run, Part part) {
  const PreparedData<Real>& data = run.data();
  const std::vector<int>& rows = data.rowsOf(part);
  if (rows.empty()) return {};
  const std::vector<double> z = outputsOfPart(run, part);
  const Dataset& raw = data.raw;
  const auto targets = static_cast<std::size_t>(raw.task.classes > 0 ? 1 : raw.task.targets);
  std::vector<double> truth;
  for (const int row : rows)
    for (std::size_t k = 0; k < targets; ++k) truth.push_back(raw.y[static_cast<std::size_t>(row) * targets + k]);
  if (raw.task.classes == 0) return valueOf(regressionReport(raw.task.targets, truth, z));
  return classReport(run.experiment().loss, raw.task.classes, {truth.begin(), truth.end()}, z);
}

template <class Real>
Value calibrationReportOf(Run<Real>& run, Part part) {
  const PreparedData<Real>& data = run.data();
  const std::vector<int>& rows = data.rowsOf(part);
  const Loss& loss = run.experiment().loss;
  if (rows.empty() || data.raw.task.classes == 0 || linkOf(loss) == Link::identity) return {};
  const std::vector<double> z = outputsOfPart(run, part);
  const auto outputs = static_cast<std::ptrdiff_t>(run.network.outputs());
  std::vector<double> confidence;
  std::vector<bool> right;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const auto begin = z.begin() + static_cast<std::ptrdiff_t>(i) * outputs;
    const std::vector<double> row(begin, begin + outputs);
    right.push_back(decidedClass(loss, row.data(), static_cast<int>(outputs)) ==
                    static_cast<int>(data.raw.y[static_cast<std::size_t>(rows[i])]));
    confidence.push_back(confidenceOf(linkOf(loss), row));
  }
  return valueOf(calibrationOf(confidence, right));
}

template Value reportOf(Run<float>&, Part);
template Value reportOf(Run<double>&, Part);
template Value calibrationReportOf(Run<float>&, Part);
template Value calibrationReportOf(Run<double>&, Part);

}  // namespace nablab
