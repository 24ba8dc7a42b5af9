/** A tab that nobody sees. */
import type { Page } from '@playwright/test';
import { trained } from './fixtures/engine';
import { LabPage } from './fixtures/lab';
import { expect, test } from './fixtures/test';

/** Hides or shows the tab, as far as the page can tell. */
const setHidden = (page: Page, hidden: boolean) =>
  page.evaluate((value) => {
    Object.defineProperty(document, 'hidden', { configurable: true, value });
    document.dispatchEvent(new Event('visibilitychange'));
  }, hidden);

const isTraining = (page: Page) => page.getByRole('button', { name: 'Pause', exact: true });

test('row 73: a tab that is hidden rests, keeps where it is, and goes on when it is seen again, to the same bits', async ({
  page,
}) => {
  const lab = new LabPage(page);
  await lab.open();
  await page.getByRole('button', { name: 'Train', exact: true }).click();
  await expect.poll(() => lab.step()).toBeGreaterThan(5);
  await setHidden(page, true);
  await expect(isTraining(page)).toHaveCount(0);
  const bits = await lab.bits();
  const step = await lab.step();
  await page.waitForTimeout(500);
  expect([await lab.step(), await lab.bits()]).toEqual([step, bits]);
  const session = await trained({}, step);
  expect(bits).toBe(session.hash());
  await setHidden(page, false);
  await expect(isTraining(page)).toBeVisible();
  await expect.poll(() => lab.step()).toBeGreaterThan(step);
  await page.getByRole('button', { name: 'Pause', exact: true }).click();
  const later = await lab.bits();
  session.step((await lab.step()) - step);
  expect(later).toBe(session.hash());
  session.delete();
});

test('a run that rests stays at rest when its tab is seen again', async ({ page }) => {
  const lab = new LabPage(page);
  await lab.open();
  await lab.stepTo(2);
  await setHidden(page, true);
  await setHidden(page, false);
  await page.waitForTimeout(300);
  await expect(isTraining(page)).toHaveCount(0);
  expect(await lab.step()).toBe(2);
});
