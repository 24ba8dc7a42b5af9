/**
 * Puts beside the page the custom element, in `element/`, which are the modules of the npm package, and `embed.html`, the page
 * of a frame, which loads the element as any other site would. Built by themselves: a first visit of the lab loads nothing of
 * them.
 */
import { cpSync, rmSync } from 'node:fs';
import { build, type Plugin } from 'vite';

/** `root` is the project's folder, with its last slash. */
export function element(root: string): Plugin {
  return {
    name: 'nablab-element',
    apply: 'build',
    writeBundle: {
      sequential: true,
      async handler({ dir = '' }) {
        await build({
          configFile: false,
          root: `${root}web`,
          base: './',
          logLevel: 'warn',
          build: {
            outDir: dir,
            emptyOutDir: false,
            target: 'es2022',
            assetsInlineLimit: 0,
            modulePreload: { polyfill: false },
            rolldownOptions: { input: `${root}web/embed.html` },
          },
        });
        const outDir = `${dir}/element`;
        for (const config of ['vite', 'worker'])
          await build({ configFile: `${root}package/${config}.config.ts`, logLevel: 'warn', build: { outDir } });
        // A frame has no command line.
        rmSync(`${outDir}/cli.js`, { force: true });
        cpSync(`${root}build/engine`, `${outDir}/engine`, { recursive: true });
        cpSync(`${root}core/datasets/tables`, `${outDir}/tables`, { recursive: true });
      },
    },
  };
}
