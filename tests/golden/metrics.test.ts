import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { loadEngine } from '../../wasm-bindings/loader';
import { compareMetrics, type GoldenMetrics } from './goldenMetrics';

const engine = await loadEngine();
const cases = JSON.parse(readFileSync(new URL('metrics.json', import.meta.url), 'utf8')) as GoldenMetrics[];

describe('the comparison of metrics', () => {
  test.each(cases)('scikit-learn agrees with the core on $name', (golden) => {
    expect(compareMetrics(engine, golden)).toEqual([]);
  });

  test.each([
    ['accuracy', 0.9],
    ['confusion', [[1, 2]]],
    ['macro', { precision: 0.5 }],
    ['macro', { specificity: 0.5 }],
    ['kappa', 1],
  ])('notices a wrong or unknown %s', (figure, value) => {
    expect(compareMetrics(engine, { ...cases[0], [figure]: value })).not.toEqual([]);
  });

  test('refuses labels that are no classes', () => {
    expect(() => compareMetrics(engine, { ...cases[0], classes: 1 })).toThrow(/classes/);
    expect(() => compareMetrics(engine, { ...cases[0], prediction: [0] })).toThrow(/prediction/);
  });
});
