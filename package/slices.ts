/** Long work in short slices, so that whatever shares the thread goes on. */

/** Milliseconds of one slice. */
const slice = 40;

/** Lets everything else in. */
const nextTurn = () => new Promise<void>((resolve) => setTimeout(resolve));

export class Slices {
  /** How much work (steps) the next call should do. */
  steps = 1;
  readonly #begun = performance.now();
  #sliceBegun = this.#begun;

  /** `limit`: milliseconds after which the work `isOver`. */
  constructor(private readonly limit: number) {}

  get isOver(): boolean {
    return performance.now() - this.#begun >= this.limit;
  }

  /** Does some work, and learns from how long it took. */
  measure(work: () => number): number {
    const begun = performance.now();
    const done = work();
    const took = performance.now() - begun;
    // Halves of a slice: the first measurements are none to build on.
    const fitting = took > 0 ? Math.floor((this.steps * slice) / 2 / took) : Infinity;
    this.steps = Math.max(1, Math.min(2 * this.steps, fitting));
    return done;
  }

  /** Rests if the slice is over; whether it was. */
  async rest(): Promise<boolean> {
    if (performance.now() - this.#sliceBegun < slice / 2) return false;
    await nextTurn();
    this.#sliceBegun = performance.now();
    return true;
  }
}
