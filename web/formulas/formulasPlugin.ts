/** Makes `virtual:formulas` while the page is built: the TeX of the engine's catalog as trees of MathML. */
import temml from 'temml';
import type { Plugin } from 'vite';
import { coreIn } from './coreIn.ts';
import { mathTree } from './mathTree.ts';

const name = 'virtual:formulas';

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
      const { families } = (await coreIn(engine)).catalog();
      const all = Object.values(families).flatMap((kinds) => kinds.map((kind) => kind.formula));
      const trees = all
        .filter(Boolean)
        .map((tex) => [tex, linesOf(tex).map((line) => mathTree(temml.renderToString(`\\displaystyle ${line}`)))]);
      return `export const formulas = ${JSON.stringify(Object.fromEntries(trees))};`;
    },
  };
}
