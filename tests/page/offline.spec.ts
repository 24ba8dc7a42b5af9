/** The site without a network, and how one version of it takes the place of another. It is served below a folder. */
import type { Page } from '@playwright/test';
import { cpSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { serve } from '../../scripts/serve.mjs';
import { seal } from '../../web/offline/seal';
import { removerName, workerName } from '../../web/offline/site';
import { linkTo } from './fixtures/engine';
import { LabPage, settled } from './fixtures/lab';
import { expect, test as base } from './fixtures/test';

interface Host {
  /** Where the site's files lie. */
  folder: string;
  address: string;
  /** Nobody answers any more. */
  stop: () => void;
  /** Answers again, at the same address. */
  start: () => Promise<void>;
}

const test = base.extend<{ host: Host }>({
  host: async ({}, use) => {
    const home = mkdtempSync(join(tmpdir(), 'nablab-offline-'));
    const folder = join(home, 'some/where');
    cpSync(fileURLToPath(new URL('../../build/page', import.meta.url)), folder, { recursive: true });
    let site = await serve({ folder: home });
    const stop = () => {
      site.server.close();
      site.server.closeAllConnections();
    };
    const { port } = new URL(site.address);
    const start = async () => void (site = await serve({ folder: home, port: Number(port) }));
    await use({ folder, address: `${site.address}some/where/`, stop, start });
    stop();
    rmSync(home, { recursive: true });
  },
  // Nothing here comes from the address of the other tests, and requests fail on purpose.
  expectedComplaints: /another origin|request failed|Failed to load|ERR_|service worker|status 404/i,
});
test.use({ serviceWorkers: 'allow' });

const version = (page: Page) => page.locator('meta[name="nablab-version"]').getAttribute('content');
const offer = (page: Page) => page.getByRole('alert').filter({ hasText: 'A new version of Nablab' });

/** A first visit that trains two steps, and waits until everything is kept. */
async function visit(page: Page, { address }: Host): Promise<LabPage> {
  const lab = new LabPage(page);
  await lab.open(address);
  await lab.stepTo(2);
  await page.getByRole('button', { name: 'Help' }).click();
  await expect(page.getByText('Everything is here')).toBeVisible({ timeout: 20_000 });
  await page.keyboard.press('Escape');
  return lab;
}

/** Another version of the site: its microscope has another name, and nothing has the old one. */
function publish({ folder }: Host): void {
  const assets = join(folder, 'assets');
  const names = readdirSync(assets);
  const old = names.find((name) => /^MicroscopeRoom-.*\.js$/.test(name)) ?? '';
  for (const name of names.filter((each) => each.endsWith('.js'))) {
    const file = join(assets, name);
    writeFileSync(file, readFileSync(file, 'utf8').replaceAll(old, 'MicroscopeRoom-next.js'));
  }
  renameSync(join(assets, old), join(assets, 'MicroscopeRoom-next.js'));
  seal(folder);
}

const checkForUpdate = (page: Page) =>
  page.evaluate(async () => (await navigator.serviceWorker.getRegistration())?.update().then(() => true));
const cacheCount = (page: Page) => page.evaluate(async () => (await caches.keys()).length);

async function openMicroscope(page: Page): Promise<void> {
  const rooms = page.getByRole('navigation', { name: 'Rooms' });
  await rooms.getByRole('button', { name: 'Microscope' }).click();
  await expect(page.getByTestId('ahead')).toBeVisible();
  await rooms.getByRole('button', { name: 'Lab' }).click();
}

/** A new page, data that are a file, another room, the other language, a lesson, and its challenge in the lab. */
async function useEverything(page: Page, lab: LabPage, host: Host): Promise<void> {
  await lab.open(host.address);
  await page.getByRole('button', { name: 'Iris' }).click();
  await settled(page);
  await lab.stepTo(3);
  await openMicroscope(page);
  await page.getByRole('button', { name: '简体中文' }).click();
  await page.getByRole('link', { name: '课程' }).click();
  await page.locator('main ol a').first().click();
  await expect(page.locator('math')).not.toHaveCount(0);
  await page.getByRole('link', { name: 'English' }).click();
  await page.getByRole('link', { name: 'Take up the challenge' }).click();
  await expect(page.locator('.challenge')).toContainText('training loss at most');
}

test('rows 82 to 84: after one visit everything works without a network; a new version comes when it is wanted, and never in parts', async ({
  page,
  context,
  host,
}) => {
  // Five visits, and the whole site twice.
  test.slow();
  const lab = await visit(page, host);
  const first = await version(page);
  const other = new LabPage(await context.newPage());
  await other.open(host.address);
  host.stop();
  await test.step('no network', () => useEverything(page, lab, host));
  await host.start();
  publish(host);
  await test.step('it is offered while the run rests only', async () => {
    // A challenge ends by itself, which may be before the version has come.
    await lab.open(`${host.address}${linkTo({})}`);
    await page.getByRole('button', { name: 'Train', exact: true }).click();
    await checkForUpdate(page);
    await expect
      .poll(() => page.evaluate(async () => (await navigator.serviceWorker.getRegistration())?.waiting?.state))
      .toBe('installed');
    await expect(offer(page)).toHaveCount(0);
    await page.getByRole('button', { name: 'Pause', exact: true }).click();
    await expect(offer(page)).toBeVisible();
  });
  await test.step('“Later” leaves everything as it is, and Help still has it', async () => {
    await page.getByRole('button', { name: 'Later' }).click();
    await expect(offer(page)).toHaveCount(0);
    await openMicroscope(page);
    await page.getByRole('button', { name: 'Help' }).click();
  });
  const step = await lab.step();
  await Promise.all([page.waitForEvent('load'), page.getByRole('button', { name: 'Update now' }).click()]);
  await expect.poll(() => version(page)).not.toBe(first);
  await expect.poll(() => lab.step()).toBe(step);
  await openMicroscope(page);
  // The other tab goes on with its own version, whose files the host has no longer.
  expect(await version(other.page)).toBe(first);
  await openMicroscope(other.page);
  expect(await cacheCount(page)).toBe(2);
});

test('row 83: half of a new version is not taken, and a host can take the copy away', async ({ page, host }) => {
  await visit(page, host);
  const [now] = await page.evaluate(() => caches.keys());
  const list = join(host.folder, 'lessons/en/index.html');
  writeFileSync(list, `${readFileSync(list, 'utf8')}<!-- another -->`);
  seal(host.folder);
  writeFileSync(list, 'not what was announced');
  await checkForUpdate(page);
  await expect
    .poll(() => page.evaluate(async () => (await navigator.serviceWorker.getRegistration())?.installing ?? null))
    .toBe(null);
  expect(await page.evaluate(() => caches.keys())).toEqual([now]);
  await expect(offer(page)).toHaveCount(0);

  writeFileSync(join(host.folder, workerName), readFileSync(join(host.folder, removerName)));
  await checkForUpdate(page);
  await expect.poll(() => cacheCount(page)).toBe(0);
  await test.step('a person can, too', async () => {
    await page.getByRole('button', { name: 'Help' }).click();
    const keep = page.getByLabel('Keep Nablab here');
    await keep.uncheck();
    await expect(page.getByText('Not kept here')).toBeVisible();
  });
  await page.goto(`${host.address}lessons/en/index.html`);
  await expect(page.getByText('not what was announced')).toBeVisible();
});
