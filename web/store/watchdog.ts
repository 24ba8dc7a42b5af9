/** Notices that the worker answers nothing any more: it is asked from time to time, whatever else it does. */

/** Milliseconds between two questions. */
const every = 1000;
/**
 * So many unanswered questions in a row are worth a hint, and so many are silence: two and ten seconds. Counted, so that
 * a machine's sleep is none.
 */
const few = 2;
const most = 10;

export class Watchdog {
  #unanswered = 0;
  #timer: ReturnType<typeof setInterval> | undefined;

  /**
   * `ask` puts the question; `onslow` hears once that the answer is late, `onsilent` that none comes, `onheard` that one
   * came after all.
   */
  constructor(
    private readonly ask: () => void,
    private readonly onslow: () => void,
    private readonly onsilent: () => void,
    private readonly onheard: () => void,
  ) {
    this.#timer = setInterval(() => this.#tick(), every);
  }

  /** Anything that comes from the worker is a sign of life. */
  heard(): void {
    if (this.#unanswered > few) this.onheard();
    this.#unanswered = 0;
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #tick(): void {
    // A page that nobody sees may be held back by the browser.
    if ((globalThis as { document?: { hidden: boolean } }).document?.hidden) return;
    if (this.#unanswered === few) this.onslow();
    if (this.#unanswered === most) this.onsilent();
    this.#unanswered++;
    this.ask();
  }
}
