/** The bare core for what is made while the page is built. The page's loader is no help here: it needs a bundler. */
import { readFile } from 'node:fs/promises';
import type { CoreModule, CreateModule } from '../../wasm-bindings/module.ts';

/** The engine in a folder, which is named with its last slash. */
export async function coreIn(folder: string): Promise<CoreModule> {
  const { default: create } = (await import(`${folder}nablab-scalar.mjs`)) as { default: CreateModule };
  const module = await WebAssembly.compile(await readFile(`${folder}nablab-scalar.wasm`));
  return create({
    instantiateWasm: (imports, done) => {
      done(new WebAssembly.Instance(module, imports), module);
      return {};
    },
  });
}
