/**
 * The programs for Node, written to `dist/`. That folder lies as deep as `wasm-bindings/`, so the loader's relative
 * addresses of the engine and the tables hold in both.
 */
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const here = fileURLToPath(new URL('.', import.meta.url));

export default defineConfig({
  root: here,
  cacheDir: `${here}.cache/vite-node`,
  build: {
    ssr: true,
    outDir: `${here}dist`,
    emptyOutDir: true,
    target: 'node20',
    rolldownOptions: {
      input: {
        nablab: `${here}web/cli/main.ts`,
        replay: `${here}tests/golden/replay.ts`,
      },
      external: [/build\/engine\//],
      makeAbsoluteExternalsRelative: false,
      output: { entryFileNames: '[name].mjs', chunkFileNames: '[name].mjs' },
    },
  },
});
