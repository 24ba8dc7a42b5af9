/** The page draws at most once in an animation frame: of frames that come faster only the newest is shown. */
import type { Frame } from '../worker/protocol';

export class NewestFrame {
  #newest: Frame | null = null;
  #waiting = false;

  /** `show` draws a frame. */
  constructor(private readonly show: (frame: Frame) => unknown) {}

  /** Keeps a frame for the next animation frame, in place of one that still waits for it. */
  take(frame: Frame): void {
    this.#newest = frame;
    if (this.#waiting) return;
    this.#waiting = true;
    requestAnimationFrame(() => {
      this.#waiting = false;
      if (this.#newest) this.show(this.#newest);
      this.#newest = null;
    });
  }
}
