/**
 * Nablab as a package: neural networks trained by the same core as the page's, to the same bits, in Node and in browsers.
 * Importing it does nothing; the engine is loaded when the first run is created.
 *
 *     import { createRun } from 'nablab';
 *     const run = await createRun({ version: 1, data: { kind: 'spiral' } });
 *     const { metrics } = await run.train({ steps: 1000 });
 *     console.log(metrics.validation?.accuracy, run.hash());
 *     run.dispose();
 */
import type { Catalog, Experiment } from '../wasm-bindings/types';
import { unpack } from '../wasm-bindings/unpack';
import { engineFor, type EngineOptions } from './engines';
import { readExperiment } from './experiments';
import { Run } from './run';

export { NablabError } from '../wasm-bindings/nablabError';
export { readExperiment } from './experiments';
export { Run, type RunFrame, type TrainOptions } from './run';
export type { EngineOptions } from './engines';
export type * from '../wasm-bindings/types';

/** How a run is to be made. */
export interface RunOptions extends EngineOptions {
  /** What the network computes in; the page uses float32. */
  precision?: 'float32' | 'float64';
  /** CSV and IDX files, also gzipped, that the experiment's data name by their SHA-256. */
  files?: (Blob | Uint8Array)[];
  /** Points of `Run.history`, evenly spaced over the whole run; 1000 unless told, 0 for none. */
  points?: number;
  /** Instruments of the catalog that measure at every `every`th step: see `Run.readings`. */
  instruments?: string[];
  every?: number;
  /** Lets the doctor look at the run while it trains (`Run.diagnose`), for about a tenth of its speed. */
  doctor?: boolean;
}

/** Points of the curves where nothing is said. */
const defaultPoints = 1000;

/**
 * A run of this experiment at step 0. The experiment is a document, its JSON text, or a link; what is left out of it has
 * its default. Rejects with a `NablabError`: what the core refuses (with path, what was found, what is allowed), or
 * `ENGINE_UNAVAILABLE`, `WEBASSEMBLY_MISSING`, `TABLE_UNAVAILABLE`, `FILE_…`.
 */
export async function createRun(experiment: unknown, options: RunOptions = {}): Promise<Run> {
  const { precision, files = [], points = defaultPoints, instruments = [], every = 1, doctor = false } = options;
  const document = readExperiment(experiment);
  const engine = await engineFor(options);
  const { csvBytes, idxBytes } = engine.catalog().limits;
  const session = engine.createSession(precision);
  try {
    const cap = Math.max(csvBytes, idxBytes);
    for (const file of files) session.provideFile('', await unpack(file, cap));
    await engine.prepare(session, document);
    session.record(points);
    if (instruments.length > 0) session.subscribe(instruments, every);
    if (doctor) session.watch(true);
    session.configure(document);
    return new Run(engine, session, doctor);
  } catch (error) {
    session.delete();
    throw error;
  }
}

/** Everything that can be chosen, with defaults, ranges, formulas and sources: the core's description of itself. */
export async function catalog(options: EngineOptions = {}): Promise<Catalog> {
  return (await engineFor(options)).catalog();
}

/** The experiment with every default filled in; rejects with a `NablabError` that says what is wrong with it. */
export async function canonical(experiment: unknown, options: EngineOptions = {}): Promise<Experiment> {
  return (await engineFor(options)).canonical(readExperiment(experiment));
}
