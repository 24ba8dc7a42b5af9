/**
 * The lessons against the core: every figure in a text is measured here, every claim checked, every challenge met by its
 * recorded solution and missed by a wrong one. `npx vitest run tests/wasm/lessons.test.ts -u` writes the figures anew.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { loadEngine } from '../../wasm-bindings/loader';
import type { Session } from '../../wasm-bindings/types';
import { lessonOfRule } from '../../web/doctor/lessonOfRule';
import { readNumber } from '../../web/lessons/readNumber';
import { lacking, type ExperimentInput, type Figure, type Lesson } from '../../web/lessons/lesson';

const engine = await loadEngine();
const catalog = engine.catalog();
const folder = fileURLToPath(new URL('../../lessons/', import.meta.url));
const keys = readdirSync(folder).filter((name) => existsSync(`${folder}${name}/lesson.json`));
const only = process.env.LESSON;
const lessons = keys
  .filter((key) => !only || key.includes(only))
  .map((key) => ({
    key,
    lesson: JSON.parse(readFileSync(`${folder}${key}/lesson.json`, 'utf8')) as Lesson,
    texts: ['en', 'zh'].map((language) => readFileSync(`${folder}${key}/${language}.md`, 'utf8')),
  }));

function read(session: Session, path: string, tool?: Figure['tool']): number {
  const value = readNumber(session, path, tool);
  if (value === null) throw new Error(`${path} is no number`);
  return value;
}

/** A session at this step; the caller deletes it. */
async function trained(experiment: object, step: number, instrument?: string): Promise<Session> {
  const session = engine.createSession();
  const document = { version: 1, ...experiment };
  await engine.prepare(session, document);
  session.configure(document);
  if (instrument) session.subscribe([instrument], 1);
  session.step(step);
  return session;
}

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

async function valueOf(runs: Runs, lesson: Lesson, figure: Figure): Promise<number> {
  const { experiment } = lesson.experiments[figure.experiment] ?? {};
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

const marks = (text: string) =>
  [...text.matchAll(/\{\{(\w+)(?: ([\w-]+))?\}\}/g)].map(([, kind, name]) => [kind, name]);
const sorted = (text: string) =>
  marks(text)
    .map((mark) => mark.join(' ').trim())
    .sort();

test('a challenge tells what a run lacks: its value, its limits, and what was to stay as it is', () => {
  const challenge = { experiment: '', keep: ['loss'], steps: 10, parameters: 5, read: '', atLeast: 1 };
  const from = { loss: { kind: 'hinge' }, log: [] };
  const of = (changes: object) =>
    lacking({ ...challenge, solution: {}, wrong: {} }, from, {
      ...{ experiment: from, step: 10, parameters: 5, value: 1 },
      ...changes,
    });
  expect(of({})).toEqual([]);
  expect(of({ value: 0.9 })).toEqual(['value']);
  expect(of({ value: null })).toEqual(['value']);
  expect(of({ step: 11 })).toEqual(['late']);
  expect(of({ parameters: 6 })).toEqual(['large']);
  expect(of({ experiment: { ...from, loss: { kind: 'focal' } } })).toEqual(['changed']);
  expect(of({ experiment: { ...from, log: [{ path: 'loss.delta' }] } })).toEqual(['changed']);
});

test('every rule of the doctor leads to a lesson that exists', () => {
  const known = keys.map((each) => each.replace(/^\d+-/, ''));
  // The page's own watchdog is not about networks.
  const rules = catalog.families.rules.filter(({ kind }) => kind !== 'stalledEngine');
  for (const { kind } of rules) expect(known, kind).toContain(lessonOfRule(kind));
});

describe.each(lessons)('$key', ({ key, lesson, texts }) => {
  test('every experiment is one of the core’s, and every mark in the texts leads to something', () => {
    for (const { experiment } of Object.values(lesson.experiments)) engine.canonical({ version: 1, ...experiment });
    for (const text of texts)
      for (const [kind, name] of marks(text)) {
        if (kind === 'experiment') expect(lesson.experiments).toHaveProperty(name);
        else if (kind === 'figure') expect(lesson.figures).toHaveProperty(name);
        else expect(['challenge']).toContain(kind);
      }
    const live = marks(texts[0]).filter(([kind]) => kind === 'experiment');
    expect(live.length).toBeGreaterThan(0);
    expect(marks(texts[0])).toContainEqual(['challenge', undefined]);
    for (const known of lesson.prerequisites) expect(keys.map((each) => each.replace(/^\d+-/, ''))).toContain(known);
  });

  test('both languages have the same headings, experiments, challenges and figures', () => {
    const [en, zh] = texts;
    expect([...new Set(sorted(zh))]).toEqual([...new Set(sorted(en))]);
    const levels = (text: string) => [...text.matchAll(/^(#+) /gm)].map(([, signs]) => signs.length);
    expect(levels(zh)).toEqual(levels(en));
    expect(levels(en)[0]).toBe(1);
  });

  test('its figures are what stands in figures.json, and its claims hold', { timeout: 120_000 }, async () => {
    const values: Record<string, number> = {};
    const runs: Runs = new Map();
    for (const [name, figure] of Object.entries(lesson.figures)) values[name] = await valueOf(runs, lesson, figure);
    for (const session of runs.values()) session.delete();
    const texts = Object.entries(lesson.figures).map(([name, figure]) => [name, shown(values[name], figure)]);
    const of = (side: string | number) => (typeof side === 'number' ? side : values[side]);
    for (const [left, relation, right] of lesson.claims)
      expect(
        relations[relation](of(left), of(right)),
        `${left} (${of(left)}) ${relation} ${right} (${of(right)})`,
      ).toBe(true);
    await expect(`${JSON.stringify(Object.fromEntries(texts), null, 2)}\n`).toMatchFileSnapshot(
      `${folder}${key}/figures.json`,
    );
  });

  test('its challenge is met by the solution and missed by the wrong one', async () => {
    const { challenge } = lesson;
    const { experiment } = lesson.experiments[challenge.experiment];
    const from = engine.canonical({ version: 1, ...experiment }) as unknown as Record<string, unknown>;
    const meets = async (changes: object) => {
      const session = await trained({ ...experiment, ...changes }, challenge.steps);
      const { step, parameters } = session.status();
      const at = session.experiment() as unknown as Record<string, unknown>;
      const result = lacking(challenge, from, {
        experiment: at,
        step,
        parameters,
        value: read(session, challenge.read),
      });
      session.delete();
      return result.length === 0;
    };
    expect(await meets(challenge.solution)).toBe(true);
    expect(await meets(challenge.wrong)).toBe(false);
    expect(await meets({})).toBe(false);
  });
});
