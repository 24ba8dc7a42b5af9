/**
 * The engine in a page without anything else, for programs that drive a browser: the benchmark, and the test of the same
 * bits. They call `globalThis.nablab`.
 */
import { loadEngine } from '../wasm-bindings/loader';
import { hashAfter } from '../tests/sameBits/train';
import { measure } from './measure';
import { prepareWorkload, workloads } from './workloads';

const nablab = {
  loadEngine,
  workloads,
  prepareWorkload,
  hashAfter,

  /** Rates of one workload, one for each window. */
  async rates(name: string, windows: number, milliseconds: number): Promise<number[]> {
    const workload = workloads.find((each) => each.name === name);
    if (!workload) throw new Error(`${name} is no workload`);
    const { session, work } = prepareWorkload(await loadEngine(), workload);
    try {
      return measure(work, windows, milliseconds);
    } finally {
      session.delete();
    }
  },
};

export type NablabBench = typeof nablab;

Object.assign(globalThis, { nablab });
