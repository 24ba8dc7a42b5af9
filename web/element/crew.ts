/** At most four elements of a page have an engine at a time; the others rest where they stand until they are wanted. */

/** Workers on one page, whatever the number of elements. */
export const mostAwake = 4;

export interface Member {
  /** Whether it does something that must not be broken off: it is left alone until then. */
  readonly busy: boolean;
  /** Whether it trains now: it is put to rest only where all do. */
  readonly playing: boolean;
  /** Lets its engine go. */
  rest(): void;
}

export class Crew {
  /** The one that was wanted longest ago first. */
  #awake: Member[] = [];
  /** Those that wait for a place, in their order. */
  #waiting: { member: Member; enter: () => void }[] = [];

  /** Takes a member in, or notes that it is wanted; another one may have to rest for it. Resolves when there is a place. */
  enter(member: Member): Promise<void> {
    if (this.has(member)) {
      this.#awake = [...this.#awake.filter((each) => each !== member), member];
      return Promise.resolve();
    }
    return new Promise((enter) => {
      this.#waiting.push({ member, enter });
      this.look();
    });
  }

  /** Gives up the place of a member. */
  leave(member: Member): void {
    this.#awake = this.#awake.filter((each) => each !== member);
    this.look();
  }

  has(member: Member): boolean {
    return this.#awake.includes(member);
  }

  /** Somebody has settled: there may be a place for those that wait. */
  look(): void {
    while (this.#waiting.length > 0) {
      if (this.#awake.length >= mostAwake) {
        const settled = this.#awake.filter(({ busy }) => !busy);
        const out = settled.find(({ playing }) => !playing) ?? settled[0];
        // It gives up its place while it goes to rest, and this is looked at anew.
        out?.rest();
        return;
      }
      const next = this.#waiting.shift();
      if (!next) return;
      this.#awake.push(next.member);
      next.enter();
    }
  }
}

export const crew = new Crew();
