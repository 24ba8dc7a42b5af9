/** What a finished run prints: a table for people, JSON for programs, CSV of the curves. */
import type { Engine, History, Metrics, Session } from '../../wasm-bindings/types';

/** The result of a run as one value. */
export function resultOf(engine: Engine, session: Session) {
  const { step, epoch, diverged } = session.status();
  return {
    engine: engine.version,
    experiment: session.experiment(),
    step,
    epoch,
    metrics: session.metrics(),
    hash: session.hash(),
    diverged,
  };
}

export type Result = ReturnType<typeof resultOf>;

/** Loss and accuracy by part, then the place in time and the hash. */
export function tableOf(result: Result): string {
  const parts: (keyof Metrics)[] = ['training', 'validation', 'test'];
  const rows = parts.flatMap((part) => {
    const metrics = result.metrics[part];
    if (!metrics) return [];
    const accuracy = metrics.accuracy === null ? '–' : `${(100 * metrics.accuracy).toFixed(2)} %`;
    return [[part, String(metrics.rows), metrics.loss.toPrecision(6), accuracy]];
  });
  const table = [['', 'rows', 'loss', 'accuracy'], ...rows];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...table.map((row) => row[column].length)));
  const lines = table.map((row) =>
    row.map((cell, column) => (column === 0 ? cell.padEnd(widths[0]) : cell.padStart(widths[column]))).join('   '),
  );
  return [...lines, '', `step ${result.step}, epoch ${result.epoch.toFixed(2)}, hash ${result.hash}`].join('\n');
}

/** A header and a line for each recorded point; what is undefined there is an empty cell. */
export function csvOf(history: History): string {
  const names = Object.keys(history) as (keyof History)[];
  const lines = Array.from(history.step, (_, point) =>
    names.map((name) => (Number.isNaN(history[name][point]) ? '' : String(history[name][point]))).join(','),
  );
  return `${[names.join(','), ...lines].join('\n')}\n`;
}
