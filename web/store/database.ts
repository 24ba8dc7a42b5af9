/**
 * The browser's database, as far as the page needs it: named shelves of records under keys. Every change is one
 * transaction, so that a crash leaves the old or the new, never a mixture.
 */
import { NablabError } from '../../wasm-bindings/nablabError';

const name = 'nablab';
const version = 1;
/** Runs; what each tab last held; records that could not be understood; files of data. */
export const shelves = ['runs', 'visits', 'quarantine', 'files'] as const;
export type Shelf = (typeof shelves)[number];

/** One record to be put under its key, or with `value` undefined to be taken away. */
export interface Write {
  shelf: Shelf;
  key: string;
  value: unknown;
}

export interface Database {
  read(shelf: Shelf, key: string): Promise<unknown>;
  /** All of a shelf: keys and values. */
  readAll(shelf: Shelf): Promise<[string, unknown][]>;
  /** All of it or nothing. */
  write(changes: readonly Write[]): Promise<void>;
  /** Empties every shelf. */
  erase(): Promise<void>;
}

function storeError(code: string, error: unknown): NablabError {
  const found = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return new NablabError({ code, path: '', found, allowed: '' });
}

const failed = (error: unknown) =>
  storeError((error as DOMException | null)?.name === 'QuotaExceededError' ? 'STORE_FULL' : 'STORE_DENIED', error);

function answerOf<Value>(request: IDBRequest<Value>): Promise<Value> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(failed(request.error));
  });
}

function endOf(transaction: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onerror = transaction.onabort = () => reject(failed(transaction.error));
  });
}

/** Milliseconds to wait for a database that neither does what it is asked nor fails. */
const patience = 3000;

/** Rejects after some time with `STORE_SILENT`, unless it is ended before. */
function silenceAfter(milliseconds: number): { silence: Promise<never>; end: () => void } {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const silence = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(storeError('STORE_SILENT', 'no answer')), milliseconds);
  });
  return { silence, end: () => clearTimeout(timer) };
}

class BrowserDatabase implements Database {
  constructor(private readonly database: IDBDatabase) {}

  read(shelf: Shelf, key: string): Promise<unknown> {
    return this.#tried(() => answerOf(this.database.transaction(shelf).objectStore(shelf).get(key)));
  }

  readAll(shelf: Shelf): Promise<[string, unknown][]> {
    return this.#tried(async () => {
      const store = this.database.transaction(shelf).objectStore(shelf);
      const [keys, values] = await Promise.all([answerOf(store.getAllKeys()), answerOf(store.getAll())]);
      return keys.map((key, i) => [String(key), values[i] as unknown]);
    });
  }

  write(changes: readonly Write[]): Promise<void> {
    return this.#tried(async () => {
      // A transaction over nothing is an error.
      if (changes.length === 0) return;
      const transaction = this.database.transaction(new Set(changes.map(({ shelf }) => shelf)), 'readwrite');
      const done = endOf(transaction);
      for (const { shelf, key, value } of changes) {
        const store = transaction.objectStore(shelf);
        if (value === undefined) store.delete(key);
        else store.put(value, key);
      }
      await done;
    });
  }

  erase(): Promise<void> {
    return this.#tried(async () => {
      const transaction = this.database.transaction(shelves, 'readwrite');
      const done = endOf(transaction);
      for (const shelf of shelves) transaction.objectStore(shelf).clear();
      await done;
    });
  }

  /** A closed database and values that cannot be stored throw at once instead of failing later; others never answer. */
  async #tried<Value>(work: () => Promise<Value>): Promise<Value> {
    const { silence, end } = silenceAfter(patience);
    try {
      return await Promise.race([work(), silence]);
    } catch (error) {
      throw error instanceof NablabError ? error : failed(error);
    } finally {
      end();
    }
  }
}

/** What takes the place of the browser's database where it is denied: it lasts as long as the page. */
export class MemoryDatabase implements Database {
  #shelves = new Map<Shelf, Map<string, unknown>>(shelves.map((shelf) => [shelf, new Map<string, unknown>()]));

  async read(shelf: Shelf, key: string): Promise<unknown> {
    return this.#shelves.get(shelf)?.get(key);
  }

  async readAll(shelf: Shelf): Promise<[string, unknown][]> {
    return [...(this.#shelves.get(shelf) ?? [])];
  }

  async write(changes: readonly Write[]): Promise<void> {
    for (const { shelf, key, value } of changes) {
      if (value === undefined) this.#shelves.get(shelf)?.delete(key);
      else this.#shelves.get(shelf)?.set(key, value);
    }
  }

  async erase(): Promise<void> {
    for (const shelf of this.#shelves.values()) shelf.clear();
  }
}

/** What its holder hears of a database after `openDatabase` has settled. */
export interface DatabaseListener {
  /** It is lost: a newer page wants to change it, or the browser has closed it. */
  onclosed: () => void;
  /** It has come after all, although that was refused for now. */
  onlate: (database: Database) => void;
}

/**
 * Opens the browser's database. Rejects with `STORE_DENIED` (storage is switched off), `STORE_BLOCKED` (another tab
 * holds an older version open), `STORE_NEWER` (a newer page has been here), `STORE_SILENT` (no answer for three seconds).
 */
export function openDatabase({ onclosed, onlate }: DatabaseListener): Promise<Database> {
  return new Promise((resolve, reject) => {
    let isRefused = false;
    const refuse = (code: string, error: unknown) => {
      clearTimeout(late);
      isRefused = true;
      reject(storeError(code, error));
    };
    const late = setTimeout(() => refuse('STORE_SILENT', 'no answer'), patience);
    try {
      const request = indexedDB.open(name, version);
      request.onupgradeneeded = () => {
        for (const shelf of shelves) request.result.createObjectStore(shelf);
      };
      request.onblocked = () => refuse('STORE_BLOCKED', 'blocked by another tab');
      request.onerror = () =>
        refuse(request.error?.name === 'VersionError' ? 'STORE_NEWER' : 'STORE_DENIED', request.error);
      request.onsuccess = () => {
        clearTimeout(late);
        const database = request.result;
        // A newer page wants to change the shelves: it must not wait for this one.
        database.onversionchange = () => {
          database.close();
          onclosed();
        };
        database.onclose = onclosed;
        if (isRefused) onlate(new BrowserDatabase(database));
        else resolve(new BrowserDatabase(database));
      };
    } catch (error) {
      refuse('STORE_DENIED', error);
    }
  });
}
