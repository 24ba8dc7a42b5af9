/** Leaves a run that trains its core: what the doctor does beside it may slow it by a tenth at most. */

/** Two cores are taken already, by the run and by the page that draws it. */
const busyCores = 2;
/** Of the time in which a run trains, one part of so many is the doctor's. */
const parts = 10;
/** Milliseconds until it is looked again whether the run still trains. */
const patience = 50;

export class Courtesy {
  #worked = 0;

  /** `isTraining` tells whether a run wants the processor; `cores` how many of them there are. */
  constructor(
    private readonly isTraining: () => boolean,
    private readonly cores = navigator.hardwareConcurrency,
  ) {}

  /** Whether cores are so few that work beside a run slows it down. */
  get isNeeded(): boolean {
    return this.cores <= busyCores;
  }

  /** How many times as much work as the last would take so many milliseconds, between a tenth and ten times. */
  paceFor(milliseconds: number): number {
    return Math.min(10, Math.max(0.1, milliseconds / Math.max(1, this.#worked)));
  }

  /** Works, and remembers how long that took. */
  async work<Result>(task: () => Promise<Result>): Promise<Result> {
    const begun = performance.now();
    try {
      return await task();
    } finally {
      this.#worked = performance.now() - begun;
    }
  }

  /** Waits, where cores are few, until the last work was a tenth of the time, or until the run rests. */
  async rest(): Promise<void> {
    if (!this.isNeeded) return;
    const end = performance.now() + (parts - 1) * this.#worked;
    while (this.isTraining() && performance.now() < end)
      await new Promise((resolve) => {
        setTimeout(resolve, patience);
      });
  }
}
