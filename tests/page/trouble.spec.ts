import { LabPage, trainer } from './fixtures/lab';
import { expect, test } from './fixtures/test';

test('a run that diverges pauses and says at which step; one can go back and train on', async ({ page }) => {
  const lab = new LabPage(page);
  await lab.open();
  await lab.openAllSettings();
  await lab.choice('optimizer').selectOption('gradientDescent');
  await expect(page.locator('[data-choice="optimizer"]')).toHaveAttribute('data-kind', 'gradientDescent');
  await lab.setNumber('optimizer.learningRate', 1000);
  await page.getByRole('button', { name: 'Train', exact: true }).click();
  await expect(page.getByRole('alert')).toContainText(/Diverged at step \d+/);
  await expect(page.getByRole('button', { name: 'Train', exact: true })).toBeVisible();
  const step = await lab.step();
  await expect(page.locator('.findings canvas, .output canvas').first()).toBeVisible();

  await page.getByRole('button', { name: /^Back to step/ }).click();
  await expect.poll(() => lab.step()).toBeLessThan(step + 1);
  await expect(page.getByText('Every loss and every parameter is a number')).toBeVisible();
  await lab.setNumber('optimizer.learningRate', 0.01);
  await page.getByRole('button', { name: 'Step', exact: true }).click();
  await expect(page.getByText('Every loss and every parameter is a number')).toBeVisible();
});

test('on a phone a run that diverges says so, whatever instrument is open', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  const lab = new LabPage(page);
  await lab.open();
  await page.getByRole('button', { name: 'Data', exact: true }).click();
  await lab.setNumber('optimizer.learningRate', 1000);
  await page.getByRole('button', { name: 'Train', exact: true }).click();
  await expect(page.getByText(/Diverged at step \d+/)).toBeInViewport();
});

test('what the core refuses is said next to the control, which returns to its last good value', async ({ page }) => {
  const lab = new LabPage(page);
  await lab.open();
  await lab.setNumber('batchSize', 100_000);
  const knob = lab.knob('batchSize');
  await expect(knob.getByRole('alert')).toHaveText(/Batch size cannot be 100000/);
  await expect(knob.locator('input[type="number"]')).toHaveValue('10');
  await lab.setNumber('batchSize', 12);
  await expect(knob.getByRole('alert')).toHaveCount(0);
});

for (const [width, height] of [
  [1440, 900],
  [1024, 900],
  [390, 844],
  [844, 390],
])
  test(`at ${width} × ${height} what is to be told covers neither the rooms nor what sets the run in motion`, async ({
    page,
  }) => {
    await page.setViewportSize({ width, height });
    const lab = new LabPage(page);
    await lab.open('#nablab=1~cut');
    await expect(page.getByRole('alert')).toBeVisible();
    const rooms = page.getByRole('navigation', { name: 'Rooms' });
    const ways = await rooms.getByRole(width < 1024 ? 'combobox' : 'button').all();
    expect(ways.length).toBeGreaterThan(0);
    const within = ['Reset', 'Step', 'Share'].map((name) => page.getByRole('button', { name, exact: true }));
    for (const place of [...ways, ...within, lab.timeBar]) await place.click({ trial: true, timeout: 2000 });
  });

test.describe('an engine that is lost', () => {
  test.use({ expectedComplaints: /planted/ });

  const crash = async (page: LabPage['page']) =>
    (await trainer(page)).evaluate(() => {
      setTimeout(() => {
        throw new Error('planted');
      });
    });

  test('is started again at the same step with the same bits', async ({ page }) => {
    const lab = new LabPage(page);
    await lab.open();
    await lab.stepTo(7);
    const bits = await lab.bits();
    await crash(page);
    await expect(page.getByRole('alert')).toHaveText(/started again; you are at step 7/);
    await expect.poll(() => lab.step()).toBe(7);
    await expect.poll(() => lab.bits()).toBe(bits);
    await lab.stepTo(8);
  });

  test('three times in a minute is not started again', async ({ page }) => {
    const lab = new LabPage(page);
    await lab.open();
    for (let i = 0; i < 2; i++) {
      await crash(page);
      await expect(page.getByRole('alert')).toHaveText(/started again/);
      await page.getByRole('button', { name: 'Close' }).click();
    }
    await crash(page);
    await expect(page.getByRole('button', { name: 'Load again' })).toBeVisible();
  });
});

test.describe('an engine that cannot be loaded', () => {
  test.use({ expectedComplaints: /wasm|ERR_FAILED/ });

  test('is told in one sentence, not by an empty page', async ({ page }) => {
    await page.route('**/*.wasm', (route) => route.abort());
    await page.goto('');
    await expect(page.getByRole('alert')).toHaveText(/engine could not be loaded/);
  });
});

test('a browser that denies storage shows the whole lab', async ({ page }) => {
  await page.addInitScript(() => {
    Object.defineProperty(globalThis, 'localStorage', {
      get: () => {
        throw new DOMException('denied', 'SecurityError');
      },
    });
  });
  const lab = new LabPage(page);
  await lab.open();
  await page.getByRole('button', { name: '简体中文' }).click();
  await expect(page.locator('html')).toHaveAttribute('lang', 'zh-Hans');
});
