/** Files of data that a person chooses or drops: handed to the worker and put into the experiment. A refusal has changed nothing. */
import { SvelteMap } from 'svelte/reactivity';
import { NablabError } from '../../wasm-bindings/nablabError';
import type { Choice, CsvFormat, CsvReport, Experiment, Kind, Refusal } from '../../wasm-bindings/types';
import { withData } from '../lab/dataEdits';
import { withoutSurface } from '../lab/surfaceEdits';
import type { OpenedFile } from '../worker/files';
import type { KeptFiles } from './keptFiles';
import type { Lab } from './lab.svelte';
import { notices } from './notices.svelte';

/** A link's experiment that waits for a file: its name and SHA-256 as the link tells them. */
export interface WantedFile {
  name: string;
  sha256: string;
  experiment: unknown;
}

export class DataFiles {
  /** What was opened in this visit, by SHA-256. */
  readonly opened = new SvelteMap<string, OpenedFile>();
  /** A file is being read. */
  busy = $state(false);
  /** Images that wait for their labels, or labels that wait for their images. */
  half = $state.raw<OpenedFile | null>(null);

  constructor(
    private readonly lab: Lab,
    private readonly kept: KeptFiles,
  ) {
    lab.recallFile = (sha256) => this.#recall(sha256);
  }

  /** Hands a file to the engine without using it; rejects with what is wrong with it. */
  async open(file: File, wanted = ''): Promise<OpenedFile> {
    this.busy = true;
    try {
      const opened = await this.lab.openFile(file, wanted);
      this.opened.set(opened.sha256, opened);
      void this.kept.keep(file, opened.sha256);
      return opened;
    } finally {
      this.busy = false;
    }
  }

  /** The knobs of the data that opened files make; null as long as a file is missing. */
  choiceOf(opened: OpenedFile): Record<string, unknown> | null {
    return opened.table ? tableChoice(opened, opened.table) : this.#pairChoice(opened);
  }

  /** Takes files one after the other; the first refusal ends it. */
  async take(files: Iterable<File>, wanted: WantedFile | null = null): Promise<Refusal | null> {
    try {
      for (const file of files) {
        const opened = await this.open(file, wanted?.sha256);
        const refusal = wanted ? await this.lab.begin(wanted.experiment) : await this.#use(opened);
        if (refusal) return refusal;
      }
      return null;
    } catch (error) {
      if (error instanceof NablabError) return error.refusal;
      throw error;
    }
  }

  /** What is known of a table when it is read in this way; null if the table is not at hand. */
  async report(sha256: string, format: CsvFormat): Promise<CsvReport | null> {
    try {
      return await this.lab.fileReport(sha256, format);
    } catch {
      return null;
    }
  }

  /** Hands over a file of an earlier visit; one that is not here, or no longer what it was, is asked for as any other. */
  async #recall(sha256: string): Promise<void> {
    const file = await this.kept.recall(sha256);
    if (file) this.opened.set(sha256, await this.lab.openFile(file, sha256));
  }

  /** The kind of data set that such files make. */
  #kindOf(opened: OpenedFile): Kind | undefined {
    const wanted = opened.table ? 'table' : 'images';
    return this.lab.catalog?.families.datasets.find((kind) => kind.file && kind.picture === wanted);
  }

  async #use(opened: OpenedFile): Promise<Refusal | null> {
    const kind = this.#kindOf(opened);
    const choice = this.choiceOf(opened);
    if (!kind || !choice) return null;
    const title = opened.name;
    const put = (layers?: readonly Choice[]) =>
      this.lab.edit((experiment: Experiment) => {
        const { catalog } = this.lab;
        const changed = withData(catalog ? withoutSurface(experiment, catalog) : experiment, kind, title, layers);
        return { ...changed, data: { ...changed.data, ...choice } };
      });
    const refusal = await put();
    return refusal?.path.startsWith('layers') ? put(this.lab.catalog?.defaultExperiment.layers) : refusal;
  }

  /** Images and labels together; null as long as one of them is missing. */
  #pairChoice(opened: OpenedFile): Record<string, unknown> | null {
    const other = this.half;
    if (!opened.images || !other?.images || other.images.isImages === opened.images.isImages) {
      this.half = opened;
      notices.show({ kind: 'half', name: opened.name, images: opened.images?.isImages === true });
      return null;
    }
    this.half = null;
    if (notices.now?.kind === 'half') notices.clear();
    const [images, labels] = opened.images.isImages ? [opened, other] : [other, opened];
    return {
      name: images.name,
      sha256: images.sha256,
      labelsName: labels.name,
      labelsSha256: labels.sha256,
      height: images.images?.height,
      width: images.images?.width,
      classes: labels.images?.classes,
    };
  }
}

function tableChoice({ name, sha256 }: OpenedFile, { suggestion }: CsvReport): Record<string, unknown> {
  return { ...suggestion, name, sha256 };
}
