/** Exported programs prove themselves: they run, and agree with the core. "Not run" where a language is not installed. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { exportFormats } from '../../exporters/exportFormats';
import { exportRun } from '../../exporters/exportRun';
import { formats } from '../../exporters/formats';
import { exports as words } from '../../web/words/exports.en';
import { loadEngine, NablabError } from '../../wasm-bindings/loader';
import type { Catalog, Engine, FamilyName, Session } from '../../wasm-bindings/types';
import report from '../../docs/exports.json';
import { exportedExperiments } from './exportedExperiments';
import type { ExportsReport } from './exportsReport';
import { hasCompiler, pythonWith, runNative, runPython, type Outcome } from './runPrograms';

let engine: Engine;
let catalog: Catalog;

beforeAll(async () => {
  engine = await loadEngine();
  catalog = engine.catalog();
});

/** Hands `work` a session of the experiment after so many steps. */
async function withRun<Result>(experiment: object, steps: number, work: (run: Session) => Promise<Result>) {
  const document = { version: 1, ...experiment };
  const session = engine.createSession();
  try {
    await engine.prepare(session, document);
    session.configure(document);
    session.step(steps);
    return await work(session);
  } finally {
    session.delete();
  }
}

async function textOf(format: string, experiment: object, steps = 5): Promise<string> {
  const provide = (copy: Session, document: unknown) => engine.prepare(copy, document);
  const { text } = await withRun(experiment, steps, (run) => exportRun(engine, run, provide, format));
  return text;
}

/** Of the experiments with these numbers; of all without. */
function programsOf(format: string, numbers?: number[]): Promise<string[]> {
  const all = Object.values(exportedExperiments);
  const chosen = numbers?.map((i) => all[i]) ?? all;
  return Promise.all(chosen.map((each) => textOf(format, each?.experiment ?? {}, each?.steps)));
}

/** Far below the tolerance that the programs themselves allow. */
function expectAgreement(outcomes: Outcome[]): void {
  outcomes.forEach(({ failure, outputs, gradient, losses }, i) => {
    expect(failure, `program ${i}`).toBe('');
    expect(Math.max(outputs, gradient, losses), `program ${i}`).toBeLessThan(1e-11);
  });
}

async function refusalOf(format: string, experiment: object): Promise<NablabError> {
  return textOf(format, experiment).then(
    () => expect.unreachable('it was exported'),
    (error: unknown) => error as NablabError,
  );
}

const families: FamilyName[] = ['layers', 'activations', 'losses', 'optimizers', 'schedules', 'clippings'];

describe('the lines of the formats', () => {
  test.each([...formats.keys()])('%s has a line for every kind of the catalog, or a reason why not', (key) => {
    const { lines } = formats.get(key)?.library ?? { lines: new Map() };
    for (const family of families) {
      for (const { kind } of catalog.families[family]) {
        const line = lines.get(`${family}.${kind}`);
        expect(line, `${family}.${kind}`).toBeDefined();
        if (line && 'refused' in line) expect(Object.values(words), `${family}.${kind}`).toContain(line.refused);
      }
    }
    for (const { kind } of catalog.families.regularizers) {
      const places = ['penalty', 'before', 'after'].filter((place) => lines.has(`regularizers.${kind}.${place}`));
      expect(places, kind).toHaveLength(1);
    }
  });

  test.each([...formats.keys()])('%s names no kind that the catalog does not know', (key) => {
    for (const line of formats.get(key)?.library.lines.keys() ?? []) {
      const [family, kind] = line.replace('(image)', '').split('.');
      const kinds = catalog.families[family as FamilyName].map((each) => each.kind);
      expect(kinds, line).toContain(kind);
    }
  });
});

/** One experiment for each kind that stands in no other of the list. */
function experimentsOfKinds(): object[] {
  const hidden = (kind: string) => [
    { kind: 'dense', units: 4, trainable: kind !== 'step' },
    { kind: 'activation', function: { kind } },
    { kind: 'dense', units: 3 },
  ];
  const iris = { data: { kind: 'iris' }, preprocessing: [{ kind: 'standardization' }], batchSize: 16 };
  const base = { ...iris, loss: { kind: 'softmaxCrossEntropy' }, layers: hidden('tanh') };
  const refused = new Set(['newton', 'lbfgs', 'reduceOnPlateau']);
  const kindsOf = (family: FamilyName) => catalog.families[family].map(({ kind }) => kind);
  return [
    ...kindsOf('activations').map((kind) => ({ ...base, layers: hidden(kind) })),
    ...kindsOf('losses').map((kind) => ({ ...base, loss: { kind } })),
    ...['optimizers', 'schedules', 'clippings'].flatMap((family) =>
      kindsOf(family as FamilyName)
        .filter((kind) => !refused.has(kind))
        .map((kind) => ({ ...base, [family.slice(0, -1)]: { kind } })),
    ),
    ...kindsOf('regularizers').map((kind) => ({ ...base, regularizers: [{ kind }] })),
  ];
}

describe('programs', () => {
  test.skipIf(!hasCompiler)(
    'in C++ agree with the core, and see a changed parameter (not run without g++)',
    async () => {
      const programs = await programsOf('cpp', [2, 5, 6]);
      const changed = (await textOf('cpp', {})).replace(/(bias0 = \{)(-?[\d.]+)/, '$1 0.01 + $2');
      const outcomes = runNative([...programs, changed]);
      expectAgreement(outcomes.slice(0, -1));
      expect(outcomes[3]?.failure).toContain('They do not agree');
      expect(outcomes[3]?.gradient).toBeGreaterThan(1e-6);
    },
  );

  const numpy = pythonWith('numpy');
  test.skipIf(!numpy)('with NumPy agree with the core, for every kind (not run without NumPy)', async () => {
    const everyKind = await Promise.all(experimentsOfKinds().map((each) => textOf('numpy', each)));
    expectAgreement(runPython(numpy ?? '', [...(await programsOf('numpy')), ...everyKind]));
  });

  const torch = pythonWith('torch');
  test.skipIf(!torch)('with PyTorch agree with the core, for every kind (not run without PyTorch)', async () => {
    const everyKind = await Promise.all(experimentsOfKinds().map((each) => textOf('pytorch', each)));
    expectAgreement(runPython(torch ?? '', [...(await programsOf('pytorch')), ...everyKind]));
  });

  test.skipIf(!torch)('in a notebook are the same PyTorch program, in cells', async () => {
    const notebook = JSON.parse(await textOf('notebook', {})) as {
      nbformat: number;
      cells: { cell_type: string; source: string[] }[];
    };
    expect(notebook.nbformat).toBe(4);
    expect(notebook.cells[0]?.source.join('')).toContain('# XOR\n');
    const code = notebook.cells.filter((each) => each.cell_type === 'code').map((each) => each.source.join(''));
    expect(code.length).toBeGreaterThan(3);
    expectAgreement(runPython(torch ?? '', [code.join('\n\n')]));
  });

  test('for Keras use only what Keras 3 documents', async () => {
    const numbers = [0, 4, 6, 7, 8, 9, 10, 11];
    const checker = fileURLToPath(new URL('checkKeras.py', import.meta.url));
    const programs = (await programsOf('keras', numbers)).join('\0');
    const { stderr, stdout } = spawnSync('python3', [checker], { input: programs, encoding: 'utf8' });
    expect(programs).toContain('keras.Input((2,))');
    expect(programs).toContain('keras.Input((8, 8, 1))');
    expect(stderr).toBe('');
    expect(stdout).toBe(`${numbers.length} programs\n`);
  });
});

describe('a refusal names the part', () => {
  test('that no program can express', async () => {
    expect(await refusalOf('numpy', { plantedBug: { kind: 'wrongSign', layer: 0 } })).toMatchObject({
      code: 'EXPORT',
      path: 'plantedBug',
      found: 'wrongSign',
    });
    expect(await refusalOf('cpp', { objective: { kind: 'bowl' } })).toMatchObject({ path: 'objective', found: 'bowl' });
    expect(await refusalOf('latex', {})).toMatchObject({ path: 'format', found: 'latex' });
  });

  test('that one format cannot express', async () => {
    expect(await refusalOf('pytorch', { optimizer: { kind: 'lbfgs' }, batchSize: 0 })).toMatchObject({
      path: 'optimizer',
      found: 'lbfgs',
      allowed: expect.stringContaining('line search') as string,
    });
    const prelu = { kind: 'activation', function: { kind: 'prelu' } };
    const layers = [{ kind: 'dense', units: 3 }, prelu, { kind: 'dense', units: 1 }];
    expect(await refusalOf('keras', { layers })).toMatchObject({ path: 'layers[1].function', found: 'prelu' });
    const normalized = { layers: [{ kind: 'batchNormalization' }, { kind: 'dense', units: 1 }], batchSize: 1 };
    expect(await refusalOf('pytorch', normalized)).toMatchObject({ path: 'batchSize' });
  });
});

test('a program tells what it leaves out, and a title cannot break it', async () => {
  const layers = [
    { kind: 'dense', units: 3 },
    { kind: 'dropout', rate: 0.5 },
    { kind: 'dense', units: 1 },
  ];
  const text = await textOf('numpy', { title: 'one\\\nimport os\u2028two', layers });
  expect(text.split('\n')[0]).toMatch(
    /^# one import os two: written by Nablab .*, with the parameters after step 5\.$/,
  );
  expect(text).toContain('# layers[1] (dropout): random numbers');
  expect(text).toContain('Layer(),  # dropout, rate 0.5, silent here');
});

test('docs/exports.json tells of every experiment and every format (npm run exports:report)', () => {
  const { experiments } = report as ExportsReport;
  expect(experiments.map(({ name }) => name)).toEqual(Object.keys(exportedExperiments));
  for (const { name, formats: measured } of experiments) {
    expect(Object.keys(measured), name).toEqual([...exportFormats]);
    for (const each of Object.values(measured)) {
      if (each && 'losses' in each) expect(Math.max(...Object.values(each)), name).toBeLessThan(1e-11);
    }
  }
});

test('exporting leaves the run as it is', async () => {
  await withRun({}, 7, async (run) => {
    const before = run.hash();
    await exportRun(engine, run, (copy, document) => engine.prepare(copy, document), 'numpy');
    expect(run.hash()).toBe(before);
    expect(run.status().step).toBe(7);
  });
});
