/** What the pre-flight has shown, by experiment, as long as the page is open. */
import { SvelteMap } from 'svelte/reactivity';
import type { Experiment, PreflightCheck, PreflightResult } from '../../wasm-bindings/types';
import { percent, shortNumber } from '../pictures/number';
import { t, word, type Key } from '../words';

/** In the order of the list; its words are `check.KEY` and `check.KEY.help`. */
export const checkKeys = [
  'data',
  'initialLoss',
  'gradients',
  'overfitBatch',
  'inputIndependent',
  'rangeTest',
  'regularization',
] as const satisfies PreflightCheck['key'][];

/** A check as it came out, and by which engine. */
export interface CheckResult extends PreflightCheck {
  engine: string;
}

/** Experiments whose results are remembered. */
const mostRemembered = 20;

class Checks {
  readonly #results = new SvelteMap<string, Partial<Record<PreflightCheck['key'], CheckResult>>>();

  /** What is known of this experiment. */
  of(experiment: Experiment): Partial<Record<PreflightCheck['key'], CheckResult>> {
    return this.#results.get(nameOf(experiment)) ?? {};
  }

  /** Notes results; the oldest experiments make room. */
  note(experiment: Experiment, { engine, checks }: PreflightResult): void {
    const name = nameOf(experiment);
    const fresh = Object.fromEntries(checks.map((check) => [check.key, { ...check, engine }]));
    const known = { ...this.#results.get(name), ...fresh };
    this.#results.delete(name);
    this.#results.set(name, known);
    for (const oldest of [...this.#results.keys()].slice(0, -mostRemembered)) this.#results.delete(oldest);
  }
}

/** Title and notes change no result. */
function nameOf(experiment: Experiment): string {
  return JSON.stringify({ ...experiment, title: '', notes: '' });
}

export const remembered = new Checks();

/** Numbers of evidence that are shares of one. */
const shares: ReadonlySet<string> = new Set(['error']);

/** The numbers of a check as its sentence shows them. */
function textOf([name, value]: [string, number]): [string, string | number] {
  if (shares.has(name)) return [name, percent(value)];
  return [name, Number.isInteger(value) ? value : shortNumber(value)];
}

/** What the check has measured, as a sentence; empty where its findings say it all. */
export function sentenceOfCheck({ key, state, reason, evidence }: PreflightCheck): string {
  if (state === 'notRun') return word(`check.reason.${reason}`) ?? reason;
  const numbers = Object.entries(evidence).filter(([, value]) => typeof value === 'number');
  const isBare = key === 'rangeTest' && !numbers.some(([name]) => name === 'suggested');
  const sentence = isBare ? 'check.rangeTest.never' : `check.${key}.${state}`;
  return word(sentence, Object.fromEntries(numbers.map(textOf))) ?? '';
}

/** The results as one paragraph, for the notes of an experiment. */
export function notesOf(results: readonly CheckResult[]): string {
  const states = results.map(({ key, state }) => `${t(`check.${key}` as Key)}: ${t(`check.state.${state}` as Key)}`);
  return t('check.notes', { engine: results[0]?.engine ?? '', list: states.join(t('check.semicolon')) });
}
