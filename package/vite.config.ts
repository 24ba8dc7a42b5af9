/**
 * The modules of the npm package, written to `build/package/dist/`: plain JavaScript, in which the addresses of
 * WebAssembly, tables and worker are written so that browsers and bundlers find them beside the modules.
 */
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { fileURLToPath } from 'node:url';
import { defineConfig, type Plugin, type UserConfig } from 'vite';
import { formulas } from '../web/formulas/formulasPlugin.ts';

const here = fileURLToPath(new URL('.', import.meta.url));
const root = fileURLToPath(new URL('../', import.meta.url));

/**
 * Vite would take what an address leads to into its own hands; the mark that forbids it must not reach other bundlers. The
 * engine's glue stays a module of its own (`beside`) or comes into the bundle (`within`).
 */
export function leaveAddresses({ glue }: { glue: 'beside' | 'within' }): Plugin {
  return {
    name: 'nablab-leave-addresses',
    enforce: 'pre',
    resolveId: (id) => (id.startsWith('./engine/') ? { id, external: true } : null),
    transform(code, id) {
      if (!/\/wasm-bindings\/urls\.ts$/.test(id)) return null;
      const placed = code
        .replaceAll("new URL('../build/engine/", "new URL(/* @vite-ignore */ './engine/")
        .replaceAll("new URL('../core/datasets/tables/", "new URL(/* @vite-ignore */ './tables/");
      return glue === 'within' ? placed : placed.replaceAll("import('../build/engine/", "import('./engine/");
    },
    renderChunk: (code) => code.replace(/new URL\(\s*\/\* @vite-ignore \*\/\s*/g, 'new URL('),
  };
}

/** Components hand their styles to the element's shadow root instead of writing them into the document. */
const stylesInShadow: Plugin = {
  name: 'nablab-styles-in-shadow',
  transform(code, id) {
    if (!id.endsWith('.svelte') || !code.includes('$.append_styles(')) return null;
    const adopted = code.replaceAll('$.append_styles(', '$addStyles(');
    return `import { addStyles as $addStyles } from '${root}web/element/styles.ts';\n${adopted}`;
  },
};

/** The page starts its worker in a way of its own. */
const workerOfElement: Plugin = {
  name: 'nablab-worker-of-element',
  enforce: 'pre',
  resolveId: (id, importer) =>
    id === './start' && importer?.endsWith('/worker/client.ts') ? `${root}web/element/places.ts` : null,
};

export const common = {
  root,
  base: './',
  cacheDir: `${root}.cache/vite-package`,
  build: {
    outDir: `${root}build/package/dist`,
    target: 'es2022',
    minify: true,
    modulePreload: false,
    copyPublicDir: false,
  },
} satisfies UserConfig;

/** What lies beside the page, in the mode `page`, has no command line and no fixtures for tests. */
export default defineConfig(({ mode }) => ({
  ...common,
  plugins: [
    leaveAddresses({ glue: 'beside' }),
    workerOfElement,
    svelte({
      configFile: false,
      emitCss: false,
      compilerOptions: { runes: true, css: 'injected', discloseVersion: false },
    }),
    stylesInShadow,
    formulas(`${root}build/engine/`),
  ],
  build: {
    ...common.build,
    emptyOutDir: true,
    lib: {
      entry: {
        index: `${here}index.ts`,
        element: `${root}web/element/index.ts`,
        anywidget: `${root}web/element/anywidget.ts`,
        ...(mode !== 'page' && { testing: `${here}testing/index.ts`, cli: `${root}web/cli/main.ts` }),
      },
      formats: ['es'],
    },
    rolldownOptions: {
      external: [/^node:/, '@playwright/test'],
      // Most of the build's time goes into loading the engine for its formulas; that needs no warning.
      checks: { pluginTimings: false },
      makeAbsoluteExternalsRelative: false,
      // All in one folder: addresses count from the module that they stand in.
      output: { entryFileNames: '[name].js', chunkFileNames: '[name].js' },
    },
  },
}));
