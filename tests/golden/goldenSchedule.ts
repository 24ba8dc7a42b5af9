/** Golden cases of schedules.json against the core's learning rates. */
import type { Engine } from '../../wasm-bindings/types';
import { translateSchedule } from './goldenCase';

export interface GoldenSchedule {
  name: string;
  schedule: Record<string, unknown>;
  /** By step, from 0. */
  learning_rates: number[];
}

/** Sentences on what does not agree with the core; empty if all does. Throws what the core refuses. */
export function compareSchedule(engine: Engine, golden: GoldenSchedule): string[] {
  const { schedule, learningRate, losses, lacks } = translateSchedule(golden.schedule, engine.catalog());
  if (lacks.length > 0) return [`unsupported, needs ${lacks.join(', ')}`];
  const expected = golden.learning_rates;
  if (!Array.isArray(expected) || expected.length === 0) return ['the case has no learning rates'];
  const rates = engine.learningRates(schedule, learningRate, expected.length, losses);
  const wrong = expected.findIndex((rate, t) => !(Math.abs(rate - rates[t]) <= 1e-9 + 1e-7 * Math.abs(rate)));
  return wrong < 0 ? [] : [`the rate of step ${wrong} is ${rates[wrong]}, expected ${expected[wrong]}`];
}
