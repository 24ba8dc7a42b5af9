/** A race of optimizers: who takes part and where, and how it stands. Its runs have a worker of their own. */
import type { Catalog, Choice, Experiment, Kind, Refusal } from '../../wasm-bindings/types';
import { Crashes } from '../store/crashes';
import { notices } from '../store/notices.svelte';
import { refusalOf } from '../store/refusals';
import { TrainerClient } from '../worker/client';
import type { Frame, Scene, Watch } from '../worker/protocol';
import { raceExperiment, type Track } from './raceExperiment';

/** More than these could not be told apart on one picture. */
export const mostRacers = 6;
/** Steps per second that can be chosen; 0 is as fast as the machine can. */
export const raceSpeeds = [1, 10, 60, 300, 0] as const;
/** Milliseconds of training between two pictures. */
const slice = 12;

export interface Racer {
  id: number;
  optimizer: Choice;
  scene: Scene | null;
  frame: Frame | null;
  /** Why it takes no part. */
  refusal: Refusal | null;
}

/** What the page remembers of the race while it shows other rooms. */
interface Plan {
  optimizers: Choice[];
  track: Track;
}
let remembered: Plan | null = null;

export class Race {
  racers = $state.raw<Racer[]>([]);
  track = $state.raw<Track>({ surface: null, start: null, target: 0 });
  playing = $state(false);
  speed = $state<number>(60);
  /** Why there is no race at all. */
  refusal = $state.raw<Refusal | null>(null);

  #client: TrainerClient | null = null;
  #crashes = new Crashes();
  #next = 0;
  /** Counts starts: answers that belong to an older one are dropped. */
  #start = 0;
  #last: Promise<unknown> = Promise.resolve();

  /** `base` is the network and the data that all train. */
  constructor(
    private readonly catalog: Catalog,
    private readonly base: Experiment,
  ) {
    const plan = remembered;
    if (plan) this.track = plan.track;
    else if (base.objective) this.track = { surface: base.objective.kind, start: null, target: 0 };
    const optimizers = plan?.optimizers ?? this.#firstRacers();
    this.racers = optimizers.map((optimizer) => this.#racer(optimizer));
  }

  /** The surface that is raced on; null: the network of the lab. */
  get surface(): Kind | null {
    return this.catalog.families.objectives.find(({ kind }) => kind === this.track.surface) ?? null;
  }

  get step(): number {
    return this.racers.reduce((most, { frame }) => Math.max(most, frame?.status.step ?? 0), 0);
  }

  /** The lab's optimizer, and the first ones of the catalog. */
  #firstRacers(): Choice[] {
    const own = this.base.optimizer;
    const others = this.catalog.families.optimizers.filter(({ kind }) => kind !== own.kind).slice(0, 3);
    return [own, ...others.map(({ kind }) => ({ kind }))];
  }

  #racer(optimizer: Choice): Racer {
    return { id: this.#next++, optimizer, scene: null, frame: null, refusal: null };
  }

  // --- Who takes part, and where ---

  add(kind: string): Promise<void> {
    this.racers = [...this.racers, this.#racer({ kind })];
    return this.reset();
  }

  remove(id: number): Promise<void> {
    this.racers = this.racers.filter((racer) => racer.id !== id);
    return this.reset();
  }

  /** Gives a racer another optimizer, or the same one with another knob. */
  change(id: number, optimizer: Choice): Promise<void> {
    this.racers = this.racers.map((racer) => (racer.id === id ? { ...racer, optimizer } : racer));
    return this.reset();
  }

  move(track: Partial<Track>): Promise<void> {
    this.track = { ...this.track, ...track };
    return this.reset();
  }

  /** The complete experiment of a racer, for the lab. */
  experimentOf({ optimizer }: Racer): Experiment {
    return raceExperiment(this.base, this.catalog, optimizer, this.track);
  }

  // --- The race ---

  /** Everybody back to the start. */
  async reset(): Promise<void> {
    remembered = { optimizers: this.racers.map(({ optimizer }) => optimizer), track: this.track };
    const start = ++this.#start;
    const { racers } = this;
    await this.#inTurn(async () => {
      if (start !== this.#start) return;
      const client = await this.#open();
      const experiments = racers.map((racer) => this.experimentOf(racer));
      const entries = await client.ask({ type: 'raceBegin', experiments, watch: this.#watch() });
      const frames = await client.ask({ type: 'raceAdvance', steps: 0, milliseconds: 0 });
      if (start !== this.#start) return;
      this.refusal = null;
      this.racers = racers.map((racer, i) => ({ ...racer, ...entries[i], frame: frames[i] }));
    });
  }

  /** Trains everybody so many steps further. */
  async advance(steps: number): Promise<void> {
    const start = this.#start;
    await this.#inTurn(async () => {
      if (start !== this.#start) return;
      const client = await this.#open();
      const frames = await client.ask({ type: 'raceAdvance', steps, milliseconds: slice });
      if (start !== this.#start) return;
      this.racers = this.racers.map((racer, i) => ({ ...racer, frame: frames[i] }));
      if (!frames.some((frame) => frame?.playing)) this.playing = false;
    });
  }

  play(): void {
    if (this.playing) return;
    this.playing = true;
    let last = performance.now();
    let debt = 0;
    const next = async (now: number) => {
      if (!this.playing) return;
      // A machine that falls behind does not have to catch up.
      debt = Math.min(debt + ((now - last) * this.speed) / 1000, this.speed / 4 + 1);
      last = now;
      const due = this.speed === 0 ? 1e6 : Math.floor(debt);
      if (due > 0) {
        debt -= due;
        await this.advance(due);
      }
      requestAnimationFrame((later) => void next(later));
    };
    requestAnimationFrame((now) => void next(now));
  }

  /** Ends the worker. */
  close(): void {
    this.playing = false;
    this.#start++;
    this.#client?.close();
    this.#client = null;
  }

  /** Brings everybody with another worker to the step where the lost one was: the same bits again. */
  async #recover(): Promise<void> {
    const { step } = this;
    await this.reset();
    const start = this.#start;
    for (let before = -1; before < this.step && this.step < step && start === this.#start;) {
      before = this.step;
      await this.advance(step - before);
    }
    if (this.#client && start === this.#start) notices.show({ kind: 'restarted', step: this.step });
  }

  async #open(): Promise<TrainerClient> {
    if (this.#client) return this.#client;
    const listener = {
      onframe: () => undefined,
      onlost: (refusal: Refusal) => {
        this.playing = false;
        this.#client = null;
        if (this.#crashes.tooMany(this.step, refusal.found)) this.refusal = refusal;
        else void this.#recover();
      },
    };
    const client = new TrainerClient(listener, 'race');
    this.#client = client;
    await client.ask({ type: 'open' });
    return client;
  }

  async #inTurn(work: () => Promise<void>): Promise<void> {
    const done = this.#last.then(work).catch((error: unknown) => {
      this.playing = false;
      // A room that was left has ended its worker itself.
      if (this.#client) this.refusal = refusalOf(error);
    });
    this.#last = done;
    await done;
  }

  #watch(): Watch {
    return { unitSize: 0, outputSize: 48, inputX: 0, inputY: 1, predictions: true, row: -1 };
  }
}
