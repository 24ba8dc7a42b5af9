/** Every room, tab and dialog before axe, in light and in dark; the lab itself is looked at in `friendliness.spec.ts`. */
import type { Page } from '@playwright/test';
import { expectAccessible } from './fixtures/axe';
import { LabPage, settled } from './fixtures/lab';
import { expect, test } from './fixtures/test';

async function inDialog(page: Page, opener: string, inside: () => Promise<void> = async () => {}): Promise<void> {
  const button = page.getByRole('button', { name: opener });
  await button.click();
  // Their colours are the page's, whose contrast tests/wasm/tokens checks in the dark.
  await expectAccessible(page, 'dialog', { dark: false });
  await inside();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(button).toBeFocused();
}

test('axe finds nothing to complain of in any tab and dialog of the lab', async ({ page }) => {
  test.setTimeout(90_000);
  const lab = new LabPage(page);
  await lab.open();
  await lab.epochsTo(20);

  await page.getByRole('tab', { name: 'Metrics' }).click();
  for (const picture of ['confusion', 'classes', 'roc', 'calibration', 'baselines']) {
    await page.getByLabel('What is shown').selectOption(picture);
    await expectAccessible(page, '.curves');
  }
  for (const tab of ['Histograms', 'Layers']) {
    await page.getByRole('tab', { name: tab }).click();
    await expectAccessible(page, '.curves');
  }
  await inDialog(page, 'Summary');
  await inDialog(page, 'Help');
  await inDialog(page, 'Share');
  await inDialog(page, 'Try a sample …');
  await inDialog(page, 'Your own data …', async () => {
    for (const tab of ['Table (CSV)', 'Images (IDX)', 'Formula']) {
      await page.getByRole('tab', { name: tab }).click();
      await expectAccessible(page, 'dialog', { dark: false });
    }
  });
  await page.locator('[data-unit][tabindex="0"]').click();
  await page.getByRole('button', { name: 'Take apart' }).click();
  await expectAccessible(page, 'dialog');
  await page.keyboard.press('Escape');

  await page.locator('[data-dataset="digits"]').click();
  await settled(page);
  await expectAccessible(page, '.output');
  await inDialog(page, 'Try a sample …');
  await page.keyboard.press('p');
  await expectAccessible(page, 'main');
});

test('axe finds nothing to complain of at the doctor’s, whatever was examined', async ({ page }) => {
  test.setTimeout(90_000);
  const lab = new LabPage(page);
  await lab.open('/?room=doctor');
  await lab.epochsTo(20);
  await expectAccessible(page, '.doctor');
  await page.getByRole('tab', { name: 'Pre-flight' }).click();
  await page.getByRole('button', { name: 'Check: Gradients' }).click();
  await expect(page.locator('[data-check="gradients"][data-state="passed"]')).toBeVisible();
  await expectAccessible(page, '.doctor');
  const tools = ['gradient', 'range', 'landscape', 'curvature', 'classes', 'saliency', 'knockOut', 'surrogate'];
  for (const tab of tools) {
    await page.locator(`[data-tab="${tab}"]`).click();
    await page.getByRole('button', { name: /^Measure at step/ }).click();
    await expect(page.getByText(/^measured at step/)).toBeVisible();
    await expectAccessible(page, '.doctor');
  }
});

test('axe finds nothing to complain of in any other room', async ({ page }) => {
  test.setTimeout(90_000);
  const lab = new LabPage(page);
  await lab.open();
  await lab.epochsTo(20);
  await page.getByRole('button', { name: 'Microscope' }).click();
  await expectAccessible(page, '.other');
  await page.getByRole('button', { name: 'Clinic' }).click();
  await expectAccessible(page, '.other');
  await page.locator('[data-patient="s01"]').click();
  for (const examination of ['loss', 'gradientCheck']) {
    await page.locator(`[data-examination="${examination}"]`).click();
    await expect(page.locator(`[data-result="${examination}"]`)).toBeVisible();
  }
  await page.getByRole('button', { name: 'Give up and explain' }).click();
  await expect(page.getByTestId('clinic-grade')).toHaveAttribute('data-closed', 'true');
  await expectAccessible(page, '.other');
  await page.getByRole('button', { name: 'Compare' }).click();
  await expectAccessible(page, '.other');
  await page.getByRole('tab', { name: 'Optimizers race' }).click();
  await expectAccessible(page, '.other');
  await page.getByRole('button', { name: 'Runs' }).click();
  await expectAccessible(page, '.other');
  await inDialog(page, 'Erase all my data');
});
