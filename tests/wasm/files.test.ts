/** Data in files of a person's own, through the engine as page and command line use it. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { loadEngine } from '../../wasm-bindings/loader';
import { unpack } from '../../wasm-bindings/unpack';
import { codeOf, refusalOf } from './refusal';

const engine = await loadEngine();
const { csvBytes, idxBytes } = engine.catalog().limits;
const bytes = (text: string) => new TextEncoder().encode(text);
const table = bytes(
  `length;kind\n${Array.from({ length: 30 }, (_, i) => `${i},5;${i < 15 ? 'rose' : '百合'}\n`).join('')}`,
);

/** 12 images of 4 × 4 with their labels 0 to 2, as IDX. */
const images = Uint8Array.of(
  0,
  0,
  8,
  3,
  0,
  0,
  0,
  12,
  0,
  0,
  0,
  4,
  0,
  0,
  0,
  4,
  ...Array.from({ length: 192 }, (_, i) => i),
);
const labels = Uint8Array.of(0, 0, 8, 1, 0, 0, 0, 12, ...Array.from({ length: 12 }, (_, i) => i % 3));

describe('a CSV file', () => {
  test('is looked through, named by its hash, asked for, handed over and trained on', () => {
    const report = engine.csvReport('flowers.csv', table);
    expect(report).toMatchObject({ rows: 30, separator: 'semicolon', decimal: 'comma', header: 'present' });
    expect(report.suggestion).toEqual({ labelColumn: 1, inputColumns: [0], task: 'classification', classes: 2 });
    const sha256 = engine.sha256(table);
    expect(sha256).toBe(createHash('sha256').update(table).digest('hex'));
    const document = engine.adapt({
      version: 1,
      data: { kind: 'csv', name: 'flowers.csv', sha256, ...report.suggestion },
      preprocessing: [{ kind: 'standardization' }],
    });
    const session = engine.createSession();
    expect(refusalOf(() => session.configure(document))).toMatchObject({
      code: 'FILE_MISSING',
      path: 'data.sha256',
      found: 'flowers.csv',
      allowed: sha256,
    });
    expect(codeOf(() => session.provideFile(sha256, table.slice(1)))).toBe('FILE_CHANGED');
    session.provideFile(sha256, table);
    session.configure(document);
    expect(session.step(20)).toBe(20);
    const { rows, classNames, inputNames, raw, droppedRows } = session.data();
    expect({ rows, classNames, inputNames, droppedRows }).toEqual({
      rows: 30,
      classNames: ['rose', '百合'],
      inputNames: ['length'],
      droppedRows: 0,
    });
    expect([...raw.slice(0, 3)]).toEqual([0.5, 1.5, 2.5]);
    expect(session.dataCsv().split('\n').slice(0, 2)).toEqual(['length,label', '0.5,rose']);
    session.delete();
  });

  test('is refused by code from every door alike', () => {
    expect(codeOf(() => engine.csvReport('a', bytes('')))).toBe('CSV_EMPTY');
    expect(codeOf(() => engine.csvReport('a', bytes('PK\u0003\u0004')))).toBe('CSV_FORMAT');
    expect(codeOf(() => engine.csvReport('a', Uint8Array.of(0xff, 0xfe, 97, 0)))).toBe('CSV_ENCODING');
    expect(codeOf(() => engine.csvReport('a', new Uint8Array(csvBytes + 1)))).toBe('LIMIT');
    expect(codeOf(() => engine.csvReport('a', table, { separator: 'dot' } as object))).toBe('OPTION_UNKNOWN');
    expect(codeOf(() => engine.csvReport('a', table, { polluted: 1 } as object))).toBe('KEY_UNKNOWN');
    expect(codeOf(() => engine.sha256(new Uint8Array(idxBytes + 1)))).toBe('LIMIT');
  });
});

test('an IDX pair is unpacked, looked through and trained on', async () => {
  const unpacked = await unpack(gzipSync(images), idxBytes);
  expect(engine.idxReport('images', unpacked)).toEqual({ items: 12, height: 4, width: 4, isImages: true, classes: 0 });
  expect(engine.idxReport('labels', labels)).toMatchObject({ items: 12, isImages: false, classes: 3 });
  const session = engine.createSession();
  for (const file of [unpacked, labels]) session.provideFile(engine.sha256(file), file);
  session.configure(
    engine.adapt({
      version: 1,
      batchSize: 0,
      data: {
        kind: 'idx',
        sha256: engine.sha256(unpacked),
        labelsSha256: engine.sha256(labels),
        ...{ height: 4, width: 4, classes: 3 },
      },
    }),
  );
  expect(session.step(3)).toBe(3);
  expect(session.data()).toMatchObject({ rows: 12, imageShape: [4, 4], picture: 'images' });
  session.delete();
});

test('a formula is checked without a session', () => {
  expect(codeOf(() => engine.checkExpression('sin(3*x)*y > 0'))).toBe(null);
  expect(refusalOf(() => engine.checkExpression('sin(3*x'))).toMatchObject({
    code: 'EXPRESSION_SYNTAX',
    path: 'data.expression',
    found: 'the end at character 8',
  });
});

test('drawn points and formulas travel in the document', () => {
  const session = engine.createSession();
  session.configure(
    engine.adapt({ version: 1, data: { kind: 'drawn', points: [0, 0, 0, 1, 1, 1, -1, 1, 0, 1, -1, 1] } }),
  );
  expect([...session.data().raw]).toEqual([0, 0, 1, 1, -1, 1, 1, -1]);
  session.configure(engine.adapt({ version: 1, data: { kind: 'formula', expression: 'r < 0.5', size: 50 } }));
  expect(session.data().rows).toBe(50);
  expect(session.data().features).toEqual(['x', 'y']);
  session.delete();
});

test('R16: the documents state the limits that the engine enforces', () => {
  const limits = engine.catalog().limits;
  const text = readFileSync(new URL('../../docs/data.md', import.meta.url), 'utf8');
  const stated = [...text.matchAll(/^\| `(\w+)` +\| (\d+) +\|/gm)].map(([, name, value]) => [name, Number(value)]);
  expect(stated.length).toBe(14);
  expect(stated).toEqual(stated.map(([name]) => [name, limits[name as string]]));
});
