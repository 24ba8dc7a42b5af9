/**
 * The lessons against the core: every figure in a text is measured here, every claim checked, every challenge met by its
 * recorded solution and missed by a wrong one. `npx vitest run tests/wasm/lessons.test.ts -u` writes the figures anew.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { lessonOfRule } from '../../web/doctor/lessonOfRule';
import { lacking, type Lesson } from '../../web/lessons/lesson';
import { standingOf } from '../../web/lessons/readNumber';
import { engine, expectFigures, marks, sorted, trained } from './figures';

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

test('a challenge tells what a run lacks: its end, its value, its limits, and what was to stay as it is', () => {
  const challenge = { experiment: '', keep: ['loss'], steps: 10, parameters: 5, read: '', atLeast: 1 };
  const from = { loss: { kind: 'hinge' }, log: [] };
  const of = (changes: object) =>
    lacking({ ...challenge, solution: {}, wrong: {} }, from, {
      ...{ experiment: from, step: 10, parameters: 5, ended: true, value: 1 },
      ...changes,
    });
  expect(of({})).toEqual([]);
  expect(of({ value: 0.9 })).toEqual(['value']);
  expect(of({ value: null })).toEqual(['value']);
  expect(of({ step: 9, ended: false })).toEqual(['running']);
  expect(of({ step: 9 })).toEqual([]);
  expect(of({ step: 10, ended: false })).toEqual([]);
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
    await expectFigures(lesson.experiments, lesson.figures, lesson.claims, `${folder}${key}/figures.json`);
  });

  test('its challenge is met by the solution and missed by the wrong one', async () => {
    const { challenge } = lesson;
    const { experiment } = lesson.experiments[challenge.experiment];
    const from = engine.canonical({ version: 1, ...experiment }) as unknown as Record<string, unknown>;
    const meets = async (changes: object) => {
      const session = await trained({ ...experiment, ...changes }, challenge.steps);
      const result = lacking(challenge, from, standingOf(session, challenge.read));
      session.delete();
      return result.length === 0;
    };
    expect(await meets(challenge.solution)).toBe(true);
    expect(await meets(challenge.wrong)).toBe(false);
    expect(await meets({})).toBe(false);
  });
});
