/** `nablab check`, `range-test` and `trace`: what looks at a run without changing it. */
import type { Session, ToolResults } from '../../wasm-bindings/types';
import type { Options } from './arguments';
import { Progress } from './progress';
import { alignedTable } from './report';
import { withSession, sentenceOf, train } from './training';

/** Opens the experiment, trains `--step` steps, and calls `work`; 1 if the run diverges before. */
function atStep(options: Options, work: (session: Session) => number): Promise<number> {
  return withSession(options, async (session) => {
    await train(session, options.step, new Progress(options.quiet));
    const { diverged } = session.status();
    if (!diverged) return work(session);
    console.error(`nablab: ${sentenceOf(diverged)}`);
    return 1;
  });
}

/** Status 1 if a gradient is wrong. */
export function checkCommand(options: Options): Promise<number> {
  return atStep(options, (session) => {
    const result = session.tool({ kind: 'gradientCheck' }) as ToolResults['gradientCheck'];
    console.log(options.json ? JSON.stringify({ schema: 1, ...result }, null, 2) : checkTable(result));
    return result.passes ? 0 : 1;
  });
}

function checkTable({ tensors, passes, suspect }: ToolResults['gradientCheck']): string {
  const rows = tensors.map(({ layer, name, compared, kinks, wrong, largestAbsolute, largestRelative }) => [
    `layer ${layer} ${name}`,
    ...[compared, kinks, wrong].map(String),
    ...[largestAbsolute, largestRelative].map((error) => (error ?? NaN).toExponential(1)),
  ]);
  const table = alignedTable([['', 'compared', 'kinks', 'wrong', 'largest error', 'relative'], ...rows]);
  if (passes) return `${table}\n\nThe gradients agree.`;
  return `${table}\n\nThe gradients differ${suspect < 0 ? '.' : `; the backward pass of layer ${suspect} is wrong.`}`;
}

/** Prints a curve and what it suggests. */
export function rangeTestCommand(options: Options): Promise<number> {
  const { low, high, rates } = options;
  const settings = {
    kind: 'learningRateRangeTest' as const,
    ...(low !== null && { lowestRate: low }),
    ...(high !== null && { highestRate: high }),
    ...(rates !== null && { rates }),
  };
  return atStep(options, (session) => {
    const result = session.tool(settings) as ToolResults['learningRateRangeTest'];
    console.log(options.json ? JSON.stringify({ schema: 1, ...result }, null, 2) : rangeTable(result));
    return 0;
  });
}

/** About so many lines of a curve tell its form. */
const shownRates = 20;

function rangeTable({ rate, smoothed, suggested }: ToolResults['learningRateRangeTest']): string {
  const every = Math.max(1, Math.ceil(rate.length / shownRates));
  const rows = rate.flatMap((each, i) =>
    i % every === 0 ? [[each.toExponential(2), (smoothed[i] ?? NaN).toPrecision(4)]] : [],
  );
  const advice = suggested === null ? 'No rate makes the loss fall.' : `Suggested: ${suggested.toPrecision(2)}`;
  return `${alignedTable([['rate', 'loss'], ...rows])}\n\n${advice}`;
}

/** Prints the step that follows `--step` steps: shape and numbers of every quantity, row by row. */
export function traceCommand(options: Options): Promise<number> {
  return atStep(options, (session) => {
    const trace = session.trace().map(({ values, ...quantity }) => ({ ...quantity, values: Array.from(values) }));
    console.log(JSON.stringify({ schema: 1, trace }));
    return 0;
  });
}
