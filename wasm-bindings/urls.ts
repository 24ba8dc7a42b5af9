/**
 * Where the engine and the tables lie. Addresses are relative to this file, written out so that the bundler of the page
 * sees them; the programs in `dist/` lie as deep as this folder, so there they hold as they stand.
 */
import type { CreateModule } from './module';

/**
 * One build of the engine: its JavaScript, imported only when wanted, and its WebAssembly, or the part of it that a first
 * visit runs and the rest.
 */
export interface EngineFiles {
  glue: () => Promise<{ default: CreateModule }>;
  wasm: URL;
  rest?: URL;
}

export const engineFiles: { simd: EngineFiles; scalar: EngineFiles } = {
  simd: {
    glue: () => import('../build/engine/nablab-simd.mjs'),
    wasm: new URL('../build/engine/nablab-simd.wasm', import.meta.url),
    rest: new URL('../build/engine/nablab-simd.rest.wasm', import.meta.url),
  },
  scalar: {
    glue: () => import('../build/engine/nablab-scalar.mjs'),
    wasm: new URL('../build/engine/nablab-scalar.wasm', import.meta.url),
  },
};

/** The tables, by the name that the catalog gives in a data set's `table`. */
export const tableFiles: ReadonlyMap<string, URL> = new Map([
  ['iris.csv', new URL('../core/datasets/tables/iris.csv', import.meta.url)],
  ['wine.csv', new URL('../core/datasets/tables/wine.csv', import.meta.url)],
  ['breastCancer.csv', new URL('../core/datasets/tables/breastCancer.csv', import.meta.url)],
  ['diabetes.csv', new URL('../core/datasets/tables/diabetes.csv', import.meta.url)],
  ['digits.csv', new URL('../core/datasets/tables/digits.csv', import.meta.url)],
]);

/** The same file in a folder of somebody's own (an address with its last slash), if there is one. */
export function placed(file: URL, folder: string | undefined): URL {
  return folder === undefined ? file : new URL(file.href.slice(file.href.lastIndexOf('/') + 1), folder);
}
