/** A few tests of the built page in other browsers than Chromium, both at once. */
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  root: fileURLToPath(new URL('../..', import.meta.url)),
  cacheDir: '.cache/vitest',
  test: {
    include: ['tests/browsers/*.test.ts'],
    environment: 'node',
    maxWorkers: 2,
    testTimeout: 180_000,
    hookTimeout: 180_000,
    // Browsers that draw without a graphics card take their time.
    expect: { poll: { timeout: 60_000, interval: 50 } },
  },
});
