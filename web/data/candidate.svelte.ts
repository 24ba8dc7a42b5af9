/** Data that a person makes, on their way into the experiment: the engine tries them out before they are used. */
import { NablabError } from '../../wasm-bindings/nablabError';
import type { Choice, Experiment, Kind, Refusal, Remedy } from '../../wasm-bindings/types';
import { withData } from '../lab/dataEdits';
import { withoutSurface } from '../lab/surfaceEdits';
import type { Lab } from '../store/lab.svelte';
import { withValue } from '../store/paths';
import type { Trial } from '../worker/looks';

export class Candidate {
  /** As the experiment would start; the newest that the engine took. */
  trial = $state.raw<Trial | null>(null);
  /** Why the engine does not take what is wanted now. */
  refusal = $state.raw<Refusal | null>(null);
  /** What is wanted, whether or not it can be had. */
  #wanted = $state.raw<Experiment | null>(null);
  #newest = 0;

  constructor(private readonly lab: Lab) {}

  get data(): Experiment['data'] | null {
    return this.#wanted?.data ?? null;
  }

  /** Whether what is wanted can be used: it was tried out, and nothing newer waits. */
  get isReady(): boolean {
    return this.trial !== null && this.refusal === null;
  }

  clear(): void {
    this.#newest++;
    this.trial = null;
    this.refusal = null;
    this.#wanted = null;
  }

  /** Data of a kind with these knobs; of the same kind as before, the other knobs stay as they are. */
  async set(kind: Kind, knobs: Record<string, unknown>, title: string): Promise<void> {
    const base = this.#wanted?.data.kind === kind.kind ? this.#wanted : this.#baseFor(kind, title);
    if (!base) return;
    const put = (experiment: Experiment) => ({ ...experiment, data: { ...experiment.data, ...knobs } });
    await this.#try(put(base));
    // A network that does not suit the data (a convolution of points) gives way to a simple one.
    if (this.refusal?.path.startsWith('layers'))
      await this.#try(put(this.#baseFor(kind, title, this.lab.catalog?.defaultExperiment.layers) ?? base));
  }

  apply({ path, value }: Remedy): Promise<void> {
    return this.#wanted ? this.#try(withValue(this.#wanted, path, value)) : Promise.resolve();
  }

  /** Puts the data into the experiment; what is refused has changed nothing. */
  async use(): Promise<Refusal | null> {
    const wanted = this.#wanted;
    return wanted ? this.lab.edit(() => wanted) : null;
  }

  #baseFor(kind: Kind, title: string, layers?: readonly Choice[]): Experiment | null {
    const { current, catalog } = this.lab;
    if (!current || !catalog) return null;
    if (current.data.kind === kind.kind && !current.objective && !layers) return structuredClone(current);
    const base = withData(withoutSurface(structuredClone(current), catalog), kind, title, layers);
    const defaults = Object.fromEntries(kind.knobs.map((knob) => [knob.name, knob.default]));
    return { ...base, data: { ...defaults, ...base.data } };
  }

  async #try(wanted: Experiment): Promise<void> {
    this.#wanted = wanted;
    const number = ++this.#newest;
    try {
      const trial = await this.lab.look({ about: 'trial', experiment: wanted });
      if (number !== this.#newest) return;
      this.trial = trial;
      this.refusal = null;
    } catch (error) {
      if (number !== this.#newest) return;
      if (!(error instanceof NablabError)) throw error;
      this.refusal = error.refusal;
    }
  }
}
