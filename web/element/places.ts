/** Where the worker and the engine's files lie, and how a worker starts from there. */
import { NablabError } from '../../wasm-bindings/nablabError';
import { fileAddresses } from '../../wasm-bindings/urls';

/** For hosts that place files themselves; without it they lie beside this module. */
export interface Places {
  /** Address of the worker's script, `trainer.js`. */
  workerUrl?: string | URL;
  /** Address of the folder with the engine's WebAssembly files and the tables. */
  wasmUrl?: string | URL;
}

const places: { worker?: string; folder?: string } = {};

/** Tells where files lie, for all elements of the page that have no engine yet. Refuses what is no address. */
export function configure({ workerUrl, wasmUrl }: Places): void {
  if (workerUrl !== undefined) places.worker = addressOf('workerUrl', String(workerUrl));
  if (wasmUrl !== undefined) places.folder = addressOf('wasmUrl', String(wasmUrl).replace(/\/?$/, '/'));
}

function addressOf(path: string, text: string): string {
  try {
    return new URL(text, document.baseURI).href;
  } catch {
    throw new NablabError({ code: 'ARGUMENT', path, found: JSON.stringify(text), allowed: 'an address' });
  }
}

/** Trusted Types, as far as they are used here. */
interface PolicyFactory {
  createPolicy(
    name: string,
    rules: { createScriptURL: (url: string) => string },
  ): { createScriptURL(url: string): unknown };
}
let policy: ReturnType<PolicyFactory['createPolicy']> | null | undefined;

/** Scripts that import those at other addresses, by these. */
const importing = new Map<string, string>();

/** Nothing else may become a worker. */
function checked(script: string): string {
  if (script === addressOfWorker() || [...importing.values()].includes(script)) return script;
  throw new TypeError('Only the trainer may become a worker.');
}

/** A page may demand that only scripts of policies that it names become workers. */
function trusted(script: string): string {
  if (policy === undefined) {
    const { trustedTypes } = globalThis as { trustedTypes?: PolicyFactory };
    try {
      policy = trustedTypes?.createPolicy('nablab', { createScriptURL: checked }) ?? null;
    } catch {
      policy = null;
    }
  }
  return (policy?.createScriptURL(script) ?? script) as string;
}

const addressOfWorker = () => places.worker ?? new URL(/* @vite-ignore */ './trainer.js', import.meta.url).href;

/**
 * A worker that trains. From another origin, or where the page has none (a sandboxed frame), no worker may be started, but a
 * small script of the page's own that imports the worker's may. It is told where the engine's files lie, as a bundler has placed
 * and named them for this module: in the worker's file it knows of no such addresses.
 */
export function startWorker(): Worker {
  // What the browser's tools call it.
  const name = 'element';
  const address = addressOfWorker();
  const own = new URL(address).origin === self.origin;
  const worker = own
    ? new Worker(trusted(address), { type: 'module', name })
    : new Worker(trusted(scriptThatImports(address)), { name });
  const elsewhere = places.folder ?? (places.worker ? undefined : fileAddresses());
  if (elsewhere) worker.postMessage({ type: 'places', id: 0, places: elsewhere });
  return worker;
}

/** No module: Chromium starts none from a page without an origin. Messages that come early are kept until it can hear. */
function scriptThatImports(address: string): string {
  const known = importing.get(address);
  if (known) return known;
  const code = `
    const early = [];
    const keep = ({ data }) => early.push(data);
    addEventListener('message', keep);
    import(${JSON.stringify(address)}).then(
      () => {
        removeEventListener('message', keep);
        for (const data of early) dispatchEvent(new MessageEvent('message', { data }));
      },
      (error) => setTimeout(() => { throw error; }),
    );`;
  const script = URL.createObjectURL(new Blob([code], { type: 'text/javascript' }));
  importing.set(address, script);
  return script;
}
