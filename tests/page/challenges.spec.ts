/** The challenge of every lesson, in the lab: a wrong try misses it, the recorded solution meets it, in both languages. */
import { fileURLToPath } from 'node:url';
import type { Locator, Page } from '@playwright/test';
import { challengeExperiment, lacking, type Challenge, type ExperimentInput } from '../../web/lessons/lesson';
import { readLessons } from '../../web/lessons/lessonsPlugin';
import { standingOf } from '../../web/lessons/readNumber';
import { percent, shortNumber, wholeNumber } from '../../web/pictures/number';
import { lessons as en } from '../../web/words/lessons.en';
import { lessons as zh } from '../../web/words/lessons.zh';
import { engine, linkTo, trained } from './fixtures/engine';
import { expect, test } from './fixtures/test';

const lessons = readLessons(fileURLToPath(new URL('../../lessons/', import.meta.url)));
const words = { en, zh };
type Language = keyof typeof words;

/** What the panel has to say at the end of a run, in either language, by the engine in Node. */
async function judged(challenge: Challenge, from: ExperimentInput, tried: ExperimentInput) {
  const session = await trained(tried, challenge.steps);
  const standing = standingOf(session, challenge.read);
  session.delete();
  const missing = lacking(challenge, from, standing);
  const shown = challenge.read.endsWith('.accuracy') ? percent : shortNumber;
  const now = standing.value === null ? '–' : shown(standing.value);
  const steps = { steps: wholeNumber(challenge.steps), now: wholeNumber(standing.step) };
  const says = (language: Language) => [
    words[language]['challenge.atLeast'].split('{value}')[1].replace('{now}', now),
    words[language]['challenge.steps'].replace(/\{(\w+)\}/g, (_, name: 'steps' | 'now') => steps[name]),
  ];
  return { missing, says };
}

type Judged = Awaited<ReturnType<typeof judged>>;

/** Trains what the page shows to its end, as fast as possible. */
async function trainToEnd(page: Page): Promise<void> {
  await page.getByRole('slider', { name: /^(Speed|速度)$/ }).fill('7');
  await page.locator('button.main', { hasText: /^(Train|训练)$/ }).click();
}

async function expectJudged(panel: Locator, { missing, says }: Judged, language: Language, title: string) {
  // Sooner told than by an assertion, which looks again only after a while.
  for (const said of says(language)) await panel.getByText(said).waitFor({ timeout: 20_000 });
  await expect(panel).toContainText(title);
  await expect(panel.locator('.open')).toHaveCount(missing.length);
  await expect(panel.getByRole('status')).toHaveText(missing.length === 0 ? words[language]['challenge.met'] : '');
}

for (const half of [0, 1])
  test(`every ${half ? 'odd' : 'even'} lesson's challenge is missed by a wrong try and met by its solution, in both languages`, async ({
    page,
  }) => {
    test.slow();
    for (const { key, number, lesson, texts } of lessons.filter((each) => each.number % 2 === half)) {
      await test.step(key, async () => {
        const { challenge } = lesson;
        const begin = challengeExperiment(lesson);
        const from = engine.canonical({ version: 1, ...begin }) as unknown as ExperimentInput;
        const title = (language: Language) => /^# (.*)$/m.exec(texts[language])?.[1] ?? '';
        const wrong = { ...begin, ...challenge.wrong };
        const solution = { ...begin, ...challenge.solution };
        const panel = page.locator('.challenge');
        const inBoth = async (expected: Judged, first: Language) => {
          const second = first === 'en' ? 'zh' : 'en';
          await expectJudged(panel, expected, first, title(first));
          await page.getByRole('button', { name: first === 'en' ? '简体中文' : 'English' }).click();
          await expectJudged(panel, expected, second, title(second));
        };
        const first = number % 4 < 2 ? 'en' : 'zh';
        // A link may name the step that it wants to show.
        const place = `lesson=${key}&lang=${first === 'en' ? 'en' : 'zh-Hans'}&step=${challenge.steps}`;
        await page.goto(`?${place}${linkTo(wrong)}`);
        await inBoth(await judged(challenge, from, wrong), first);
        await page.evaluate((fragment) => (location.hash = fragment), linkTo(solution));
        await page.locator('[data-reading="step"]').getByText(/^0$/).waitFor();
        await trainToEnd(page);
        await inBoth(await judged(challenge, from, solution), first === 'en' ? 'zh' : 'en');
      });
    }
  });
