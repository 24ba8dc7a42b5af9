/** `nablab run`: trains an experiment and tells how well it has learned. */
import type { Engine, Session } from '../../wasm-bindings/types';
import type { Options } from './arguments';
import { defaultSteps, mostSteps } from './commands';
import { refuseExisting, writeWhole } from './files';
import { Progress } from './progress';
import { csvOf, resultOf, tableOf } from './report';
import { sentenceOf, train, withSession } from './training';

/** Points of the curves that `--history` keeps. */
const historyPoints = 1000;

/** Trains and prints; resolves to the exit status. Throws `NablabError`s and `Interrupted`. */
export async function runCommand(options: Options): Promise<number> {
  refuseExisting(options.history, options.force);
  refuseExisting(options.save, options.force);
  const progress = new Progress(options.quiet);
  progress.show(0, options.steps ?? 0, 'loading');
  return withSession(options, (session, engine) => trainAndTell(engine, session, options, progress));
}

async function trainAndTell(engine: Engine, session: Session, options: Options, progress: Progress): Promise<number> {
  if (options.history) session.record(historyPoints);
  await train(session, options.steps ?? naturalSteps(session), progress);
  const result = resultOf(engine, session);
  console.log(options.json ? JSON.stringify(result, null, 2) : tableOf(result));
  if (options.history) writeWhole(options.history, csvOf(session.history()));
  if (options.save) writeWhole(options.save, session.saveState());
  if (!result.diverged) return 0;
  console.error(`nablab: ${sentenceOf(result.diverged)}`);
  return 1;
}

/** An experiment that says when it ends is trained till then. */
export function naturalSteps(session: Session): number {
  const { stop, earlyStopping } = session.current();
  const ends = Object.values(stop).some((limit) => limit > 0) || earlyStopping.patience > 0;
  return ends ? mostSteps : defaultSteps;
}
