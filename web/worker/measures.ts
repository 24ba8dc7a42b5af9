/** What is measured of a run beyond its frames, only while the page asks for it: whole reports, and instruments. */
import type { ClassificationReport, Metrics, Readings, RegressionReport, Session } from '../../wasm-bindings/types';

/** Every metric of one part. */
export type PartReport = ClassificationReport | RegressionReport;

/** The reports of all parts at one step; null: the part is empty. */
export interface Reports {
  step: number;
  parts: Record<keyof Metrics, PartReport | null>;
}

/** What the instruments have read so far. */
export interface Measured {
  step: number;
  /** By instrument. */
  readings: Record<string, Readings>;
  /** Whether the steps before the instruments were asked for are missing. */
  partial: boolean;
}

/** A replay of this many multiplications is hardly felt; a longer one has to be asked for. */
const freeReplay = 1e8;

/** Every metric of the run, at its present step. */
export function reportsOf(session: Session): Reports {
  return {
    step: session.status().step,
    parts: {
      training: session.report('training'),
      validation: session.report('validation'),
      test: session.report('test'),
    },
  };
}

/** The instruments that are subscribed for the page. */
export class Measures {
  #names: string[] = [];
  /** The run that is measured, and the step from which on it is. */
  #since = 0;

  constructor(private readonly session: Session) {}

  /**
   * Measures with these instruments of the catalog from now on, at every step first and more rarely later; none ends it.
   * Steps that were made before are made again where that is quick, or where `replay` asks for it.
   */
  choose(names: string[], replay: boolean): void {
    if (!replay && names.join() === this.#names.join()) return;
    this.#names = names;
    this.session.subscribe(names, 1);
    const { step } = this.session.status();
    this.#since = step;
    if (names.length === 0 || step === 0 || !(replay || this.#replayWork(step) <= freeReplay)) return;
    this.session.seek(0);
    this.session.seek(step);
    this.#since = 0;
  }

  /** A new run is measured from its beginning. */
  begin(): void {
    this.#since = 0;
  }

  measured(): Measured {
    const { step } = this.session.status();
    return { step, readings: this.session.readings(), partial: this.#since > 0 && step > 0 };
  }

  /** About how many multiplications so many steps take. */
  #replayWork(steps: number): number {
    const { batchSize, objective } = this.session.current();
    if (objective) return steps;
    const rows = batchSize || this.session.data().rows;
    return 3 * steps * rows * this.session.status().parameters;
  }
}
