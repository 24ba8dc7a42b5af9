/** The element `<nablab-lab>` in other people's pages: what it shows, says and takes, and what it leaves alone. */
import { expect, test } from '@playwright/test';
import { expectAccessible } from './fixtures/axe';
import { linkTo, trained } from './fixtures/engine';
import type { NablabLab } from '../../web/element';
import { Host } from './fixtures/host';
import { documentOf, said, strict, visit } from './fixtures/visit';

let host: Host;
let elsewhere: Host;
test.beforeAll(async () => {
  [host, elsewhere] = await Promise.all([Host.start(), Host.start({ shared: true })]);
});
test.afterAll(() => {
  host.stop();
  elsewhere.stop();
});

const experiment = { data: { kind: 'circle', seed: 3 }, stop: { steps: 60 } };

test('under a strict policy a link, a language, a theme and controls are shown, trained to the engine’s bits, and told of', async ({
  page,
}) => {
  const link = linkTo(experiment).slice(1);
  const wrong = await visit(
    host,
    page,
    `<button>before</button><nablab-lab experiment="${link}" language="zh" theme="dark"
       controls="play step readings output optimizer.learningRate"><i>A picture</i></nablab-lab>`,
    strict,
  );
  const lab = page.locator('nablab-lab');
  await expect(lab.getByRole('button', { name: '训练', exact: true })).toBeVisible();
  await expect(lab.getByText('A picture')).toBeHidden();
  await expect(lab.getByRole('slider', { name: '学习率' })).toBeVisible();
  await expect(lab.locator('[part~="network"]')).toHaveCount(0);
  const ground = lab.locator('[part~="base"]');
  expect(await ground.evaluate((base) => getComputedStyle(base).colorScheme)).toBe('dark');
  // Keys are the page's, unless the element has the focus; Esc gives it back.
  await page.getByRole('button', { name: 'before' }).focus();
  await page.keyboard.press('Space');
  await page.keyboard.press('Tab');
  await expect(lab.getByRole('button', { name: '训练', exact: true })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('button', { name: 'before' })).toBeFocused();
  expect(await said(page, 'step')).toEqual([]);
  // By the keyboard: one step, then to the end.
  await lab.getByRole('button', { name: '一步', exact: true }).press('Enter');
  await expect(lab.locator('[data-reading="step"]')).toHaveText('1');
  await lab.getByRole('button', { name: '训练', exact: true }).press('Enter');
  await expect.poll(async () => (await said(page, 'finish')).length).toBe(1);
  const [[, end, composed]] = await said(page, 'finish');
  expect([end, composed]).toEqual([{ step: 60, reason: 'steps' }, true]);
  const session = await trained(experiment, 60);
  const exact = await lab.locator('[data-reading="trainingLoss"]').getAttribute('data-exact');
  expect(exact).toBe(String(session.metrics().training.loss));
  expect(await lab.evaluate((each: HTMLElementTagNameMap['nablab-lab']) => each.hash())).toBe(session.hash());
  expect(await lab.evaluate((each: HTMLElementTagNameMap['nablab-lab']) => each.link())).toBe(link);
  session.delete();
  expect(wrong).toEqual([]);
});

test('rows 90 and 91: properties that were set early count, commands are no events, and what is wrong is said where it stands', async ({
  page,
}) => {
  const text = JSON.stringify({ version: 1, ...experiment });
  const wrong = await visit(
    host,
    page,
    `<style>* { letter-spacing: 9px; text-transform: uppercase; visibility: hidden }</style>
     <img id="model" name="config" alt=""><nablab-lab tabindex="0" hidden style="visibility: visible"></nablab-lab>
     <script>Array.prototype.strange = () => 1; document.querySelector('nablab-lab').experiment = ${text};</script>`,
  );
  const lab = page.locator('nablab-lab');
  type Lab = HTMLElementTagNameMap['nablab-lab'];
  await expect(lab).toBeHidden();
  expect(page.workers()).toEqual([]);
  await lab.evaluate((each: Lab) => (each.hidden = false));
  await expect(lab.locator('[data-reading="step"]')).toHaveText('0');
  expect(await lab.getAttribute('tabindex')).toBe('0');
  // What the page does to everything stays outside.
  const button = lab.getByRole('button', { name: 'Train', exact: true });
  const looks = await button.evaluate(
    (each) => getComputedStyle(each).letterSpacing + getComputedStyle(each).textTransform,
  );
  expect(looks).toBe('normalnone');
  await expectAccessible(page, 'nablab-lab', { dark: false });
  expect(await lab.evaluate((each: Lab) => (each.experiment as { data: object }).data)).toMatchObject(experiment.data);
  await lab.evaluate(async (each: Lab) => {
    each.theme = 'light';
    await each.set('optimizer.learningRate', 0.02);
    await each.train(12);
  });
  expect(await lab.evaluate((each: Lab) => [each.getAttribute('theme'), each.step])).toEqual(['light', 12]);
  // A thousand wishes in one turn: the last one counts, and it alone is refused.
  await lab.evaluate((each: Lab) => {
    for (let i = 0; i < 1000; i++) each.setAttribute('experiment', `{"version": 1, "batchSize": ${-i}}`);
  });
  await expect(lab.getByRole('alert')).toContainText('-999');
  expect(await lab.evaluate((each: Lab) => each.step)).toBe(12);
  await lab.evaluate((each: Lab) => each.set('optimizer.learningRate', -1));
  const errors = await said(page, 'error');
  expect(errors.map(([, { code, path }, , bubbles]) => [code, path, bubbles])).toEqual([
    ['RANGE', 'batchSize', false],
    ['RANGE', 'optimizer.learningRate', false],
  ]);
  // Back to what can be shown; moved, taken out and put back it goes on.
  await lab.evaluate((each: Lab) => each.setAttribute('lesson', 'one-step'));
  await lab.evaluate((each: Lab) => each.removeAttribute('experiment'));
  await expect(lab.getByRole('alert')).toHaveCount(0);
  await expect(lab.getByText('Operation 1 of')).toBeVisible();
  await lab.evaluate(async (each: Lab) => {
    await each.train(3);
    Object.assign(window, { taken: each });
    each.remove();
  });
  await expect.poll(() => page.workers().length).toBe(0);
  await page.evaluate(() => document.body.append((window as unknown as { taken: Node }).taken));
  await expect(lab.locator('[data-reading="step"]')).toHaveText('3');
  await lab.getByRole('button', { name: 'Step', exact: true }).click();
  await expect(lab.locator('[data-reading="step"]')).toHaveText('4');
  expect(wrong).toEqual([]);
});

test('row 92: it has the page’s colour scheme, keeps its pictures where the system chooses colours, and is light on paper', async ({
  page,
}) => {
  const wrong = await visit(host, page, `<nablab-lab experiment="${linkTo(experiment).slice(1)}"></nablab-lab>`);
  const lab = page.locator('nablab-lab');
  const ground = lab.locator('[part~="base"]');
  await expect(lab.getByRole('button', { name: 'Train', exact: true })).toBeVisible();
  const brightness = () =>
    ground.evaluate((base) => {
      const [, red = '0'] = /(\d+)/.exec(getComputedStyle(base).backgroundColor) ?? [];
      return Number(red) > 128 ? 'light' : 'dark';
    });
  // This page says nothing of the dark: it is light whatever the system likes.
  await page.emulateMedia({ colorScheme: 'dark' });
  expect(await brightness()).toBe('light');
  await page.evaluate(() => document.documentElement.style.setProperty('color-scheme', 'light dark'));
  expect(await brightness()).toBe('dark');
  await expectAccessible(page, 'nablab-lab');

  const colours = () =>
    lab.locator('[part~="output"] canvas').evaluateAll((canvases) => {
      const found = new Set<number>();
      for (const canvas of canvases as HTMLCanvasElement[]) {
        const image = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height);
        new Uint32Array(image?.data.buffer ?? new ArrayBuffer(0)).forEach((pixel) => found.add(pixel));
      }
      return found.size;
    });
  const usual = await colours();
  await page.emulateMedia({ forcedColors: 'active' });
  await page.evaluate(() => new Promise((done) => setTimeout(done, 300)));
  await expect.poll(colours).toBeGreaterThan(usual / 2);

  await lab.evaluate((each: NablabLab) => (each.theme = 'dark'));
  await page.emulateMedia({ forcedColors: 'none', media: 'print' });
  expect(await brightness()).toBe('light');
  await expect(lab.getByRole('button', { name: 'Train', exact: true })).toBeHidden();
  await expect(lab.locator('[data-reading="step"]')).toBeVisible();
  expect(wrong).toEqual([]);
});

test('row 90: of fifty elements at most four have a worker; six in view are drawn, each in its own language, and train fluently', async ({
  page,
}) => {
  // Counted in the page: of workers that have just been ended a browser tells late.
  await page.addInitScript(() => {
    const counts = { now: 0, most: 0 };
    Object.assign(window, { workers: counts });
    window.Worker = class extends Worker {
      constructor(address: string | URL, options?: WorkerOptions) {
        super(address, options);
        counts.most = Math.max(counts.most, ++counts.now);
      }
      override terminate(): void {
        counts.now--;
        super.terminate();
      }
    };
  });
  const one = (number: number) =>
    `<nablab-lab controls="play readings" language="${number % 2 ? 'zh' : 'en'}" style="display: block"></nablab-lab>`;
  const wrong = await visit(host, page, Array.from({ length: 50 }, (_, number) => one(number)).join(''));
  const labs = page.locator('nablab-lab');
  for (let i = 0; i < 6; i++) {
    await expect(labs.nth(i).locator('[data-reading="step"]')).toBeVisible();
    await expect(labs.nth(i).getByRole('button', { name: i % 2 ? '训练' : 'Train', exact: true })).toBeVisible();
  }
  await expect(labs.nth(40).locator('[data-reading="step"]')).toHaveCount(0);
  // All six are told to train: four do, and the page draws on.
  const frames = await page.evaluate(async () => {
    const labs = [...document.querySelectorAll('nablab-lab')].slice(0, 6);
    await Promise.all(labs.map((each) => each.play()));
    let count = 0;
    const begun = performance.now();
    while (performance.now() - begun < 1000) {
      await new Promise(requestAnimationFrame);
      count++;
    }
    return count;
  });
  expect(frames).toBeGreaterThan(15);
  const steps = await labs.evaluateAll((all: HTMLElementTagNameMap['nablab-lab'][]) => all.map((each) => each.step));
  expect(steps.filter((step) => step > 10).length).toBeGreaterThanOrEqual(4);
  await labs.nth(30).scrollIntoViewIfNeeded();
  await expect(labs.nth(30).locator('[data-reading="step"]')).toBeVisible();
  expect(await page.evaluate(() => (window as unknown as { workers: { most: number } }).workers.most)).toBe(4);
  // Another copy of the module lets the first one be.
  expect(await page.evaluate((from) => import(from).then(() => 'fine'), `${host.origin}/nablab/element.js?again`)).toBe(
    'fine',
  );
  expect(wrong).toEqual([]);
});

test('row 87: it works from another origin, and in a sandboxed frame without storage', async ({ page }) => {
  const from = `${elsewhere.origin}/nablab/element.js`;
  elsewhere.page('/frame', { html: documentOf('<nablab-lab controls="step readings"></nablab-lab>', from) });
  host.page('/', {
    html: documentOf(
      `<nablab-lab controls="step readings"></nablab-lab>
       <iframe sandbox="allow-scripts" title="frame" src="${elsewhere.origin}/frame" width="600" height="300"></iframe>`,
      from,
    ),
  });
  await page.goto(`${host.origin}/`);
  const session = await trained({}, 1);
  for (const place of [page, page.frameLocator('iframe')]) {
    await place.getByRole('button', { name: 'Step', exact: true }).click();
    await expect(place.locator('[data-reading="step"]')).toHaveText('1');
    const exact = await place.locator('[data-reading="trainingLoss"]').getAttribute('data-exact');
    expect(exact).toBe(String(session.metrics().training.loss));
  }
  session.delete();
});
