/** The page's side of the worker: one promise for each request, and every promise settles. */
import { NablabError } from '../../wasm-bindings/nablabError';
import type { CsvReport, DataView, Experiment, Refusal, TraceOrigins, UnitReport } from '../../wasm-bindings/types';
import type { OpenedFile } from './files';
import type { Measured, Reports } from './measures';
import type { Entry } from './race';
import type { StepTrace } from './microscope';
import type { Answer, Documents, Frame, Numbered, Opening, Request, Scene, ScheduleCurve } from './protocol';
import { startWorker } from './start';
import { Watchdog } from '../store/watchdog';

/** What each request is answered with. */
export interface Values {
  open: Opening;
  configure: Scene;
  adapt: Experiment;
  canonical: Experiment;
  compact: Partial<Experiment>;
  turn: Experiment;
  play: undefined;
  pause: undefined;
  step: undefined;
  epoch: undefined;
  seek: number;
  watch: undefined;
  hash: string;
  reports: Reports;
  instruments: undefined;
  readings: Measured;
  raceBegin: Entry[];
  raceAdvance: (Frame | null)[];
  documents: Documents;
  file: OpenedFile;
  report: CsvReport | null;
  preview: DataView;
  trace: StepTrace;
  origins: TraceOrigins | null;
  look: unknown;
  examine: unknown;
  clinic: unknown;
  unit: UnitReport;
  schedule: ScheduleCurve;
}

export type Asked = Exclude<Request, { type: 'drawn' | 'halt' | 'ping' | 'places' }>;

interface Pending {
  resolve: (value: never) => void;
  reject: (error: NablabError) => void;
}

interface Listener {
  onframe: (frame: Frame) => void;
  /** Once at most: the worker is gone, and everything that was pending is rejected. */
  onlost: (refusal: Refusal) => void;
  /** Nothing has come from the worker for two seconds, and for ten; and something has come after all. */
  onslow?: () => void;
  onsilent?: () => void;
  onheard?: () => void;
}

export class TrainerClient {
  #worker: Worker | null = null;
  #pending = new Map<number, Pending>();
  #last = 0;
  #lost: Refusal | null = null;
  /** Whether the worker has ever answered. */
  #alive = false;
  #watchdog: Watchdog;

  /** `name` is what the browser's tools call the worker. */
  constructor(
    private readonly listener: Listener,
    name = 'trainer',
  ) {
    this.#watchdog = new Watchdog(
      () => this.#send({ type: 'ping', id: 0 }),
      () => listener.onslow?.(),
      () => listener.onsilent?.(),
      () => listener.onheard?.(),
    );
    try {
      this.#worker = startWorker(name);
    } catch (error) {
      this.#end(lossOf(error instanceof Error ? error.message : String(error), 'WORKER_UNAVAILABLE'));
      return;
    }
    this.#worker.onmessage = ({ data }: MessageEvent<Answer>) => this.#receive(data);
    this.#worker.onerror = (event) => {
      event.preventDefault();
      // A script that is not there any more, or may not be loaded, is an event without a word; one that is taken for
      // another kind of script, since the browser knows no modules in workers, cannot be read.
      const isUnread = !this.#alive && (!event.message || event.message.includes('SyntaxError'));
      this.#lose(event.message || 'no answer', isUnread ? 'WORKER_UNAVAILABLE' : 'ENGINE_LOST');
    };
    this.#worker.onmessageerror = () => this.#lose('A message could not be read.');
  }

  /** Whether the worker is gone: nothing is answered any more. */
  get isLost(): boolean {
    return this.#lost !== null;
  }

  /** Rejects with a `NablabError`: what the core refuses, or `ENGINE_LOST`. */
  ask<Type extends Asked['type']>(request: Extract<Asked, { type: Type }>): Promise<Values[Type]> {
    if (this.#lost !== null) return Promise.reject(new NablabError(this.#lost));
    const id = ++this.#last;
    return new Promise((resolve, reject) => {
      this.#pending.set(id, { resolve, reject });
      this.#send({ ...request, id });
    });
  }

  /** Tells that the last frame is on the screen. */
  drawn(): void {
    if (this.#lost === null) this.#send({ type: 'drawn', id: 0 });
  }

  /** Ends a `seek` under way where it is. */
  halt(): void {
    if (this.#lost === null) this.#send({ type: 'halt', id: 0 });
  }

  /** Ends the worker; what is pending is rejected, and nobody is told that it was lost. */
  close(): void {
    this.#end(lossOf('The worker was ended.'));
  }

  /** Gives up a worker that does not answer, as if it had been lost. */
  giveUp(): void {
    this.#lose('It did not answer and was ended.');
  }

  #send(message: Numbered): void {
    this.#worker?.postMessage(message);
  }

  /** Answers to nothing, and what a worker of another build may send, are left alone. */
  #receive(answer: Answer): void {
    this.#alive = true;
    this.#watchdog.heard();
    if (answer.type === 'frame') return this.listener.onframe(answer.frame);
    if (answer.type === 'lost') return this.#lose(answer.message);
    if (answer.type !== 'done' && answer.type !== 'refused') return;
    const pending = this.#pending.get(answer.id);
    this.#pending.delete(answer.id);
    if (answer.type === 'done') pending?.resolve(answer.value as never);
    else pending?.reject(new NablabError(answer.refusal));
  }

  #lose(message: string, code?: string): void {
    if (this.#lost !== null) return;
    const refusal = lossOf(message, code);
    this.#end(refusal);
    this.listener.onlost(refusal);
  }

  #end(refusal: Refusal): void {
    this.#lost ??= refusal;
    this.#watchdog.stop();
    this.#worker?.terminate();
    for (const { reject } of this.#pending.values()) reject(new NablabError(refusal));
    this.#pending.clear();
  }
}

function lossOf(found: string, code = 'ENGINE_LOST'): Refusal {
  return { code, path: '', found, allowed: '' };
}
