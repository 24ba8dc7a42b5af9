/**
 * The modules of the npm package, written to `build/package/dist/`: plain JavaScript, in which the addresses of
 * WebAssembly, tables and worker are written so that browsers and bundlers find them beside the modules.
 */
import { fileURLToPath } from 'node:url';
import { defineConfig, type Plugin } from 'vite';

const here = fileURLToPath(new URL('.', import.meta.url));
const root = `${here}../`;

/** Vite would take what an address leads to into its own hands; the mark that forbids it must not reach other bundlers. */
const leaveAddresses: Plugin = {
  name: 'nablab-leave-addresses',
  enforce: 'pre',
  resolveId: (id) => (id.startsWith('./engine/') ? { id, external: true } : null),
  transform(code, id) {
    if (!/\/wasm-bindings\/urls\.ts$/.test(id)) return null;
    return code
      .replaceAll("import('../build/engine/", "import('./engine/")
      .replaceAll("new URL('../build/engine/", "new URL(/* @vite-ignore */ './engine/")
      .replaceAll("new URL('../core/datasets/tables/", "new URL(/* @vite-ignore */ './tables/");
  },
  renderChunk: (code) => code.replace(/new URL\(\s*\/\* @vite-ignore \*\/\s*/g, 'new URL('),
};

export default defineConfig({
  root,
  base: './',
  cacheDir: `${root}.cache/vite-package`,
  plugins: [leaveAddresses],
  build: {
    outDir: `${root}build/package/dist`,
    emptyOutDir: true,
    target: 'es2022',
    minify: false,
    lib: { entry: { index: `${here}index.ts`, cli: `${root}web/cli/main.ts` }, formats: ['es'] },
    rolldownOptions: {
      external: [/^node:/],
      makeAbsoluteExternalsRelative: false,
      // All in one folder: addresses count from the module that they stand in.
      output: { entryFileNames: '[name].js', chunkFileNames: '[name].js' },
    },
  },
});
