import { beforeAll, describe, expect, test } from 'vitest';
import { loadEngine, loadModule, NablabError } from '../../wasm-bindings/loader';
import { sessionMethods, type CoreModule } from '../../wasm-bindings/module';
import type { Engine, Session } from '../../wasm-bindings/types';
import { engineFiles, tableFiles } from '../../wasm-bindings/urls';
import { engineWithMemory } from './engineMemory';
import { refusalOf } from './refusal';

/** What Emscripten's and Embind's own JavaScript puts on the module. */
const fromEmscripten =
  /^_|^(HEAP|asm$|calledRun|run$|ready|instantiateWasm|inspect|count|dynCall|preloaded|stack|flushPending|get|set)|Error$/;
const functions = [
  ...['version', 'catalog', 'canonical', 'compact', 'adapt'],
  ...['classificationReport', 'regressionReport', 'learningRates'],
  ...['clinic', 'admitPatient'],
  ...['csvReport', 'idxReport', 'sha256', 'checkExpression'],
];
/** What Embind adds to a class. */
const classExtras = ['constructor', 'isAliasOf', 'clone', 'isDeleted', 'deleteLater'];

type TypedArray = Float32Array | Float64Array | Uint8Array;

/** Every array of numbers in what a session gives. */
function arraysOf(session: Session): TypedArray[] {
  const arraysIn = (value: unknown): TypedArray[] => {
    if (typeof value !== 'object' || value === null) return [];
    return ArrayBuffer.isView(value) ? [value as TypedArray] : Object.values(value).flatMap(arraysIn);
  };
  return arraysIn([
    ...[session.batchOutput(), session.parameters(), session.statistics(), session.gradients()],
    ...[session.history(), session.data(), session.trace(), session.saveState(), session.unitMarks()],
    ...[session.unitFields(8, 0, 1), session.outputField(8, 0, 1, null), session.predictions()],
    ...[session.activations(Float32Array.of(0.5, 0.5)), session.evaluate(1, Float64Array.of(0.5, 0.5))],
    ...[session.stepAhead(), session.unitReport(0, 0, 0)],
  ]);
}

describe.each(['simd', 'scalar'] as const)('the %s build', (build) => {
  let module: CoreModule;
  let engine: Engine;
  beforeAll(async () => {
    module = await loadModule(engineFiles[build]);
    engine = await loadEngine({ build });
  });

  test('exports the functions and classes that module.ts declares, and no other', () => {
    const ours = Object.keys(module).filter((name) => !fromEmscripten.test(name));
    expect(ours.sort()).toEqual([...functions, 'Session', 'DoubleSession'].sort());
  });

  test.each(['Session', 'DoubleSession'] as const)('gives %s the methods of types.ts, and no other', (name) => {
    const prototype = module[name].prototype as object;
    const methods = [prototype, Object.getPrototypeOf(prototype) as object].flatMap((each) =>
      Object.getOwnPropertyNames(each),
    );
    const ours = [...new Set(methods)].filter(
      (method) => !classExtras.includes(method) && !(method in Object.prototype),
    );
    expect(ours.sort()).toEqual([...sessionMethods, 'forkFrom'].sort());
  });

  test('says which build it is, and its version', () => {
    expect(engine.simd).toBe(build === 'simd');
    expect(engine.version).toBe(engine.catalog().engine);
    expect(engine.version).toMatch(/^\d+\.\d+\.\d+$/);
  });

  test('gives a catalog that nobody can change for others', () => {
    engine.catalog().families.losses.length = 0;
    expect(engine.catalog().families.losses.length).toBeGreaterThan(0);
  });

  test('has every table that its catalog names', () => {
    const named = engine.catalog().families.datasets.flatMap(({ table }) => (table ? [table] : []));
    // Two sizes of the digits come from one table.
    expect([...tableFiles.keys()].sort()).toEqual([...new Set(named)].sort());
  });

  test('row 66: hands over arrays that no later call changes, nor the growth of the memory', async () => {
    const { engine: own, megabytes } = await engineWithMemory(build);
    const session = own.createSession();
    session.configure(own.catalog().defaultExperiment);
    session.record(10);
    session.step(20);
    const given = arraysOf(session);
    const copies = given.map((each) => each.slice());
    expect(copies.filter(({ length }) => length > 0).length).toBeGreaterThan(30);
    session.step(100);
    const [hash, memory] = [session.hash(), megabytes()];
    expect(given).toEqual(copies);
    const large = own.createSession('float64');
    large.configure({ version: 1, layers: [512, 512, 512, 512, 1].map((units) => ({ kind: 'dense', units })) });
    expect(megabytes()).toBeGreaterThan(memory);
    expect(given).toEqual(copies);
    expect(session.hash()).toBe(hash);
    for (const each of [session, large]) each.delete();
  });

  test('R9: leaves nothing behind of a fork that is refused', async () => {
    const { engine: own, megabytes } = await engineWithMemory(build);
    const session = own.createSession();
    session.configure(own.catalog().defaultExperiment);
    const refuse = (times: number) => {
      for (let i = 0; i < times; i++)
        expect(refusalOf(() => session.fork(0, 'layers[0].units', 0)).refusal.path).toBe('layers[0].units');
    };
    refuse(10);
    const before = megabytes();
    refuse(5000);
    expect(megabytes()).toBe(before);
    session.delete();
  });

  test('refuses what has no run yet, and a session that was deleted', () => {
    const session = engine.createSession();
    expect(refusalOf(() => session.status()).code).toBe('NOT_CONFIGURED');
    session.delete();
    expect(refusalOf(() => session.status()).code).toBe('ARGUMENT');
  });
});

/** A module that imports what our JavaScript does not have: it compiles, but cannot be instantiated. */
const strangeModule = new URL(
  `data:application/wasm;base64,${Buffer.from([
    ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00], // magic and version
    ...[0x01, 0x04, 0x01, 0x60, 0x00, 0x00], // type: () → ()
    ...[0x02, 0x07, 0x01, 0x01, 0x78, 0x01, 0x79, 0x00, 0x00], // import "x" "y"
  ]).toString('base64')}`,
);

describe('loading', () => {
  test('takes the SIMD build where the platform runs it', async () => {
    expect((await loadEngine()).simd).toBe(true);
  });

  test('row 68: a file that is missing or broken is told, not waited for', async () => {
    const { name, glue } = engineFiles.simd;
    const missing = loadModule({ name, glue, wasm: new URL('file:///nowhere/engine.wasm') });
    await expect(missing).rejects.toMatchObject({ code: 'ENGINE_UNAVAILABLE' });
    const broken = loadModule({ name, glue, wasm: new URL('../../package.json', import.meta.url) });
    await expect(broken).rejects.toBeInstanceOf(NablabError);
    const strange = await loadModule({ name, glue, wasm: strangeModule }).catch((error: unknown) => error);
    expect(strange).toMatchObject({ code: 'ENGINE_UNAVAILABLE' });
  });
});
