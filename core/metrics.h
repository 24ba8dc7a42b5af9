#pragma once
#include <vector>

#include "value.h"

/**
 * How well predictions agree with the truth, in double precision. A quotient with a zero denominator counts as 0 and is
 * marked as undefined, as scikit-learn does with a warning. Class numbers are 0, 1, …
 */
namespace nablab {

/** A metric as the catalog lists it. */
struct MetricSpec {
  const char *key, *formula, *source;
};

/** Every metric that a report has, in order. */
const std::vector<MetricSpec>& allMetrics();

/** A quotient. Where `defined` is false the denominator was zero and the value is 0. */
struct Quotient {
  double value = 0;
  bool defined = false;
};

/** Precision tp / (tp + fp), recall tp / (tp + fn), and F1 = 2 tp / (2 tp + fp + fn), their harmonic mean. */
struct ClassMetrics {
  Quotient precision, recall, f1;
  /** Rows that truly are of the class. */
  double support = 0;
};

/** The receiver operating characteristic: a point for each distinct score, from the strictest threshold on. */
struct RocCurve {
  /** A row counts as positive where its score is at least this; the first, above all scores, is left out. */
  std::vector<double> threshold, falsePositiveRate, truePositiveRate;
  /** tp / (tp + fp) at each threshold: against the true positive rate, the precision-recall curve. */
  std::vector<double> precision;
  /** By trapezoids; undefined where one of the classes is missing. */
  Quotient area;
  /** Σ (Rₙ − Rₙ₋₁) Pₙ over the thresholds; undefined without positives. */
  Quotient averagePrecision;
};

struct ClassificationReport {
  int rows = 0, classes = 0;
  Quotient accuracy;
  /** [truth][prediction] */
  std::vector<int> confusion;
  /** The same as shares of the rows of that truth; undefined where the class has none. */
  std::vector<Quotient> confusionShares;
  std::vector<ClassMetrics> perClass;
  /**
   * Means over the classes: plain, of the pooled counts, and weighted by support. A class that never occurs counts
   * like all others. For two classes, `binary` is that of class 1.
   */
  ClassMetrics macro, micro, weighted, binary;
};

struct RegressionReport {
  int rows = 0;
  double meanSquaredError = 0, meanAbsoluteError = 0;
  /** 1 − Σ(y − ŷ)² / Σ(y − ȳ)², averaged over the outputs; undefined where the truth of one is constant. */
  Quotient r2;
};

/** At least one row; all class numbers are below `classes`. */
ClassificationReport classificationReport(int classes, const std::vector<int>& truth,
                                          const std::vector<int>& prediction);

/** Of class 1 against class 0, from scores that are the higher the likelier class 1 is. At least one row. */
RocCurve rocCurve(const std::vector<int>& truth, const std::vector<double>& score);

/** Rows × outputs each; at least one row. */
RegressionReport regressionReport(int outputs, const std::vector<double>& truth, const std::vector<double>& prediction);

/** Reports as documents, for the border. */
Value valueOf(const ClassificationReport& report);
Value valueOf(const RocCurve& curve);
Value valueOf(const RegressionReport& report);

/**
 * The same from numbers of a caller's: refuses with SIZE unless the lists are equally long, with RANGE what is no class
 * number below `classes` (2 to 512) or not finite; gives null without rows. Scores, for two classes, may be empty.
 */
Value checkedClassificationReport(double classes, const std::vector<double>& truth,
                                  const std::vector<double>& prediction, const std::vector<double>& score);
Value checkedRegressionReport(const std::vector<double>& truth, const std::vector<double>& prediction);

}  // namespace nablab
