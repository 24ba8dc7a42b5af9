/** The tables of a classification as they are saved: all digits, undefined quotients left empty. */
import type { ClassificationReport, Quotient, RegressionReport } from '../../wasm-bindings/types';
import type { Table } from '../pictures/csv';
import { t, word } from '../words';

const digits = ({ value, defined }: Quotient) => (defined ? value : NaN);

/** A row for each true class: counts by prediction. */
export function confusionCells(report: ClassificationReport, names: readonly string[]): Table {
  return {
    columns: [t('measures.truth'), ...names],
    rows: report.confusion.map((counts, truth) => [names[truth], ...counts]),
  };
}

/** A row for each part of a regression's data: its errors. */
export function regressionCells(rows: readonly { name: string; report: RegressionReport }[]): Table {
  return {
    columns: [
      t('measures.part'),
      word('kind.metrics.r2') ?? '',
      word('kind.metrics.meanAbsoluteError') ?? '',
      word('kind.metrics.meanSquaredError') ?? '',
      t('measures.support'),
    ],
    rows: rows.map(({ name, report: { r2, meanAbsoluteError, meanSquaredError, rows: count } }) => [
      name,
      digits(r2),
      meanAbsoluteError,
      meanSquaredError,
      count,
    ]),
  };
}

/** A row for each class and each average. */
export function classCells(report: ClassificationReport, names: readonly string[]): Table {
  const averages = (['macro', 'micro', 'weighted'] as const).map((key) => ({
    name: t(`measures.${key}`),
    metrics: report[key],
  }));
  return {
    columns: [
      t('measures.class'),
      ...['precision', 'recall', 'f1'].map((name) => word(`kind.metrics.${name}`) ?? name),
      t('measures.support'),
    ],
    rows: [...report.perClass.map((metrics, k) => ({ name: names[k], metrics })), ...averages].map(
      ({ name, metrics }) => [
        name,
        digits(metrics.precision),
        digits(metrics.recall),
        digits(metrics.f1),
        metrics.support,
      ],
    ),
  };
}
