/** One row of inputs that a person types or draws, and what the network makes of it: asked anew as either changes. */
import { NablabError } from '../../wasm-bindings/nablabError';
import type { Refusal, Sample } from '../../wasm-bindings/types';
import type { Lab } from '../store/lab.svelte';

export class SampleLook {
  /** Inputs before preprocessing. */
  row = $state.raw<number[]>([]);
  sample = $state.raw<Sample | null>(null);
  refusal = $state.raw<Refusal | null>(null);
  #asking = false;
  #waiting = false;

  constructor(private readonly lab: Lab) {}

  set(row: number[]): void {
    this.row = row;
    void this.ask();
  }

  /** Asks what the network makes of the row now. While an answer is awaited, only the newest question counts. */
  async ask(): Promise<void> {
    this.#waiting = true;
    if (this.#asking) return;
    this.#asking = true;
    while (this.#waiting) {
      this.#waiting = false;
      try {
        this.sample = await this.lab.look({ about: 'sample', row: this.row });
        this.refusal = null;
      } catch (error) {
        if (error instanceof NablabError) this.refusal = error.refusal;
      }
    }
    this.#asking = false;
  }
}
