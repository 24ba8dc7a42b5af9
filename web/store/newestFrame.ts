/**
 * The page draws at most once in an animation frame: of frames that come faster only the newest is shown. Where so much
 * drawing makes the screen miss animation frames, every second one is left to whoever scrolls, points or types.
 */
import type { Frame } from '../worker/protocol';

/** Milliseconds between two animation frames after which one was missed. */
const late = 20;
/** Of the last frames or so, the share that may be missed. */
const bearable = 0.1;
/** Milliseconds until it is tried again whether all of them can be had. */
const patience = 5000;

export class NewestFrame {
  #newest: Frame | null = null;
  #waiting = false;
  /** Time of the animation frame after the one that drew last: the one that is left free. */
  #free = -Infinity;
  /** The share of animation frames that were missed; the last ones weigh most. */
  #missed = 0;
  #calmUntil = -Infinity;

  /** `show` draws a frame. */
  constructor(private readonly show: (frame: Frame) => unknown) {}

  /** Keeps a frame for the next animation frame, in place of one that still waits for it. */
  take(frame: Frame): void {
    this.#newest = frame;
    if (this.#waiting) return;
    this.#waiting = true;
    requestAnimationFrame((now) => this.#draw(now));
  }

  #draw(now: number): void {
    if (now < this.#calmUntil && now <= this.#free) {
      requestAnimationFrame((next) => this.#draw(next));
      return;
    }
    this.#waiting = false;
    this.#free = Infinity;
    if (this.#newest) this.show(this.#newest);
    this.#newest = null;
    requestAnimationFrame((next) => this.#look(next, next - now));
  }

  /** Looks how long the animation frame took in which something was drawn. */
  #look(now: number, took: number): void {
    this.#free = now;
    this.#missed += ((took > late ? 1 : 0) - this.#missed) / 16;
    if (this.#missed < bearable || now < this.#calmUntil) return;
    this.#calmUntil = now + patience;
    this.#missed = 0;
  }
}
