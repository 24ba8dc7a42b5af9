/** Notices that the worker answers nothing any more: it is asked from time to time, whatever else it does. */

/** Milliseconds between two questions. */
const every = 2500;
/** So many unanswered questions in a row are silence: ten seconds. Counted, so that a machine's sleep is none. */
const most = 4;

export class Watchdog {
  #unanswered = 0;
  #timer: ReturnType<typeof setInterval> | undefined;

  /** `ask` puts the question; `onsilent` hears once that no answer comes, `onheard` that one came after all. */
  constructor(
    private readonly ask: () => void,
    private readonly onsilent: () => void,
    private readonly onheard: () => void,
  ) {
    this.#timer = setInterval(() => this.#tick(), every);
  }

  /** Anything that comes from the worker is a sign of life. */
  heard(): void {
    if (this.#unanswered > most) this.onheard();
    this.#unanswered = 0;
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #tick(): void {
    // A page that nobody sees may be held back by the browser.
    if ((globalThis as { document?: { hidden: boolean } }).document?.hidden) return;
    if (this.#unanswered === most) this.onsilent();
    this.#unanswered++;
    this.ask();
  }
}
