/** Reports for the documentation that take too long for every test run: `npm run exports:report`. */
import { defineConfig } from 'vitest/config';

export default defineConfig({
  cacheDir: '.cache/vitest',
  test: { include: ['tests/reports/*.report.ts'], environment: 'node', testTimeout: 600_000, hookTimeout: 600_000 },
});
