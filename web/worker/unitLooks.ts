/** What the page looks at beside the frames, and what of a frame costs too much to be measured anew for every one. */
import type { Engine, PrincipalPlane, Session, UnitMarks } from '../../wasm-bindings/types';
import type { ScheduleCurve } from './protocol';

/** Milliseconds between two searches for dead units while training: it takes a pass over all training rows. */
const restBetweenMarks = 250;

/** The plane in which a table of more than two inputs spreads most; null where the core has none. */
export function planeOf(session: Session): PrincipalPlane | null {
  const { picture, inputs } = session.data();
  if (picture !== 'table' || inputs <= 2) return null;
  try {
    return session.principalPlane();
  } catch {
    // Too many inputs to be taken apart: then there are only their pairs.
    return null;
  }
}

/** The schedule in force over so many steps. Whether it watches the loss shows in what falling losses make of it. */
export function scheduleCurve(engine: Engine, session: Session, steps: number): ScheduleCurve {
  const { schedule, optimizer } = session.current();
  const base = Number(optimizer.learningRate);
  const still = new Float64Array(steps).fill(1);
  const falling = still.map((_, step) => -step);
  const rates = engine.learningRates(schedule, base, steps, still);
  const others = engine.learningRates(schedule, base, steps, falling);
  return { rates, watchesLoss: rates.some((rate, step) => rate !== others[step]) };
}

/** Marks of dead and dropped units, measured at most a few times a second while training. */
export class Marks {
  #kept: UnitMarks | null = null;
  #at = 0;

  /** Nothing is known of another run. */
  reset(): void {
    this.#kept = null;
  }

  of(session: Session, playing: boolean, now: number): UnitMarks {
    if (this.#kept && playing && now - this.#at < restBetweenMarks) return this.#kept;
    this.#at = now;
    return (this.#kept = session.unitMarks());
  }
}
