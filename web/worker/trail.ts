/** The way of a run over its surface: where its two parameters stood, densely at the start, thinner later. */
import type { Session } from '../../wasm-bindings/types';

/** One point for this share of the steps so far: whatever their number, the picture looks the same. */
const share = 1 / 200;

export class Trail {
  /** x, y of the first point, of the second, … */
  #points: number[] = [];
  /** Where the run stood when the trail was last looked after. */
  #step = 0;

  get points(): Float64Array {
    return Float64Array.from(this.#points);
  }

  /** Trains up to so many steps; returns how many were done. */
  advance(session: Session, count: number): number {
    this.follow(session);
    let done = 0;
    while (done < count) {
      const wanted = Math.min(count - done, this.#stride());
      const made = session.step(wanted);
      if (made > 0) this.#note(session, this.#step + made);
      done += made;
      if (made < wanted) break;
    }
    return done;
  }

  /** After a jump, or a change of what comes next: goes the whole way again, from the start to where the run stands. */
  follow(session: Session): void {
    const { step } = session.status();
    if (step === this.#step && this.#points.length > 0) return;
    session.seek(0);
    this.#points = [];
    this.#note(session, 0);
    while (this.#step < step) {
      const next = Math.min(step, this.#step + this.#stride());
      session.seek(next);
      if (session.status().step < next) break;
      this.#note(session, next);
    }
  }

  #stride(): number {
    return Math.max(1, Math.floor(this.#step * share));
  }

  #note(session: Session, step: number): void {
    this.#step = step;
    const [x, y] = session.parameters();
    this.#points.push(x, y);
  }
}
