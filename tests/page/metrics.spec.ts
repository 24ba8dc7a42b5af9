import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import type { ClassificationReport, RegressionReport } from '../../wasm-bindings/types';
import { shortNumber } from '../../web/pictures/number';
import { linkTo, trained } from './fixtures/engine';
import { LabPage } from './fixtures/lab';
import { expect, test } from './fixtures/test';

const blobs = {
  data: { kind: 'blobs', classes: 3 },
  layers: [{ kind: 'dense', units: 4 }, { kind: 'activation' }, { kind: 'dense', units: 3 }],
  loss: { kind: 'softmaxCrossEntropy' },
};

/** The lines of the CSV that the menu of this picture saves. */
async function saved(page: Page, title: string): Promise<string[]> {
  await page.getByRole('button', { name: `Save the picture “${title}”` }).click();
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'data as CSV' }).click();
  return readFileSync(await (await download).path(), 'utf8')
    .trim()
    .split('\r\n');
}

const tab = (page: Page, name: string) => page.getByRole('tab', { name, exact: true });

test('the confusion matrix and the metrics of every class are those of the engine, digit for digit', async ({
  page,
}) => {
  const lab = new LabPage(page);
  await lab.open(linkTo(blobs));
  await lab.stepTo(3);
  await tab(page, 'Metrics').click();
  await page.getByLabel('Part', { exact: true }).selectOption('training');
  const report = (await trained(blobs, 3)).report('training') as ClassificationReport;
  const matrix = page.getByRole('region', { name: 'Confusion matrix' });
  const counts = matrix.locator('tbody td b');
  await expect(counts).toHaveText(report.confusion.flat().map(String));
  await expect(matrix.locator('[data-exact]')).toHaveAttribute('data-exact', String(report.accuracy.value));
  await matrix.focus();
  await expect(matrix).toBeFocused();

  await page.getByLabel('What is shown').selectOption('classes');
  const table = page.getByRole('region', { name: 'By class' });
  const exact = (row: string) =>
    table.locator(`[data-row="${row}"] [data-exact]`).evaluateAll((cells) => cells.map((cell) => cell.dataset.exact));
  for (const [k, { precision, recall, f1 }] of report.perClass.entries()) {
    expect(await exact(`class ${k}`)).toEqual([precision, recall, f1].map(({ value }) => String(value)));
  }
  for (const average of ['macro', 'micro', 'weighted'] as const) {
    const { precision, recall, f1 } = report[average];
    expect(await exact(average)).toEqual([precision, recall, f1].map(({ value }) => String(value)));
  }
});

test('quotients without a denominator are marked, not passed off as zero', async ({ page }) => {
  const lab = new LabPage(page);
  // A network that cannot learn predicts one class only: nothing is predicted to be of the others.
  await lab.open(linkTo({ ...blobs, layers: [{ kind: 'dense', units: 3, initializer: { kind: 'zeros' } }] }));
  await tab(page, 'Metrics').click();
  await page.getByLabel('What is shown').selectOption('classes');
  const table = page.getByRole('region', { name: 'By class' });
  await expect(table.locator('[data-row="class 1"] td').first()).toHaveText('0.0 % †');
  await expect(table.getByText('† nothing to divide by; counted as 0')).toBeVisible();
});

test('two classes have ROC and precision-recall curves whose thresholds can be read by keys', async ({ page }) => {
  const lab = new LabPage(page);
  await lab.open();
  await lab.stepTo(2);
  await tab(page, 'Metrics').click();
  await page.getByLabel('What is shown').selectOption('roc');
  const { roc } = (await trained({}, 2)).report('test') as ClassificationReport;
  if (!roc) throw new Error('The default experiment has two classes.');
  const panel = page.getByRole('tabpanel', { name: 'Metrics' });
  await expect(panel.locator('[data-exact]')).toHaveAttribute('data-exact', String(roc.area.value));
  await panel.getByRole('button', { name: /^ROC curve, Area under the ROC curve/ }).focus();
  await page.keyboard.press('End');
  await expect(panel.locator('[aria-live]')).toHaveText(
    `Threshold ${shortNumber(roc.threshold.at(-1) ?? NaN)}: true positive rate 100.0 %, false positive rate 100.0 %`,
  );
  await page.getByLabel('What is shown').selectOption('precisionRecall');
  await expect(panel.locator('[data-exact]')).toHaveAttribute('data-exact', String(roc.averagePrecision.value));
});

test('calibration and simple models are those of the engine, digit for digit, and can be saved', async ({ page }) => {
  const lab = new LabPage(page);
  await lab.open();
  await lab.stepTo(2);
  await tab(page, 'Metrics').click();
  const session = await trained({}, 2);
  const calibration = session.calibration('test');
  const { baselines } = session.baselines() ?? { baselines: [] };
  if (!calibration) throw new Error('The default experiment has classes.');

  const shown = page.getByLabel('What is shown');
  await shown.selectOption('calibration');
  const figure = page.getByTestId('calibration');
  await expect(figure).toContainText(`error ${shortNumber(calibration.expectedError)}`);
  await expect(figure).toContainText(`largest gap ${shortNumber(calibration.greatestError)}`);
  const rows = await saved(page, 'Calibration');
  const full = calibration.bins.filter(({ count }) => count > 0);
  expect(rows.slice(1)).toEqual(full.map((bin) => [bin.confidence, bin.accuracy, bin.count].join()));

  await shown.selectOption('baselines');
  const cells = page.getByTestId('baselines').locator('[data-baseline] [data-exact]');
  const values = baselines.flatMap(({ training, validation, test: last }) => [training, validation, last]);
  await expect
    .poll(() => cells.evaluateAll((all) => all.map((cell) => cell.dataset.exact)))
    .toEqual(values.flatMap((value) => (value ? [String(value.value)] : [])));
});

test('a regression has errors by part in place of classes', async ({ page }) => {
  const wave = { data: { kind: 'sine' }, loss: { kind: 'meanSquaredError' } };
  const lab = new LabPage(page);
  await lab.open(linkTo(wave));
  await lab.stepTo(2);
  await tab(page, 'Metrics').click();
  const session = await trained(wave, 2);
  for (const part of ['training', 'test'] as const) {
    const { r2, meanAbsoluteError, meanSquaredError } = session.report(part) as RegressionReport;
    const cells = page.locator(`tr[data-row="${part}"] [data-exact]`);
    await expect
      .poll(() => cells.evaluateAll((all) => all.map((cell) => cell.dataset.exact)))
      .toEqual([r2.value, meanAbsoluteError, meanSquaredError].map(String));
  }
  const rows = await saved(page, 'Errors by part');
  const { r2, meanAbsoluteError, meanSquaredError, rows: count } = session.report('test') as RegressionReport;
  expect(rows.at(-1)).toBe(['test', r2.value, meanAbsoluteError, meanSquaredError, count].join());
  await expect(tab(page, 'accuracy')).toHaveCount(0);

  // One input: the output is a curve over it, read by a probe.
  const map = page.getByTestId('output').getByRole('button', { name: /^Network output over x at step 2/ });
  await map.focus();
  await page.keyboard.press('ArrowRight');
  await expect(page.getByTestId('output').locator('[aria-live]')).toHaveText(/^x −?[\d.]+ → −?[\d.]+$/);
});

test('instruments by layer show what the engine has read, the steps before the tab was opened included', async ({
  page,
}) => {
  const lab = new LabPage(page);
  await lab.open(linkTo(blobs));
  await lab.stepTo(3);
  await tab(page, 'Layers').click();
  const session = await trained(blobs, 3, (each) => each.subscribe(['gradientNorms'], 1));
  const { gradientNorms } = session.readings();
  const panel = page.getByRole('tabpanel', { name: 'Layers' });
  const chart = panel.getByRole('button', { name: /^Curves of the Gradient norms/ });
  // Before there is a reading no key leads anywhere.
  await expect(panel.locator('figcaption')).toHaveText(/^step 3 .*1 Dense/);
  await chart.focus();
  await page.keyboard.press('Home');
  await expect(panel.locator('figcaption')).toHaveText(
    new RegExp(
      `^step 1 .*1 Dense ${shortNumber(gradientNorms.values[0])}.*3 Dense ${shortNumber(gradientNorms.values[2])}`,
    ),
  );
  await tab(page, 'Histograms').click();
  const strips = page.getByRole('button', { name: /^Parameter distributions, step 3\. 1 Dense: \S+ … \S+, most in/ });
  await expect(strips).toBeVisible();
});

test('a turned knob and an early stop are marked on the curves and told in words', async ({ page }) => {
  const lab = new LabPage(page);
  await lab.open(linkTo({ stop: { steps: 5 } }));
  await lab.stepTo(2);
  await lab.setNumber('optimizer.learningRate', 0.05);
  await lab.stepTo(5);
  const curves = page.getByRole('button', { name: /^Curves of the loss/ });
  await curves.focus();
  await page.keyboard.press('Home');
  for (let i = 0; i < 2; i++) await page.keyboard.press('ArrowRight');
  await expect(page.locator('figcaption .event')).toHaveText(/Learning rate → 0\.05/);
  await page.keyboard.press('End');
  await expect(page.locator('figcaption .event')).toHaveText(/^Finished: step 5/);
});

test('curves have logarithmic axes of loss and of steps, and a panel over the whole page', async ({ page }) => {
  const lab = new LabPage(page);
  await lab.open();
  await lab.stepTo(3);
  await page.getByRole('button', { name: 'Axes and series' }).click();
  await page.getByLabel('logarithmic loss').check();
  await page.getByLabel('logarithmic steps').check();
  await page.keyboard.press('Escape');
  await expect(page.getByLabel('logarithmic steps')).toHaveCount(0);
  const panel = page.getByRole('tabpanel', { name: 'loss' });
  const before = await panel.boundingBox();
  await page.getByRole('button', { name: 'Over the whole page' }).click();
  expect((await panel.boundingBox())?.width).toBeGreaterThan(2 * (before?.width ?? 0));
  await page.keyboard.press('Escape');
  expect((await panel.boundingBox())?.width).toBe(before?.width);
});
