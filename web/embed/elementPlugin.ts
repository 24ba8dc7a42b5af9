/**
 * Puts beside the page the custom element, in `element/`, which are the modules of the npm package, and `embed.html`, the page
 * of a frame, which loads the element as any other site would, with `embed.js` for the pages around. Built by themselves: a first visit of the lab loads nothing of
 * them.
 */
import { cpSync } from 'node:fs';
import { build, type InlineConfig, type Plugin } from 'vite';

/** `root` is the project's folder, with its last slash. */
export function element(root: string): Plugin {
  // How the time of so small a build is spread is no news.
  const checks = { pluginTimings: false };
  const common = {
    configFile: false,
    root: `${root}web`,
    base: './',
    logLevel: 'warn',
    build: { emptyOutDir: false, target: 'es2022', assetsInlineLimit: 0, modulePreload: { polyfill: false } },
  } satisfies InlineConfig;
  return {
    name: 'nablab-element',
    apply: 'build',
    writeBundle: {
      sequential: true,
      async handler({ dir = '' }) {
        const { build: options } = common;
        const page = { input: `${root}web/embed.html`, checks };
        // A plain script under a name that stays.
        const output = { format: 'iife', entryFileNames: 'embed.js' } as const;
        const script = { input: `${root}web/embed/grow.ts`, output, checks };
        for (const rolldownOptions of [page, script])
          await build({ ...common, build: { ...options, outDir: dir, rolldownOptions } });
        const outDir = `${dir}/element`;
        for (const config of ['vite', 'worker'])
          await build({
            configFile: `${root}package/${config}.config.ts`,
            mode: 'page',
            logLevel: 'warn',
            build: { outDir },
          });
        cpSync(`${root}build/engine`, `${outDir}/engine`, { recursive: true });
        cpSync(`${root}core/datasets/tables`, `${outDir}/tables`, { recursive: true });
      },
    },
  };
}
