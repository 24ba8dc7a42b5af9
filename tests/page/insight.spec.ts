/** What the doctor's room tells of a trained network: classes, saliency, knock-out, surrogate, curvature. */
import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import type { ReportCard } from '../../web/doctor/reportCard';
import { shortNumber } from '../../web/pictures/number';
import { expectAccessible } from './fixtures/axe';
import { linkTo, trained } from './fixtures/engine';
import { LabPage } from './fixtures/lab';
import { expect, test } from './fixtures/test';

const experiment = {
  data: { kind: 'iris' },
  preprocessing: [{ kind: 'standardization' }],
  loss: { kind: 'softmaxCrossEntropy' },
  layers: [
    { kind: 'dense', units: 5 },
    { kind: 'activation', function: { kind: 'tanh' } },
    { kind: 'dense', units: 3 },
  ],
};
const steps = 90;

const exact = (page: Page) =>
  page.locator('.panel td[data-exact]').evaluateAll((cells) => cells.map((cell) => Number(cell.dataset.exact)));

test('classes, inputs, units and rules are told as the engine tells them', async ({ page }) => {
  const lab = new LabPage(page);
  await lab.open(`/?room=doctor${linkTo(experiment)}`);
  await lab.epochsTo(steps);
  const session = await trained(experiment, steps);
  const open = (tab: string) => page.getByRole('tab', { name: tab }).click();
  const measure = () => page.getByRole('button', { name: /^Measure at step/ }).click();

  await open('Classes');
  const { perClass } = session.report('validation') as { perClass: { precision: { value: number } }[] };
  await expect(page.locator('[data-row="class 1"] td').first()).toHaveAttribute(
    'data-exact',
    String(perClass[1].precision.value),
  );
  await measure();
  const [worst] = session.tool({ kind: 'worstSamples', part: 'validation' }).byClass[2];
  await page.getByRole('button', { name: `Row ${worst.row + 1}`, exact: true }).click();

  await expect(page.getByLabel('Row', { exact: true })).toHaveValue(String(worst.row + 1));
  await measure();
  const saliency = session.tool({ kind: 'saliency', row: worst.row });
  await expect(page.getByTestId('saliency-sentence')).toHaveAttribute('data-exact', String(saliency.value));
  expect((await exact(page)).sort()).toEqual([...saliency.gradients].sort());

  await open('Knock-out');
  await measure();
  const { units } = session.tool({ kind: 'knockOut' });
  await expect(page.getByTestId('knockOut-sentence')).toContainText(`Most missed is h1·${units[0].unit + 1}:`);
  expect(await exact(page)).toEqual(units.map(({ loss }) => loss));

  await open('Surrogate');
  await page.getByLabel('Questions').selectOption('2');
  await measure();
  const tree = session.tool({ kind: 'surrogate', treeDepth: 2 });
  await expect(page.getByTestId('surrogate-sentence')).toHaveAttribute('data-exact', String(tree.training?.value));
  await expect(page.locator('.tree')).toContainText(
    `if ${tree.nodes[0].name} ≤ ${shortNumber(tree.nodes[0].threshold)}`,
  );
  session.delete();
});

test('after the curvature was measured, the slider of the learning rate marks how high it may go', async ({ page }) => {
  const lab = new LabPage(page);
  await lab.open(`/?room=doctor${linkTo(experiment)}`);
  await lab.stepTo(3);
  await page.getByRole('tab', { name: 'Curvature' }).click();
  await page.getByRole('button', { name: /^Measure at step/ }).click();
  const session = await trained(experiment, 3);
  const { stableKnob } = session.tool({ kind: 'eigenvalues' });
  session.delete();
  await expect(page.getByTestId('curvature-rate')).toHaveAttribute('data-exact', String(stableKnob));
  await page.getByRole('button', { name: 'Lab', exact: true }).click();
  const slider = lab.knob('optimizer.learningRate').getByRole('slider');
  await expect(slider).toHaveAccessibleDescription(
    new RegExp(`above ${shortNumber(stableKnob ?? NaN)}, measured at step 3, plain gradient descent overshoots`),
  );
  await expect(lab.knob('optimizer.learningRate').locator('svg.mark')).toBeVisible();
});

test('the report card shows what was committed', async ({ page }) => {
  const { judged } = JSON.parse(await readFile('docs/reportCard.json', 'utf8')) as ReportCard;
  await new LabPage(page).open('/?room=doctor');
  await page.getByRole('tab', { name: 'Report card' }).click();
  for (const goal of ['headlineRight', 'falseAlarms', 'cured'] as const)
    await expect(page.locator(`[data-goal="${goal}"]`)).toHaveAttribute('data-exact', String(judged[goal]));
  await expect(page.getByRole('region', { name: /^By fault/ }).locator('tbody tr')).toHaveCount(
    judged.confusion.length,
  );
  await expectAccessible(page, '.doctor');
});
