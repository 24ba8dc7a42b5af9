/** Which run stands beside that of the lab: a kept one, or a fork of the lab's run. */
import type { Experiment } from '../../wasm-bindings/types';
import type { RunRecord } from '../store/records';

/** The other run: its document says everything; the name is for people. */
export interface Other {
  name: string;
  experiment: Experiment;
}

class Pair {
  other = $state.raw<Other | null>(null);

  /** Takes a kept run. */
  take({ name, experiment }: RunRecord): void {
    this.other = { name: name || experiment.title, experiment };
  }
}

export const pair = new Pair();
