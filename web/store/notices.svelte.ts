/** What the page has to say that belongs to no single control: one sentence at a time, with what can be done. */
import type { Refusal } from '../../wasm-bindings/types';

export type Notice =
  /** The core or a door refused something that was opened. */
  | { kind: 'refused'; refusal: Refusal }
  /** The engine was lost and is back at this step. */
  | { kind: 'restarted'; step: number }
  /** Another experiment wants to take the place of a changed one. */
  | { kind: 'offer'; title: string; accept: () => void; decline: () => void }
  /** The experiment was made with another version of the engine. */
  | { kind: 'engine'; theirs: string; ours: string };

class Notices {
  #now = $state.raw<Notice | null>(null);

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
