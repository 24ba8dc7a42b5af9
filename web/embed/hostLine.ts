/** The line between an embedded lab and the page around it (`messages.ts` tells what is said there). */
import type { NablabLab } from '../element';
import { heightMessage, RateLimit, readMessage, type HostMessage, type languages, type themes } from './messages';

interface Looks {
  speak: (language: (typeof languages)[number]) => void;
  paint: (theme: (typeof themes)[number]) => void;
}

/** Milliseconds of rest before a height is told. */
const calm = 100;
/** Heights that are told within one width: a content that cannot make up its mind is not followed for ever. */
const mostAtOneWidth = 8;

export class HostLine {
  readonly #limit = new RateLimit();
  #dropped = 0;
  #told = 0;
  #toldAtWidth = 0;
  #width = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** `foot` stands below the lab. */
  constructor(
    private readonly lab: NablabLab,
    private readonly foot: HTMLElement,
    private readonly looks: Looks,
  ) {
    addEventListener('resize', () => this.#fitSoon());
    // What stands in the lab comes by and by, and changes with what is touched.
    const observer = new MutationObserver(() => this.#fitSoon());
    if (lab.shadowRoot) observer.observe(lab.shadowRoot, { childList: true, subtree: true });
    if (parent !== window) addEventListener('message', (event) => this.#hear(event));
  }

  #hear({ source, data }: MessageEvent): void {
    const message = source === parent && this.#limit.allows(performance.now()) ? readMessage(data) : null;
    if (message) return this.#obey(message);
    document.documentElement.dataset.dropped = String(++this.#dropped);
  }

  #obey(message: HostMessage): void {
    const { lab, looks } = this;
    switch (message.type) {
      case 'play':
        return void lab.play();
      case 'pause':
        return void lab.pause();
      case 'step':
        return void lab.train(1);
      case 'reset':
        return void lab.reset();
      case 'height':
        // Whoever came late has not heard it; before the first look at the content there is none.
        return void (this.#told && parent.postMessage(heightMessage(this.#told), '*'));
      case 'theme':
        return looks.paint(message.theme);
      case 'language':
        return looks.speak(message.language);
    }
  }

  #fitSoon(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#fit(), calm);
  }

  /** Fills the frame, or is as high as the content needs; that height, which no frame changes, is told. */
  #fit(): void {
    const { style } = this.lab;
    style.blockSize = 'auto';
    const around = this.foot.offsetHeight;
    const needed = this.lab.offsetHeight + around;
    style.blockSize = `${Math.max(needed, innerHeight) - around}px`;
    if (parent !== window) this.#tell(needed);
  }

  #tell(needed: number): void {
    const message = heightMessage(needed);
    if (innerWidth !== this.#width) {
      this.#width = innerWidth;
      this.#toldAtWidth = 0;
    }
    if (message.height === this.#told || this.#toldAtWidth >= mostAtOneWidth) return;
    this.#told = message.height;
    this.#toldAtWidth++;
    // Whoever the page around is, a height tells nothing of anybody.
    parent.postMessage(message, '*');
  }
}
