/** Measures what texts quote: figures of lessons and of the guide, and the claims about them. */
import { expect } from 'vitest';
import { loadEngine } from '../../wasm-bindings/loader';
import type { Session } from '../../wasm-bindings/types';
import { readNumber } from '../../web/lessons/readNumber';
import type { Claim, ExperimentInput, Figure, LiveExperiment } from '../../web/lessons/lesson';

export const engine = await loadEngine();

/** The number at this path; there must be one. */
export function read(session: Session, path: string, tool?: Figure['tool']): number {
  const value = readNumber(session, path, tool);
  if (value === null) throw new Error(`${path} is no number`);
  return value;
}

/** A session at this step; the caller deletes it. */
export async function trained(experiment: object, step: number, instrument?: string): Promise<Session> {
  const session = engine.createSession();
  const document = { version: 1, ...experiment };
  await engine.prepare(session, document);
  session.configure(document);
  if (instrument) session.subscribe([instrument], 1);
  session.step(step);
  return session;
}

type Experiments = Record<string, LiveExperiment>;

/** Sessions that figures of one lesson have in common, by what they were trained on. */
type Runs = Map<string, Session>;

async function measured(runs: Runs, experiment: object, step: number, { read: path, tool }: Figure): Promise<number> {
  const instrument = path.startsWith('readings.') ? path.split('.')[1] : undefined;
  const key = JSON.stringify([experiment, step, instrument]);
  const session = runs.get(key) ?? (await trained(experiment, step, instrument));
  runs.set(key, session);
  return read(session, path, tool);
}

/** The experiment itself, or copies of it with other seeds or other folds. */
function variants(experiment: ExperimentInput, { seeds, folds }: Figure): ExperimentInput[] {
  if (seeds) return Array.from({ length: seeds }, (_, i) => ({ ...experiment, seed: i + 1 }));
  const data = experiment.data as { split: object };
  if (folds)
    return Array.from({ length: folds }, (_, fold) => ({
      ...experiment,
      data: { ...data, split: { ...data.split, folds, fold } },
    }));
  return [experiment];
}

async function valueOf(runs: Runs, experiments: Experiments, figure: Figure): Promise<number> {
  const { experiment } = experiments[figure.experiment] ?? {};
  if (!experiment) throw new Error(`there is no experiment ${figure.experiment}`);
  const values: number[] = [];
  for (const variant of variants(experiment, figure)) values.push(await measured(runs, variant, figure.step, figure));
  if (figure.reduce === 'share')
    return values.filter((value) => value >= (figure.atLeast ?? Infinity)).length / values.length;
  if (figure.reduce === 'mean') return values.reduce((sum, value) => sum + value, 0) / values.length;
  values.sort((a, b) => a - b);
  if (figure.reduce === 'lowest') return values[0];
  if (figure.reduce === 'highest') return values[values.length - 1];
  const middle = values.length / 2;
  return (values[Math.ceil(middle) - 1] + values[Math.floor(middle)]) / 2;
}

/** As the text shows it. */
function shown(value: number, { digits, percent }: Figure): string {
  const text = Number((percent ? 100 * value : value).toPrecision(digits)).toString();
  return percent ? `${text} %` : text.replace('-', '−');
}

const relations = {
  '<': (a: number, b: number) => a < b,
  '>': (a: number, b: number) => a > b,
  '<=': (a: number, b: number) => a <= b,
  '>=': (a: number, b: number) => a >= b,
  '=': (a: number, b: number) => a === b,
};

/** Kinds and names of the marks in a text. */
export const marks = (text: string) =>
  [...text.matchAll(/\{\{(\w+)(?: ([\w-]+))?\}\}/g)].map(([, kind, name]) => [kind, name]);
/** The marks of a text, sorted. */
export const sorted = (text: string) =>
  marks(text)
    .map((mark) => mark.join(' ').trim())
    .sort();

/** Measures the figures, holds the claims against them, and compares what the texts show with this file. */
export async function expectFigures(
  experiments: Experiments,
  figures: Record<string, Figure>,
  claims: Claim[],
  file: string,
): Promise<void> {
  const values: Record<string, number> = {};
  const runs: Runs = new Map();
  for (const [name, figure] of Object.entries(figures)) values[name] = await valueOf(runs, experiments, figure);
  for (const session of runs.values()) session.delete();
  const texts = Object.entries(figures).map(([name, figure]) => [name, shown(values[name], figure)]);
  const of = (side: string | number) => (typeof side === 'number' ? side : values[side]);
  for (const [left, relation, right] of claims)
    expect(relations[relation](of(left), of(right)), `${left} (${of(left)}) ${relation} ${right} (${of(right)})`).toBe(
      true,
    );
  await expect(`${JSON.stringify(Object.fromEntries(texts), null, 2)}\n`).toMatchFileSnapshot(file);
}
