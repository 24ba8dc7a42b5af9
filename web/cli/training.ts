/** An experiment from a file, opened and trained by the same session as the page's. */
import { setImmediate } from 'node:timers/promises';
import { parseExperimentText } from '../../wasm-bindings/experimentText';
import { loadEngine } from '../../wasm-bindings/loader';
import type { Divergence, Engine, Session } from '../../wasm-bindings/types';
import type { Options } from './arguments';
import { provideData } from './data';
import { readExperimentFile, readStateFile } from './files';
import type { Progress } from './progress';

/** Between two looks at the signals and the terminal. */
const millisecondsPerTurn = 50;

/** Thrown where a signal ended the work; carries the exit status. */
export class Interrupted extends Error {
  constructor(
    readonly status: number,
    step: number,
  ) {
    super(`interrupted at step ${step}`);
  }
}

/**
 * Hands `work` a session of the experiment that the options name, with its data, its seed and its loaded state, and
 * deletes the session afterwards, whatever happens.
 */
export async function withSession<Result>(
  options: Options,
  work: (session: Session, engine: Engine) => Result | Promise<Result>,
): Promise<Result> {
  const experiment = withSeed(parseExperimentText(await readExperimentFile(options.files[0])), options.seed);
  const state = options.load === null ? null : readStateFile(options.load);
  const engine = await loadEngine();
  const session = engine.createSession();
  try {
    await provideData(engine, session, experiment, options.data);
    session.configure(experiment);
    if (state) session.loadState(state);
    return await work(session, engine);
  } finally {
    session.delete();
  }
}

function withSeed(experiment: unknown, seed: number | null): unknown {
  const isRecord = typeof experiment === 'object' && experiment !== null && !Array.isArray(experiment);
  // What is no record is the core's to refuse.
  return seed === null || !isRecord ? experiment : { ...experiment, seed };
}

/**
 * Steps in turns of some milliseconds, so that signals are heard; stops where the run diverges or ends by itself, and
 * after `stop.seconds` of the experiment, since the core has no clock.
 */
export async function train(session: Session, steps: number, progress: Progress): Promise<void> {
  const signals = new Map([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ]);
  const { seconds } = session.current().stop;
  const begin = performance.now();
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
      if (made < wanted || (seconds > 0 && start + elapsed - begin >= 1000 * seconds)) return;
      if (elapsed < millisecondsPerTurn) turn *= 2;
      else turn = Math.max(1, Math.floor((turn * millisecondsPerTurn) / elapsed));
      progress.show(done, steps, `loss ${(session.status().batchLoss ?? NaN).toPrecision(4)}`);
      await setImmediate();
      if (status !== undefined) throw new Interrupted(status, session.status().step);
    }
  } finally {
    progress.clear();
    for (const signal of signals.keys()) process.off(signal, hear);
  }
}

/** One sentence on why a run cannot go on. */
export function sentenceOf({ step, quantity, layer, objective, highest }: Divergence): string {
  const what = quantity === 'loss' ? 'the loss' : `a ${quantity} of layer ${layer}`;
  const found =
    quantity === 'loss' && objective !== null
      ? `the loss has grown to ${objective.toPrecision(4)} after step ${step}, above ${highest.toPrecision(4)}`
      : `${what} is no longer a finite number after step ${step}`;
  return `DIVERGED: training stopped: ${found}; a smaller learning rate may help`;
}
