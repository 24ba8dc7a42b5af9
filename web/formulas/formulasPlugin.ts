/** Makes `virtual:formulas` while the page is built: the TeX of the engine's catalog as trees of MathML. */
import { readFile } from 'node:fs/promises';
import temml from 'temml';
import type { Plugin } from 'vite';
import type { CreateModule } from '../../wasm-bindings/module.ts';
import type { Catalog } from '../../wasm-bindings/types.ts';
import { mathTree } from './mathTree.ts';

const name = 'virtual:formulas';

/** The catalog of the engine in a folder. The loader of the page is no help here: it needs a bundler for its types. */
async function catalogIn(folder: string): Promise<Catalog> {
  const { default: create } = (await import(`${folder}nablab-scalar.mjs`)) as { default: CreateModule };
  const module = await WebAssembly.compile(await readFile(`${folder}nablab-scalar.wasm`));
  const core = await create({
    instantiateWasm: (imports, done) => {
      done(new WebAssembly.Instance(module, imports), module);
      return {};
    },
  });
  return core.catalog();
}

/** A formula in several parts is shown line by line. */
function linesOf(tex: string): string[] {
  return tex.split(/,?\\quad/).map((line) => line.trim());
}

/** `engine` is the folder of the built engine, with its last slash. */
export function formulas(engine: string): Plugin {
  return {
    name: 'nablab-formulas',
    resolveId: (id) => (id === name ? `\0${name}` : undefined),
    async load(id) {
      if (id !== `\0${name}`) return undefined;
      const { families } = await catalogIn(engine);
      const all = Object.values(families).flatMap((kinds) => kinds.map((kind) => kind.formula));
      const trees = all
        .filter(Boolean)
        .map((tex) => [tex, linesOf(tex).map((line) => mathTree(temml.renderToString(`\\displaystyle ${line}`)))]);
      return `export const formulas = ${JSON.stringify(Object.fromEntries(trees))};`;
    },
  };
}
