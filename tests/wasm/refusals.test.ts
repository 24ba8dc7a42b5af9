/** Rows of the table of bad inputs that concern experiments, through the same doors as the page and the command line. */
import { beforeAll, describe, expect, test } from 'vitest';
import { parseExperimentText } from '../../wasm-bindings/experimentText';
import { loadEngine } from '../../wasm-bindings/loader';
import type { Engine, Experiment, Session } from '../../wasm-bindings/types';
import { refusalOf } from './refusal';

let engine: Engine;
let session: Session;
let standard: Experiment;

beforeAll(async () => {
  engine = await loadEngine();
  session = engine.createSession();
  standard = engine.catalog().defaultExperiment;
  session.configure(standard);
  session.step(25);
});

/** The refusal of a document; the run that was under way must go on as if nothing had happened. */
function refused(document: unknown) {
  const before = [session.hash(), session.status(), session.experiment()];
  const error = refusalOf(() => session.configure(document));
  expect([session.hash(), session.status(), session.experiment()]).toEqual(before);
  expect(refusalOf(() => engine.canonical(document)).refusal).toEqual(error.refusal);
  expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  return error.refusal;
}

/** The default experiment with some parts replaced, as text: keys of any name get through. */
function text(parts: string): unknown {
  return parseExperimentText(`{"version": 1, ${parts}}`);
}

describe('an experiment is refused', () => {
  test.each(['__proto__', '\\u005f_proto__', 'constructor', 'prototype', 'frobnicate'])(
    'row 9 and 18: with the unknown key %s',
    (key) => {
      const name = JSON.parse(`"${key}"`) as string;
      expect(refused(text(`"${key}": {"polluted": true}`))).toMatchObject({ code: 'KEY_UNKNOWN', found: 'unknown' });
      const inside = refused(text(`"optimizer": {"kind": "adam", "${key}": {"polluted": true}}`));
      expect(inside.code).toBe('KEY_UNKNOWN');
      expect(inside.path).toContain(name);
    },
  );

  test.each(['constructor', 'toString', '__proto__', 'hasOwnProperty', '', 'adm'])(
    'row 10: with the kind %j, and the real names are told',
    (kind) => {
      const { code, path, allowed } = refused({ version: 1, optimizer: { kind } });
      expect({ code, path }).toEqual({ code: 'KIND_UNKNOWN', path: 'optimizer.kind' });
      for (const each of engine.catalog().families.optimizers) expect(allowed).toContain(each.kind);
      if (kind === 'adm') expect(allowed).toContain('did you mean adam?');
    },
  );

  test.each([
    ['1e400', 'RANGE'],
    ['-1e400', 'RANGE'],
    ['9007199254740993', 'RANGE'],
    ['3.5', 'RANGE'],
    ['-1', 'RANGE'],
    ['"3"', 'TYPE'],
    ['true', 'TYPE'],
    ['null', 'TYPE'],
    ['[]', 'TYPE'],
    ['{}', 'TYPE'],
  ])('row 12: with %s units, and nothing is coerced', (units, code) => {
    const refusal = refused(text(`"layers": [{"kind": "dense", "units": ${units}}]`));
    expect(refusal).toMatchObject({ code, path: 'layers[0].units' });
    expect(refusal.allowed).toMatch(/\d/);
  });

  test.each([0, -1, 2 ** 31, 2 ** 32 + 1, 1e6])('row 13: with %d units', (units) => {
    expect(refused({ version: 1, layers: [{ kind: 'dense', units }] })).toMatchObject({
      code: 'RANGE',
      path: 'layers[0].units',
    });
  });

  test('row 13: with no layer, with one more than the limit, with ten thousand', () => {
    const { layers: most } = engine.catalog().limits;
    const layers = (count: number) => Array.from({ length: count }, () => ({ kind: 'dense', units: 1 }));
    expect(engine.canonical({ version: 1, layers: layers(most) }).layers).toHaveLength(most);
    for (const count of [0, most + 1, 10_000]) {
      expect(refused({ version: 1, layers: layers(count) })).toMatchObject({ code: 'LIMIT', path: 'layers' });
    }
  });

  test('row 14: with more parameters than the budget, and the layer to shrink is named', () => {
    const wide = { kind: 'dense', units: 512 };
    const refusal = refused({ version: 1, layers: [wide, wide, wide, wide, wide, wide, { kind: 'dense', units: 1 }] });
    expect(refusal).toMatchObject({ code: 'BUDGET', path: 'layers' });
    expect(refusal.allowed).toMatch(/reduce units of layers\[\d+\]/);
  });

  test.each([-1, 2 ** 32, 2 ** 64, 1.5, 'abc', null])('row 15: with the seed %j', (seed) => {
    expect(refused({ version: 1, seed }).path).toBe('seed');
    expect(refused({ version: 1, data: { kind: 'xor', seed } }).path).toBe('data.seed');
  });

  test('row 16: with a batch larger than the training part, and both are named', () => {
    const refusal = refused({ version: 1, batchSize: 200 });
    expect(refusal).toMatchObject({ code: 'COMBINATION', path: 'batchSize' });
    expect(refusal.found).toContain('data.split.training');
  });

  test('row 16: with a loss over classes on real numbers, and both are named', () => {
    const refusal = refused({ version: 1, data: { kind: 'plane' } });
    expect(refusal).toMatchObject({ code: 'COMBINATION', path: 'loss.kind' });
    expect(refusal.found).toContain('plane');
  });

  test.each([
    [2, 'VERSION_NEWER'],
    [0, 'VERSION'],
    [1.5, 'VERSION_NEWER'],
    ['2', 'VERSION'],
    [undefined, 'MISSING'],
  ])('row 17: of version %j', (version, code) => {
    expect(refused(version === undefined ? {} : { version })).toMatchObject({ code, path: 'version' });
  });

  test.each([null, undefined, true, 3, 'text', [], [1]])('that is %j, no record at all', (document) => {
    expect(refused(document).code).toBe('TYPE');
  });

  test('row 8: that is nested too deeply, even where no text was parsed', () => {
    let deep: unknown = [];
    for (let level = 0; level < 100_000; ++level) deep = [deep];
    expect(refused({ version: 1, layers: deep }).code).toBe('DEPTH');
  });

  test('row 19: with a title that is too long; any shorter text comes back unchanged', () => {
    const { titleBytes } = engine.catalog().limits;
    expect(refused({ version: 1, title: '😀'.repeat(250_000) })).toMatchObject({ code: 'LIMIT', path: 'title' });
    for (const title of [
      '<img src=x onerror=alert(1)>',
      'javascript:alert(1)',
      '\u202Egnp.exe',
      '异或',
      'a\0b',
      '\u200B',
    ]) {
      expect(new TextEncoder().encode(title).length).toBeLessThan(titleBytes);
      expect(engine.canonical({ version: 1, title }).title).toBe(title);
    }
  });

  test('row 58: that leaves no row to train on', () => {
    const split = { training: 0.01, validation: 0.495, test: 0.495 };
    expect(refused({ version: 1, data: { kind: 'xor', size: 10, split }, batchSize: 0 })).toMatchObject({
      code: 'COMBINATION',
      path: 'data.split.training',
    });
  });
});

describe('a knob is refused while the run is under way', () => {
  test.each([
    ['optimizer.learningRate', -1, 'RANGE'],
    ['optimizer.learningRate', '0.1', 'TYPE'],
    ['optimizer.learningRat', 0.1, 'PATH_UNKNOWN'],
    ['layers[99].units', 3, 'PATH_UNKNOWN'],
    ['__proto__.polluted', 1, 'PATH_UNKNOWN'],
    ['constructor', 1, 'PATH_UNKNOWN'],
    ['', 1, 'PATH_UNKNOWN'],
  ])('%s = %j', (path, value, code) => {
    const before = [session.hash(), session.experiment()];
    expect(refusalOf(() => session.turn(path, value)).code).toBe(code);
    expect([session.hash(), session.experiment()]).toEqual(before);
  });
});

describe('a run that diverges', () => {
  test('row 56: stops at the step where a number is no longer finite, and can go back', () => {
    const wild = engine.createSession();
    wild.configure({
      ...standard,
      data: { kind: 'plane' },
      loss: { kind: 'meanSquaredError' },
      optimizer: { kind: 'gradientDescent', learningRate: 1e30 },
    });
    const done = wild.step(500);
    const { diverged, step } = wild.status();
    expect(done).toBeLessThan(500);
    expect(diverged).toMatchObject({ step });
    expect(wild.step(10)).toBe(0);
    wild.seek(0);
    expect(wild.status()).toMatchObject({ step: 0, diverged: null });
    wild.delete();
  });
});
