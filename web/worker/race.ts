/** Several runs that train evenly, one step of each after the other: the optimizers of a race. */
import { NablabError } from '../../wasm-bindings/nablabError';
import type { Engine, Refusal } from '../../wasm-bindings/types';
import type { Frame, Scene, Watch } from './protocol';
import { Run } from './run';

/** How a racer was taken: with what is fixed while it runs, or refused. */
export type Entry = { scene: Scene; refusal: null } | { scene: null; refusal: Refusal };

/** Steps of one racer before it is the next one's turn, where many are wanted. */
const turn = 8;

export class Race {
  /** Runs are used again: each holds a session on the heap of the core. */
  #runs: Run[] = [];
  /** Of each racer its run; null for one that was refused. */
  #racers: (Run | null)[] = [];

  constructor(private readonly engine: Engine) {}

  /** Puts these experiments at their start; what the core refuses takes no part. */
  async begin(experiments: unknown[], watch: Watch): Promise<Entry[]> {
    while (this.#runs.length < experiments.length) this.#runs.push(new Run(this.engine));
    const entries: Entry[] = [];
    this.#racers = [];
    for (const [i, experiment] of experiments.entries()) {
      const run = this.#runs[i];
      run.watch = watch;
      try {
        entries.push({ scene: await run.configure(experiment), refusal: null });
        this.#racers.push(run);
      } catch (error) {
        if (!(error instanceof NablabError) || error.refusal.code === 'ENGINE_LOST') throw error;
        entries.push({ scene: null, refusal: error.refusal });
        this.#racers.push(null);
      }
    }
    return entries;
  }

  /**
   * Trains every racer up to `steps` further steps, all evenly, for at most so many milliseconds; who has diverged or
   * finished waits. Answers what each one shows now.
   */
  advance(steps: number, milliseconds: number): (Frame | null)[] {
    const end = performance.now() + milliseconds;
    for (let left = steps; left > 0 && performance.now() < end; left -= turn) {
      let moved = 0;
      for (const run of this.#racers) if (run?.mayGoOn()) moved += run.step(Math.min(turn, left));
      if (moved === 0) break;
    }
    return this.#racers.map((run) => run?.frame(run.mayGoOn(), false) ?? null);
  }
}
