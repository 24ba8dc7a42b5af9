/** Loads the core: the same function for the page's worker, the command line and the tests. */
import { Guard } from './guard';
import { type CoreModule, type CoreSession, sessionMethods } from './module';
import { NablabError } from './nablabError';
import { readText, readWasm } from './read';
import { Rest } from './rest';
import type { Catalog, Engine, Session } from './types';
import { engineFiles, placed, tableFiles, type EngineFiles, type FilePlaces } from './urls';

export { NablabError } from './nablabError';

/** A function that returns a vector: it validates only where 128-bit vectors are known. */
const vectorModule = Uint8Array.of(
  ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00], // magic and version
  ...[0x01, 0x05, 0x01, 0x60, 0x00, 0x01, 0x7b], // type: () → v128
  ...[0x03, 0x02, 0x01, 0x00], // one function of that type
  ...[0x0a, 0x08, 0x01, 0x06, 0x00, 0x41, 0x00, 0xfd, 0x0f, 0x0b], // i32.const 0, i8x16.splat, end
);

/** Whether this platform runs the SIMD build. Both builds compute the same bits. */
export function hasSimd(): boolean {
  return typeof WebAssembly === 'object' && WebAssembly.validate(vectorModule);
}

export interface LoadOptions {
  /** The build to load; by default the fastest that the platform runs. */
  build?: 'simd' | 'scalar';
  /**
   * Whether to wait for the whole engine (the default), or only for what a first visit runs, while the rest is on its
   * way. Only workers may choose the latter: what is called before it is there blocks until it is.
   */
  complete?: boolean;
  /** Where WebAssembly and tables lie; without it, each lies where it was built. */
  places?: FilePlaces;
}

/**
 * Loads one instance of the core. Throws a `NablabError` with code `WEBASSEMBLY_MISSING` where the platform has
 * none, and `ENGINE_UNAVAILABLE` where the files cannot be fetched, or a policy forbids it.
 */
export async function loadEngine(options: LoadOptions = {}): Promise<Engine> {
  const build = options.build ?? (hasSimd() ? 'simd' : 'scalar');
  const { core, whole } = await load(engineFiles[build], options.places);
  if (options.complete ?? true) await whole;
  return makeEngine(core, build === 'simd', whole, options.places);
}

/** The bare module, for tests of its surface; everybody else wants `loadEngine`. */
export async function loadModule(files: EngineFiles): Promise<CoreModule> {
  const { core, whole } = await load(files);
  await whole;
  return core;
}

/** The core, and a promise for the part of it that comes later. */
async function load(files: EngineFiles, places?: FilePlaces): Promise<{ core: CoreModule; whole: Promise<void> }> {
  if (typeof WebAssembly !== 'object') throw unavailable('WebAssembly is missing', 'WEBASSEMBLY_MISSING');
  const toUnavailable = (error: unknown) => {
    throw unavailable(error instanceof Error ? error.message : String(error));
  };
  const rest = files.rest && new Rest(placed(`${files.name}.rest.wasm`, files.rest, places));
  const core = await instantiate(files, rest, places).catch(toUnavailable);
  const whole = Promise.resolve(rest?.bring()).catch(toUnavailable);
  // What does not come is asked for again by whoever needs it, and only then does it matter.
  whole.catch(() => {});
  return { core, whole };
}

async function instantiate(files: EngineFiles, rest?: Rest, places?: FilePlaces): Promise<CoreModule> {
  const wasm = placed(`${files.name}.wasm`, files.wasm, places);
  const [{ default: create }, module] = await Promise.all([files.glue(), readWasm(wasm)]);
  return new Promise<CoreModule>((resolve, reject) => {
    const instantiateWasm: Parameters<typeof create>[0]['instantiateWasm'] = (imports, done) => {
      const all = rest ? { ...imports, placeholder: rest.standIns() } : imports;
      // The glue knows no way to report a failure here, and would wait for ever.
      WebAssembly.instantiate(module, all).then((instance) => {
        rest?.belongsTo(instance);
        done(instance, module);
      }, reject);
      return {};
    };
    create({ instantiateWasm }).then(resolve, reject);
  });
}

function unavailable(reason: string, code = 'ENGINE_UNAVAILABLE'): NablabError {
  return new NablabError({ code, path: '', found: reason, allowed: '' }, `The engine cannot be loaded: ${reason}`);
}

/** Of every session that was made and not deleted, the guard of its engine. */
const sessions = new Map<symbol, Guard>();

/** Sessions that hold memory of an engine now: made, not deleted, and their engine not lost. For tests of leaks. */
export function liveSessions(): number {
  return [...sessions.values()].filter((guard) => !guard.isLost).length;
}

/** Wraps a bare module so that nothing but values and `NablabError`s come out of it. */
export function makeEngine(module: CoreModule, simd: boolean, whole = Promise.resolve(), places?: FilePlaces): Engine {
  const guard = new Guard();
  let catalog: Catalog | undefined;
  const engine: Engine = {
    version: guard.call(() => module.version()),
    simd,
    whole,
    // Fixed for one instance, but given out as a copy: nobody can change what others read.
    catalog: () => structuredClone((catalog ??= guard.call(() => module.catalog()))),
    canonical: (experiment) => guard.call(() => module.canonical(experiment)),
    compact: (experiment) => guard.call(() => module.compact(experiment)),
    adapt: (experiment) => guard.call(() => module.adapt(experiment)),
    classificationReport: (classes, truth, prediction, score = []) =>
      guard.call(() => module.classificationReport(classes, truth, prediction, score)),
    regressionReport: (truth, prediction) => guard.call(() => module.regressionReport(truth, prediction)),
    learningRates: (schedule, learningRate, steps, losses = []) =>
      guard.call(() => module.learningRates(schedule, learningRate, steps, losses)),
    csvReport: (name, bytes, format = {}) => guard.call(() => module.csvReport(name, bytes, format)),
    idxReport: (name, bytes) => guard.call(() => module.idxReport(name, bytes)),
    sha256: (bytes) => guard.call(() => module.sha256(bytes)),
    checkExpression: (text) => guard.call(() => module.checkExpression(text)),
    clinic: () => guard.call(() => module.clinic()),
    admitPatient: (patient) => guard.call(() => module.admitPatient(patient)),
    createSession: (precision = 'float32') =>
      guard.call(() => guarded(guard, precision === 'float64' ? new module.DoubleSession() : new module.Session())),
    prepare: async (session, experiment) => {
      const { data, objective } = engine.canonical(experiment);
      if (objective) return;
      const { kind } = data;
      const table = engine.catalog().families.datasets.find((dataset) => dataset.kind === kind)?.table;
      if (table) session.provideTable(table, await readTable(table, places));
    },
  };
  return engine;
}

function guarded(guard: Guard, raw: CoreSession): Session {
  const methods = raw as unknown as Record<string, (...values: unknown[]) => unknown>;
  const entry = Symbol('session');
  sessions.set(entry, guard);
  const session = Object.fromEntries(
    sessionMethods.map((name) => [name, (...values: unknown[]) => guard.call(() => methods[name](...values))]),
  ) as unknown as Session;
  return {
    ...session,
    fork: (step, path, value) => {
      const fork = guard.call(() => new (raw.constructor as new () => CoreSession)());
      try {
        guard.call(() => fork.forkFrom(raw, step, path, value));
      } catch (error) {
        if (!guard.isLost) fork.delete();
        throw error;
      }
      return guarded(guard, fork);
    },
    // Memory of a lost instance goes as a whole; cleaning up after a loss must not hide the loss.
    delete: () => {
      sessions.delete(entry);
      if (!guard.isLost) session.delete();
    },
  };
}

const tables = new Map<string, Promise<string>>();

/** The text of a table, fetched once. */
async function readTable(name: string, places?: FilePlaces): Promise<string> {
  const file = tableFiles.get(name);
  if (!file) throw tableError(name, 'no such table is shipped');
  const url = placed(name, file, places);
  let text = tables.get(name);
  if (!text) {
    text = readText(url);
    tables.set(name, text);
  }
  try {
    return await text;
  } catch (error) {
    tables.delete(name);
    throw tableError(name, error instanceof Error ? error.message : String(error));
  }
}

function tableError(name: string, reason: string): NablabError {
  return new NablabError(
    { code: 'TABLE_UNAVAILABLE', path: 'data.kind', found: `${name}: ${reason}`, allowed: '' },
    `The table ${name} cannot be read: ${reason}`,
  );
}
