/** Undo and redo: what the page held before each change of the experiment, whole, so that going back is exact. */
import type { Experiment } from '../../wasm-bindings/types';

/** A run at one of its steps, and whether its experiment was changed since it was opened. */
export interface Moment {
  /** With the log of turned knobs. */
  experiment: Experiment;
  step: number;
  changed: boolean;
}

/** Older changes than this many are forgotten. */
const most = 100;
/** Milliseconds within which changes of one place count as one: a slider that is dragged. */
const together = 1000;

export class Edits {
  #past = $state.raw<readonly Moment[]>([]);
  #future = $state.raw<readonly Moment[]>([]);
  #lastPath = '';
  #lastTime = -Infinity;

  get canUndo(): boolean {
    return this.#past.length > 0;
  }

  get canRedo(): boolean {
    return this.#future.length > 0;
  }

  /** Notes at `now` (milliseconds) that a change of `path` has led away from `before`; an empty path stands for itself. */
  note(before: Moment, path: string, now: number): void {
    const goesOn = path !== '' && path === this.#lastPath && now - this.#lastTime < together && this.canUndo;
    if (!goesOn) this.#past = [...this.#past, before].slice(-most);
    this.#future = [];
    this.#lastPath = path;
    this.#lastTime = now;
  }

  /** What stood before the last change, or after the one that was last taken back; `move` then goes there. */
  peek(way: 'undo' | 'redo'): Moment | null {
    return (way === 'undo' ? this.#past : this.#future).at(-1) ?? null;
  }

  /** The page has gone to what `peek` gave, and stood at `from` before. */
  move(way: 'undo' | 'redo', from: Moment): void {
    const [undo, redo] = [way === 'undo', way === 'redo'];
    this.#past = undo ? this.#past.slice(0, -1) : [...this.#past, from];
    this.#future = redo ? this.#future.slice(0, -1) : [...this.#future, from];
    this.#lastPath = '';
  }
}
