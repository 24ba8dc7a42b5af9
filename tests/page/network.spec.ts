/** The network and its neurons: hovered, walked, set by hand, taken apart; every number is the engine's. */
import { expect, test } from './fixtures/test';
import { LabPage } from './fixtures/lab';
import type { Locator, Page } from '@playwright/test';
import { encodeLink } from '../../wasm-bindings/link';
import { loadEngine } from '../../wasm-bindings/loader';
import type { Session } from '../../wasm-bindings/types';

const engine = await loadEngine();

/** Link to an experiment of few words. */
const linkTo = (base: object) => encodeLink(engine.compact({ version: 1, ...base }), engine.version);

/** The same run in the engine, at the same step. */
async function sessionAt(base: object, step: number): Promise<Session> {
  const session = engine.createSession();
  const experiment = { version: 1, ...base };
  await engine.prepare(session, experiment);
  session.configure(experiment);
  session.seek(step);
  return session;
}

const unit = (page: Page, layer: number, number: number): Locator => page.locator(`[data-unit="${layer}:${number}"]`);
const field = (page: Page): Locator => page.locator('.network input[data-parameter]');

test('keys walk from a neuron through its bias and weights, which are the engine’s digit for digit', async ({
  page,
}) => {
  const lab = new LabPage(page);
  await lab.open();
  await lab.stepTo(3);
  const session = await sessionAt({}, 3);
  const parameters = session.parameters();
  // Weights of the first layer are stored [2 inputs][4 units], then its biases.
  const expected = [8 + 1, 0 + 1, 4 + 1];
  await unit(page, 1, 1).focus();
  for (const index of expected) {
    await page.keyboard.press('Shift+ArrowDown');
    await expect(field(page)).toHaveAttribute('data-parameter', String(index));
    expect(Math.fround(Number(await field(page).inputValue()))).toBe(parameters[index]);
    await expect(page.locator('.network [data-exact]')).toHaveAttribute('data-exact', String(parameters[index]));
  }
  await page.keyboard.press('Shift+ArrowUp');
  await expect(field(page)).toHaveAttribute('data-parameter', '1');
  session.delete();
});

test('a weight set by hand acts, is told by the link, and comes back bit for bit', async ({ page }) => {
  const lab = new LabPage(page);
  await lab.open();
  await lab.stepTo(5);
  await unit(page, 1, 0).focus();
  for (let i = 0; i < 2; i++) await page.keyboard.press('Shift+ArrowDown');
  await page.keyboard.press('Enter');
  await expect(field(page)).toBeFocused();
  await field(page).fill('1.25');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Escape');
  await expect(unit(page, 1, 0)).toBeFocused();
  await lab.stepTo(8);
  const session = await sessionAt({ log: [{ step: 5, path: 'parameters[0]', value: 1.25 }] }, 8);
  expect(await lab.bits()).toBe(session.hash());
  session.delete();
  // Back before the edit and to it again.
  await lab.timeBar.fill('4');
  await expect.poll(() => lab.step()).toBe(4);
  await lab.timeBar.fill('5');
  await expect.poll(() => lab.step()).toBe(5);
  await unit(page, 1, 0).focus();
  for (let i = 0; i < 2; i++) await page.keyboard.press('Shift+ArrowDown');
  await expect(field(page)).toHaveValue('1.25');
});

test('links show gradients and next updates, with numbers', async ({ page }) => {
  const lab = new LabPage(page);
  await lab.open();
  await lab.stepTo(2);
  const session = await sessionAt({}, 2);
  const { gradients } = session.stepAhead();
  session.delete();
  await page.getByLabel('links show').selectOption('gradients');
  await unit(page, 3, 0).focus();
  await page.keyboard.press('Shift+ArrowDown');
  const index = Number(await field(page).getAttribute('data-parameter'));
  const shown = gradients[index] ?? NaN;
  const digits = Math.abs(shown) < 1e-3 ? /gradient −?\d\.\d·10/ : `gradient ${shown.toPrecision(3).replace('-', '−')}`;
  await expect(page.locator('.network [data-exact]')).toContainText(digits);
  await expect(page.locator('.network [data-exact]')).toContainText(/next update −?\d/);
});

test('a neuron taken apart shows the engine’s distributions, sum and worth; a weight set there acts', async ({
  page,
}) => {
  const lab = new LabPage(page);
  await lab.open();
  await lab.stepTo(4);
  const session = await sessionAt({}, 4);
  const report = session.unitReport(1, 2, 0);
  await unit(page, 1, 2).click();
  await page.getByRole('button', { name: 'Take apart' }).click();
  const dialog = page.getByRole('dialog', { name: /^h1·3: hidden layer 1/ });
  await expect(dialog.getByText('Over the 120 training rows:')).toBeVisible();
  const means = dialog.locator('.spread b:first-of-type');
  await expect(means).toHaveCount(3);
  const distributions = [...report.stages, report.derivative];
  for (const [i, distribution] of distributions.entries()) {
    await expect(means.nth(i)).toHaveAttribute('data-exact', String(distribution?.mean));
  }
  await expect(dialog.locator('tr.sum td[data-exact]')).toHaveAttribute('data-exact', String(report.incoming?.sum));
  await expect(dialog.getByText(/^If it always said its mean, the training loss would be/)).toBeVisible();
  await dialog.getByLabel('Weight from x1').fill('2');
  await dialog.getByLabel('Weight from x1').press('Enter');
  session.turn('parameters[2]', 2);
  const sum = session.unitReport(1, 2, 0).incoming?.sum;
  await expect(dialog.locator('tr.sum td[data-exact]')).toHaveAttribute('data-exact', String(sum));
  session.delete();
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
});

test('a filter and its feature map are shown large', async ({ page }) => {
  const layers = [
    { kind: 'conv2d', filters: 3 },
    { kind: 'activation', function: { kind: 'relu' } },
    { kind: 'flatten' },
    { kind: 'dense', units: 10 },
  ];
  const base = { data: { kind: 'digits' }, layers, loss: { kind: 'softmaxCrossEntropy' } };
  const lab = new LabPage(page);
  await lab.open(linkTo(base));
  await unit(page, 1, 1).click();
  await page.getByRole('button', { name: 'Take apart' }).click();
  const dialog = page.getByRole('dialog', { name: /image 2 of 3/ });
  await expect(dialog.getByRole('img', { name: /^Filter, channel 1 of 1: 3 × 3, from/ })).toBeVisible();
  await expect(dialog.getByRole('img', { name: /^What it makes of row 1: \d+ × \d+, from 0 to/ })).toBeVisible();
});

test('the model summary has the engine’s shapes and counts', async ({ page }) => {
  await new LabPage(page).open();
  await page.getByRole('button', { name: 'Summary', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'Model summary' });
  const session = await sessionAt({}, 0);
  for (const [i, layer] of session.layers().entries()) {
    const cells = dialog.locator('tbody tr').nth(i).locator('td');
    await expect(cells.nth(2)).toHaveText(String(layer.outputs));
    await expect(cells.nth(3)).toHaveText(String(layer.parameters));
    await expect(cells.nth(5)).toHaveText(String(layer.bytes));
  }
  await expect(dialog.locator('tbody tr').last().locator('td').nth(3)).toHaveText(String(session.status().parameters));
  session.delete();
});

test('a table can be seen over its principal components', async ({ page }) => {
  const lab = new LabPage(page);
  await lab.open();
  await page.locator('[data-dataset="iris"]').click();
  const output = page.getByTestId('output');
  await output.getByLabel('Input across').selectOption('principal components');
  const session = await sessionAt({ data: { kind: 'iris' }, preprocessing: [{ kind: 'standardization' }] }, 0).catch(
    () => null,
  );
  await expect(output.getByLabel('Input up')).toHaveText(/PC 2 \(\d+\.\d %\)/);
  await expect(output.getByText(/other components at 0$/)).toBeVisible();
  session?.delete();
  await output.getByLabel('Input up').selectOption('0');
  await expect(output.getByText(/other inputs at their mean$/)).toBeVisible();
});

test('the schedule is drawn with the step where the run stands', async ({ page }) => {
  const lab = new LabPage(page);
  await lab.open();
  await lab.openAllSettings();
  await lab.choice('schedule').selectOption({ index: 1 });
  const curve = page.getByTestId('schedule').getByRole('img');
  await expect(curve).toHaveAccessibleName(
    /^Learning rate over [\d\s]+ steps: from \S+ to \S+, at most \S+; at step 0/,
  );
  await lab.stepTo(2);
  await expect(curve).toHaveAccessibleName(/at step 2 it is/);
});

test('dead units are counted; 8 layers of 64 units are drawn within 50 ms of the processor a frame', async ({
  page,
}) => {
  const hidden = Array.from({ length: 8 }, () => [
    { kind: 'dense', units: 64 },
    { kind: 'activation', function: { kind: 'relu' } },
  ]).flat();
  const layers = [...hidden, { kind: 'dense', units: 1 }];
  const lab = new LabPage(page);
  await lab.open(linkTo({ layers }));
  await expect(page.getByText(/^† \d+ dead$/)).toBeVisible();
  await page.getByRole('button', { name: 'Train', exact: true }).click();
  await page.waitForTimeout(500);
  // Time of the processor, not of the clock: the machine may be busy with other tests.
  const client = await page.context().newCDPSession(page);
  await client.send('Performance.enable', { timeDomain: 'threadTicks' });
  const busy = async () => {
    const { metrics } = await client.send('Performance.getMetrics');
    return metrics.find(({ name }) => name === 'TaskDuration')?.value ?? NaN;
  };
  const step = await lab.step();
  const before = await busy();
  await page.evaluate(
    () =>
      new Promise<void>((done) => {
        let frames = 0;
        const next = () => (++frames < 20 ? requestAnimationFrame(next) : done());
        requestAnimationFrame(next);
      }),
  );
  expect(((await busy()) - before) / 20).toBeLessThan(0.05);
  expect(await lab.step()).toBeGreaterThan(step);
});
