/** What the engine is asked without changing the run. */
import { SvelteMap } from 'svelte/reactivity';
import type { CsvFormat, CsvReport, DataView, Experiment, TraceAddress, TraceOrigins } from '../../wasm-bindings/types';
import type { Asked, TrainerClient, Values } from '../worker/client';
import type { OpenedFile } from '../worker/files';
import type { Looks, Question } from '../worker/looks';
import type { StepTrace } from '../worker/microscope';
import { attempt } from './refusals';

/** A store that speaks with an engine; each question rejects with a `NablabError` where it says nothing else. */
export abstract class Questions {
  /** The way to the engine that is there now. */
  protected abstract client: TrainerClient;
  /** Small looks at the data sets of the gallery, by kind. */
  readonly previews = new SvelteMap<string, DataView>();

  /** 16 hexadecimal digits of everything that training has computed so far. */
  async hash(): Promise<string> {
    try {
      return await this.client.ask({ type: 'hash' });
    } catch {
      return '';
    }
  }

  /** The step that leads on from where the run stands, taken apart; rejects where there is none. */
  trace(): Promise<StepTrace> {
    return this.client.ask({ type: 'trace' });
  }

  /** Where a number of that trace comes from; null if another step has been taken apart since. */
  originsOf(serial: number, address: TraceAddress): Promise<TraceOrigins | null> {
    return this.client.ask({ type: 'origins', serial, address });
  }

  /** The shortest document with the same meaning, for links and files. */
  compact(experiment: unknown): Promise<Partial<Experiment>> {
    return this.client.ask({ type: 'compact', experiment });
  }

  /** The complete document, every default filled in; rejects with what is wrong with it. */
  canonical(experiment: unknown): Promise<Experiment> {
    return this.client.ask({ type: 'canonical', experiment });
  }

  /** Fetches a look at a data set for the gallery. */
  async preview(kind: string): Promise<void> {
    if (this.previews.has(kind)) return;
    await attempt(async () => {
      const view = await this.client.ask({ type: 'preview', experiment: { version: 1, data: { kind } } });
      this.previews.set(kind, view);
    });
  }

  /** Asks what changes nothing; rejects with what is wrong with the question. */
  look<About extends Question['about']>(question: Extract<Question, { about: About }>): Promise<Looks[About]> {
    return this.client.ask({ type: 'look', question }) as Promise<Looks[About]>;
  }

  /** Hands a file to the engine; rejects with what is wrong with it. The file is kept for an engine that comes later. */
  async openFile(file: File, wanted: string): Promise<OpenedFile> {
    const opened = await this.client.ask({ type: 'file', file, wanted });
    this.files.push({ file, sha256: opened.sha256 });
    return opened;
  }
  /** Files of data that the engine was given; a worker that begins later needs them too. */
  readonly files: { file: File; sha256: string }[] = [];

  /** What is known of an opened table when it is read in this way; null if it is not at hand. */
  fileReport(sha256: string, format: CsvFormat): Promise<CsvReport | null> {
    return this.client.ask({ type: 'report', sha256, format });
  }

  /** Asks the worker for something that changes no run; rejects with a `NablabError`. */
  ask<Type extends Asked['type']>(request: Extract<Asked, { type: Type }>): Promise<Values[Type]> {
    return this.client.ask(request);
  }
}
