/** An engine whose memory can be measured. */
import { vi } from 'vitest';
import { loadModule, makeEngine } from '../../wasm-bindings/loader';
import { engineFiles } from '../../wasm-bindings/urls';

const megabyte = 1024 * 1024;

/** What Embind tells of itself, for tests of leaks. */
interface Ledger {
  /** JavaScript's values that the core holds. */
  count_emval_handles(): number;
}

/** An engine of its own, and looks at its memory and at what it holds of JavaScript. */
export async function engineWithMemory(build: 'simd' | 'scalar' = 'simd') {
  const spied = vi.spyOn(WebAssembly, 'instantiate');
  const module = await loadModule(engineFiles[build]);
  const instance = (await spied.mock.results[0]?.value) as WebAssembly.Instance;
  spied.mockRestore();
  const memory = Object.values(instance.exports).find((each) => each instanceof WebAssembly.Memory);
  return {
    engine: makeEngine(module, build === 'simd'),
    megabytes: () => (memory?.buffer.byteLength ?? NaN) / megabyte,
    handles: () => (module as unknown as Ledger).count_emval_handles(),
  };
}
