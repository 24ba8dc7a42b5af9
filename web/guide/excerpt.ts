/** Excerpts of source files. */
import type { Excerpt } from './guide.ts';

/** How far the first line that is not empty is indented is taken off all. */
function unindented(lines: string[]): string[] {
  const depth = Math.min(...lines.filter((line) => line.trim()).map((line) => line.length - line.trimStart().length));
  return lines.map((line) => line.slice(depth));
}

/** How many braces a line leaves open. */
const opens = (line: string) => [...line].reduce((sum, sign) => sum + (sign === '{' ? 1 : sign === '}' ? -1 : 0), 0);

/** The lines from `first` on, up to the one that closes what they open. */
function block(lines: string[], first: number): string[] {
  let open = 0;
  for (let i = first; i < lines.length; i++) {
    open += opens(lines[i]);
    if (open === 0 && lines[i].includes('}')) return lines.slice(first, i + 1);
  }
  throw new Error(`nothing closes what line ${first + 1} opens`);
}

/** The excerpt's text, without what only steers the compiler. Throws where the file no longer holds what it begins with. */
export function excerptOf(source: string, { file, after, from, lines = 1 }: Excerpt): string {
  const all = source.split('\n');
  const begin = after === undefined ? 0 : all.findIndex((line) => line.includes(after));
  const first = begin < 0 ? -1 : all.findIndex((line, i) => i >= begin && line.includes(from));
  if (first < 0) throw new Error(`${file} has no line ${JSON.stringify(begin < 0 ? after : from)}`);
  const found = lines === 'block' ? block(all, first) : all.slice(first, first + lines);
  return unindented(found.filter((line) => !line.startsWith('#pragma'))).join('\n');
}
