import { LabPage } from './fixtures/lab';
import { expect, test } from './fixtures/test';

test('undo brings back experiment, step and bits as they were; redo makes the change again', async ({ page }) => {
  const lab = new LabPage(page);
  await lab.open();
  await lab.stepTo(3);
  const bits = await lab.bits();
  const field = lab.knob('batchSize').locator('input[type="number"]');
  await lab.setNumber('batchSize', 12);
  await expect.poll(() => lab.step()).toBe(0);

  await page.keyboard.press('Control+z');
  await expect.poll(() => lab.step()).toBe(3);
  await expect(field).toHaveValue('10');
  expect(await lab.bits()).toBe(bits);

  await page.getByRole('button', { name: 'Redo' }).click();
  await expect(field).toHaveValue('12');
  await expect.poll(() => lab.step()).toBe(0);
});

test('a knob that was turned on the way is turned back, and a refused change is nothing to undo', async ({ page }) => {
  const lab = new LabPage(page);
  await lab.open();
  const undo = page.getByRole('button', { name: 'Undo' });
  await expect(undo).toHaveAttribute('aria-disabled', 'true');
  await lab.setNumber('batchSize', 100_000);
  await expect(lab.knob('batchSize').getByRole('alert')).toBeVisible();
  await expect(undo).toHaveAttribute('aria-disabled', 'true');

  await lab.stepTo(2);
  await lab.setNumber('optimizer.learningRate', 0.5);
  await expect(undo).toHaveAttribute('aria-disabled', 'false');
  await lab.stepTo(4);
  await page.keyboard.press('Control+z');
  await expect(lab.knob('optimizer.learningRate').locator('input[type="number"]')).not.toHaveValue('0.5');
  await expect.poll(() => lab.step()).toBe(2);
  await page.keyboard.press('Control+Shift+z');
  await expect.poll(() => lab.step()).toBe(4);
});

test('a field keeps its own undo of what is typed', async ({ page }) => {
  const lab = new LabPage(page);
  await lab.open();
  await lab.setNumber('batchSize', 12);
  const field = lab.knob('batchSize').locator('input[type="number"]');
  await expect(page.getByRole('button', { name: 'Undo' })).toHaveAttribute('aria-disabled', 'false');
  await field.focus();
  await page.keyboard.press('Control+z');
  await expect(page.getByRole('button', { name: 'Redo' })).toHaveAttribute('aria-disabled', 'true');
});
