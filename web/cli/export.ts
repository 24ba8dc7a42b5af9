/** `nablab export`: a run as a program in another language. */
import { exportFormats } from '../../exporters/exportFormats';
import { exportRun } from '../../exporters/exportRun';
import type { Session } from '../../wasm-bindings/types';
import { UsageError, type Options } from './arguments';
import { provideData } from './data';
import { refuseExisting, writeWhole } from './files';
import { Progress } from './progress';
import { sentenceOf, train, withSession } from './training';

/** Trains, and prints or writes the program; resolves to the exit status. */
export async function exportCommand(options: Options): Promise<number> {
  const allowed = exportFormats.join(', ');
  if (options.format === null) throw new UsageError(`export needs --format NAME; allowed: ${allowed}`);
  if (!(exportFormats as readonly string[]).includes(options.format)) {
    throw new UsageError(`--format is ${JSON.stringify(options.format)}; allowed: ${allowed}`);
  }
  refuseExisting(options.output, options.force);
  return withSession(options, async (session, engine) => {
    await train(session, options.steps ?? 0, new Progress(options.quiet));
    const { diverged } = session.status();
    if (diverged) {
      console.error(`nablab: ${sentenceOf(diverged)}`);
      return 1;
    }
    const provide = (copy: Session, experiment: unknown) => provideData(engine, copy, experiment, options.data);
    const { text } = await exportRun(engine, session, provide, options.format ?? '');
    if (options.output) writeWhole(options.output, text);
    else process.stdout.write(text);
    return 0;
  });
}
