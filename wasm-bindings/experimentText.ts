/**
 * The one door for experiments that come as text: links, dropped files, the command line. Bounds size and depth before
 * anything is built; what the document means is then the core's to judge.
 */
import { jsonErrorOffset } from './jsonScan.ts';
import { NablabError } from './nablabError.ts';

/** Bytes of UTF-8. */
export const largestExperimentText = 65_536;
/** Lists and records within one another. */
export const deepestExperimentText = 32;

/**
 * The value that the text describes; of a key written twice the last one holds, as everywhere in JavaScript.
 * Throws `NablabError`s: TEXT_SIZE, JSON_DEPTH, JSON_SYNTAX; `path` is the place, "line 3, column 7".
 */
export function parseExperimentText(source: string, largest = largestExperimentText): unknown {
  const bytes = new TextEncoder().encode(source).length;
  if (bytes > largest) {
    throw new NablabError({
      code: 'TEXT_SIZE',
      path: 'text',
      found: `${bytes} bytes`,
      allowed: `up to ${largest} bytes`,
    });
  }
  const text = source.startsWith('\uFEFF') ? source.slice(1) : source;
  refuseDepth(text);
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw syntaxError(text, jsonErrorOffset(text));
  }
}

function syntaxError(text: string, offset: number): NablabError {
  const path = placeOf(text, offset);
  const found = offset < text.length ? JSON.stringify(String.fromCodePoint(text.codePointAt(offset) ?? 0)) : 'the end';
  return new NablabError({ code: 'JSON_SYNTAX', path, found, allowed: 'JSON' }, `not JSON: found ${found} at ${path}`);
}

/** One pass without recursion: an attacker's depth must not become ours. */
function refuseDepth(text: string): void {
  let depth = 0;
  let inString = false;
  for (let i = 0; i < text.length; ++i) {
    const character = text[i];
    if (inString) {
      if (character === '\\') ++i;
      else if (character === '"') inString = false;
    } else if (character === '"') inString = true;
    else if (character === ']' || character === '}') --depth;
    else if ((character === '[' || character === '{') && ++depth > deepestExperimentText) {
      throw new NablabError({
        code: 'JSON_DEPTH',
        path: placeOf(text, i),
        found: `more than ${deepestExperimentText} levels`,
        allowed: `up to ${deepestExperimentText} levels`,
      });
    }
  }
}

function placeOf(text: string, offset: number): string {
  const lines = text.slice(0, offset).split(/\r\n|\r|\n/);
  return `line ${lines.length}, column ${lines[lines.length - 1].length + 1}`;
}
