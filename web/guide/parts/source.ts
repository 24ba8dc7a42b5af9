/** What the generated parts are made from, and markup that they share. */
import type { Catalog } from '../../../wasm-bindings/types.ts';
import { escaped } from '../../lessons/frame.ts';
import type { LessonLanguage } from '../../lessons/words.ts';
import type { PartWords } from './partWords.ts';

/** One language's view of it all. */
export interface PartSource {
  language: LessonLanguage;
  catalog: Catalog;
  /** What the page calls a thing of the catalog: `kind.optimizers.adam`; undefined where it has no word. */
  word(key: string): string | undefined;
  /** Every key of the page's words. */
  keys: string[];
  /** The words around the parts. */
  words: PartWords;
  /** A file of the repository, or null where there is none. */
  read(file: string): string | null;
}

export type Part = (source: PartSource) => string;

export const code = (text: string) => `<code>${escaped(text)}</code>`;

/** A table of markup; one of a class of its own is narrow enough for a phone. */
export function table(caption: string, heads: string[], rows: string[][], kind = ''): string {
  const head = heads.map((each) => `<th scope="col">${each}</th>`).join('');
  const body = rows.map(([first = '', ...rest]) => {
    const cells = rest.map((cell, i) => `<td data-label="${heads[i + 1]}">${cell}</td>`);
    return `<tr><th scope="row">${first}</th>${cells.join('')}</tr>`;
  });
  return `<table${kind && ` class="${kind}"`}><caption>${escaped(caption)}</caption><thead><tr>${head}</tr></thead><tbody>${body.join('\n')}</tbody></table>`;
}

/** With so many significant digits, and powers of ten as one writes them. */
export function number(value: number, digits = 3): string {
  if (value === 0) return '0';
  const text = value.toPrecision(digits);
  const [, mantissa = text, exponent = ''] = /^(.*)e\+?(.*)$/.exec(text) ?? [];
  const shown = mantissa.includes('.') ? mantissa.replace(/\.?0+$/, '') : mantissa;
  return exponent ? `${shown} · 10<sup>${exponent.replace('-', '−')}</sup>` : shown.replace('-', '−');
}

/** A share as it is said. */
export const percent = (share: number | null) => (share === null ? '–' : `${Number((100 * share).toFixed(1))} %`);
