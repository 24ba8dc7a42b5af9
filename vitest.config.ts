/** The tests that run in Node: the built engine behind its loader, and everything in TypeScript that needs no page. */
import { defineConfig } from 'vitest/config';

export default defineConfig({
  cacheDir: '.cache/vitest',
  test: {
    include: ['tests/{wasm,tools,golden}/**/*.test.ts'],
    environment: 'node',
    testTimeout: 60_000,
    setupFiles: 'tests/wasm/noLeaks.ts',
  },
});
