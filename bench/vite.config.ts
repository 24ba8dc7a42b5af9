/**
 * The benchmark's page, written to `build/bench/` with plain names in one folder, so that a harness which compares
 * libraries can serve it as it is (`peer/` holds the adapter that such a harness loads).
 */
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const here = fileURLToPath(new URL('.', import.meta.url));

export default defineConfig({
  root: here,
  base: './',
  publicDir: `${here}peer`,
  cacheDir: `${here}../.cache/vite-bench`,
  build: {
    outDir: `${here}../build/bench`,
    emptyOutDir: true,
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      output: { entryFileNames: '[name].js', chunkFileNames: '[name].js', assetFileNames: '[name][extname]' },
    },
  },
});
