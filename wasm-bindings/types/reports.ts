/** How good predictions are. */
import type { Metrics } from './run';

/** A quotient; where the denominator was zero, the value is 0 and `defined` is false. */
export interface Quotient {
  value: number;
  defined: boolean;
}

export interface ClassMetrics {
  precision: Quotient;
  recall: Quotient;
  f1: Quotient;
  /** Rows that truly are of the class. */
  support: number;
}

/** A point for each distinct score, from the strictest threshold on; (0, 0) before the first is left out. */
export interface RocCurve {
  /** A row counts as class 1 where its score is at least this. */
  threshold: number[];
  falsePositiveRate: number[];
  truePositiveRate: number[];
  /** At each threshold; against the true positive rate, the precision-recall curve. */
  precision: number[];
  area: Quotient;
  averagePrecision: Quotient;
}

export interface ClassificationReport {
  rows: number;
  classes: number;
  accuracy: Quotient;
  /** [truth][prediction] */
  confusion: number[][];
  /** The same as shares of the rows of that truth. */
  confusionShares: Quotient[][];
  perClass: ClassMetrics[];
  /** Means over the classes: plain, of the pooled counts, weighted by support. */
  macro: ClassMetrics;
  micro: ClassMetrics;
  weighted: ClassMetrics;
  /** Two classes only: that of class 1. */
  binary?: ClassMetrics;
  /** Two classes with scores only. */
  roc?: RocCurve;
}

export interface RegressionReport {
  rows: number;
  meanSquaredError: number;
  meanAbsoluteError: number;
  r2: Quotient;
}

/** Accuracy or R² of one part; 0 where it is undefined. `rows` were judged: fewer than the part has if it is large. */
export interface BaselinePart {
  value: number;
  defined: boolean;
  rows: number;
}

/** What models without hidden layers make of the same data. */
export interface Baselines {
  measure: 'accuracy' | 'r2';
  baselines: ({ kind: string } & Record<keyof Metrics, BaselinePart | null>)[];
}

/** How far probabilities can be trusted, by bins of equal width over confidences from 0 to 1. */
export interface Calibration {
  bins: { count: number; /** means over the bin's rows, 0 if it is empty */ confidence: number; accuracy: number }[];
  expectedError: number;
  greatestError: number;
}
