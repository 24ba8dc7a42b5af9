/** `nablab run`: one experiment from a file, trained by the same session as the page's. */
import { setImmediate } from 'node:timers/promises';
import { parseExperimentText } from '../../wasm-bindings/experimentText';
import { loadEngine } from '../../wasm-bindings/loader';
import type { Divergence, Session } from '../../wasm-bindings/types';
import type { RunOptions } from './arguments';
import { readExperimentFile, refuseExisting, writeWhole } from './files';
import { Progress } from './progress';
import { csvOf, resultOf, tableOf } from './report';

/** Points of the curves that `--history` keeps. */
const historyPoints = 1000;
/** Between two looks at the signals and the terminal. */
const millisecondsPerTurn = 50;

/** Thrown where a signal ended the run; carries the exit status. */
export class Interrupted extends Error {
  constructor(
    readonly status: number,
    step: number,
  ) {
    super(`interrupted at step ${step}`);
  }
}

/** Trains and prints; resolves to the exit status. Throws `NablabError`s and `Interrupted`. */
export async function runCommand(options: RunOptions): Promise<number> {
  if (options.history) refuseExisting(options.history, options.force);
  const experiment = withSeed(parseExperimentText(await readExperimentFile(options.file)), options.seed);
  const engine = await loadEngine();
  const session = engine.createSession();
  await engine.prepare(session, experiment);
  session.configure(experiment);
  if (options.history) session.record(historyPoints);
  await train(session, options.steps, new Progress(options.quiet));
  const result = resultOf(engine, session);
  console.log(options.json ? JSON.stringify(result, null, 2) : tableOf(result));
  if (options.history) writeWhole(options.history, csvOf(session.history()));
  session.delete();
  if (!result.diverged) return 0;
  console.error(`nablab: ${sentenceOf(result.diverged)}`);
  return 1;
}

function withSeed(experiment: unknown, seed: number | null): unknown {
  const isRecord = typeof experiment === 'object' && experiment !== null && !Array.isArray(experiment);
  // What is no record is the core's to refuse.
  return seed === null || !isRecord ? experiment : { ...experiment, seed };
}

/** Steps in turns of some milliseconds, so that signals are heard; stops where the run diverges. */
async function train(session: Session, steps: number, progress: Progress): Promise<void> {
  const signals = new Map([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ]);
  let status: number | undefined;
  const hear = (signal: string) => (status = signals.get(signal));
  for (const signal of signals.keys()) process.on(signal, hear);
  try {
    let turn = 1;
    for (let done = 0; done < steps;) {
      const wanted = Math.min(turn, steps - done);
      const start = performance.now();
      const made = session.step(wanted);
      const elapsed = performance.now() - start;
      done += made;
      if (made < wanted) return;
      if (elapsed < millisecondsPerTurn) turn *= 2;
      else turn = Math.max(1, Math.floor((turn * millisecondsPerTurn) / elapsed));
      progress.show(done, steps, `loss ${(session.status().batchLoss ?? NaN).toPrecision(4)}`);
      await setImmediate();
      if (status !== undefined) throw new Interrupted(status, done);
    }
  } finally {
    progress.clear();
    for (const signal of signals.keys()) process.off(signal, hear);
  }
}

function sentenceOf({ step, quantity, layer, objective, highest }: Divergence): string {
  const what = quantity === 'loss' ? 'the loss' : `a ${quantity} of layer ${layer}`;
  const found =
    quantity === 'loss' && objective !== null
      ? `the loss has grown to ${objective.toPrecision(4)} after step ${step}, above ${highest.toPrecision(4)}`
      : `${what} is no longer a finite number after step ${step}`;
  return `DIVERGED: training stopped: ${found}; a smaller learning rate may help`;
}
