/** The page in Debian's Chromium. Each worker process serves the built page itself (tests/page/fixtures). */
import { defineConfig } from '@playwright/test';
import { chromiumArguments, testedChromiumPath } from './bench/chromium.mjs';

export default defineConfig({
  testDir: 'tests/page',
  outputDir: 'test-results',
  fullyParallel: true,
  workers: 2,
  timeout: 60_000,
  expect: { timeout: 10_000, toHaveScreenshot: { maxDiffPixelRatio: 0.001 } },
  forbidOnly: true,
  reporter: [['list']],
  use: {
    browserName: 'chromium',
    launchOptions: { executablePath: testedChromiumPath, args: chromiumArguments },
    viewport: { width: 1440, height: 900 },
    deviceScaleFactor: 1,
    colorScheme: 'light',
    locale: 'en-US',
    timezoneId: 'UTC',
    contextOptions: { reducedMotion: 'reduce' },
    trace: 'off',
    // What the browser keeps of the site would be fetched in every test; offline.spec.ts allows it.
    serviceWorkers: 'block',
  },
});
