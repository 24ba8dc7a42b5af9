/** One unit taken apart, marks of units, and parameters set by hand, through the surface that the page uses. */
import { expect, test } from 'vitest';
import { loadEngine } from '../../wasm-bindings/loader';
import type { Session } from '../../wasm-bindings/types';
import { refusalOf } from './refusal';

const engine = await loadEngine();

/** Rows of one input 0, 1, 2, 3 with the targets 0, 1, 2, 3, all for training. */
function fourRows(layers: object[]): Session {
  const session = engine.createSession('float64');
  session.provideRows(4, Float64Array.of(0, 1, 2, 3), Float64Array.of(0, 1, 2, 3));
  const split = { training: 1, validation: 0, test: 0 };
  session.configure({
    version: 1,
    data: { kind: 'external', inputs: 1, outputs: 1, task: 'regression', split },
    loss: { kind: 'meanSquaredError' },
    regularizers: [],
    batchSize: 4,
    layers,
  });
  return session;
}

const relu = { kind: 'activation', function: { kind: 'relu' } };
const dense = (units: number) => ({ kind: 'dense', units });

test('a unit’s report has its numbers before and behind the activation, their derivatives and its worth', () => {
  const session = fourRows([dense(1), relu, dense(1)]);
  session.setParameters(Float64Array.of(2, -3, 1, 0));
  const report = session.unitReport(1, 0, 2);
  // z = 2x − 3: −3, −1, 1, 3; a = 0, 0, 1, 3.
  expect(report.stages.map(({ kind, mean, lowest, highest }) => [kind, mean, lowest, highest])).toEqual([
    ['dense', 0, -3, 3],
    ['activation', 1, 0, 3],
  ]);
  expect([report.derivative?.mean, report.dead, report.rows]).toEqual([0.5, 0.5, 4]);
  expect(report.incoming).toMatchObject({ weights: [2], inputs: [2], products: [4], bias: -3, sum: 1 });
  // Errors 0, 1, 1, 0; with the constant 1: 1, 0, 1, 2.
  expect([report.whole.loss, report.constant.loss]).toEqual([0.5, 1.5]);
  session.delete();
});

test('units are marked as dead where no training row gets a gradient through', () => {
  const session = fourRows([dense(3), relu, dense(1)]);
  session.setParameters(Float64Array.of(1, 1, -1, -3, -2.5, 0, 1, 1, 1, 0));
  expect([...session.unitMarks().dead]).toEqual([0, 0, 0, 0, 1, 0, 1, 0]);
  session.delete();
});

test('units are marked as dropped as the last step’s mask has them', () => {
  const session = fourRows([dense(8), { kind: 'dropout', rate: 0.5 }, dense(1)]);
  expect([...session.unitMarks().dropped]).not.toContain(1);
  session.step(1);
  const { dropped } = session.unitMarks();
  expect([...dropped.slice(0, 9), ...dropped.slice(17)]).not.toContain(1);
  expect([...dropped.slice(9, 17)]).toContain(1);
  session.delete();
});

test('the step ahead is the step that is then done', () => {
  const session = engine.createSession();
  session.configure({ version: 1 });
  session.step(7);
  const [before, hash, ahead] = [session.parameters(), session.hash(), session.stepAhead()];
  expect(session.hash()).toBe(hash);
  session.step(1);
  expect(ahead.gradients).toEqual(session.gradients());
  session.parameters().forEach((after, i) => expect(before[i] + ahead.updates[i]).toBeCloseTo(after, 6));
  session.delete();
});

test('a parameter set by hand is replayed by seeking, by its document and by a fork, bit for bit', () => {
  const session = engine.createSession();
  session.configure({ version: 1 });
  session.step(100);
  session.turn('parameters[3]', 0.75);
  session.turn('parameters[3]', -1.5);
  const edited = session.hash();
  session.step(200);
  const end = session.hash();
  expect(session.experiment().log).toEqual([{ step: 100, path: 'parameters[3]', value: -1.5 }]);
  session.seek(100);
  expect(session.hash()).toBe(edited);
  // Also from checkpoints behind the edit: what was learned since is not set back.
  for (const step of [300, 200, 300, 0, 300]) session.seek(step);
  expect(session.hash()).toBe(end);

  const opened = engine.createSession();
  opened.configure(session.experiment());
  opened.step(300);
  expect(opened.hash()).toBe(end);
  const fork = session.fork(250, 'optimizer.learningRate', 0.01);
  fork.seek(300);
  expect(fork.hash()).toBe(end);
  const wider = session.fork(0, 'layers[0].units', 6);
  expect(wider.experiment().log).toEqual([]);
  for (const each of [session, opened, fork, wider]) each.delete();
});

test.each(['parameters[25]', 'parameters[]', 'parameters[-1]', 'parameters[1', 'parameters'])(
  'there is no parameter %s',
  (path) => {
    const session = engine.createSession();
    session.configure({ version: 1 });
    expect(() => session.turn(path, 1)).toThrow(expect.objectContaining({ code: 'PATH_UNKNOWN' }));
    expect(() => session.turn('parameters[0]', 1e31)).toThrow(expect.objectContaining({ code: 'RANGE' }));
    session.delete();
  },
);

test('the principal plane lies along the data, and its field is what the network says there', () => {
  const session = engine.createSession('float64');
  const rows = Array.from({ length: 40 }, (_, i) => i - 19.5);
  const x = rows.flatMap((along, i) => [3 * along, 5, 4 * along + (i % 2 === 0 ? 1 : -1)]);
  session.provideRows(40, Float64Array.from(x), Float64Array.from(rows));
  const split = { training: 1, validation: 0, test: 0 };
  const data = { kind: 'external', inputs: 3, outputs: 1, task: 'regression', split };
  session.configure({
    version: 1,
    data,
    loss: { kind: 'meanSquaredError' },
    regularizers: [],
    batchSize: 4,
    layers: [dense(1)],
  });
  const { first, second, domain, share, places } = session.principalPlane();
  expect(first[2]).toBeCloseTo(0.8, 2);
  expect(share[0] + share[1]).toBeCloseTo(1);
  expect(places).toHaveLength(80);
  const [field] = session.outputField(2, -1, -1, null);
  const at = ({ low, high }: { low: number; high: number }, cell: number) => low + (high - low) * cell;
  // The first cell is that of low x and high y; the data's mean is (0, 5, 0).
  const point = [0, 5, 0].map((mean, i) => mean + at(domain[0], 0.25) * first[i] + at(domain[1], 0.75) * second[i]);
  expect(field).toBeCloseTo(session.evaluate(1, Float64Array.from(point))[0], 3);
  session.delete();
});

test('an array of the caller’s takes the outputs over the plane, if it is of just their length', () => {
  const session = fourRows([dense(1)]);
  const fresh = session.outputField(8, 0, 0, null);
  const own = new Float32Array(fresh.length);
  expect(session.outputField(8, 0, 0, own)).toBe(own);
  expect(own).toEqual(fresh);
  const short = refusalOf(() => session.outputField(8, 0, 0, own.subarray(1)));
  expect(short).toMatchObject({ code: 'SIZE', path: 'into', found: `${own.length - 1} numbers` });
  expect(short.allowed).toBe(`a Float32Array of ${own.length} numbers`);
  const doubles = new Float64Array(own.length) as unknown as Float32Array;
  expect(refusalOf(() => session.outputField(8, 0, 0, doubles))).toMatchObject({ code: 'TYPE', path: 'into' });
  session.delete();
});
