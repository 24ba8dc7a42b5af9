/** What nobody has caught: one sentence with a way out, and the lab stays as it was. */
import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { linkTo } from './fixtures/engine';
import { LabPage } from './fixtures/lab';
import { expect, test } from './fixtures/test';

test.use({ expectedComplaints: /planted/ });

const alert = (page: Page) => page.getByRole('alert');

/** A download that a button brings, read as JSON. */
async function saved(page: Page, button: string): Promise<Record<string, unknown>> {
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: button }).click();
  return JSON.parse(await readFile(await (await download).path(), 'utf8')) as Record<string, unknown>;
}

test('a handler that throws is told of; the run stands, and leaves as a file beside a report without data', async ({
  page,
}) => {
  const points = [-1, 1, 0, 1, -1, 1, 0.5, 0.25, 0, -0.5, 0.125, 1];
  const experiment = { title: 'Mine', notes: 'secret', batchSize: 2, data: { kind: 'drawn', points } };
  const lab = new LabPage(page);
  await lab.open(linkTo(experiment));
  await lab.stepTo(3);
  const bits = await lab.bits();
  // Browsers refuse this to pages that do it too often.
  await page.evaluate(() => {
    history.pushState = () => {
      throw new Error('planted');
    };
  });
  await page.getByRole('button', { name: 'Runs', exact: true }).click();
  await expect(alert(page)).toHaveText(/Something unexpected happened: planted.*The experiment is still here/);
  const report = await saved(page, 'Save a report');
  expect(report).toMatchObject({ error: { code: 'UNEXPECTED', found: 'planted' }, step: 3 });
  expect(String(report.stack)).toContain('planted');
  expect(report.experiment).toMatchObject({ title: '', notes: '', data: { kind: 'drawn' } });
  expect(report.experiment).not.toHaveProperty('data.points');
  expect(await saved(page, 'Save my experiment')).toMatchObject(experiment);
  await page.getByRole('button', { name: 'Close' }).click();
  await expect(alert(page)).toHaveCount(0);
  expect(await lab.bits()).toBe(bits);
  await lab.stepTo(4);
});

test('a promise that nobody waits for is told of once; remarks of the browser and cancelled wishes are not', async ({
  page,
}) => {
  const lab = new LabPage(page);
  await lab.open();
  await page.evaluate(() => {
    dispatchEvent(new ErrorEvent('error', { message: 'planted: sizes have changed while they were measured' }));
    void Promise.reject(new DOMException('planted', 'AbortError'));
  });
  await lab.stepTo(1);
  await expect(alert(page)).toHaveCount(0);
  await page.evaluate(() => {
    for (let i = 0; i < 3; i++) void Promise.reject(new Error('planted'));
  });
  await expect(alert(page)).toHaveText(/Something unexpected happened: planted/);
  await page.getByRole('button', { name: 'Close' }).click();
  await expect(alert(page)).toHaveCount(0);
});

test('a picture that cannot be drawn takes the lab’s place with the same sentence', async ({ page }) => {
  const lab = new LabPage(page);
  await lab.open();
  await page.evaluate(() => {
    HTMLDialogElement.prototype.showModal = () => {
      throw new Error('planted');
    };
  });
  await page.keyboard.press('?');
  await expect(alert(page)).toHaveText(/Something unexpected happened: planted/);
  await expect(page.getByRole('button', { name: 'Save my experiment' })).toBeVisible();
});
