/** The browser's database, where something is wrong with it: one sentence, the lab goes on, and nothing kept is lost. */
import { readFile } from 'node:fs/promises';
import type { BrowserContext, Page } from '@playwright/test';
import { LabPage } from './fixtures/lab';
import { expect, test } from './fixtures/test';

const alert = (page: Page) => page.getByRole('alert');

/** A tab of the same origin that runs nothing of ours. */
async function emptyTab(context: BrowserContext): Promise<Page> {
  const tab = await context.newPage();
  await tab.route('**/empty', (route) =>
    route.fulfill({ contentType: 'text/html', body: '<link rel="icon" href="data:,">' }),
  );
  await tab.goto('empty');
  return tab;
}

/** How many records of a shelf the browser's database holds. */
const kept = (page: Page, shelf: string) =>
  page.evaluate(
    (name) =>
      new Promise<number>((resolve, reject) => {
        const request = indexedDB.open('nablab');
        request.onerror = () => reject(request.error);
        request.onsuccess = () => {
          const count = request.result.transaction(name).objectStore(name).count();
          count.onsuccess = () => {
            request.result.close();
            resolve(count.result);
          };
        };
      }),
    shelf,
  );
const runsKept = (page: Page) => kept(page, 'runs');

test('row 79: what a newer version of the page has kept is left alone', async ({ page }) => {
  await page.addInitScript(() => {
    const request = indexedDB.open('nablab', 7);
    request.onupgradeneeded = () => request.result.createObjectStore('runs').put('of a later form', 'theirs');
    request.onsuccess = () => request.result.close();
  });
  const lab = new LabPage(page);
  await lab.open();
  await expect(alert(page)).toHaveText(/A newer version of this page has kept runs here/);
  await lab.stepTo(2);
  await page.getByRole('button', { name: 'Runs', exact: true }).click();
  await expect(page.getByText('step 2', { exact: false }).first()).toBeVisible();
  expect(await runsKept(page)).toBe(1);
});

test('row 81: another tab that holds an older version is named; when it is closed, everything is kept after all', async ({
  page,
  context,
}) => {
  const older = await emptyTab(context);
  await older.evaluate(
    () =>
      new Promise((resolve) => {
        // It does not listen, as a page of long ago or one that sleeps.
        const request = indexedDB.open('nablab', 1);
        request.onsuccess = resolve;
      }),
  );
  await page.addInitScript(() => {
    const { open } = IDBFactory.prototype;
    IDBFactory.prototype.open = function (name, version) {
      return open.call(this, name, version && 2);
    };
  });
  const lab = new LabPage(page);
  await lab.open();
  await expect(alert(page)).toHaveText(/Another tab with an older version of this page holds the storage/);
  await lab.stepTo(3);
  await older.close();
  await expect(alert(page)).toHaveCount(0);
  await lab.stepTo(4);
  await expect.poll(() => runsKept(page)).toBe(1);
  // Where this tab stands is kept within a second.
  await expect.poll(() => kept(page, 'visits')).toBe(1);
  await page.reload();
  await expect(alert(page)).toHaveText(/You are back .* at step 4/);
});

test('row 81: a newer version in another tab does not have to wait for this one, which goes on', async ({
  page,
  context,
}) => {
  const lab = new LabPage(page);
  await lab.open();
  await lab.stepTo(2);
  await expect.poll(() => runsKept(page)).toBe(1);
  const newer = await emptyTab(context);
  await newer.evaluate(
    () =>
      new Promise((resolve) => {
        const request = indexedDB.open('nablab', 2);
        request.onsuccess = resolve;
      }),
  );
  await expect(alert(page)).toHaveText(/The browser has closed the storage/);
  await lab.stepTo(3);
  expect(await runsKept(newer)).toBe(1);
});

test('a database that does not answer keeps nobody waiting; what it missed is kept when it answers', async ({
  page,
}) => {
  await page.addInitScript(() => {
    const { getAll, put } = IDBObjectStore.prototype;
    const silent = () => new EventTarget() as IDBRequest;
    Object.assign(IDBObjectStore.prototype, { getAll: silent, put: silent });
    Object.assign(globalThis, { answerAgain: () => Object.assign(IDBObjectStore.prototype, { getAll, put }) });
  });
  const lab = new LabPage(page);
  await lab.open();
  await expect(alert(page)).toHaveText(/storage does not answer/);
  await lab.stepTo(2);
  // Where the tab stands it remembers by itself, at the very moment in which it is left.
  await page.reload();
  await expect.poll(() => lab.step()).toBe(2);
  await page.evaluate(() => (globalThis as unknown as { answerAgain: () => void }).answerAgain());
  await lab.stepTo(3);
  await expect(alert(page)).toHaveCount(0);
  await expect.poll(() => runsKept(page)).toBe(1);
});

test('row 73: a page that was put aside by the browser learns what other tabs have kept when it is shown again', async ({
  page,
  context,
}) => {
  // While it sleeps it hears nothing: here it is deaf from the beginning.
  await context.addInitScript(() => Reflect.deleteProperty(globalThis, 'BroadcastChannel'));
  const lab = new LabPage(page);
  await lab.open();
  await page.getByRole('button', { name: 'Runs', exact: true }).click();
  const none = page.getByText('0 kept');
  await expect(none).toBeVisible();
  const other = await context.newPage();
  await new LabPage(other).open();
  await new LabPage(other).stepTo(2);
  await expect.poll(() => runsKept(other)).toBe(1);
  await expect(none).toBeVisible();
  await page.evaluate(() => dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true })));
  await expect(page.getByText('1 kept')).toBeVisible();
});

test('row 78: what the browser evicts is missed by nobody: the run goes on, and the next visit starts clean', async ({
  page,
  context,
}) => {
  const lab = new LabPage(page);
  await lab.open();
  await lab.stepTo(2);
  await expect.poll(() => runsKept(page)).toBe(1);
  const browser = await context.newCDPSession(page);
  await browser.send('Storage.clearDataForOrigin', { origin: new URL(page.url()).origin, storageTypes: 'all' });
  await expect(alert(page)).toHaveText(/The browser has closed the storage/);
  await lab.stepTo(4);
  const later = new LabPage(await context.newPage());
  await later.open();
  await expect(alert(later.page)).toHaveCount(0);
  expect(await later.step()).toBe(0);
  await later.stepTo(1);
  await expect.poll(() => runsKept(later.page)).toBe(1);
});

test('row 80: a write that is cut short leaves the record as it was before, whole', async ({ page }) => {
  await page.addInitScript(() => {
    const { put } = IDBObjectStore.prototype;
    IDBObjectStore.prototype.put = function (value: unknown, key?: IDBValidKey) {
      const request = put.call(this, value, key);
      // As a crash does: what was put is there, and its transaction never ends.
      if (sessionStorage.getItem('cut')) request.onsuccess = () => this.transaction.abort();
      return request;
    };
  });
  const records = () =>
    page.evaluate(
      () =>
        new Promise<string>((resolve) => {
          indexedDB.open('nablab').onsuccess = ({ target }) => {
            const { result } = target as IDBOpenDBRequest;
            const all = result.transaction('runs').objectStore('runs').getAll();
            all.onsuccess = () => {
              result.close();
              resolve(JSON.stringify(all.result));
            };
          };
        }),
    );
  const lab = new LabPage(page);
  await lab.open();
  await lab.stepTo(2);
  await expect.poll(records).toContain('"step":2');
  const before = await records();
  await page.evaluate(() => sessionStorage.setItem('cut', 'yes'));
  await lab.stepTo(5);
  await expect(alert(page)).toBeVisible();
  expect(await records()).toBe(before);
  await page.reload();
  await expect(page.locator('[data-reading="step"]')).toBeVisible();
  expect(await records()).toBe(before);
});

test('row 80: of runs that come together either all are kept or none', async ({ page }) => {
  await page.addInitScript(() => {
    const { put } = IDBObjectStore.prototype;
    IDBObjectStore.prototype.put = function (value: { name?: string }, key?: IDBValidKey) {
      const request = put.call(this, value, key);
      // A crash after the first of them.
      if (value.name === 'second') request.onsuccess = () => this.transaction.abort();
      return request;
    };
  });
  const lab = new LabPage(page);
  await lab.open();
  await lab.stepTo(2);
  await expect.poll(() => runsKept(page)).toBe(1);
  await page.getByRole('button', { name: 'Runs', exact: true }).click();
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Export all' }).click();
  const file = JSON.parse(await readFile(await (await download).path(), 'utf8')) as { runs: object[] };
  const [run] = file.runs;
  const take = (...names: string[]) =>
    page.locator('.runs input[type="file"]').setInputFiles({
      name: 'runs.json',
      mimeType: 'application/json',
      buffer: Buffer.from(JSON.stringify({ ...file, runs: names.map((name) => ({ ...run, id: name, name })) })),
    });
  await take('first', 'second');
  await expect(alert(page)).toBeVisible();
  expect(await runsKept(page)).toBe(1);
  await take('third', 'fourth');
  await expect.poll(() => runsKept(page)).toBe(3);
});
