/** What a finished run prints: a table for people, JSON for programs, CSV of the curves. */
import type { Engine, History, Metrics, Quotient, Session } from '../../wasm-bindings/types';

const parts = ['training', 'validation', 'test'] as const;

/** The result of a run as one value; `schema` is the version of its form. */
export function resultOf(engine: Engine, session: Session) {
  const { step, epoch, diverged, stopped, bestStep } = session.status();
  return {
    schema: 1,
    engine: engine.version,
    experiment: session.experiment(),
    step,
    epoch,
    stopped,
    bestStep,
    metrics: session.metrics(),
    report: Object.fromEntries(parts.map((part) => [part, session.report(part)])) as Record<
      keyof Metrics,
      ReturnType<Session['report']>
    >,
    hash: session.hash(),
    diverged,
  };
}

export type Result = ReturnType<typeof resultOf>;

/** Columns under their titles, the first to the left, numbers to the right. */
export function alignedTable(rows: string[][]): string {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  return rows
    .map((row) => row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]) : cell.padStart(widths[i]))).join('   '))
    .join('\n');
}

/** A quotient without meaning is no 0. */
const quotientText = ({ value, defined }: Quotient) => (defined ? value.toFixed(4) : '–');

/** Titles and figures of a part beside rows and loss. */
function figuresOf(report: NonNullable<Result['report']['training']>): [string, string][] {
  if ('r2' in report) {
    return [
      ['R²', quotientText(report.r2)],
      ['mean abs. error', report.meanAbsoluteError.toPrecision(6)],
    ];
  }
  const average = report.binary ?? report.macro;
  return [
    ['accuracy', report.accuracy.defined ? `${(100 * report.accuracy.value).toFixed(2)} %` : '–'],
    ['precision', quotientText(average.precision)],
    ['recall', quotientText(average.recall)],
    ['F1', quotientText(average.f1)],
    ...(report.roc ? ([['AUC', quotientText(report.roc.area)]] as [string, string][]) : []),
  ];
}

/** The metrics by part (for more than two classes their plain means), then the place in time and the hash. */
export function tableOf(result: Result): string {
  let titles: string[] = [];
  const rows = parts.flatMap((part) => {
    const [metrics, report] = [result.metrics[part], result.report[part]];
    if (!metrics || !report) return [];
    const figures = figuresOf(report);
    titles = figures.map(([title]) => title);
    return [[part, String(metrics.rows), metrics.loss.toPrecision(6), ...figures.map(([, figure]) => figure)]];
  });
  const ended = result.stopped ? `; stopped by itself (${result.stopped})` : '';
  const place = `step ${result.step}, epoch ${result.epoch.toFixed(2)}, hash ${result.hash}${ended}`;
  return `${alignedTable([['', 'rows', 'loss', ...titles], ...rows])}\n\n${place}`;
}

/** A header and a line for each recorded point; what is undefined there is an empty cell. */
export function csvOf(history: History): string {
  const names = Object.keys(history) as (keyof History)[];
  const lines = Array.from(history.step, (_, point) =>
    names.map((name) => (Number.isNaN(history[name][point]) ? '' : String(history[name][point]))).join(','),
  );
  return `${[names.join(','), ...lines].join('\n')}\n`;
}
