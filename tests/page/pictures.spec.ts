import type { Locator, Page } from '@playwright/test';
import { LabPage, settled } from './fixtures/lab';
import { expect, test } from './fixtures/test';

/** The button of a unit in the network: layer −1 is the inputs. */
const unit = (page: Page, layer: number, number: number): Locator => page.locator(`[data-unit="${layer}:${number}"]`);

/** The title over the output map. */
const mapTitle = (page: Page): Locator => page.getByTestId('output').locator('figcaption .title');

test('arrow keys walk the neurons, Enter pins one on the map, Escape returns to the network', async ({ page }) => {
  await new LabPage(page).open();
  await unit(page, -1, 0).focus();
  await expect(mapTitle(page)).toHaveText('Output of x1');
  for (const key of ['ArrowRight', 'Home', 'ArrowDown']) await page.keyboard.press(key);
  await expect(unit(page, 1, 1)).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(unit(page, 1, 1)).toHaveAttribute('aria-pressed', 'true');
  await expect(mapTitle(page)).toHaveText('Output of h1·2 · pinned, Esc to return');
  await page.keyboard.press('ArrowRight');
  await expect(mapTitle(page)).toHaveText(/^Output of h2·\d$/);
  await page.keyboard.press('Escape');
  await expect(mapTitle(page)).toHaveText('Network output');
});

test('the network takes one stop of the Tab key', async ({ page }) => {
  await new LabPage(page).open();
  await unit(page, -1, 0).focus();
  await page.keyboard.press('Tab');
  expect(await page.evaluate(() => document.activeElement?.hasAttribute('data-unit'))).toBe(false);
});

test('a neuron under the pointer shows itself on the map and tells its numbers', async ({ page }) => {
  await new LabPage(page).open();
  await unit(page, 1, 2).hover();
  await expect(mapTitle(page)).toHaveText('Output of h1·3');
  await expect(page.getByText(/^h1·3: hidden layer 1, neuron 3 of 4 · bias 0 · map \S+ … \S+/)).toBeVisible();
  await page.mouse.move(5, 5);
  await expect(mapTitle(page)).toHaveText('Network output');
});

test('a link under the pointer tells its weight', async ({ page }) => {
  await new LabPage(page).open();
  const [from, to] = [await unit(page, -1, 0).boundingBox(), await unit(page, 1, 0).boundingBox()];
  if (!from || !to) throw new Error('The network is not drawn.');
  // Every link passes through the middle of the straight line between its ends.
  await page.mouse.move((from.x + from.width + to.x) / 2, (from.y + from.height / 2 + to.y + to.height / 2) / 2);
  await expect(page.getByText(/^Weight x1 → h1·1: −?\d/)).toBeVisible();
});

test('a probe moved by keys says the value under it', async ({ page }) => {
  await new LabPage(page).open();
  const map = page.getByTestId('output').getByRole('button', { name: /^Network output over x1 and x2/ });
  await expect(map).toHaveAccessibleName(/Wrong: \d+ of 120 training/);
  await map.focus();
  await page.keyboard.press('ArrowRight');
  const spoken = page.getByTestId('output').locator('[aria-live]');
  await expect(spoken).toHaveText(/^x1 0\.\d+, x2 0\S* → 0\.\d+$/);
  const first = await spoken.innerText();
  await page.keyboard.press('ArrowUp');
  await expect(spoken).not.toHaveText(first);
});

test('arrow keys read the curves step by step', async ({ page }) => {
  const lab = new LabPage(page);
  await lab.open();
  await lab.stepTo(3);
  const curves = page.getByRole('button', { name: /^Curves of the loss over/ });
  await curves.focus();
  const reading = page.locator('figcaption', { hasText: /^step \d/ }).first();
  await expect(reading).toHaveText(/^step 3\b/);
  await page.keyboard.press('Home');
  await expect(reading).toHaveText(/^step 0\b.*training 0\.\d+/);
  await page.keyboard.press('ArrowRight');
  await expect(reading).toHaveText(/^step 1\b/);
  await page.keyboard.press('Escape');
  await expect(reading).toHaveText(/^step 3\b/);
});

test('among the digits "only wrong" leaves exactly the images that are counted as wrong', async ({ page }) => {
  const lab = new LabPage(page);
  await lab.open();
  await page.locator('[data-dataset="digits"]').click();
  const images = page.getByRole('region', { name: /^Images/ });
  await lab.runTo(400);
  const verdict = images.getByRole('button', { name: /^Row [\d\s]+: \d/ });
  await expect(verdict.first()).toBeVisible();
  await images.getByLabel('only wrong').check();
  await expect(images.getByText(/^\d+ of \d+ wrong$/)).toBeVisible();
  // The list follows the newest frame within a quarter of a second.
  await page.waitForTimeout(500);
  const wrong = Number((await images.getByText(/^\d+ of \d+ wrong$/).innerText()).split(' ')[0]);
  expect(wrong).toBeGreaterThan(0);
  let shown = 0;
  for (;;) {
    for (const name of await verdict.evaluateAll((buttons) => buttons.map((button) => button.ariaLabel ?? ''))) {
      expect(name).toMatch(/^Row [\d\s]+: (\d), taken for (?!\1)\d$/);
      shown++;
    }
    const next = images.getByRole('button', { name: 'Next page' });
    if (await next.isDisabled()) break;
    await next.click();
  }
  expect(shown).toBe(wrong);
});

test('what waits to describe a picture goes with it, on a machine that is too busy to keep its times', async ({
  page,
}) => {
  const lab = new LabPage(page);
  await lab.open();
  await lab.stepTo(3);
  const language = await page.getByRole('button', { name: '简体中文' }).elementHandle();
  const runs = await page
    .getByRole('navigation', { name: 'Rooms' })
    .getByRole('button', { name: 'Runs' })
    .elementHandle();
  await page.evaluate(
    async ([translate, leave]) => {
      const press = async (button: Element | null) => {
        (button as HTMLButtonElement).click();
        // Everything follows within this task: no timer has its turn.
        for (let i = 0; i < 20; i++) await null;
      };
      const begun = performance.now();
      while (performance.now() - begun < 2100);
      // The description is overdue: this change brings it, then its timer comes. What it would read is old by then, and gone.
      await press(translate);
      await press(leave);
      await press(translate);
    },
    [language, runs],
  );
  await expect(page.locator('.runs')).toBeVisible();
  await page.waitForTimeout(300);
});

test('row 74: pictures survive every sharpness and size of the screen, and come back when the browser has lost them', async ({
  page,
}) => {
  const lab = new LabPage(page);
  await lab.open();
  const map = page.locator('.output canvas').first();
  const colors = () =>
    map.evaluate((canvas: HTMLCanvasElement) => {
      const { width, height } = canvas;
      const copy = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
      copy?.drawImage(canvas, 0, 0);
      const image = copy?.getImageData(0, 0, width, height);
      return new Set(new Uint32Array(image?.data.buffer ?? new ArrayBuffer(0))).size;
    });
  const usual = await colors();
  expect(usual).toBeGreaterThan(20);
  const browser = await page.context().newCDPSession(page);
  const screen = (width: number, height: number, deviceScaleFactor: number) =>
    browser.send('Emulation.setDeviceMetricsOverride', { width, height, deviceScaleFactor, mobile: false });
  // From a screen without room to a wide one at 400 %.
  for (const [width, height, sharpness] of [
    [1440, 900, 0.5],
    [1, 1, 1],
    [360, 225, 4],
    [1440, 900, 1],
  ]) {
    await screen(width, height, sharpness);
    await page.keyboard.press('.');
    await settled(page);
  }
  await expect.poll(colors).toBeGreaterThan(usual / 2);
  await map.evaluate((canvas: HTMLCanvasElement) => {
    canvas.getContext('2d')?.reset();
    canvas.dispatchEvent(new Event('contextlost'));
  });
  expect(await colors()).toBe(1);
  await map.dispatchEvent('contextrestored');
  await expect.poll(colors).toBeGreaterThan(usual / 2);
});
