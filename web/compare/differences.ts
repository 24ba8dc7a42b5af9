/** How two experiments differ, place by place: read off the documents. */
import type { Experiment } from '../../wasm-bindings/types';

/** A place at which they differ, and what stands there; undefined where one of them has nothing. */
export interface Difference {
  path: string;
  a: unknown;
  b: unknown;
}

/** Words change no bits; turned knobs are compared as a whole. */
const apart = new Set(['title', 'notes', 'version', 'log']);

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isChoice = (value: unknown) => isRecord(value) && 'kind' in value;

function within(path: string, a: unknown, b: unknown): Difference[] {
  if (JSON.stringify(a) === JSON.stringify(b)) return [];
  // Knobs of different kinds have nothing to do with one another.
  if (isChoice(a) !== isChoice(b) || (isRecord(a) && isRecord(b) && a.kind !== b.kind)) return [{ path, a, b }];
  if (isRecord(a) && isRecord(b)) {
    const names = [...new Set([...Object.keys(a), ...Object.keys(b)])];
    return names.flatMap((name) => within(`${path}.${name}`, a[name], b[name]));
  }
  const lists = [a, b].map((each) => (Array.isArray(each) && each.some(isRecord) ? (each as unknown[]) : null));
  if (!lists[0] && !lists[1]) return [{ path, a, b }];
  const [first, second] = lists.map((list) => list ?? []);
  const length = Math.max(first.length, second.length);
  return Array.from({ length }, (_, i) => within(`${path}[${i}]`, first[i], second[i])).flat();
}

/** Every place at which the experiments differ, in the order of the first. */
export function differencesOf(a: Experiment, b: Experiment): Difference[] {
  const names = [...new Set([...Object.keys(a), ...Object.keys(b)])].filter((name) => !apart.has(name));
  const [first, second] = [a, b] as unknown as Record<string, unknown>[];
  return names.flatMap((name) => within(name, first[name], second[name]));
}

/** Knobs that were turned in one of the runs only. */
export function turnedOnlyIn(one: Experiment, other: Experiment): Experiment['log'] {
  const known = new Set(other.log.map((entry) => JSON.stringify(entry)));
  return one.log.filter((entry) => !known.has(JSON.stringify(entry)));
}
