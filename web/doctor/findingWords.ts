/** A finding of the core in words: its sentence with the numbers that it rests on. */
import type { Finding } from '../../wasm-bindings/types';
import { percent, shortNumber } from '../pictures/number';
import { t, word, type Key } from '../words';

/** Numbers of evidence that are shares of one. */
const shares: ReadonlySet<string> = new Set(['share', 'recall', 'fall', 'swing', 'left', 'easy', 'passed']);

function textOf(name: string, value: number): string | number {
  if (shares.has(name)) return percent(value);
  return Number.isInteger(value) ? value : shortNumber(value);
}

/** What was seen, why it matters, in which rows or lines. */
export function sentencesOf(finding: Finding): string[] {
  const { rule, aspect, evidence, names, part, lines, samples, step, layer } = finding;
  const params = {
    ...Object.fromEntries(Object.entries(evidence).map(([name, value]) => [name, textOf(name, value)])),
    name: names[0] ?? '',
    other: names[1] ?? '',
    names: names.join(t('finding.comma')),
    part: part ? t(`finding.${part}`) : '',
    step,
    layer: layer + 1,
  };
  const sentences = [word(`finding.${rule}.${aspect}`, params) ?? `${rule}: ${aspect}`];
  if (lines.length > 0) sentences.push(t('finding.lines', { list: lines.join(t('finding.comma')) }));
  if (samples.length > 0)
    sentences.push(t('finding.samples', { list: samples.map((row) => row + 1).join(t('finding.comma')) }));
  return sentences;
}

export function titleOf({ rule }: Finding): string {
  return word(`kind.rules.${rule}`) ?? rule;
}

export function remedyOf(key: string): string {
  return word(`remedy.${key}`) ?? key;
}

const severities: Record<Finding['severity'], Key> = {
  error: 'finding.error',
  warning: 'finding.warning',
  hint: 'finding.hint',
};

export function severityOf({ severity }: Finding): string {
  return t(severities[severity]);
}

/** The name of a cause: that of the rule that finds it, where the rule has not two sides. */
export function causeOf(cause: string): string {
  return word(`cause.${cause}`) ?? word(`kind.rules.${cause}`) ?? cause;
}
