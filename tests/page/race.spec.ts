import type { Locator, Page } from '@playwright/test';
import { trained, linkTo } from './fixtures/engine';
import { LabPage } from './fixtures/lab';
import { expect, test } from './fixtures/test';

const transport = (page: Page) => page.getByRole('group', { name: 'Race', exact: true });
const ranking = (page: Page) => page.getByRole('table', { name: 'Ranking by loss' });
const row = (page: Page, optimizer: string): Locator => ranking(page).locator(`[data-racer="${optimizer}"]`);

async function openRace(page: Page, experiment: object = {}): Promise<LabPage> {
  const lab = new LabPage(page);
  await lab.open(linkTo(experiment));
  await page.getByRole('button', { name: 'Compare', exact: true }).click();
  await page.getByRole('tab', { name: 'Optimizers race' }).click();
  await expect(row(page, 'adam').locator('[data-exact]')).toHaveAttribute('data-exact', /\d/);
  return lab;
}

async function stepTo(page: Page, step: number): Promise<void> {
  for (let now = 1; now <= step; now++) {
    await transport(page).getByRole('button', { name: 'Step' }).click();
    await expect(page.getByText(`step ${now}`, { exact: true }).first()).toBeVisible();
  }
}

/** Optimizers in the order of the table, and their losses with all digits. */
async function standing(page: Page): Promise<{ optimizer: string; loss: string }[]> {
  return ranking(page)
    .locator('tbody tr')
    .evaluateAll((rows) =>
      rows.map((each) => ({
        optimizer: (each as HTMLElement).dataset.racer ?? '',
        loss: each.querySelector<HTMLElement>('[data-exact]')?.dataset.exact ?? '',
      })),
    );
}

test('racers train the same network from the same start, evenly, to the losses of the engine', async ({ page }) => {
  await openRace(page);
  await stepTo(page, 3);
  const racers = await standing(page);
  expect(racers.length).toBe(4);
  for (const { optimizer, loss } of racers) {
    const name = await row(page, optimizer).getByRole('rowheader').innerText();
    const learningRate = Number(await page.getByLabel(`${name}, Learning rate`).inputValue());
    const session = await trained({ optimizer: { kind: optimizer, learningRate } }, 3);
    expect(loss, optimizer).toBe(String(session.metrics().training.loss));
  }
  expect(racers.map(({ loss }) => Number(loss))).toEqual(racers.map(({ loss }) => Number(loss)).sort((a, b) => a - b));
  await expect(page.getByRole('img', { name: /^Adam: output at step 3, training loss/ })).toBeVisible();
});

test('a racer gets another learning rate, and what the core refuses is said beside it', async ({ page }) => {
  await openRace(page);
  await page.getByLabel('Adam, Learning rate').fill('0.2');
  await page.getByLabel('Adam, Learning rate').blur();
  await expect(transport(page).getByRole('button', { name: 'Step' })).toBeEnabled();
  await stepTo(page, 1);
  const session = await trained({ optimizer: { kind: 'adam', learningRate: 0.2 } }, 1);
  await expect(row(page, 'adam').locator('[data-exact]')).toHaveAttribute(
    'data-exact',
    String(session.metrics().training.loss),
  );
  await page.getByLabel('Adam, Learning rate').fill('-5');
  await page.getByLabel('Adam, Learning rate').blur();
  await expect(page.getByRole('group', { name: /^Optimizers and/ }).getByRole('alert')).toContainText('-5');
  await expect(row(page, 'adam')).toContainText('Takes no part');
});

test('on a surface the ways start where one clicks, racers that diverge say so, others reach the finish line', async ({
  page,
}) => {
  await openRace(page);
  await page.getByLabel('Track').selectOption('bowl');
  const map = page.getByRole('button', { name: /^Bowl, step 0/ });
  await expect(map).toBeVisible();
  await page.getByLabel('Gradient descent, Learning rate').fill('1.5');
  await page.getByLabel('Finish line').fill('0.5');
  await page.getByLabel('Finish line').blur();
  await map.focus();
  await page.keyboard.press('ArrowRight');
  await expect(page.getByText(/^Start at x −1\.40, y 1\.00: Enter takes it/)).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('spinbutton', { name: 'x', exact: true })).toHaveValue('-1.4');
  await page.getByRole('combobox', { name: /^Speed/ }).selectOption('max');
  await transport(page).getByRole('button', { name: 'Race' }).click();
  await expect(row(page, 'gradientDescent')).toContainText('Diverged at step');
  const adam = await trained(
    {
      objective: { kind: 'bowl', startX: -1.4, startY: 1 },
      optimizer: { kind: 'adam', learningRate: 0.01 },
      stop: { loss: 0.5 },
    },
    100_000,
  );
  await expect(row(page, 'adam')).toContainText(
    `Finished at step ${String(adam.status().step).replace(/\B(?=(\d{3})+$)/g, '\u202f')}`,
  );
});

test('a racer opens in the lab as it raced', async ({ page }) => {
  await openRace(page);
  await row(page, 'momentum').getByRole('button').click();
  const lab = new LabPage(page);
  await expect(page.locator('[data-unit]').first()).toBeVisible();
  await expect(lab.choice('optimizer')).toHaveValue('momentum');
  expect(await lab.step()).toBe(0);
});
