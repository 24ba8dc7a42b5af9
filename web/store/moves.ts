/** Where entries of the experiment's lists stand, though others came or went since the page showed them. */
import type { Choice } from '../../wasm-bindings/types';

export type List = 'preprocessing' | 'layers' | 'regularizers';

/** So many entries of a list, from a place on, give way to others. */
export interface Splice {
  place: number;
  removed: number;
  added: readonly Choice[];
}

/** Tells where the entry stands that was shown at a place; null if it was taken away. */
export type PlaceNow = (place: number) => number | null;

export class Moves {
  readonly #all: (Splice & { list: List })[] = [];
  /** How many were made until what is shown: the documents, and the scene, which comes with its first frame. */
  documents = 0;
  scene = 0;

  get count(): number {
    return this.#all.length;
  }

  note(list: List, splice: Splice): void {
    this.#all.push({ list, ...splice });
  }

  /** For places that were shown when so many moves had been made. An entry in whose place another was put stays where it was. */
  since(count: number, list: List): PlaceNow {
    return (shown) => {
      let now = shown;
      for (const { list: moved, place, removed, added } of this.#all.slice(count)) {
        if (moved !== list || now < place || removed === added.length) continue;
        if (now < place + removed) return null;
        now += added.length - removed;
      }
      return now;
    };
  }

  /** The same for a path, such as `layers[2].units`. */
  pathSince(count: number, path: string): string | null {
    const [, list, place, rest] = /^(\w+)\[(\d+)\](.*)$/.exec(path) ?? [];
    if (list === undefined) return path;
    const now = this.since(count, list as List)(Number(place));
    return now === null ? null : `${list}[${now}]${rest ?? ''}`;
  }
}
