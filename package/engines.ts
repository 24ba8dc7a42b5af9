/** The engine that a program uses: loaded when it is first wanted, and shared by all runs. */
import { loadEngine } from '../wasm-bindings/loader';
import { NablabError } from '../wasm-bindings/nablabError';
import type { Engine } from '../wasm-bindings/types';

/** Where the engine comes from. */
export interface EngineOptions {
  /**
   * Address of the folder that holds the WebAssembly files and the tables (`engine/` and `tables/` of this package,
   * together in one folder), for hosts that place files themselves. A relative address counts from the page.
   */
  wasmUrl?: string | URL;
  /** By default the fastest build that the platform runs. All builds compute the same bits. */
  build?: 'simd' | 'scalar';
}

const engines = new Map<string, Promise<Engine>>();

/** The whole address of a folder, with its last slash. Throws a `NablabError` with code `ARGUMENT`. */
export function folderOf(address: string | URL): string {
  const page = (globalThis as { document?: { baseURI: string } }).document?.baseURI;
  try {
    return new URL(String(address).replace(/\/?$/, '/'), page).href;
  } catch {
    const found = JSON.stringify(String(address));
    throw new NablabError({ code: 'ARGUMENT', path: 'wasmUrl', found, allowed: 'the address of a folder' });
  }
}

/** The engine for these options; a failure is not remembered. */
export function engineFor({ wasmUrl, build }: EngineOptions = {}): Promise<Engine> {
  const folder = wasmUrl === undefined ? undefined : folderOf(wasmUrl);
  const key = `${build ?? ''} ${folder ?? ''}`;
  const known = engines.get(key);
  if (known) return known;
  const engine = loadEngine({ build, places: folder });
  engines.set(key, engine);
  engine.catch(() => engines.delete(key));
  return engine;
}

/** Forgets an engine that was lost: the next run loads another one. */
export function forgetEngine(lost: Engine): void {
  for (const [key, engine] of engines) void engine.then((each) => each === lost && engines.delete(key));
}
