/** Adds to the built page what it needs to work without a network, and to be installed like a program. */
import { readFileSync } from 'node:fs';
import { build, type HtmlTagDescriptor, type Plugin } from 'vite';
import { seal } from './seal.ts';
import { removerName, versionMeta, workerName } from './site.ts';

const manifest = {
  name: '∇lab',
  short_name: '∇lab',
  description: 'A laboratory in a browser tab: see a neural network learn, one step at a time.',
  start_url: './index.html',
  scope: './',
  display: 'standalone',
  background_color: '#fbfaf7',
  theme_color: '#0b6b5d',
  icons: [{ src: 'icon.svg', type: 'image/svg+xml', sizes: 'any' }],
};

/** Bundles a worker by itself: it may import nothing, and keeps its name. */
async function bundle(entry: string, fileName: string, outDir: string): Promise<void> {
  await build({
    configFile: false,
    logLevel: 'warn',
    build: {
      outDir,
      emptyOutDir: false,
      target: 'es2022',
      lib: { entry, formats: ['iife'], name: 'nablabWorker', fileName: () => fileName },
    },
  });
}

/** `web` holds the page's sources; with its last slash. */
export function offline(web: string): Plugin {
  return {
    name: 'nablab-offline',
    apply: 'build',
    enforce: 'post',
    transformIndexHtml(_, { path }): HtmlTagDescriptor[] {
      // What stands in a frame is not installed.
      if (!path.endsWith('/index.html')) return [];
      return [
        { tag: 'meta', attrs: { name: versionMeta, content: '' }, injectTo: 'head' },
        { tag: 'link', attrs: { rel: 'manifest', href: './manifest.webmanifest' }, injectTo: 'head' },
      ];
    },
    generateBundle() {
      this.emitFile({ type: 'asset', fileName: 'manifest.webmanifest', source: JSON.stringify(manifest) });
      this.emitFile({ type: 'asset', fileName: 'icon.svg', source: readFileSync(`${web}icon.svg`) });
    },
    writeBundle: {
      // When everything else is written.
      order: 'post',
      sequential: true,
      async handler({ dir = '' }) {
        await bundle(`${web}offline/serviceWorker.ts`, workerName, dir);
        await bundle(`${web}offline/remover.ts`, removerName, dir);
        seal(dir);
      },
    },
  };
}
