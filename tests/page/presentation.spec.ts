import type { Page } from '@playwright/test';
import { LabPage } from './fixtures/lab';
import { expect, test } from './fixtures/test';

const boxOf = async (page: Page, selector: string) => {
  const box = await page.locator(selector).boundingBox();
  if (!box) throw new Error(`${selector} is not seen.`);
  return box;
};

test('a presentation fills the screen with network, output and curve in large letters; Esc leaves it', async ({
  page,
}) => {
  const lab = new LabPage(page);
  await lab.open();
  const before = await boxOf(page, 'section.output');
  await page.keyboard.press('p');
  const leave = page.getByRole('button', { name: 'Leave presentation (Esc)' });
  await expect(leave).toBeVisible();
  for (const hidden of ['header.top', 'section.data', 'section.microscope', 'section.findings']) {
    await expect(page.locator(hidden)).toBeHidden();
  }
  const after = await boxOf(page, 'section.output');
  expect(after.width * after.height).toBeGreaterThan(1.5 * before.width * before.height);
  for (const part of ['section.network', 'section.output', 'section.curves', 'section.time']) {
    const { x, y, width, height } = await boxOf(page, part);
    expect([x >= 0, y >= 0, x + width <= 1440, y + height <= 900], part).toEqual([true, true, true, true]);
  }
  const letters = await page
    .locator('section.curves figcaption')
    .evaluate((caption) => parseFloat(getComputedStyle(caption).fontSize));
  expect(letters).toBeGreaterThanOrEqual(16);
  // The run goes on as in the lab, and the pictures can still be read by pointer and keys.
  await page.keyboard.press('.');
  await expect.poll(() => lab.step()).toBe(1);
  await page.keyboard.press('Escape');
  await expect(leave).toHaveCount(0);
  expect(await boxOf(page, 'section.output')).toEqual(before);
});

test('the question mark opens an overview of all keys, and each of them acts', async ({ page }) => {
  const lab = new LabPage(page);
  await lab.open();
  await page.keyboard.press('?');
  const overview = page.getByRole('dialog', { name: 'About ∇lab' });
  await expect(overview.locator('dt')).toHaveText([
    'Space',
    '.]',
    '[',
    'E',
    'R',
    '+=',
    '-',
    'P',
    '?',
    'Esc',
    '← → ↑ ↓',
    'Shift ↑ ↓',
    'Enter',
    'Ctrl ZCtrl Y',
  ]);
  await page.keyboard.press('Escape');
  await expect(overview).toHaveCount(0);
  await page.keyboard.press('e');
  await expect.poll(() => lab.step()).toBe(12);
  await page.keyboard.press('[');
  await expect.poll(() => lab.step()).toBe(11);
  await page.keyboard.press('r');
  await expect.poll(() => lab.step()).toBe(0);
  const speed = page.getByLabel('Speed', { exact: true });
  await expect(speed).toHaveValue('4');
  await page.keyboard.press('+');
  await expect(speed).toHaveValue('5');
  for (let i = 0; i < 9; i++) await page.keyboard.press('-');
  await expect(speed).toHaveAttribute('aria-valuetext', '1 steps/s');
});
