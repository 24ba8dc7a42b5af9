import { defineConfig } from '@playwright/test';

// `CHROMIUM` names a browser of the system; without it Playwright's own is used.
const executablePath = process.env.CHROMIUM;

export default defineConfig({
  testDir: 'tests',
  reporter: [['list']],
  use: { browserName: 'chromium', launchOptions: executablePath ? { executablePath } : {} },
});
