/** A page in headless Chromium on one of our folders, for the benchmarks and the screenshots. */
import { chromium } from '@playwright/test';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../scripts/process.mjs';
import { serve } from '../scripts/serve.mjs';

/** Flags that make a run in a container quiet and repeatable. */
export const chromiumArguments = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-renderer-backgrounding',
  '--disable-background-timer-throttling',
  '--font-render-hinting=none',
  '--force-color-profile=srgb',
];

/** The browser that Debian installs, unless `CHROMIUM` names another. */
export const chromiumPath = process.env.CHROMIUM ?? '/usr/bin/chromium';

const shell = '/usr/bin/chromium-headless-shell';

/** For tests: the same engine without the windows of a whole browser, where it is installed; a fifth quicker. */
export const testedChromiumPath = process.env.CHROMIUM ?? (existsSync(shell) ? shell : chromiumPath);

/** Serves the folder and opens its page (the options are those of a Playwright context); `close` ends all of it. */
export async function openPage(folder, { onResponse, visit = true, ...context } = {}) {
  const { server, address } = await serve({ folder: join(root, folder), onResponse });
  const browser = await chromium.launch({ executablePath: chromiumPath, args: chromiumArguments });
  // The copy for use without a network would be compressed by our server while frames are measured.
  const page = await (await browser.newContext({ serviceWorkers: 'block', ...context })).newPage();
  if (visit) await page.goto(address, { waitUntil: 'load' });
  const close = async () => {
    await browser.close();
    server.close();
    server.closeAllConnections();
  };
  return { page, address, version: browser.version(), close };
}
