/** Lists of numbers as a person writes them: `1, 0.5, 2`. */
import type { KnobValue } from '../../wasm-bindings/types';

const separators = /[\s,;，；、]+/;

export function listText(values: readonly number[]): string {
  return values.join(', ');
}

/** The numbers of a text. What is no number stays text: the core refuses it at its place, in its own words. */
export function listOf(text: string): KnobValue {
  const parts = text.split(separators).filter(Boolean);
  return parts.map((part) => {
    const number = Number(part.replace('−', '-'));
    return Number.isFinite(number) ? number : part;
  }) as number[];
}
