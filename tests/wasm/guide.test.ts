/**
 * The guide against the core: every figure in its texts is measured here, every claim checked, and what it says about
 * the doctor's findings is what the doctor finds. `npx vitest run tests/wasm/guide.test.ts -u` writes the figures anew.
 */
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { encodeLink } from '../../wasm-bindings/link';
import { excerptOf } from '../../web/guide/excerpt';
import { readGuide } from '../../web/guide/guidePlugin';
import { readLessons } from '../../web/lessons/lessonsPlugin';
import { engine, expectFigures, marks, sorted, trained } from './figures';

const root = fileURLToPath(new URL('../../', import.meta.url));
const pages = readGuide(root);

describe.each(pages)('$key', ({ folder, key, shared, texts, excerpts }) => {
  test('every mark leads to something, in both languages alike', () => {
    expect([...new Set(sorted(texts.zh))]).toEqual([...new Set(sorted(texts.en))]);
    const known: Record<string, object> = { ...shared, experiment: shared.experiments, figure: shared.figures };
    for (const [kind, name] of marks(texts.en))
      if (kind in known) expect(known[kind]).toHaveProperty(name);
      else expect(['code', 'part']).toContain(kind);
    for (const [, name] of texts.en.matchAll(/^:::beside (.*)$/gm)) expect(excerpts, key).toHaveProperty(name);
  });

  test.runIf(Object.keys(shared.figures).length > 0)(
    'its figures are what stands in figures.json, and its claims hold',
    { timeout: 120_000 },
    () => expectFigures(shared.experiments, shared.figures, shared.claims, `${folder}figures.json`),
  );

  test.runIf(shared.preflights.length > 0)('the pre-flight says what the text says', async () => {
    for (const { experiment, fails } of shared.preflights) {
      const session = await trained(shared.experiments[experiment].experiment, 0);
      const { checks } = session.preflight('');
      session.delete();
      expect(checks.filter(({ state }) => state === 'failed').map((check) => check.key as string)).toEqual(fails);
    }
  });

  test.runIf(shared.findings.length > 0)('the doctor says what the text says', async () => {
    for (const { experiment, step, headline, found = [], silent = [] } of shared.findings) {
      const session = engine.createSession();
      const document = { version: 1, ...shared.experiments[experiment].experiment };
      await engine.prepare(session, document);
      session.watch(true);
      session.configure(document);
      session.step(step);
      const diagnosis = session.diagnosis();
      session.delete();
      if (headline !== undefined) expect(diagnosis.headline?.cause ?? null, experiment).toBe(headline);
      const rules = diagnosis.findings.map(({ rule }) => rule);
      for (const rule of found) expect(rules, experiment).toContain(rule);
      for (const rule of silent) expect(rules, experiment).not.toContain(rule);
    }
  });
});

test('U18: links of lessons and guide have at most 2000 characters', () => {
  const lessons = readLessons(`${root}lessons/`).map(({ key, lesson }) => ({ key, experiments: lesson.experiments }));
  const all = [...lessons, ...pages.map(({ key, shared }) => ({ key, experiments: shared.experiments }))];
  for (const { key, experiments } of all)
    for (const { experiment } of Object.values(experiments)) {
      const { length } = encodeLink(engine.compact({ version: 1, ...experiment }), engine.version);
      expect(length, key).toBeLessThanOrEqual(2000);
    }
});

describe('an excerpt', () => {
  const source = 'struct A {\n  void step() {\n    one();\n  }\n};\nstruct B {\n  void step() {\n    two();\n  }\n};\n';

  test('begins behind a line, ends where its braces do, and stands at the margin', () => {
    const described = { file: 'x.h', after: 'struct B', from: 'void step', lines: 'block' as const };
    expect(excerptOf(source, described)).toBe('void step() {\n  two();\n}');
    expect(excerptOf(source, { file: 'x.h', from: 'one' })).toBe('one();');
  });

  test('is refused where the file no longer holds it', () => {
    expect(() => excerptOf(source, { file: 'x.h', from: 'three' })).toThrow('x.h has no line "three"');
  });
});
