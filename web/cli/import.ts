/** `nablab import`: a model of Keras as an experiment. */
import { experimentOf, readKerasModel } from '../../exporters/kerasModel';
import { parseExperimentText } from '../../wasm-bindings/experimentText';
import { loadEngine } from '../../wasm-bindings/loader';
import type { DataView, Engine } from '../../wasm-bindings/types';
import type { Options } from './arguments';
import { readExperimentFile, refuseExisting, writeWhole } from './files';

/** A look at a data set of the gallery; null for one that needs a file of a person's. */
async function viewOf(engine: Engine, kind: string): Promise<DataView | null> {
  const session = engine.createSession();
  try {
    const experiment = engine.adapt({ version: 1, data: { kind } });
    await engine.prepare(session, experiment);
    session.configure(experiment);
    return session.data();
  } catch {
    return null;
  } finally {
    session.delete();
  }
}

/** Prints or writes the experiment; resolves to the exit status. Throws `NablabError`s. */
export async function importCommand(options: Options): Promise<number> {
  refuseExisting(options.output, options.force);
  const model = readKerasModel(parseExperimentText(await readExperimentFile(options.files[0])));
  const engine = await loadEngine();
  const { datasets } = engine.catalog().families;
  const experiment = await experimentOf(model, datasets, (kind) => viewOf(engine, kind));
  const text = `${JSON.stringify({ version: 1, ...engine.compact(experiment) }, null, 2)}\n`;
  if (options.output) writeWhole(options.output, text);
  else process.stdout.write(text);
  return 0;
}
