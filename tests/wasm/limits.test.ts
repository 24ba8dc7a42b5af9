/** R16: one table of limits, walked: what is as large as its limit is taken, what is larger by one is refused by name. */
import { expect, test } from 'vitest';
import { loadEngine } from '../../wasm-bindings/loader';
import { parseExperimentText } from '../../wasm-bindings/experimentText';
import type { Session } from '../../wasm-bindings/types';
import { codeOf, refusalOf } from './refusal';

const engine = await loadEngine();
const { limits } = engine.catalog();
const bytes = (text: string) => new TextEncoder().encode(text);
const canonical = (experiment: object) => engine.canonical({ version: 1, ...experiment });

/** Does the work with a session of its own. */
function withSession(work: (session: Session) => void): void {
  const session = engine.createSession();
  try {
    work(session);
  } finally {
    session.delete();
  }
}

/** Regression over rows of a program's own. */
const regression = (inputs: number, more: object = {}) => ({
  version: 1,
  data: { kind: 'external', inputs, outputs: 1, task: 'regression' },
  layers: [{ kind: 'dense', units: 1 }],
  loss: { kind: 'meanSquaredError' },
  batchSize: 4,
  ...more,
});
/** (inputs + 1)·units + units + 1 parameters. */
const twoLayers = (inputs: number, units: number, more: object = {}) =>
  regression(inputs, {
    layers: [
      { kind: 'dense', units },
      { kind: 'dense', units: 1 },
    ],
    ...more,
  });

/** Inputs and units of `twoLayers` with so many parameters, or with the next number that two layers can have. */
function twoLayersOf(parameters: number, direction: 1 | -1): [number, number] {
  for (let units = 2; units <= 512; ++units) {
    const inputs = (parameters - 1) / units - 2;
    if (Number.isInteger(inputs) && inputs <= limits.inputs) return [inputs, units];
  }
  return twoLayersOf(parameters + direction, direction);
}

function trainsOn(table: string, data: object): void {
  withSession((session) => {
    const file = bytes(table);
    const sha256 = engine.sha256(file);
    session.provideFile(sha256, file);
    session.configure(engine.adapt({ version: 1, data: { kind: 'csv', name: 'table.csv', sha256, ...data } }));
  });
}

/** An IDX file of `items` images of so many pixels. */
function idx(items: number, height: number, width: number): Uint8Array {
  const file = new Uint8Array(16 + items * height * width);
  const view = new DataView(file.buffer);
  [0x803, items, height, width].forEach((word, i) => view.setUint32(4 * i, word));
  return file;
}

function rowsOfProgram(rows: number, inputs: number): void {
  withSession((session) => {
    session.provideRows(rows, new Float64Array(rows * inputs).fill(1), new Float64Array(rows));
    session.configure(regression(inputs, { preprocessing: [{ kind: 'standardization' }] }));
  });
}

function keeps(files: number): void {
  withSession((session) => {
    const tables = Array.from({ length: files }, (_, i) => bytes(`x,y\n${`${i},${i}\n`.repeat(30)}`));
    for (const table of tables) session.provideFile(engine.sha256(table), table);
    for (const table of tables) {
      const data = { kind: 'csv', name: 't.csv', sha256: engine.sha256(table), labelColumn: 1, inputColumns: [0] };
      session.configure(engine.adapt({ version: 1, data: { ...data, task: 'regression' } }));
    }
  });
}

/** What is done with a size, and the code that refuses what is too large; */
interface Walk {
  code: string;
  take: (size: number) => unknown;
}

const repeated = (size: number, item: unknown) => Array.from({ length: size }, () => item);
const nested = (depth: number): unknown => (depth > 1 ? [nested(depth - 1)] : []);
const distinct = (size: number) => Array.from({ length: 2 * size }, (_, i) => `${i},class${i % size}\n`).join('');

const walks: Record<keyof typeof limits, Walk> = {
  titleBytes: { code: 'LIMIT', take: (size) => canonical({ title: 'a'.repeat(size) }) },
  notesBytes: { code: 'LIMIT', take: (size) => canonical({ notes: 'a'.repeat(size) }) },
  layers: { code: 'LIMIT', take: (size) => canonical({ layers: repeated(size, { kind: 'dense', units: 1 }) }) },
  regularizers: { code: 'LIMIT', take: (size) => canonical({ regularizers: repeated(size, { kind: 'l2' }) }) },
  preprocessing: {
    code: 'LIMIT',
    take: (size) => canonical({ preprocessing: repeated(size, { kind: 'standardization' }) }),
  },
  logEntries: {
    code: 'LIMIT',
    take: (size) =>
      canonical({
        log: Array.from({ length: size }, (_, step) => ({ step, path: 'optimizer.learningRate', value: 0.1 })),
      }),
  },
  parameters: { code: 'BUDGET', take: (size) => canonical(twoLayers(...twoLayersOf(size, 1))) },
  externalRows: { code: 'LIMIT', take: (size) => rowsOfProgram(size, 1) },
  // The document is one level, its list of layers the next.
  depth: { code: 'DEPTH', take: (size) => codeIsNot('DEPTH', () => canonical({ layers: nested(size - 1) })) },
  textBytes: {
    code: 'TEXT_SIZE',
    take: (size) => parseExperimentText('{"version":1}'.padEnd(size)),
  },
  // One slot for the direction, two for each step that is remembered.
  slotNumbers: {
    code: 'BUDGET',
    take: (size) => {
      const most = Math.floor(limits.slotNumbers / 41);
      const [inputs, units] = size === limits.slotNumbers ? twoLayersOf(most, -1) : twoLayersOf(most + 1, 1);
      return canonical(twoLayers(inputs, units, { batchSize: 0, optimizer: { kind: 'lbfgs', memory: 20 } }));
    },
  },
  activations: {
    code: 'BUDGET',
    take: (size) => {
      const deep = (batchSize: number) =>
        canonical(
          regression(100, {
            layers: [...repeated(60, { kind: 'dense', units: 64 }), { kind: 'dense', units: 1 }],
            batchSize,
          }),
        );
      const most = Number(/up to (\d+) samples/.exec(refusalOf(() => deep(5000)).refusal.allowed)?.[1]);
      return deep(size === limits.activations ? most : most + 1);
    },
  },
  inputs: { code: 'RANGE', take: (size) => canonical(regression(size)) },
  pcaInputs: {
    code: 'COMBINATION',
    take: (size) => canonical(regression(size, { preprocessing: [{ kind: 'pca', components: 2 }] })),
  },
  expressionBytes: { code: 'LIMIT', take: (size) => engine.checkExpression('x'.padEnd(size)) },
  expressionDepth: {
    code: 'EXPRESSION_DEPTH',
    take: (size) => engine.checkExpression(`${'('.repeat(size)}x${')'.repeat(size)}`),
  },
  drawnPoints: {
    code: 'LIMIT',
    take: (size) =>
      canonical({ data: { kind: 'drawn', points: Array.from({ length: size }, (_, i) => [0, 0, i % 2]).flat() } }),
  },
  classes: {
    code: 'CSV_CLASSES',
    take: (size) =>
      trainsOn(`x,y\n${distinct(size)}`, {
        labelColumn: 1,
        inputColumns: [0],
        task: 'classification',
        classes: Math.min(size, limits.classes),
      }),
  },
  csvBytes: { code: 'LIMIT', take: (size) => engine.csvReport('t.csv', bytes('x,y\n1,2\n3,'.padEnd(size, '0'))) },
  idxBytes: {
    code: 'LIMIT',
    take: (size) => {
      const file = idx(limits.idxBytes / 16 - 1, 4, 4);
      return engine.idxReport('t.idx', size === file.length ? file : new Uint8Array(size));
    },
  },
  files: { code: 'FILE_MISSING', take: keeps },
  csvColumns: {
    code: 'LIMIT',
    take: (size) => engine.csvReport('t.csv', bytes(`${'1,'.repeat(size - 1)}1\n`.repeat(3))),
  },
  fileRows: {
    code: 'LIMIT',
    take: (size) => trainsOn(`x,y\n${'1,2\n'.repeat(size)}`, { labelColumn: 1, inputColumns: [0], task: 'regression' }),
  },
  imageSide: { code: 'LIMIT', take: (size) => engine.idxReport('t.idx', idx(2, size, 1)) },
  dataNumbers: { code: 'LIMIT', take: (size) => rowsOfProgram(100_000, Math.ceil(size / 100_000)) },
};

/** Whatever else is refused, this code is not: the content means nothing, only its size counts. */
function codeIsNot(code: string, work: () => unknown): void {
  if (codeOf(work) === code) work();
}

test('every limit of the table is walked', () => {
  expect(Object.keys(walks).sort()).toEqual(Object.keys(limits).sort());
});

test.each(Object.entries(walks))('R16: %s are taken up to their limit and refused above', (name, { code, take }) => {
  const limit = limits[name as keyof typeof limits];
  expect(codeOf(() => take(limit))).toBe(null);
  const refusal = refusalOf(() => take(limit + 1)).refusal;
  expect(refusal.code).toBe(code);
});
