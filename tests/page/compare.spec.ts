import type { Page } from '@playwright/test';
import { loadEngine } from '../../wasm-bindings/loader';
import type { Experiment } from '../../wasm-bindings/types';
import { LabPage } from './fixtures/lab';
import { expect, test } from './fixtures/test';

const engine = await loadEngine();

const enterCompare = (page: Page) =>
  page.getByRole('navigation', { name: 'Rooms' }).getByRole('button', { name: 'Compare' }).click();
const reading = (page: Page, run: 'A' | 'B', name: string) => page.locator(`[data-run="${run}"] [data-pair="${name}"]`);

/** The losses of the parts at that step, as the engine itself computes them. */
async function losses(experiment: Partial<Experiment>, step: number): Promise<string[]> {
  const session = engine.createSession();
  try {
    await engine.prepare(session, experiment);
    session.configure(experiment);
    session.seek(step);
    const { training, validation, test: last } = session.metrics();
    return [training, validation, last].map((part) => String(part?.loss));
  } finally {
    session.delete();
  }
}

/** What the page shows of them. */
async function shown(page: Page, run: 'A' | 'B'): Promise<(string | null)[]> {
  const names = ['training', 'validation', 'test'];
  return Promise.all(names.map((name) => reading(page, run, name).getAttribute('data-exact')));
}

test('a fork goes along with its run, ahead and back, and shows the numbers of the engine digit for digit', async ({
  page,
}) => {
  const lab = new LabPage(page);
  await lab.open();
  await lab.epochsTo(6);
  await enterCompare(page);
  await page.getByLabel('to', { exact: true }).fill('0.5');
  await page.getByRole('button', { name: 'Fork at step 6' }).click();
  await expect(reading(page, 'B', 'step')).toHaveText('6');
  await expect(page.getByRole('row', { name: /turned on the way/ })).toContainText('step 6: Learning rate → 0.500');
  expect(await shown(page, 'B')).toEqual(await shown(page, 'A'));

  for (const step of [7, 8, 9]) {
    await page.getByRole('button', { name: 'Step', exact: true }).click();
    await expect(reading(page, 'B', 'step')).toHaveText(String(step));
  }
  const fork = { version: 1 as const, log: [{ step: 6, path: 'optimizer.learningRate', value: 0.5 }] };
  expect(await shown(page, 'A')).toEqual(await losses({ version: 1 }, 9));
  expect(await shown(page, 'B')).toEqual(await losses(fork, 9));

  await lab.timeBar.fill('4');
  await expect(reading(page, 'B', 'step')).toHaveText('4');
  expect(await shown(page, 'B')).toEqual(await losses(fork, 4));

  await page.getByRole('button', { name: 'Put B into the lab' }).click();
  await expect(
    page
      .getByRole('row', { name: /turned on the way/ })
      .locator('td')
      .nth(0),
  ).toContainText('step 6');
  await expect(reading(page, 'B', 'step')).toHaveText('4');
});

test('what cannot be turned is changed from the start, and what the core refuses is told beside it', async ({
  page,
}) => {
  const lab = new LabPage(page);
  await lab.open();
  await lab.stepTo(3);
  await enterCompare(page);
  await page.getByLabel('Change', { exact: true }).selectOption('layers[0].units');
  await page.getByLabel('to', { exact: true }).fill('1000000');
  await page.getByRole('button', { name: 'Fork from the start' }).click();
  await expect(page.locator('form').getByRole('alert')).toContainText('cannot be 1000000');
  await page.getByLabel('to', { exact: true }).fill('7');
  await page.getByRole('button', { name: 'Fork from the start' }).click();
  await expect(reading(page, 'B', 'step')).toHaveText('3');
  await expect(page.getByRole('row', { name: 'Layer 1 · Neurons' }).locator('td')).toHaveText(['4', '7']);
  expect(await lab.step()).toBe(3);
});

test('a kept run stands beside the one in the lab', async ({ page }) => {
  const lab = new LabPage(page);
  await lab.open();
  await lab.stepTo(2);
  await page.getByRole('navigation', { name: 'Rooms' }).getByRole('button', { name: 'Runs' }).click();
  await expect(page.locator('.runs li dd').first()).toHaveText('2');
  await page.getByRole('navigation', { name: 'Rooms' }).getByRole('button', { name: 'Lab' }).click();
  await lab.setNumber('batchSize', 12);
  await lab.stepTo(1);
  await enterCompare(page);
  await page.getByLabel('Or a run from the history').selectOption({ label: 'XOR · 2' });
  await expect(page.getByRole('row', { name: 'Batch size' }).locator('td')).toHaveText(['12', '10']);
  await expect(reading(page, 'B', 'step')).toHaveText('1');
  expect(await shown(page, 'B')).toEqual(await losses({ version: 1 }, 1));
});
