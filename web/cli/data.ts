/** The data of an experiment, as the command line finds them. */
import type { Engine, Session } from '../../wasm-bindings/types';
import { unpack } from '../../wasm-bindings/unpack';
import { readBytes } from './files';

/** Hands the session what the experiment's data need: a table of the gallery, and the files that were named. */
export async function provideData(
  engine: Engine,
  session: Session,
  experiment: unknown,
  files: string[],
): Promise<void> {
  const { csvBytes, idxBytes } = engine.catalog().limits;
  const most = Math.max(csvBytes, idxBytes);
  for (const file of files) {
    // The experiment names a file by its SHA-256, so nothing has to be told of which is which.
    session.provideFile('', await unpack(readBytes(file, most), most, file));
  }
  await engine.prepare(session, experiment);
}
