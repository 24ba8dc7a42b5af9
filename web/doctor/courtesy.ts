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
    if (this.cores > busyCores) return;
    const end = performance.now() + (parts - 1) * this.#worked;
    while (this.isTraining() && performance.now() < end)
      await new Promise((resolve) => {
        setTimeout(resolve, patience);
      });
  }
}
