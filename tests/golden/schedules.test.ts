import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { loadEngine } from '../../wasm-bindings/loader';
import { translateSchedule } from './goldenCase';

interface GoldenSchedule {
  name: string;
  schedule: Record<string, unknown>;
  learning_rates: number[];
}

const engine = await loadEngine();
const cases = JSON.parse(readFileSync(new URL('schedules.json', import.meta.url), 'utf8')) as GoldenSchedule[];

describe('learningRates', () => {
  test.each(cases)('agrees with the golden rates of $name', ({ schedule: golden, learning_rates: expected }) => {
    const { schedule, learningRate, losses, lacks } = translateSchedule(golden, engine.catalog());
    expect(lacks).toEqual([]);
    const rates = engine.learningRates(schedule, learningRate, expected.length, losses);
    const errors = expected.map((rate, t) => Math.abs(rate - rates[t]));
    expect(Math.max(...errors)).toBeLessThanOrEqual(1e-12);
  });

  test('refuses what a schedule refuses', () => {
    expect(() => engine.learningRates({ kind: 'cosinus' }, 1, 10)).toThrow(/schedule\.kind/);
    expect(() => engine.learningRates({ kind: 'cosine' }, NaN, 10)).toThrow(/learningRate/);
    expect(() => engine.learningRates({ kind: 'cosine' }, 1, 1e9)).toThrow(/steps/);
  });
});
