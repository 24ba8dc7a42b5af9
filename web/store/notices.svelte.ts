/** What the page has to say that belongs to no single control: one sentence at a time, with what can be done. */
import type { WantedFile } from './dataFiles.svelte';
import type { Refusal, Status } from '../../wasm-bindings/types';

/** Which of its conditions has ended a run, and where. */
export interface End {
  reason: NonNullable<Status['stopped']> | 'seconds';
  step: number;
  /** Where the loss was best, if early stopping has watched it, and whether the parameters of that step are back. */
  best: number | null;
  restored: boolean;
}

/** What a person may answer, and what follows. */
interface Answer {
  name: () => string;
  act: () => void;
}

export type Notice =
  /** The core or a door refused something that was opened. */
  | { kind: 'refused'; refusal: Refusal }
  /** Something was thrown that nobody expected, and where in the program. */
  | { kind: 'unexpected'; refusal: Refusal; stack: string }
  /** The engine was lost and is back at this step. */
  | { kind: 'restarted'; step: number }
  /** The worker has not answered for ten seconds. */
  | { kind: 'silent'; stop: () => void }
  /** A run of an earlier visit is back at this step. */
  | { kind: 'back'; title: string; step: number }
  /** The run is on its way to a far step. */
  | { kind: 'travelling'; step: number; halt: () => void }
  /** Something is to be had that a person has to agree to. */
  | { kind: 'offer'; text: () => string; accept: Answer; decline: Answer }
  /** The run has come to the end that its experiment sets. */
  | { kind: 'ended'; end: End }
  /** A link's experiment waits for a file that only the person has. */
  | { kind: 'wanted'; wanted: WantedFile; /** why the file that was chosen is not it */ refusal?: Refusal }
  /** Images wait for their labels, or labels for their images. */
  | { kind: 'half'; name: string; images: boolean }
  /** The experiment was made with another version of the engine. */
  | { kind: 'engine'; theirs: string; ours: string };

class Notices {
  #now = $state.raw<Notice | null>(null);
  /** The engine's answer is late: a hint, where nothing else is said. */
  isSlow = $state(false);

  get now(): Notice | null {
    return this.#now;
  }

  show(notice: Notice): void {
    this.#now = notice;
  }

  /** Takes away the notice, or only this one if it is still shown. */
  clear(notice: Notice | null = this.#now): void {
    if (this.#now === notice) this.#now = null;
  }
}

export const notices = new Notices();
