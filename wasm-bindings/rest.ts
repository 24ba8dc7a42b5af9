/** The second file of an engine that comes in two. */
import { readWasm, readWasmNow } from './read';

/**
 * Stands in for the functions that are not there yet. The build tells the first file to import each of them from
 * `placeholder`, under the number of its place in the table of functions, and the second file to put them there. What
 * is called too early waits for it.
 */
export class Rest {
  #first: WebAssembly.Exports = {};
  #isThere = false;

  constructor(private readonly url: URL) {}

  /** What the first file has to import beside the rest of its imports. */
  standIns(): WebAssembly.ModuleImports {
    const standIn = (place: number) => {
      return (...values: unknown[]): unknown => {
        this.#join(() => readWasmNow(this.url));
        return this.#functionAt(place)(...values);
      };
    };
    return new Proxy({}, { get: (_, place) => standIn(Number(place)) });
  }

  /** Tells which instance the rest belongs to: the one that was made with `standIns`. */
  belongsTo(first: WebAssembly.Instance): void {
    this.#first = first.exports;
  }

  /** Brings it without making anybody wait. */
  async bring(): Promise<void> {
    const module = await readWasm(this.url);
    this.#join(() => module);
  }

  #join(read: () => WebAssembly.Module): void {
    if (this.#isThere) return;
    new WebAssembly.Instance(read(), { primary: this.#first });
    this.#isThere = true;
  }

  /** Of the table of functions, which both files share. A place that is empty traps, as it does within WebAssembly. */
  #functionAt(place: number): (...values: unknown[]) => unknown {
    const table = Object.values(this.#first).find((each) => each instanceof WebAssembly.Table);
    const found = table?.get(place) as ((...values: unknown[]) => unknown) | null | undefined;
    if (!found) throw new WebAssembly.RuntimeError(`there is no function ${place}`);
    return found;
  }
}
