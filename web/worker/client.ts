/** The page's side of the worker: one promise for each request, and every promise settles. */
import { NablabError } from '../../wasm-bindings/nablabError';
import type { CsvReport, DataView, Experiment, TraceOrigins } from '../../wasm-bindings/types';
import type { OpenedFile } from './files';
import type { Measured, Reports } from './measures';
import type { Entry } from './race';
import type { StepTrace } from './microscope';
import type { Answer, Documents, Frame, Numbered, Opening, Request, Scene } from './protocol';
import workerUrl from './trainer.ts?worker&url';

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
}

export type Asked = Exclude<Request, { type: 'drawn' | 'halt' }>;

interface Pending {
  resolve: (value: never) => void;
  reject: (error: NablabError) => void;
}

interface Listener {
  onframe: (frame: Frame) => void;
  /** Once at most: the worker is gone, and everything that was pending is rejected. */
  onlost: (message: string) => void;
}

const address = new URL(workerUrl, import.meta.url).href;

/** Trusted Types, as far as they are used here; TypeScript does not know them yet. */
interface PolicyFactory {
  createPolicy(
    name: string,
    rules: { createScriptURL: (url: string) => string },
  ): { createScriptURL(url: string): unknown };
}

/** Only this one script may become a worker; the content security policy enforces that it goes through here. */
const policy = (globalThis as { trustedTypes?: PolicyFactory }).trustedTypes?.createPolicy('nablab', {
  createScriptURL: (url: string) => {
    if (url !== address) throw new TypeError('Only the trainer may become a worker.');
    return url;
  },
});

function startWorker(): Worker {
  const url = policy?.createScriptURL(address) ?? address;
  return new Worker(url as string, { type: 'module' });
}

export class TrainerClient {
  #worker = startWorker();
  #pending = new Map<number, Pending>();
  #last = 0;
  #lost: string | null = null;

  constructor(private readonly listener: Listener) {
    this.#worker.onmessage = ({ data }: MessageEvent<Answer>) => this.#receive(data);
    this.#worker.onerror = (event) => {
      event.preventDefault();
      this.#lose(event.message || 'The worker could not be loaded.');
    };
    this.#worker.onmessageerror = () => this.#lose('A message could not be read.');
  }

  /** Rejects with a `NablabError`: what the core refuses, or `ENGINE_LOST`. */
  ask<Type extends Asked['type']>(request: Extract<Asked, { type: Type }>): Promise<Values[Type]> {
    if (this.#lost !== null) return Promise.reject(lostError(this.#lost));
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
    this.#end('The worker was ended.');
  }

  #send(message: Numbered): void {
    this.#worker.postMessage(message);
  }

  #receive(answer: Answer): void {
    if (answer.type === 'frame') return this.listener.onframe(answer.frame);
    if (answer.type === 'lost') return this.#lose(answer.message);
    const pending = this.#pending.get(answer.id);
    this.#pending.delete(answer.id);
    if (answer.type === 'done') pending?.resolve(answer.value as never);
    else pending?.reject(new NablabError(answer.refusal));
  }

  #lose(message: string): void {
    if (this.#lost !== null) return;
    this.#end(message);
    this.listener.onlost(message);
  }

  #end(message: string): void {
    this.#lost = message;
    this.#worker.terminate();
    for (const { reject } of this.#pending.values()) reject(lostError(message));
    this.#pending.clear();
  }
}

function lostError(message: string): NablabError {
  return new NablabError({ code: 'ENGINE_LOST', path: '', found: message, allowed: '' });
}
