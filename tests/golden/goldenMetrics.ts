/** Golden cases of metrics.json against the core's reports. */
import type { ClassificationReport, ClassMetrics, Engine, RegressionReport } from '../../wasm-bindings/types';

/** A case: labels or numbers with what scikit-learn makes of them. Every further member is a figure to compare. */
export interface GoldenMetrics {
  name: string;
  truth: number[];
  prediction: number[];
  /** Classification only. */
  classes?: number;
  score?: number[];
  [figure: string]: unknown;
}

/** Figures in lists and records of any depth. */
type Figures = unknown;

const inputs = ['name', 'truth', 'prediction', 'classes', 'score', 'note', 'source'];

const averageOf = ({ precision, recall, f1 }: ClassMetrics) => ({
  precision: precision.value,
  recall: recall.value,
  f1: f1.value,
});

function classification(report: ClassificationReport): Record<string, Figures> {
  const { macro, micro, weighted, binary, roc } = report;
  return {
    accuracy: report.accuracy.value,
    confusion: report.confusion,
    macro: averageOf(macro),
    micro: averageOf(micro),
    weighted: averageOf(weighted),
    ...(binary && { binary: averageOf(binary) }),
    ...(roc && { roc_auc: roc.area.value, average_precision: roc.averagePrecision.value }),
  };
}

function regression({ meanSquaredError, meanAbsoluteError, r2 }: RegressionReport): Record<string, Figures> {
  return { mse: meanSquaredError, mae: meanAbsoluteError, r2: r2.value };
}

/** Sentences on what does not agree with the core; empty if all does. Throws what the core refuses. */
export function compareMetrics(engine: Engine, golden: GoldenMetrics): string[] {
  const { classes, truth, prediction, score } = golden;
  const found =
    classes === undefined
      ? regression(reported(engine.regressionReport(truth, prediction)))
      : classification(reported(engine.classificationReport(classes, truth, prediction, score)));
  const names = Object.keys(golden).filter((name) => !inputs.includes(name));
  if (names.length === 0) return ['the case has no figures'];
  return names.flatMap((name) => (name in found ? differences(name, found[name], golden[name]) : [`no ${name}`]));
}

function reported<Report>(report: Report | null): Report {
  if (report === null) throw new Error('the case has no rows');
  return report;
}

function differences(place: string, found: Figures, expected: Figures): string[] {
  if (typeof expected === 'number' && typeof found === 'number') {
    const fits = Math.abs(found - expected) <= 1e-9 + 1e-7 * Math.abs(expected);
    return fits ? [] : [`${place} is ${found}, expected ${expected}`];
  }
  if (typeof expected !== 'object' || expected === null || typeof found !== 'object' || found === null) {
    return [`${place} is ${JSON.stringify(found)}, expected ${JSON.stringify(expected)}`];
  }
  const [ours, theirs] = [found as Record<string, Figures>, expected as Record<string, Figures>];
  if (Array.isArray(theirs) && Object.keys(ours).length !== theirs.length) {
    return [`${place} has ${Object.keys(ours).length} entries, expected ${theirs.length}`];
  }
  return Object.keys(theirs).flatMap((key) =>
    key in ours ? differences(`${place}.${key}`, ours[key], theirs[key]) : [`no ${place}.${key}`],
  );
}
