/** How many steps to train now, so that slices stay short and a wanted speed is kept. */

/** Milliseconds after which a slice ends: messages wait no longer than this. */
const slice = 8;
/** A machine that falls behind by more milliseconds than this gives up the debt. */
const largestDebt = 250;

export class Pace {
  #speed = 0;
  #begun = 0;
  #done = 0;
  /** Steps per millisecond, as measured. */
  #rate = 0.1;

  /** `speed` in steps per second, 0 for as fast as possible; `now` in milliseconds. */
  start(speed: number, now: number): void {
    this.#speed = speed;
    this.#begun = now;
    this.#done = 0;
  }

  /** Steps that are due at `now`; 0 means: wait. */
  due(now: number): number {
    const most = Math.max(1, Math.floor(this.#rate * slice));
    if (this.#speed === 0) return most;
    // The first step comes at once.
    const wanted = 1 + Math.floor(((now - this.#begun) * this.#speed) / 1000) - this.#done;
    if ((wanted * 1000) / this.#speed > largestDebt && wanted > most) {
      this.start(this.#speed, now);
      return most;
    }
    return Math.min(wanted, most);
  }

  /** Milliseconds until the next step is due. */
  wait(now: number): number {
    return this.#speed === 0 ? 0 : Math.max(0, this.#begun + (this.#done * 1000) / this.#speed - now);
  }

  /** What the last slice did: `steps` in `took` milliseconds. */
  report(steps: number, took: number): void {
    this.#done += steps;
    if (steps === 0) return;
    const measured = steps / Math.max(took, 0.05);
    // One fast measurement must not make the next slice long.
    this.#rate = Math.min(measured, this.#rate * 2);
  }
}
