#include "metrics.h"

#include <algorithm>
#include <cmath>

#include "knob.h"
#include "refusal.h"

namespace nablab {

namespace {

Quotient quotient(double numerator, double denominator) {
  return denominator == 0 ? Quotient{} : Quotient{numerator / denominator, true};
}

ClassMetrics classMetrics(double hits, double falsePositives, double misses) {
  return {quotient(hits, hits + falsePositives), quotient(hits, hits + misses),
          quotient(2 * hits, 2 * hits + falsePositives + misses), hits + misses};
}

/** Σ weight·metric / Σ weight over the classes; defined where all that carry weight are. */
template <class Weight>
ClassMetrics mean(const std::vector<ClassMetrics>& perClass, Weight weight) {
  ClassMetrics result;
  for (Quotient ClassMetrics::*metric : {&ClassMetrics::precision, &ClassMetrics::recall, &ClassMetrics::f1}) {
    double total = 0, weights = 0;
    bool defined = true;
    for (const ClassMetrics& each : perClass) {
      const double w = weight(each);
      total += w * (each.*metric).value;
      weights += w;
      defined = defined && (w == 0 || (each.*metric).defined);
    }
    result.*metric = {total / weights, defined};
  }
  for (const ClassMetrics& each : perClass) result.support += each.support;
  return result;
}

}  // namespace

const std::vector<MetricSpec>& allMetrics() {
  static const std::vector<MetricSpec> all{
      {"accuracy", "\\frac{1}{n} \\sum_s [\\hat y_s = y_s]", "scikit-learn 1.2 accuracy_score"},
      {"precision", "P = \\frac{TP}{TP + FP}", "van Rijsbergen 1979, Information Retrieval, chapter 7"},
      {"recall", "R = \\frac{TP}{TP + FN}", "van Rijsbergen 1979, Information Retrieval, chapter 7"},
      {"f1", "F_1 = \\frac{2 P R}{P + R} = \\frac{2\\,TP}{2\\,TP + FP + FN}",
       "van Rijsbergen 1979, Information Retrieval, chapter 7; macro: the mean of the classes' F1"},
      {"confusionMatrix", "M_{ij} = |\\{s : y_s = i, \\hat y_s = j\\}|", "scikit-learn 1.2 confusion_matrix"},
      {"rocCurve", "\\left(\\frac{FP}{N}, \\frac{TP}{P}\\right)(\\text{threshold})",
       "Fawcett 2006, Pattern Recognition Letters 27, algorithm 1"},
      {"rocAuc", "\\int_0^1 TPR \\, d\\,FPR", "Fawcett 2006, Pattern Recognition Letters 27, algorithm 2"},
      {"averagePrecision", "\\sum_n (R_n - R_{n-1}) P_n", "scikit-learn 1.2 average_precision_score"},
      {"r2", "R^2 = 1 - \\frac{\\sum_s (y_s - \\hat y_s)^2}{\\sum_s (y_s - \\bar y)^2}",
       "Wright 1921; scikit-learn 1.2 r2_score"},
      {"meanAbsoluteError", "\\frac{1}{n K} \\sum_{s,k} |y_{sk} - \\hat y_{sk}|", "Laplace 1774"},
      {"meanSquaredError", "\\frac{1}{n K} \\sum_{s,k} (y_{sk} - \\hat y_{sk})^2", "Legendre 1805"}};
  return all;
}

ClassificationReport classificationReport(int classes, const std::vector<int>& truth,
                                          const std::vector<int>& prediction) {
  const auto K = static_cast<std::size_t>(classes);
  ClassificationReport report;
  report.rows = static_cast<int>(truth.size());
  report.classes = classes;
  report.confusion.assign(K * K, 0);
  for (std::size_t row = 0; row < truth.size(); ++row)
    ++report.confusion[static_cast<std::size_t>(truth[row]) * K + static_cast<std::size_t>(prediction[row])];
  double allHits = 0;
  for (std::size_t k = 0; k < K; ++k) {
    double predicted = 0, actual = 0;
    for (std::size_t other = 0; other < K; ++other) {
      predicted += report.confusion[other * K + k];
      actual += report.confusion[k * K + other];
    }
    for (std::size_t other = 0; other < K; ++other)
      report.confusionShares.push_back(quotient(report.confusion[k * K + other], actual));
    const double hits = report.confusion[k * K + k];
    allHits += hits;
    report.perClass.push_back(classMetrics(hits, predicted - hits, actual - hits));
  }
  const double wrong = report.rows - allHits;
  report.accuracy = quotient(allHits, report.rows);
  report.macro = mean(report.perClass, [](const ClassMetrics&) { return 1.0; });
  report.micro = classMetrics(allHits, wrong, wrong);
  report.weighted = mean(report.perClass, [](const ClassMetrics& each) { return each.support; });
  if (classes == 2) report.binary = report.perClass[1];
  return report;
}

RocCurve rocCurve(const std::vector<int>& truth, const std::vector<double>& score) {
  std::vector<std::size_t> order(truth.size());
  for (std::size_t row = 0; row < order.size(); ++row) order[row] = row;
  const auto later = [&](std::size_t a, std::size_t b) { return score[a] > score[b]; };
  std::make_heap(order.begin(), order.end(), later);
  std::sort_heap(order.begin(), order.end(), later);
  double positives = 0;
  for (const int each : truth) positives += each;
  const double negatives = static_cast<double>(truth.size()) - positives;

  RocCurve curve;
  double hits = 0, alarms = 0, lastHits = 0, lastAlarms = 0, area = 0, precision = 0;
  for (std::size_t i = 0; i < order.size(); ++i) {
    (truth[order[i]] == 1 ? hits : alarms) += 1;
    // Rows of one score cannot be told apart by any threshold.
    if (i + 1 < order.size() && score[order[i + 1]] == score[order[i]]) continue;
    area += (alarms - lastAlarms) * (hits + lastHits) / 2;
    precision += (hits - lastHits) * hits / (hits + alarms);
    lastHits = hits;
    lastAlarms = alarms;
    curve.threshold.push_back(score[order[i]]);
    curve.falsePositiveRate.push_back(quotient(alarms, negatives).value);
    curve.truePositiveRate.push_back(quotient(hits, positives).value);
    curve.precision.push_back(hits / (hits + alarms));
  }
  curve.area = quotient(area, positives * negatives);
  curve.averagePrecision = quotient(precision, positives);
  return curve;
}

RegressionReport regressionReport(int outputs, const std::vector<double>& truth,
                                  const std::vector<double>& prediction) {
  const auto K = static_cast<std::size_t>(outputs), n = truth.size() / K;
  RegressionReport report;
  report.rows = static_cast<int>(n);
  report.r2.defined = true;
  for (std::size_t k = 0; k < K; ++k) {
    double total = 0, squares = 0, deviations = 0;
    // Asked of the targets themselves: the mean of equal numbers may be off by a rounding.
    bool varies = false;
    for (std::size_t row = 0; row < n; ++row) {
      total += truth[row * K + k];
      varies |= truth[row * K + k] != truth[k];
    }
    for (std::size_t row = 0; row < n; ++row) {
      const double y = truth[row * K + k], error = y - prediction[row * K + k];
      const double deviation = y - total / static_cast<double>(n);
      squares += error * error;
      deviations += deviation * deviation;
      report.meanAbsoluteError += std::fabs(error) / static_cast<double>(n * K);
    }
    report.meanSquaredError += squares / static_cast<double>(n * K);
    if (varies && deviations > 0)
      report.r2.value += (1 - squares / deviations) / static_cast<double>(K);
    else
      report.r2 = {0, false};
  }
  if (!report.r2.defined) report.r2.value = 0;
  return report;
}

namespace {

/** Not inlined: a record of ten members would cost ten copies of it in the download. */
[[gnu::noinline]] void put(Value& record, const char* name, double number) { record.set(name, number); }

Value valueOf(const Quotient& quotient) {
  Value record;
  put(record, "value", quotient.value);
  record.set("defined", quotient.defined);
  return record;
}

[[gnu::noinline]] void put(Value& record, const char* name, const Quotient& quotient) {
  record.set(name, valueOf(quotient));
}

Value valueOf(const ClassMetrics& metrics) {
  Value record;
  put(record, "precision", metrics.precision);
  put(record, "recall", metrics.recall);
  put(record, "f1", metrics.f1);
  put(record, "support", metrics.support);
  return record;
}

[[gnu::noinline]] void put(Value& record, const char* name, const ClassMetrics& metrics) {
  record.set(name, valueOf(metrics));
}

[[gnu::noinline]] void put(Value& record, const char* name, const std::vector<double>& numbers) {
  record.set(name, Value::List(numbers.begin(), numbers.end()));
}

}  // namespace

Value valueOf(const ClassificationReport& report) {
  Value record;
  Value::List confusion, shares, perClass;
  const auto K = static_cast<std::size_t>(report.classes);
  for (std::size_t k = 0; k < K; ++k) {
    const int* row = &report.confusion[k * K];
    confusion.push_back(Value::List(row, row + K));
    Value::List ofTruth;
    for (std::size_t other = 0; other < K; ++other) ofTruth.push_back(valueOf(report.confusionShares[k * K + other]));
    shares.push_back(std::move(ofTruth));
    perClass.push_back(valueOf(report.perClass[k]));
  }
  put(record, "rows", report.rows);
  put(record, "classes", report.classes);
  put(record, "accuracy", report.accuracy);
  record.set("confusion", std::move(confusion));
  record.set("confusionShares", std::move(shares));
  record.set("perClass", std::move(perClass));
  put(record, "macro", report.macro);
  put(record, "micro", report.micro);
  put(record, "weighted", report.weighted);
  if (report.classes == 2) put(record, "binary", report.binary);
  return record;
}

Value valueOf(const RocCurve& curve) {
  Value record;
  put(record, "threshold", curve.threshold);
  put(record, "falsePositiveRate", curve.falsePositiveRate);
  put(record, "truePositiveRate", curve.truePositiveRate);
  put(record, "precision", curve.precision);
  put(record, "area", curve.area);
  put(record, "averagePrecision", curve.averagePrecision);
  return record;
}

Value valueOf(const RegressionReport& report) {
  Value record;
  put(record, "rows", report.rows);
  put(record, "meanSquaredError", report.meanSquaredError);
  put(record, "meanAbsoluteError", report.meanAbsoluteError);
  put(record, "r2", report.r2);
  return record;
}

namespace {

void checkNumbers(const char* name, const std::vector<double>& numbers, std::size_t expected, double highestClass) {
  if (numbers.size() != expected)
    throw Refusal("SIZE", name, std::to_string(numbers.size()) + " numbers", std::to_string(expected) + " numbers");
  const bool classes = highestClass > 0;
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    const double number = numbers[i];
    const bool fine =
        classes ? number >= 0 && number <= highestClass && number == std::trunc(number) : number - number == 0;
    if (!fine)
      throw Refusal("RANGE", elementPath(name, i), textOf(number),
                    classes ? "whole numbers from 0 to " + textOf(highestClass) : "finite numbers");
  }
}

}  // namespace

Value checkedClassificationReport(double classes, const std::vector<double>& truth,
                                  const std::vector<double>& prediction, const std::vector<double>& score) {
  constexpr int mostClasses = 512;
  if (!(classes >= 2 && classes <= mostClasses && classes == std::trunc(classes)))
    throw Refusal("RANGE", "classes", textOf(classes), "whole numbers from 2 to " + std::to_string(mostClasses));
  checkNumbers("truth", truth, truth.size(), classes - 1);
  checkNumbers("prediction", prediction, truth.size(), classes - 1);
  checkNumbers("score", score, score.empty() || classes > 2 ? 0 : truth.size(), 0);
  if (truth.empty()) return {};
  const std::vector<int> labels(truth.begin(), truth.end());
  Value report =
      valueOf(classificationReport(static_cast<int>(classes), labels, {prediction.begin(), prediction.end()}));
  if (!score.empty()) report.set("roc", valueOf(rocCurve(labels, score)));
  return report;
}

Value checkedRegressionReport(const std::vector<double>& truth, const std::vector<double>& prediction) {
  checkNumbers("truth", truth, truth.size(), 0);
  checkNumbers("prediction", prediction, truth.size(), 0);
  return truth.empty() ? Value() : valueOf(regressionReport(1, truth, prediction));
}

}  // namespace nablab
