/** At most four elements of a page have an engine at a time; the others rest where they stand until they are wanted. */

/** Workers on one page, whatever the number of elements. */
export const mostAwake = 4;

export interface Member {
  /** Whether it trains now: it is put to rest only where all do. */
  readonly playing: boolean;
  /** Lets its engine go. */
  rest(): void;
}

export class Crew {
  /** The one that was wanted longest ago first. */
  #awake: Member[] = [];

  /** Takes a member in, or notes that it is wanted; another one may have to rest for it. */
  enter(member: Member): void {
    this.leave(member);
    while (this.#awake.length >= mostAwake) {
      const out = this.#awake.find((each) => !each.playing) ?? this.#awake[0];
      this.leave(out);
      out.rest();
    }
    this.#awake.push(member);
  }

  leave(member: Member): void {
    this.#awake = this.#awake.filter((each) => each !== member);
  }

  has(member: Member): boolean {
    return this.#awake.includes(member);
  }
}

export const crew = new Crew();
