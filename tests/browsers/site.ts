/**
 * The built page as these tests open it: a copy whose worker can be broken from outside, and which notes what a browser
 * complains of. Nothing else of it is changed, and it comes under the real headers.
 */
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { serve } from '../../scripts/serve.mjs';
import type { Tab } from './tab';

const build = fileURLToPath(new URL('../../build/', import.meta.url));

const plantedChannel = 'planted';

/**
 * Told to, the worker that trains empties the tables of its engine: every indirect call of the core traps from then on.
 * The answer goes to every other worker as well: it must not be taken for the word to break.
 */
const breakable = `
  const instances = [];
  const start = WebAssembly.instantiate;
  WebAssembly.instantiate = async (...given) => {
    const instance = await start(...given);
    instances.push(instance);
    return instance;
  };
  const told = new BroadcastChannel('${plantedChannel}');
  told.onmessage = ({ data }) => {
    if (data !== 'break' || self.name !== 'trainer') return;
    for (const { exports } of instances)
      for (const table of Object.values(exports).filter((each) => each instanceof WebAssembly.Table))
        for (let i = 0; i < table.length; i++) table.set(i, null);
    told.postMessage('broken');
  };\n`;

/** Everything that a browser would write in red. */
const listening = `
  globalThis.complaints = [];
  const note = (text) => globalThis.complaints.push(String(text));
  addEventListener('error', ({ message }) => note(message));
  addEventListener('unhandledrejection', ({ reason }) => note(reason));
  addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) =>
    note(violatedDirective + ' ' + blockedURI));
  for (const kind of ['error', 'warn']) console[kind] = (...given) => note(given.join(' '));\n`;

function change(file: string, edit: (text: string) => string): void {
  writeFileSync(file, edit(readFileSync(file, 'utf8')));
}

function plant(folder: string): void {
  const assets = join(folder, 'assets');
  const worker = readdirSync(assets, { recursive: true, encoding: 'utf8' }).find((name) =>
    /trainer-.*\.js$/.test(name),
  );
  if (!worker) throw new Error('The built page has no worker.');
  change(join(assets, worker), (text) => breakable + text);
  writeFileSync(join(folder, 'listening.js'), listening);
  change(join(folder, 'index.html'), (text) => text.replace('<head>', '<head><script src="./listening.js"></script>'));
}

export interface Site {
  /** The page, and the engine in a page without anything else. */
  page: string;
  bench: string;
  close: () => void;
}

export async function openSite(): Promise<Site> {
  const folder = mkdtempSync(join(tmpdir(), 'nablab-browsers-'));
  cpSync(join(build, 'page'), folder, { recursive: true });
  plant(folder);
  const [page, bench] = await Promise.all([serve({ folder }), serve({ folder: join(build, 'bench') })]);
  return {
    page: page.address,
    bench: bench.address,
    close: () => {
      for (const { server } of [page, bench]) {
        server.close();
        server.closeAllConnections();
      }
      rmSync(folder, { recursive: true });
    },
  };
}

/** Breaks the engine of the page's worker; resolves when that is done. */
export function breakEngine(tab: Tab): Promise<void> {
  return tab.run(
    (name) =>
      new Promise<void>((resolve) => {
        const channel = new BroadcastChannel(name);
        channel.onmessage = () => {
          channel.close();
          resolve();
        };
        channel.postMessage('break');
      }),
    plantedChannel,
  );
}
