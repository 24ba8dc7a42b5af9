/** The page: `web/index.html` and all that it needs, written to `build/page/`. Addresses are relative, so that it works in any folder. */
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { element } from './web/embed/elementPlugin.ts';
import { formulas } from './web/formulas/formulasPlugin.ts';
import { guide } from './web/guide/guidePlugin.ts';
import { lessons } from './web/lessons/lessonsPlugin.ts';
import { offline } from './web/offline/offlinePlugin.ts';

const here = fileURLToPath(new URL('.', import.meta.url));

export default defineConfig({
  root: `${here}web`,
  base: './',
  cacheDir: `${here}.cache/vite`,
  plugins: [
    svelte({ configFile: `${here}svelte.config.js` }),
    formulas(`${here}build/engine/`),
    guide(here, `${here}build/engine/`),
    lessons(`${here}lessons/`, `${here}web/`, `${here}build/engine/`),
    element(here),
    offline(`${here}web/`),
  ],
  worker: { format: 'es' },
  server: { host: '127.0.0.1', fs: { allow: [here] } },
  build: {
    outDir: `${here}build/page`,
    emptyOutDir: true,
    target: 'es2022',
    // A data: address would be refused by the content security policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // Most of the build's time goes into loading the engine for its formulas; that needs no warning.
    rolldownOptions: { checks: { pluginTimings: false } },
  },
});
