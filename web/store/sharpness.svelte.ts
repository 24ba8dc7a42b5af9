/** What was last measured of the loss's largest curvature: the slider of the learning rate marks how high it may go. */
import type { ToolResults } from '../../wasm-bindings/types';

/** A value of the knob of the learning rate, and the step at which it was the highest stable one. */
export interface StableKnob {
  value: number;
  step: number;
}

class Sharpness {
  #now = $state.raw<(StableKnob & { run: number }) | null>(null);

  note(run: number, step: number, { stableKnob }: ToolResults['eigenvalues']): void {
    this.#now = stableKnob === null ? null : { run, step, value: stableKnob };
  }

  /** Of that run of the page; null before anything was measured, and where nothing bends. */
  of(run: number): StableKnob | null {
    return this.#now?.run === run ? this.#now : null;
  }
}

export const sharpness = new Sharpness();
