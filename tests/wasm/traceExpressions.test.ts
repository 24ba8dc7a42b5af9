/** What the microscope says: for every kind, the expression with its numbers gives the number that it explains. */
import { afterEach, describe, expect, test } from 'vitest';
import { loadEngine } from '../../wasm-bindings/loader';
import type { FamilyName, Session, TraceOrigins } from '../../wasm-bindings/types';
import { parseExpression } from '../../web/microscope/expression';
import { numbersOf } from '../../web/microscope/typeset';
import { evaluate } from './evaluate';

const engine = await loadEngine();
const sessions: Session[] = [];
afterEach(() => sessions.splice(0).forEach((session) => session.delete()));

const kinds = (family: FamilyName) => engine.catalog().families[family].map(({ kind }) => kind);
const dense = (units: number) => ({ kind: 'dense', units });
const tanh = { kind: 'activation', function: { kind: 'tanh' } };

/** What no short expression tells: solvers and searches, and faults that were planted. */
const unspoken = /^optimizers\.(newton|lbfgs)\.(?!next)|^plantedBugs|^regularizers\.(decoupledWeightDecay|maxNorm)$/;

function origins(session: Session): { name: string; origins: TraceOrigins }[] {
  return session.trace().flatMap(({ layer, name, shape, values }) => {
    const columns = shape.at(-1) ?? 1;
    // The first, the last, and one between.
    const places = new Set([0, Math.floor(values.length * 0.4), values.length - 1]);
    return [...places].map((i) => ({
      name: `${layer} ${name} ${i}`,
      origins: session.originsOf(layer, name, Math.floor(i / columns), i % columns),
    }));
  });
}

/** Checks every expression of the third step; returns the formulas that had one. */
async function check(experiment: object): Promise<Set<string>> {
  // In double precision: differences of rounding cannot hide a missing term.
  const session = engine.createSession('float64');
  sessions.push(session);
  const document = { version: 1, batchSize: 5, ...experiment };
  await engine.prepare(session, document);
  session.configure(document);
  session.step(2);
  const spoken = new Set<string>();
  for (const { name, origins: each } of origins(session)) {
    if (each.formula === '' || each.operands.length === 0) continue;
    if (each.expression === '') {
      expect(each.formula, name).toMatch(unspoken);
      continue;
    }
    spoken.add(each.formula);
    const value = evaluate(parseExpression(each.expression), numbersOf(each));
    const size = Math.max(1e-3, Math.abs(each.value));
    expect(
      Math.abs(value - each.value) / size,
      `${name}: ${each.expression} = ${value}, not ${each.value}`,
    ).toBeLessThan(1e-6);
  }
  return spoken;
}

const digits = { data: { kind: 'digits' }, loss: { kind: 'softmaxCrossEntropy' } };

describe('the expression of every number', () => {
  test('holds for every layer', async () => {
    for (const kind of kinds('layers')) {
      if (kind === 'activation') continue;
      const layer = kind === 'dense' ? dense(3) : kind === 'residual' ? { kind, from: 0 } : { kind };
      const convolution = { kind: 'conv2d', filters: 2, kernel: [3, 3], stride: [2, 2] };
      const spoken = kind.endsWith('2d')
        ? await check({ ...digits, layers: [convolution, kind === 'conv2d' ? convolution : layer, dense(10)] })
        : await check({ layers: [dense(3), tanh, layer, dense(1)] });
      expect(spoken, kind).toContain(`layers.${kind}.output`);
    }
  });

  test('holds for every activation', async () => {
    for (const kind of kinds('activations')) {
      const activation = { kind: 'activation', function: { kind } };
      const spoken = await check({
        layers: kind === 'step' ? [activation, dense(1)] : [dense(4), activation, dense(1)],
      });
      expect(spoken, kind).toContain(`activations.${kind}.output`);
    }
  });

  test('holds for every optimizer, with decay and with a look ahead', async () => {
    const layers = [dense(3), tanh, dense(1)];
    for (const kind of kinds('optimizers')) {
      const spoken = await check({ layers, optimizer: { kind }, batchSize: 0 });
      expect(spoken, kind).toContain(`optimizers.${kind}.next`);
    }
    for (const kind of ['gradientDescent', 'momentum', 'adamw', 'lion'])
      await check({ layers, optimizer: { kind, weightDecay: 0.1 } });
    await check({ layers, optimizer: { kind: 'momentum', nesterov: true } });
    await check({ layers, optimizer: { kind: 'momentum', nesterov: true, weightDecay: 0.1 } });
  });

  test('holds for every loss', async () => {
    for (const kind of kinds('losses')) {
      const outputs = /softmax/.test(kind) ? 2 : 1;
      const smoothed = /CrossEntropy/.test(kind) ? { labelSmoothing: 0.2 } : null;
      const weighted = /CrossEntropy|softmaxFocal/.test(kind) ? { classWeights: [0.5, 3] } : null;
      for (const knobs of [{}, smoothed, weighted, smoothed && { ...smoothed, ...weighted }]) {
        if (!knobs) continue;
        const spoken = await check({ layers: [dense(3), tanh, dense(outputs)], loss: { kind, ...knobs } });
        expect(spoken, kind).toContain(`losses.${kind}.gradient`);
      }
    }
  });

  test('holds for every penalty and clipping, alone and together', async () => {
    const layers = [dense(3), tanh, dense(1)];
    for (const kind of kinds('regularizers')) {
      const penalty = { kind, [kind === 'maxNorm' ? 'limit' : 'strength']: 0.3 };
      for (const clipping of kinds('clippings')) {
        const bound = { kind: clipping, ...(clipping === 'none' ? {} : { limit: 0.01 }) };
        await check({ layers, regularizers: [penalty, { kind: 'l2', strength: 0.01 }], clipping: bound });
      }
    }
  });

  test('holds for every surface', async () => {
    for (const kind of kinds('objectives')) {
      const session = engine.createSession('float64');
      sessions.push(session);
      session.configure({ version: 1, objective: { kind }, optimizer: { kind: 'momentum' } });
      session.step(2);
      session.trace();
      const places = [[-1, 'loss', 0] as const, [0, 'point.gradient', 0] as const, [0, 'point.gradient', 1] as const];
      for (const [layer, name, row] of places) {
        const origins = session.originsOf(layer, name, row, 0);
        const value = evaluate(parseExpression(origins.expression), numbersOf(origins));
        expect(value, `${kind} ${name} ${row}`).toBeCloseTo(origins.value, 9);
      }
    }
  });
});
