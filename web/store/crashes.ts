/** Counts losses of the engine: after three within a minute it is not started again. */
const most = 3;
const within = 60_000;

export class Crashes {
  #times: number[] = [];

  /** Notes a loss at `now` (milliseconds); true if it was one too many. */
  tooMany(now: number): boolean {
    this.#times = [...this.#times.filter((time) => now - time < within), now];
    return this.#times.length >= most;
  }
}
