/** The data of an experiment, as the command line finds them. */
import type { Engine, Session } from '../../wasm-bindings/types';

/** Hands the session what the experiment's data need: a table of the gallery, or the file that was named. */
export async function provideData(
  engine: Engine,
  session: Session,
  experiment: unknown,
  file: string | null,
): Promise<void> {
  if (file !== null) throw new Error('not yet');
  await engine.prepare(session, experiment);
}
