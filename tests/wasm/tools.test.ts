/** Tools, instruments and the trace, as JavaScript sees them. */
import { afterEach, describe, expect, test } from 'vitest';
import { loadEngine } from '../../wasm-bindings/loader';
import type { Session } from '../../wasm-bindings/types';
import { refusalOf } from './refusal';

const engine = await loadEngine();
const sessions: Session[] = [];
afterEach(() => sessions.splice(0).forEach((session) => session.delete()));

function trained(steps: number): Session {
  const session = engine.createSession();
  session.configure(engine.catalog().defaultExperiment);
  session.step(steps);
  sessions.push(session);
  return session;
}

describe('a tool', () => {
  test('answers for every kind of the catalog and leaves the run as it is', () => {
    const session = trained(130);
    const hash = session.hash();
    for (const { kind } of engine.catalog().families.tools) {
      const answer: object = session.tool({ kind: kind as 'hessian' });
      expect(Object.keys(answer).length, kind).toBeGreaterThan(1);
    }
    expect(session.hash()).toBe(hash);
  });

  test('checks the gradient and finds the layer of a planted bug', () => {
    const session = engine.createSession();
    sessions.push(session);
    session.configure({ ...engine.catalog().defaultExperiment, plantedBug: { kind: 'missingDerivative', layer: 3 } });
    session.step(5);
    expect(session.tool({ kind: 'gradientCheck' })).toMatchObject({ passes: false, suspect: 3 });
    expect(trained(5).tool({ kind: 'gradientCheck' })).toMatchObject({ passes: true, suspect: -1 });
  });

  test('gives long results as plain lists', () => {
    const plane = trained(10).tool({ kind: 'plane', gridPoints: 9 });
    expect(Array.isArray(plane.objective)).toBe(true);
    expect(plane.objective).toHaveLength(81);
    expect(plane.positions).toHaveLength(9);
  });

  test('refuses settings with their place', () => {
    expect(refusalOf(() => trained(1).tool({ kind: 'line', gridPoints: 4 }))).toMatchObject({
      code: 'RANGE',
      path: 'tool.gridPoints',
    });
  });
});

describe('instruments', () => {
  test('measure at every tenth step what they are asked for', () => {
    const session = trained(0);
    session.subscribe(['gradientNorms', 'deadUnits'], 10);
    session.step(100);
    const { gradientNorms, deadUnits } = session.readings();
    expect(gradientNorms.steps).toEqual([10, 20, 30, 40, 50, 60, 70, 80, 90, 100]);
    expect(gradientNorms.width).toBe(5);
    expect(gradientNorms.values).toHaveLength(50);
    expect(deadUnits.values[1]).toBeGreaterThanOrEqual(0);
    session.subscribe([], 10);
    expect(session.readings()).toEqual({});
  });

  test('are refused by name', () => {
    expect(refusalOf(() => trained(1).subscribe(['thermometer'], 1)).code).toBe('KIND_UNKNOWN');
  });
});

describe('a trace', () => {
  test('leads from the loss back to inputs and parameters', () => {
    const session = trained(7);
    const given = new Set<string>();
    session.trace();
    let places = [{ layer: -1, quantity: 'objective', row: 0, column: 0 }];
    for (let depth = 0; depth < 20 && places.length > 0; depth++) {
      places = places.slice(0, 3).flatMap(({ layer, quantity, row, column }) => {
        const { formula, operands } = session.originsOf(layer, quantity, row, column);
        if (formula === '') given.add(quantity);
        return operands;
      });
    }
    expect(places).toEqual([]);
    expect([...given].every((name) => ['weight', 'bias', 'input', 'target'].includes(name))).toBe(true);
  });

  test('holds the parameters that the next step arrives at', () => {
    const session = trained(7);
    const quantities = session.trace();
    const next = session
      .tensors()
      .flatMap(({ layer, name }) => [
        ...(quantities.find((each) => each.layer === layer && each.name === `${name}.next`)?.values ?? []),
      ]);
    session.step(1);
    expect(next).toEqual([...session.parameters()]);
  });

  test('has no origins before it is taken, nor beyond its edges', () => {
    const session = trained(1);
    expect(refusalOf(() => session.originsOf(0, 'output', 0, 0)).code).toBe('RANGE');
    session.trace();
    expect(refusalOf(() => session.originsOf(0, 'output', 99, 0)).code).toBe('RANGE');
  });
});
