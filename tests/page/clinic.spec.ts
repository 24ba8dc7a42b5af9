/** The clinic: a case from the first examination to the grade, by keyboard alone, and an operation; nothing is lost. */
import type { Page } from '@playwright/test';
import type { ClinicRecord } from '../../wasm-bindings/types';
import patients from '../../web/clinic/patients.json' with { type: 'json' };
import { engine } from './fixtures/engine';
import { LabPage } from './fixtures/lab';
import { expect, test } from './fixtures/test';

/** What the engine in Node says of a record. */
function gradeOf(key: string, record: ClinicRecord) {
  const session = engine.createSession();
  const grade = session.gradeAnswers(
    patients.find((each) => each.key === key),
    record,
  );
  session.delete();
  return grade;
}

/** Presses the tabulator until what is wanted has the focus. */
async function tabTo(page: Page, selector: string): Promise<void> {
  for (let i = 0; i < 90; i++) {
    if (await page.evaluate((wanted) => document.activeElement?.matches(wanted) ?? false, selector)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`The tabulator does not lead to ${selector}.`);
}

const budget = (page: Page) => page.getByTestId('clinic-budget');
const grade = (page: Page) => page.getByTestId('clinic-grade');

test('a patient is examined, understood and cured by keyboard alone, and a reload loses nothing', async ({ page }) => {
  await new LabPage(page).open('?room=clinic');
  await expect(page.locator('[data-patient]')).toHaveCount(patients.length);
  await tabTo(page, '[data-patient="p01"]');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Restless circle' })).toBeFocused();
  await expect(budget(page)).toContainText('6 of 6 left');

  for (const key of ['loss', 'updateRatios']) {
    await tabTo(page, `[data-examination="${key}"]`);
    await page.keyboard.press('Enter');
    await expect(page.locator(`[data-result="${key}"]`)).toBeVisible();
  }
  await tabTo(page, '[name="cause"]');
  await page.keyboard.type('Learning rate too h');
  await page.reload();
  await expect(page.locator('[data-reading="step"]')).toBeVisible();
  await expect(page.locator('[data-result]')).toHaveCount(2);
  await expect(budget(page)).toContainText('4 of 6 left');
  await expect(page.locator('[name="cause"]')).toHaveValue('learningRateTooHigh');

  await tabTo(page, '[name="treatment"]');
  await page.keyboard.type('Another learning');
  await tabTo(page, '[name="amount"]');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await tabTo(page, '[type="submit"]');
  await page.keyboard.press('Enter');
  const answers = [{ cause: 'learningRateTooHigh', treatments: [{ key: 'rate', amount: 0.01 }] }];
  const right = gradeOf('p01', { examinations: ['loss', 'updateRatios'], answers });
  expect(right).toMatchObject({ cause: true, cured: true, closed: true });
  await expect(grade(page)).toContainText(`Case closed: ${right.points} of 100 points.`);
  for (const [run, score] of Object.entries(right.scores ?? {}))
    await expect(grade(page).locator(`[data-score="${run}"]`)).toHaveAttribute('data-exact', String(score));
  await expect(grade(page)).toContainText('What the doctor says of the untreated run');

  await expect(grade(page).locator('.points')).toBeFocused();
  await tabTo(page, '.clinic header .button');
  await page.keyboard.press('Enter');
  const place = page.locator('[data-patient="p01"]');
  await expect(place).toBeFocused();
  await expect(place).toContainText(`${right.points} points`);
  await page.reload();
  await expect(page.getByTestId('clinic-progress')).toHaveText(`1 of ${patients.length} cases closed`);
});

test('an operation heals where the right layer gets the right formulas, and nothing gives the bug away before', async ({
  page,
}) => {
  await new LabPage(page).open('?room=clinic');
  await page.locator('[data-patient="s02"]').click();
  await page.locator('[data-examination="gradientCheck"]').click();
  await expect(page.locator('[data-result="gradientCheck"]')).toContainText('layer 3 is wrong');
  const room = page.locator('.clinic');
  await expect(room).not.toContainText(/missing/i);

  await page.locator('[name="layer"]').selectOption('2');
  for (const [factor, option] of Object.entries({ sign: 'plus', mean: 'sum', matrix: 'transposed' }))
    await page.locator(`[name="${factor}"]`).selectOption(option);
  await page.getByRole('button', { name: 'Operate' }).click();
  await expect(grade(page)).toContainText('The gradient check still fails.');
  await expect(room).not.toContainText(/missing/i);
  await page.locator('[name="mean"]').selectOption('mean');
  await page.getByRole('button', { name: 'Operate' }).click();
  await expect(grade(page)).toHaveAttribute('data-closed', 'true');
  await expect(grade(page)).toContainText('The gradient check passes now.');
  await expect(grade(page)).toContainText(/missing/i);
  const operation = (mean: string) => ({
    operation: { layer: 2, options: { sign: 'plus', mean, matrix: 'transposed' } },
  });
  const record = { examinations: ['gradientCheck'], answers: [operation('sum'), operation('mean')] };
  await expect(grade(page)).toContainText(`Case closed: ${gradeOf('s02', record).points} of 100 points.`);

  await page.getByRole('button', { name: 'Treat once more from the start' }).click();
  await expect(budget(page)).toContainText('4 of 4 left');
  await expect(grade(page)).toHaveCount(0);
  await page.getByRole('button', { name: 'Give up and explain' }).click();
  await page.getByRole('button', { name: 'Open the untreated run in the lab' }).click();
  await expect(page.getByRole('heading', { name: 'A heavy layer' })).toBeVisible();
  await expect(page.locator('.output')).toBeVisible();
});

test('a record that makes no sense is refused in words, and the patient can be treated from the start', async ({
  page,
}) => {
  await page.addInitScript(() => {
    if (!localStorage.getItem('nablab.clinic'))
      localStorage.setItem('nablab.clinic', '{"p02": {"examinations": ["tea"], "answers": []}, "p03": 7, "p04": null}');
  });
  await new LabPage(page).open('?room=clinic');
  await page.locator('[data-patient="p02"]').click();
  await expect(page.getByRole('alert').filter({ hasText: 'tea' })).toBeVisible();
  await page.getByRole('button', { name: 'Treat once more from the start' }).click();
  await expect(budget(page)).toContainText('6 of 6 left');
});
