/** A copy of the lab's run in a worker of its own: what the doctor tries there disturbs no training. */
import type {
  Diagnosis,
  Experiment,
  PreflightCheck,
  PreflightResult,
  Refusal,
  Remedy,
  TestedRemedies,
  ToolResults,
} from '../../wasm-bindings/types';
import type { Lab } from '../store/lab.svelte';
import { refusalOf } from '../store/refusals';
import { TrainerClient } from '../worker/client';
import type { Examination, ToolSettings } from '../worker/examinations';
import { Courtesy } from './courtesy';

/** Steps of the first stretch of a way beside a run that trains, and milliseconds that each of them is to take. */
const firstStretch = 1000;
const slice = 100;

/** A run at one of its steps. */
export interface Standing {
  experiment: Experiment;
  step: number;
}

export class Examiner {
  /** Counts what was broken off: its answers are nobody's fault. */
  stops = 0;
  #client: TrainerClient | null = null;
  /** The experiment that the copy trains, as text, and where it stands. */
  #document = '';
  #step = 0;
  #last: Promise<unknown> = Promise.resolve();
  /** Questions of somebody who waits for the answer. */
  #urgent = 0;
  #courtesy = new Courtesy(() => this.lab.playing && this.#urgent === 0);

  /** `name` is what the browser's tools call the worker. */
  constructor(
    private readonly lab: Lab,
    private readonly name = 'doctor',
  ) {}

  /** One check of the pre-flight. */
  check(standing: Standing, check: PreflightCheck['key']): Promise<PreflightResult> {
    return this.#ask(standing, { about: 'preflight', check });
  }

  /** What is the matter with the run, from its beginning to where it stands. */
  diagnose(standing: Standing): Promise<Diagnosis> {
    return this.#inBackground(() => this.#answer(standing, { about: 'diagnosis' }, true));
  }

  /** Uses a tool of the catalog. */
  use<Kind extends keyof ToolResults>(
    standing: Standing,
    settings: ToolSettings & { kind: Kind },
  ): Promise<ToolResults[Kind]> {
    return this.#ask(standing, { about: 'tool', settings });
  }

  /** Begins to try changes. */
  tryOut(standing: Standing, remedies: Remedy[]): Promise<null> {
    return this.#ask(standing, { about: 'candidates', remedies });
  }

  /** Goes on trying for about so many milliseconds. */
  goOn(milliseconds: number): Promise<TestedRemedies | null> {
    return this.#inBackground(async () => {
      const client = await this.#open();
      return (await client.ask({
        type: 'examine',
        question: { about: 'remedies', milliseconds },
      })) as TestedRemedies | null;
    });
  }

  /** Breaks off what is under way and ends the worker; the next question begins another one. */
  stop(): void {
    this.stops++;
    this.#urgent = 0;
    this.#client?.close();
    this.#client = null;
    this.#document = '';
  }

  #ask<Result>(standing: Standing, question: Examination): Promise<Result> {
    this.#urgent++;
    return this.#inTurn(() => {
      this.#urgent--;
      return this.#answer(standing, question);
    });
  }

  /** `fresh`: of a copy that has gone further, and has thinned out what it saw early on, another one is made. */
  async #answer<Result>(standing: Standing, question: Examination, fresh = false): Promise<Result> {
    const client = await this.#open();
    if (fresh && standing.step < this.#step) this.#document = '';
    await this.#go(client, standing);
    return (await client.ask({ type: 'examine', question })) as Result;
  }

  /** What nobody waits for: it leaves the run its core, and lets whatever somebody asked for go first. */
  #inBackground<Result>(work: () => Promise<Result>): Promise<Result> {
    const { stops } = this;
    return this.#inTurn(async () => {
      await this.#courtesy.rest();
      this.#refuseAfter(stops);
      return this.#courtesy.work(work);
    });
  }

  /** One question after the other; those that wait when everything is broken off are not asked any more. */
  #inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const { stops } = this;
    const turn = this.#last.then(() => {
      this.#refuseAfter(stops);
      return work();
    });
    this.#last = turn.catch(() => undefined);
    return turn;
  }

  #refuseAfter(stops: number): void {
    if (stops !== this.stops) throw new Error('Broken off.');
  }

  async #go(client: TrainerClient, { experiment, step }: Standing): Promise<void> {
    const document = JSON.stringify(experiment);
    if (document !== this.#document) {
      this.#document = '';
      await client.ask({ type: 'configure', experiment });
      [this.#document, this.#step] = [document, 0];
    }
    // Beside a run that trains the way is gone in stretches, with rests between them.
    let stretch = firstStretch;
    while (this.lab.playing && this.#courtesy.isNeeded && this.#step + stretch < step) {
      const next = this.#step + stretch;
      this.#step = await this.#courtesy.work(() => client.ask({ type: 'seek', step: next }));
      if (this.#step < next) break;
      stretch = Math.max(1, Math.round(stretch * this.#courtesy.paceFor(slice)));
      await this.#courtesy.rest();
    }
    if (step !== this.#step) this.#step = await client.ask({ type: 'seek', step });
  }

  async #open(): Promise<TrainerClient> {
    if (this.#client) return this.#client;
    const client = new TrainerClient(
      {
        onframe: () => undefined,
        onlost: () => {
          this.#client = null;
          this.#document = '';
        },
      },
      this.name,
    );
    this.#client = client;
    await client.ask({ type: 'open' });
    await client.ask({ type: 'examine', question: { about: 'supervision' } });
    for (const { file, sha256 } of this.lab.files) await client.ask({ type: 'file', file, wanted: sha256 });
    return client;
  }
}

/** A question with its answer: the newest one, and why there is none. */
export class Inquiry<Result> {
  result = $state.raw<Result | null>(null);
  refusal = $state.raw<Refusal | null>(null);
  running = $state(false);

  constructor(private readonly examiner: Examiner) {}

  /** Asks; what was broken off leaves the answer before. */
  async make(work: () => Promise<Result>): Promise<void> {
    const { stops } = this.examiner;
    this.refusal = null;
    this.running = true;
    try {
      this.result = await work();
    } catch (error) {
      if (stops === this.examiner.stops) this.refusal = refusalOf(error);
    }
    this.running = false;
  }
}
