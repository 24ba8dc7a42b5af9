/** The lessons as pages: read without a program, and their experiments open in the lab. */
import { fileURLToPath } from 'node:url';
import { decodeLink } from '../../wasm-bindings/link';
import { readLessons } from '../../web/lessons/lessonsPlugin';
import type { NablabLab } from '../../web/element/element';
import { expectAccessible } from './fixtures/axe';
import { trained } from './fixtures/engine';
import { LabPage, settled } from './fixtures/lab';
import { expect, test } from './fixtures/test';

const lessons = readLessons(fileURLToPath(new URL('../../lessons/', import.meta.url)));
/** Steps that an experiment trains in the test. */
const further = 3;

test('the lessons are reached from the lab, read in both languages, and their experiments open', async ({ page }) => {
  const lab = new LabPage(page);
  await lab.open();
  await page.getByRole('link', { name: 'Lessons' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Lessons');
  await page.getByRole('link', { name: 'Tutorial: debugging a network' }).click();
  await expect(page.locator('main')).not.toContainText(/\{\{|\$|:::/);
  await expectAccessible(page);
  await page.getByRole('link', { name: 'Reading code' }).first().click();
  await expect(page.locator('pre').first()).toContainText('void forward(const LayerPass<Real>& pass)');
  await expectAccessible(page);
  await page.goBack();
  await page.getByRole('link', { name: 'Lessons', exact: true }).click();
  await page.getByRole('link', { name: 'One step of gradient descent, by hand' }).click();
  await expect(page.locator('math')).not.toHaveCount(0);
  await expect(page.locator('main')).not.toContainText(/\{\{|\$|:::/);
  await expectAccessible(page);
  await page.getByRole('link', { name: '简体中文' }).click();
  await expect(page.locator('html')).toHaveAttribute('lang', 'zh-Hans');
  await expectAccessible(page);
  const opener = page.getByRole('link', { name: /^打开/ }).first();
  const address = (await opener.getAttribute('href')) ?? '';
  const { title } = decodeLink(address.slice(address.indexOf('#')))?.experiment as { title: string };
  await opener.click();
  await expect(page).toHaveTitle(`${title} · ∇lab`);
  // Where it is to be looked at closely, it waits.
  await expect(page.getByTestId('ahead')).toHaveText('第0步→第1步，尚未执行');
});

test('a challenge is checked in the lab, by a wrong try and by a right one, and is remembered', async ({ page }) => {
  await page.goto('lessons/en/one-step.html');
  await page.getByRole('link', { name: 'Take up the challenge' }).click();
  const panel = page.locator('.challenge');
  await expect(panel).toContainText('training loss at most 0.13');
  const lab = new LabPage(page);
  const tryOut = async (rate: string) => {
    await lab.knob('optimizer.learningRate').locator('input[type="number"]').fill(rate);
    await page.keyboard.press('Enter');
    await settled(page);
    await page.getByRole('button', { name: 'Reset' }).click();
    await settled(page);
    await page.getByRole('button', { name: 'Train', exact: true }).click();
    await expect.poll(() => lab.step()).toBe(100);
  };
  await tryOut('0.001');
  await expect(panel).toContainText('now 100');
  await expect(panel).not.toContainText('Done');
  await tryOut('0.06');
  await expect(panel).toContainText('the core has checked it');
  await page.reload();
  await expect(panel).toContainText('Done');
  await panel.getByRole('link').click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('One step of gradient descent, by hand');
  await page.getByRole('link', { name: 'Lessons', exact: true }).click();
  await expect(page.getByRole('main')).toContainText('Challenges solved in this browser: 1 of 26.');
  await expect(page.getByRole('listitem').filter({ hasText: '✓ solved' })).toContainText('One step');
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('a frame says what it needs, and leads to the lessons in both languages', async ({ page }) => {
    await page.goto('embed.html?lesson=momentum');
    const told = page.locator('noscript p').first();
    await expect(told).toBeVisible();
    expect(await told.innerText()).toMatch(/That needs JavaScript\..*需要JavaScript/s);
    for (const [name, language] of [
      ['Read the lessons', 'en'],
      ['阅读课程', 'zh'],
    ])
      await expect(page.getByRole('link', { name })).toHaveAttribute('href', `./lessons/${language}/index.html`);
  });

  test('a lesson is whole, and no wider than a phone', async ({ page }) => {
    await page.setViewportSize({ width: 390, height: 844 });
    await page.goto('lessons/en/one-step.html');
    await expect(page.getByRole('heading', { name: 'Challenge' })).toBeVisible();
    await page.getByText('Before you run it').click();
    await expect(page.getByText('every step overshoots the valley', { exact: false })).toBeVisible();
    const box = await page.locator('main').boundingBox();
    expect(box?.width).toBeLessThanOrEqual(390);
  });
});

for (const half of [0, 1])
  test(`every experiment of ${half ? 'odd' : 'even'} lessons runs within a text, to the bits of the engine`, async ({
    page,
  }) => {
    test.slow();
    await page.goto('lessons/zh/one-step.html');
    const lab = page.locator('nablab-lab').first();
    await lab.scrollIntoViewIfNeeded();
    await expect(lab.getByRole('button', { name: '训练', exact: true })).toBeVisible();
    for (const { key, lesson } of lessons.filter(({ number }) => number % 2 === half)) {
      for (const [name, { experiment, step = 0 }] of Object.entries(lesson.experiments)) {
        const session = await trained(experiment, step + further);
        const shown = await lab.evaluate(
          async (element, [lessonKey, experimentName, steps]) => {
            const each = element as NablabLab;
            each.setAttribute('experiment', experimentName);
            each.lesson = lessonKey;
            await new Promise((resolve) => setTimeout(resolve));
            await each.train(steps);
            return each.hash();
          },
          [key, name, further] as const,
        );
        expect.soft(shown, `${key}, ${name}`).toBe(session.hash());
        session.delete();
      }
    }
  });
