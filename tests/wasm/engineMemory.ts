/** An engine whose memory can be measured. */
import { vi } from 'vitest';
import { loadEngine } from '../../wasm-bindings/loader';

const megabyte = 1024 * 1024;

/** An engine of its own, and a look at its memory. */
export async function engineWithMemory() {
  const spied = vi.spyOn(WebAssembly, 'instantiate');
  const engine = await loadEngine();
  const instance = (await spied.mock.results[0]?.value) as WebAssembly.Instance;
  spied.mockRestore();
  const memory = Object.values(instance.exports).find((each) => each instanceof WebAssembly.Memory);
  return { engine, megabytes: () => (memory?.buffer.byteLength ?? NaN) / megabyte };
}
