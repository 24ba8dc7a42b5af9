/** With which tools of other people package and page were tried: what `npm run hosts:report` has found. */
import { escaped } from '../../lessons/frame.ts';
import { table, type Part } from './source.ts';

/** As `docs/hosts.json` holds it; without a version, a tool was not to be had. */
interface HostsReport {
  date: string;
  tools: { name: string; version: string | null; result: 'passed' | 'failed' | 'notRun' }[];
}

export const hostsPart: Part = ({ read, words }) => {
  const text = read('docs/hosts.json');
  if (text === null) return `<p>${words.notYet}</p>`;
  const { date, tools } = JSON.parse(text) as HostsReport;
  const rows = tools.map(({ name, version, result }) => [
    `<span lang="en">${escaped(name)}</span>`,
    version === null ? '–' : escaped(version),
    words[result],
  ]);
  return table(words.hosts(date), [words.tool, words.version, words.outcome], rows);
};
