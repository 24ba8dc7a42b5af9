/** Tables of what was measured: golden cases, other libraries, the doctor's corpus, exported programs; and of what is refused. */
import { escaped } from '../../lessons/frame.ts';
import type { ReportCard } from '../../doctor/reportCard.ts';
import { code, number, percent, table, type Part } from './source.ts';

/** What `tests/golden/deviations.test.ts` records: by case its kinds and largest deviations. */
export type GoldenRecord = Record<string, { kinds: string[]; float32: number; float64: number }>;

const missing = (sentence: string) => `<p>${sentence}</p>`;

export const goldenPart: Part = ({ read, words }) => {
  const text = read('docs/golden.json');
  if (text === null) return missing(words.notYet);
  const rows = Object.entries(JSON.parse(text) as GoldenRecord).map(([name, { kinds, float32, float64 }]) => [
    code(name),
    kinds.map(code).join(' '),
    number(float32, 2),
    number(float64, 2),
  ]);
  const heads = [words.case, words.kind, words.deviation(words.single), words.deviation(words.double)];
  return table(words.golden, heads, rows);
};

/** The first table after the heading "Side by side" of the benchmarks' document. */
export const peersPart: Part = ({ read, words }) => {
  const [, after = ''] = read('bench/README.md')?.split('## Side by side') ?? [];
  const lines = after.split('\n');
  const first = lines.findIndex((line) => line.startsWith('|'));
  if (first < 0) return missing(words.notYet);
  const end = lines.findIndex((line, i) => i > first && !line.startsWith('|'));
  const [heads, , ...rows] = lines.slice(first, end).map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => escaped(cell.trim())),
  );
  return table(words.peers, [words.library, ...heads.slice(1)], rows);
};

/** The networks that are trained for the table of speeds. */
export const workloadsPart: Part = ({ read, words }) => {
  const workloads = JSON.parse(read('bench/workloads.json') ?? '[]') as { name: string; title: string }[];
  const rows = workloads.map(({ name, title }) => [name, `<span lang="en">${escaped(title)}</span>`]);
  return table(words.workloads, [words.case, words.trained], rows);
};

/** The doctor's goals, and what it reached. */
export const reportGoalsPart: Part = ({ read, words }) => {
  const text = read('docs/reportCard.json');
  if (text === null) return missing(words.notYet);
  const { goals, judged } = JSON.parse(text) as ReportCard;
  const rows = (['headlineRight', 'falseAlarms', 'cured'] as const).map((name) => [
    words[name],
    `${name === 'falseAlarms' ? '≤' : '≥'} ${percent(goals[name])}`,
    percent(judged[name]),
  ]);
  return table(words.goals, [words.measured, words.goal, words.reached], rows);
};

/** How often the doctor was right, by fault and by cause. */
export const reportCardPart: Part = ({ read, words, word }) => {
  const text = read('docs/reportCard.json');
  if (text === null) return missing(words.notYet);
  const { judged } = JSON.parse(text) as ReportCard;
  const causeOf = (cause: string) => escaped(word(`cause.${cause}`) ?? word(`kind.rules.${cause}`) ?? cause);
  const faults = judged.confusion.map(({ fault, cause, suffer, right, treated, cured }) => [
    code(fault),
    causeOf(cause),
    `${right} / ${suffer}`,
    treated > 0 ? `${cured} / ${treated}` : '–',
  ]);
  const causes = judged.causes
    .filter(({ sick }) => sick > 0)
    .map(({ cause, precision, recall, sick }) => [causeOf(cause), percent(precision), percent(recall), String(sick)]);
  return [
    table(words.faults, [words.fault, words.trueCause, words.named, words.healed], faults),
    table(words.causes, [words.cause, words.precision, words.recall, words.sick], causes),
  ].join('\n');
};

/** What is refused, in the page's sentences; braces stand for what was found and what is allowed. */
export const errorsPart: Part = ({ keys, words, word }) => {
  const codes = keys.filter((key) => /^error\.[A-Z_]+$/.test(key)).sort();
  const rows = codes.map((key) => [code(key.slice('error.'.length)), escaped(word(key) ?? '')]);
  return table(words.errors, [words.error, words.sentence], rows);
};
