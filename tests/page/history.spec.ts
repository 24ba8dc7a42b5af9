import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { trained } from './fixtures/engine';
import { LabPage } from './fixtures/lab';
import { expect, test } from './fixtures/test';

const enter = (page: Page, room: string) =>
  page.getByRole('navigation', { name: 'Rooms' }).getByRole('button', { name: room }).click();
const runs = (page: Page) => page.locator('.runs li');

/** Waits until the browser keeps a run that has reached this step. */
async function kept(page: Page, step: number): Promise<void> {
  await enter(page, 'Runs');
  await expect(runs(page).first().locator('dd').first()).toHaveText(String(step));
}

const file = (text: string) => ({ name: 'runs.json', mimeType: 'application/json', buffer: Buffer.from(text) });

test('a reload leads back to the same step and bits, with one sentence', async ({ page }) => {
  const lab = new LabPage(page);
  await lab.open();
  await lab.stepTo(3);
  await lab.setNumber('optimizer.learningRate', 0.5);
  await lab.stepTo(5);
  const bits = await lab.bits();
  await kept(page, 5);
  await page.reload();
  await expect(page.getByRole('alert')).toHaveText(/You are back in “XOR” at step 5/);
  expect(await lab.bits()).toBe(bits);
  await page.getByRole('button', { name: 'Close' }).click();
  await enter(page, 'Lab');
  await expect(lab.knob('optimizer.learningRate').locator('input[type="number"]')).toHaveValue('0.5');
});

test('runs are named, opened again to the same bits, deleted and brought back', async ({ page }) => {
  const lab = new LabPage(page);
  await lab.open();
  await lab.stepTo(4);
  const [bits, loss] = [await lab.bits(), await lab.exact('trainingLoss')];
  await kept(page, 4);
  await page.getByLabel('Name of “XOR”').fill('first try');
  await page.getByLabel('Name of “XOR”').press('Enter');
  await enter(page, 'Lab');
  await lab.setNumber('batchSize', 12);
  await lab.stepTo(2);
  await kept(page, 2);
  await expect(runs(page)).toHaveCount(2);

  const first = runs(page).filter({ hasText: 'first try' });
  await expect(first.locator('.training dd')).toHaveAttribute('data-exact', String(loss));
  await first.getByRole('button', { name: 'Delete “first try”' }).click();
  await expect(runs(page)).toHaveCount(1);
  await page.getByRole('button', { name: 'Bring back' }).click();
  await first.getByRole('button', { name: 'Open “first try”' }).click();
  await expect.poll(() => lab.step()).toBe(4);
  expect(await lab.bits()).toBe(bits);
  await page.keyboard.press('Control+z');
  await expect.poll(() => lab.step()).toBe(2);
});

test('runs leave as a file and come back from it; a bad file is refused with its place and changes nothing', async ({
  page,
}) => {
  const lab = new LabPage(page);
  await lab.open();
  await lab.stepTo(2);
  await kept(page, 2);
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Export all' }).click();
  const text = await readFile(await (await download).path(), 'utf8');
  const chooser = page.locator('.runs input[type="file"]');

  const bad = JSON.parse(text) as { runs: { step: number; experiment: { batchSize: number } }[] };
  bad.runs[0].experiment.batchSize = -1;
  await chooser.setInputFiles(file(JSON.stringify(bad)));
  await expect(page.getByRole('alert')).toHaveText(/Batch size cannot be -1/);
  bad.runs[0].experiment.batchSize = 10;
  bad.runs[0].step = 1e300;
  await chooser.setInputFiles(file(JSON.stringify(bad)));
  await expect(page.getByRole('alert')).toHaveText(/runs\[0\]\.step is 1e\+300/);
  await chooser.setInputFiles(file('{"nablab":"runs","format":2}'));
  await expect(page.getByRole('alert')).toHaveText(/format is 2/);
  await expect(runs(page)).toHaveCount(1);

  await page.getByRole('button', { name: 'Erase all my data' }).click();
  await page.getByRole('button', { name: 'Erase everything' }).click();
  await expect(runs(page)).toHaveCount(0);
  await chooser.setInputFiles(file(text));
  await expect(runs(page)).toHaveCount(1);
  await expect(page.getByRole('alert')).toHaveCount(0);
});

test('row 22: another tab sees the runs of this one at once, and going on there leaves this one as it is', async ({
  page,
  context,
}) => {
  await new LabPage(page).open();
  const other = await context.newPage();
  await other.goto(page.url());
  await enter(other, 'Runs');
  await expect(runs(other)).toHaveCount(0);
  const lab = new LabPage(page);
  await lab.stepTo(1);
  await expect(runs(other)).toHaveCount(1);
  const bits = await lab.bits();
  const there = new LabPage(other);
  await enter(other, 'Lab');
  await there.setNumber('batchSize', 12);
  await there.stepTo(2);
  await kept(other, 2);
  // Two records, the newest first, in both tabs.
  await enter(page, 'Runs');
  for (const tab of [page, other]) {
    await expect(runs(tab)).toHaveCount(2);
    for (const [i, step] of ['2', '1'].entries()) await expect(runs(tab).nth(i).locator('dd').first()).toHaveText(step);
  }
  await enter(page, 'Lab');
  expect([await lab.step(), await lab.bits()]).toEqual([1, bits]);
  await expect(lab.knob('batchSize').locator('input[type="number"]')).toHaveValue('10');
});

test('row 22: two tabs of one experiment keep one run, the furthest, and each comes back to where it was itself', async ({
  page,
  context,
}) => {
  const first = new LabPage(page);
  await first.open();
  await first.stepTo(2);
  await kept(page, 2);
  await enter(page, 'Lab');
  const other = await context.newPage();
  const second = new LabPage(other);
  await second.open(page.url());
  await second.stepTo(5);
  await kept(other, 5);
  await first.stepTo(3);
  // Where a tab stands is looked at once a second.
  await page.waitForTimeout(1500);
  for (const tab of [page, other]) {
    await enter(tab, 'Runs');
    await expect(runs(tab)).toHaveCount(1);
    await expect(runs(tab).locator('dd').first()).toHaveText('5');
  }
  for (const [lab, step] of [
    [first, 3],
    [second, 5],
  ] as const) {
    await lab.page.reload();
    await expect.poll(() => lab.step()).toBe(step);
    const session = await trained({}, step);
    expect(await lab.bits()).toBe(session.hash());
    session.delete();
  }
});

test('row 77: a browser that denies storage says that nothing is kept, and files still work', async ({ page }) => {
  await page.addInitScript(() => {
    Object.defineProperty(globalThis, 'indexedDB', {
      get: () => {
        throw new DOMException('denied', 'SecurityError');
      },
    });
  });
  const lab = new LabPage(page);
  await lab.open();
  await lab.stepTo(2);
  await kept(page, 2);
  await expect(page.getByRole('alert')).toHaveText(/does not let the page keep anything/);
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Export “XOR” as a file' }).click();
  expect((await download).suggestedFilename()).toBe('XOR.json');
});

test('row 77: a full store is told of, the run goes on, and files still work', async ({ page, context }) => {
  const lab = new LabPage(page);
  await lab.open();
  const browser = await context.newCDPSession(page);
  await browser.send('Storage.overrideQuotaForOrigin', { origin: new URL(page.url()).origin, quotaSize: 1 });
  await lab.stepTo(2);
  await expect(page.getByRole('alert')).toHaveText(/storage is full/);
  await page.getByRole('button', { name: 'Close' }).click();
  await kept(page, 2);
  const told = page.locator('.runs').getByText(/storage is full/);
  await expect(told).toBeVisible();
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Export “XOR” as a file' }).click();
  expect((await download).suggestedFilename()).toBe('XOR.json');
  await enter(page, 'Lab');
  await lab.stepTo(4);
  // There is room again.
  await browser.send('Storage.overrideQuotaForOrigin', { origin: new URL(page.url()).origin });
  await lab.stepTo(5);
  await kept(page, 5);
  await expect(told).toHaveCount(0);
  await page.reload();
  await expect.poll(() => lab.step()).toBe(5);
});

test('row 79: a record that nobody understands is set aside and can be saved', async ({ page }) => {
  await page.addInitScript(() => {
    const request = indexedDB.open('nablab', 1);
    request.onupgradeneeded = () => {
      for (const shelf of ['runs', 'visits', 'quarantine', 'files']) request.result.createObjectStore(shelf);
      request.transaction?.objectStore('runs').put({ format: 99, secret: 7 }, 'strange');
      request.transaction?.objectStore('visits').put('nonsense', 'strange');
    };
    request.onsuccess = () => request.result.close();
  });
  await new LabPage(page).open();
  await enter(page, 'Runs');
  await expect(page.getByText('Records that could not be understood')).toBeVisible();
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save them as a file' }).click();
  expect(await readFile(await (await download).path(), 'utf8')).toContain('"secret": 7');
});
