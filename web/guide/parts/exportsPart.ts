/** How exactly exported programs agreed with the core when they were run: what `npm run exports:report` has measured. */
import { escaped } from '../../lessons/frame.ts';
import { number, table, type Part, type PartSource } from './source.ts';

/** What a program was found to do, that it was not run, or why it cannot be written. */
type Measured = { outputs: number; gradient: number; losses: number } | { notRun: string } | { refused: string };

/** As `docs/exports.json` holds it. */
interface ExportsReport {
  versions: Record<string, string>;
  experiments: { name: string; formats: Record<string, Measured | undefined> }[];
}

function cellOf(measured: Measured | undefined, { words }: PartSource): string {
  if (!measured) return '–';
  if ('refused' in measured) return words.refused;
  if ('notRun' in measured) return words.notRun;
  return number(Math.max(measured.outputs, measured.gradient, measured.losses), 2);
}

export const exportsPart: Part = (source) => {
  const { read, words, word } = source;
  const text = read('docs/exports.json');
  if (text === null) return `<p>${words.notYet}</p>`;
  const { experiments, versions } = JSON.parse(text) as ExportsReport;
  const formats = Object.keys(experiments[0]?.formats ?? {});
  const rows = experiments.map(({ name, formats: by }) => [
    `<span lang="en">${escaped(name)}</span>`,
    ...formats.map((format) => cellOf(by[format], source)),
  ]);
  const heads = [words.experiment, ...formats.map((format) => escaped(word(`export.${format}`) ?? format))];
  const ran = Object.entries(versions).map(([name, version]) => escaped(`${name} ${version}`));
  return `${table(words.exports, heads, rows)}\n<p class="soft" lang="en">${ran.join(' · ')}</p>`;
};
