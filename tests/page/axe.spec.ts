/** Every room, tab and dialog before axe, in light and in dark; the lab itself is looked at in `friendliness.spec.ts`. */
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { LabPage, settled } from './fixtures/lab';
import { expect, test } from './fixtures/test';

/** Axe within the page and without what it finds well: a separate page for each look takes four times as long. */
const axe = (page: Page, part: string) =>
  new AxeBuilder({ page })
    .setLegacyMode()
    .include(part)
    .options({ resultTypes: ['violations'] });

/** What axe says of a part of the page; colours are looked at in the dark too. */
async function look(page: Page, part: string): Promise<void> {
  await expect(page.locator(part).first()).toBeVisible();
  const inLight = await axe(page, part).analyze();
  await page.emulateMedia({ colorScheme: 'dark' });
  const inDark = await axe(page, part).withRules(['color-contrast']).analyze();
  await page.emulateMedia({ colorScheme: 'light' });
  const found = [...inLight.violations, ...inDark.violations].map(
    ({ id, nodes }) => `${part}: ${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`,
  );
  expect.soft(found).toEqual([]);
}

async function inDialog(page: Page, opener: string, inside: () => Promise<void> = async () => {}): Promise<void> {
  const button = page.getByRole('button', { name: opener });
  await button.click();
  await look(page, 'dialog');
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
    await look(page, '.curves');
  }
  for (const tab of ['Histograms', 'Layers']) {
    await page.getByRole('tab', { name: tab }).click();
    await look(page, '.curves');
  }
  await inDialog(page, 'Summary');
  await inDialog(page, 'Help');
  await inDialog(page, 'Share');
  await inDialog(page, 'Try a sample …');
  await inDialog(page, 'Your own data …', async () => {
    for (const tab of ['Table (CSV)', 'Images (IDX)', 'Formula']) {
      await page.getByRole('tab', { name: tab }).click();
      await look(page, 'dialog');
    }
  });
  await page.locator('[data-unit][tabindex="0"]').click();
  await page.getByRole('button', { name: 'Take apart' }).click();
  await look(page, 'dialog');
  await page.keyboard.press('Escape');

  await page.locator('[data-dataset="digits"]').click();
  await settled(page);
  await look(page, '.output');
  await inDialog(page, 'Try a sample …');
  await page.keyboard.press('p');
  await look(page, 'main');
});

test('axe finds nothing to complain of in any other room', async ({ page }) => {
  test.setTimeout(90_000);
  const lab = new LabPage(page);
  await lab.open();
  await lab.epochsTo(20);
  await page.getByRole('button', { name: 'Microscope' }).click();
  await look(page, '.other');
  await page.getByRole('button', { name: 'Compare' }).click();
  await look(page, '.other');
  await page.getByRole('tab', { name: 'Optimizers race' }).click();
  await look(page, '.other');
  await page.getByRole('button', { name: 'Runs' }).click();
  await look(page, '.other');
  await inDialog(page, 'Erase all my data');
});
