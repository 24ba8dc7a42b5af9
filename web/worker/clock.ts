/** Counts the seconds that a run has trained, so that it can end after a wanted time. */
export class Clock {
  /** Milliseconds trained before `#since`. */
  #spent = 0;
  /** When the clock was last started or looked at; null while it stands. */
  #since: number | null = null;
  #limit = Infinity;
  #over = false;

  /** Whether the time is over. */
  get isOver(): boolean {
    return this.#over;
  }

  /** Starts or goes on at `now` (milliseconds), up to so many seconds; 0 is for ever. What was over begins anew. */
  start(seconds: number, now: number): void {
    if (this.#over) this.reset();
    this.#limit = seconds > 0 ? seconds * 1000 : Infinity;
    this.#since = now;
  }

  /** Counts the time since the last look; true if it is over. */
  tick(now: number): boolean {
    if (this.#since === null) return this.#over;
    this.#spent += now - this.#since;
    this.#since = now;
    if (this.#spent < this.#limit) return false;
    this.#over = true;
    this.#since = null;
    return true;
  }

  pause(now: number): void {
    this.tick(now);
    this.#since = null;
  }

  /** Back to no time spent. */
  reset(): void {
    this.#spent = 0;
    this.#since = null;
    this.#over = false;
  }
}
