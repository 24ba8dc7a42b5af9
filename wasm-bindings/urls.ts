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
  /** What its files are called before a bundler renames them. */
  name: string;
  glue: () => Promise<{ default: CreateModule }>;
  wasm: URL;
  rest?: URL;
}

export const engineFiles: { simd: EngineFiles; scalar: EngineFiles } = {
  simd: {
    name: 'nablab-simd',
    glue: () => import('../build/engine/nablab-simd.mjs'),
    wasm: new URL('../build/engine/nablab-simd.wasm', import.meta.url),
    rest: new URL('../build/engine/nablab-simd.rest.wasm', import.meta.url),
  },
  scalar: {
    name: 'nablab-scalar',
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

/** Files that lie elsewhere: in a folder (an address with its last slash), or each at an address, by its name. */
export type FilePlaces = string | Readonly<Record<string, string>>;

/** Where a file lies that was built to `file`. */
export function placed(name: string, file: URL, places?: FilePlaces): URL {
  if (typeof places === 'string') return new URL(name, places);
  return new URL(places?.[name] ?? file);
}

/** The address of every file by its name, for those who do not see where this bundle's files were put. */
export function fileAddresses(): Record<string, string> {
  const files = new Map(tableFiles);
  for (const { name, wasm, rest } of Object.values(engineFiles)) {
    files.set(`${name}.wasm`, wasm);
    if (rest) files.set(`${name}.rest.wasm`, rest);
  }
  return Object.fromEntries([...files].map(([name, { href }]) => [name, href]));
}
