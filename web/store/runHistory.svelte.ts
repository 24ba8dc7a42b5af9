/** The runs that were trained here: kept in the browser where it allows that, else as long as the page is open. */
import { SvelteMap } from 'svelte/reactivity';
import type { Refusal } from '../../wasm-bindings/types';
import { MemoryDatabase, openDatabase, type Database, type Write } from './database';
import { isRunRecord, type RunRecord } from './records';
import { refusalOf } from './refusals';

/** So many runs without a name or a note are kept; the oldest make room. */
export const mostUnnamed = 100;

export class RunHistory {
  /** By id. */
  readonly #runs = new SvelteMap<string, RunRecord>();
  /** The newest change first. */
  readonly list = $derived([...this.#runs.values()].sort((a, b) => b.changed - a.changed));
  /** Why what happens now does not outlive the page; null if it does. */
  trouble = $state.raw<Refusal | null>(null);
  /** Records that could not be understood, with their keys: set aside, never thrown away unasked. */
  quarantine = $state.raw<readonly (readonly [string, unknown])[]>([]);
  /** What was deleted last, to be brought back. */
  removed = $state.raw<readonly RunRecord[]>([]);

  /** Resolves when the runs of earlier visits are there. */
  readonly ready: Promise<void>;
  #database: Database = new MemoryDatabase();
  /** Whether the runs of earlier visits are here. */
  #isLoaded = false;
  #channel = typeof BroadcastChannel === 'function' ? new BroadcastChannel('nablab') : null;

  constructor() {
    this.ready = this.#open();
    if (this.#channel) this.#channel.onmessage = () => void this.#load();
    // A page that was put aside and comes back has heard nothing of the others.
    addEventListener('pageshow', ({ persisted }) => {
      if (persisted) void this.#load();
    });
  }

  get(id: string): RunRecord | undefined {
    return this.#runs.get(id);
  }

  /** Puts runs in, or in the place of those with their ids. */
  async save(...records: RunRecord[]): Promise<void> {
    for (const record of records) this.#runs.set(record.id, record);
    const old = this.list.filter(({ name, note }) => !name && !note).slice(mostUnnamed);
    for (const { id } of old) this.#runs.delete(id);
    await this.write([
      ...records.map((record) => ({ shelf: 'runs' as const, key: record.id, value: record })),
      ...old.map(({ id }) => ({ shelf: 'runs' as const, key: id, value: undefined })),
    ]);
    this.#tellOthers();
  }

  /** Gives a run other words. */
  async describe(id: string, words: Partial<Pick<RunRecord, 'name' | 'note'>>): Promise<void> {
    const record = this.#runs.get(id);
    if (record) await this.save({ ...record, ...words });
  }

  async remove(ids: readonly string[]): Promise<void> {
    this.removed = ids.flatMap((id) => this.#runs.get(id) ?? []);
    for (const id of ids) this.#runs.delete(id);
    await this.write(ids.map((key) => ({ shelf: 'runs', key, value: undefined })));
    this.#tellOthers();
  }

  /** Brings back what was deleted last. */
  async restore(): Promise<void> {
    const back = this.removed;
    this.removed = [];
    await this.save(...back);
  }

  /** Everything that the page has ever kept in this browser, its settings too. */
  async erase(): Promise<void> {
    this.#runs.clear();
    this.removed = [];
    this.quarantine = [];
    await this.#attempt(() => this.#database.erase());
    this.#tellOthers();
  }

  /** Forgets what was set aside. */
  async clearQuarantine(): Promise<void> {
    const set = this.quarantine;
    this.quarantine = [];
    await this.write(set.map(([key]) => ({ shelf: 'quarantine', key, value: undefined })));
  }

  /** For what else is kept beside the runs; never rejects, since a full or denied store must not stop the page. */
  async write(changes: readonly Write[]): Promise<void> {
    if (changes.length === 0) return;
    const isDone = await this.#attempt(() => this.#database.write(changes).then(() => true));
    // A database that was silent at first answers now.
    if (isDone && !this.#isLoaded && !(this.#database instanceof MemoryDatabase)) await this.#catchUp();
  }

  /** What stands under a key; undefined where nothing does, or nothing can be read. */
  async read(shelf: Write['shelf'], key: string): Promise<unknown> {
    await this.ready;
    // One that was silent until now keeps nobody waiting a second time.
    if (!this.#isLoaded && !(this.#database instanceof MemoryDatabase)) return [];
    return (await this.#attempt(() => this.#database.read(shelf, key))) ?? undefined;
  }

  /** What stands on a shelf, with its keys; empty where nothing can be read. */
  async readAll(shelf: Write['shelf']): Promise<[string, unknown][]> {
    await this.ready;
    // One that was silent until now keeps nobody waiting a second time.
    if (!this.#isLoaded && !(this.#database instanceof MemoryDatabase)) return [];
    return (await this.#attempt(() => this.#database.readAll(shelf))) ?? [];
  }

  async #attempt<Value>(work: () => Promise<Value>): Promise<Value | null> {
    try {
      const value = await work();
      if (!(this.#database instanceof MemoryDatabase)) this.trouble = null;
      return value;
    } catch (error) {
      this.trouble = refusalOf(error);
      return null;
    }
  }

  async #open(): Promise<void> {
    try {
      this.#database = await openDatabase({
        onclosed: () => {
          this.#database = new MemoryDatabase();
          this.trouble = { code: 'STORE_CLOSED', path: '', found: '', allowed: '' };
        },
        onlate: (database) => {
          this.#database = database;
          void this.#catchUp();
        },
      });
      await this.#load();
    } catch (error) {
      this.trouble = refusalOf(error);
    }
  }

  /** Brings what has happened meanwhile into a database that was not to be had before. */
  async #catchUp(): Promise<void> {
    const runs = [...this.#runs].map(([key, value]) => ({ shelf: 'runs' as const, key, value }));
    if (await this.#attempt(() => this.#database.write(runs).then(() => true))) await this.#load();
  }

  async #load(): Promise<void> {
    const read = await this.#attempt(() => this.#database.readAll('runs'));
    if (!read) return;
    this.#isLoaded = true;
    const strange: Write[] = [];
    for (const id of this.#runs.keys()) if (!read.some(([key]) => key === id)) this.#runs.delete(id);
    for (const [key, value] of read) {
      if (isRunRecord(value) && value.id === key) this.#runs.set(key, value);
      else strange.push({ shelf: 'quarantine', key, value }, { shelf: 'runs', key, value: undefined });
    }
    await this.write(strange);
    this.quarantine = (await this.#attempt(() => this.#database.readAll('quarantine'))) ?? [];
  }

  #tellOthers(): void {
    this.#channel?.postMessage('changed');
  }
}
