/** The words of the command line, judged completely before anything is done. */
import { commandNames, commands, mostSteps, type OptionSpec } from './commands';

/** What is wrong with the command line, in one line; the program ends with status 2. */
export class UsageError extends Error {}

/** The options of all commands; each knows its own. */
export interface Options {
  /** What is to be done with: the experiment's file, or golden cases. */
  files: string[];
  steps: number | null;
  step: number;
  seed: number | null;
  low: number | null;
  high: number | null;
  rates: number | null;
  /** CSV and IDX files. */
  data: string[];
  load: string | null;
  save: string | null;
  history: string | null;
  /** Of an export. */
  format: string | null;
  output: string | null;
  json: boolean;
  force: boolean;
  quiet: boolean;
  debug: boolean;
}

export interface Command {
  name: string;
  options: Options;
}

/** The command that the words (without the program's name) ask for; throws a `UsageError`. */
export function parseArguments(words: string[]): Command {
  const [name, ...rest] = words;
  if (name === undefined) throw new UsageError(`a command is missing; allowed: ${allowedCommands()}`);
  if (name === '--version' || name === '-v') return { name: 'version', options: none() };
  if (name === '--help' || name === '-h') return { name: 'help', options: none() };
  if (!commandNames.includes(name)) throw unknown('command', name, [...commandNames, '--help', '--version']);
  if (rest.includes('--help') || rest.includes('-h')) return { name: 'help', options: { ...none(), files: [name] } };
  return { name, options: parseOptions(name, rest) };
}

function allowedCommands(): string {
  return [...commandNames, '--help', '--version'].join(', ');
}

function none(): Options {
  const values = { steps: null, step: 0, seed: null, low: null, high: null, rates: null };
  const files = { files: [], data: [], load: null, save: null, history: null, format: null, output: null };
  return { ...values, ...files, json: false, force: false, quiet: false, debug: false };
}

function parseOptions(name: string, words: string[]): Options {
  const { operands, options } = commands[name];
  const result = none();
  const rest = words.flatMap((word) => (/^--[a-z]+=/.test(word) ? splitOnce(word) : [word]));
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    const spec = options.find((each) => each.name === word || each.short === word);
    if (spec?.name === '--data') result.data.push(fileName(spec.name, rest.shift()));
    else if (spec) Object.assign(result, { [spec.name.slice(2)]: valueOf(spec, rest) });
    else if (word.startsWith('-') && word !== '-') throw unknown('option', word, namesOf(options));
    else if (operands === 'none') throw new UsageError(`${name} takes nothing more, found ${quoted(word)}`);
    else if (operands === 'one' && result.files.length > 0) {
      throw new UsageError(`${name} takes one file, found ${quoted(result.files[0])} and ${quoted(word)}`);
    } else result.files.push(word);
  }
  if (operands === 'one' && result.files.length === 0) {
    throw new UsageError(`${name} needs a FILE, or - for standard input`);
  }
  if (operands === 'many' && result.files.length === 0) throw new UsageError(`${name} needs a FILE or FOLDER`);
  return result;
}

function namesOf(options: OptionSpec[]): string[] {
  return [...options.flatMap(({ name, short }) => (short ? [name, short] : [name])), '--help'];
}

function splitOnce(word: string): string[] {
  const at = word.indexOf('=');
  return [word.slice(0, at), word.slice(at + 1)];
}

/** Takes the option's value, if it has one, from the words that follow. */
function valueOf(spec: OptionSpec, rest: string[]): boolean | number | string {
  switch (spec.value) {
    case undefined:
      return true;
    case 'N':
      return integer(spec.name, rest.shift(), mostSteps);
    case 'S':
      return integer(spec.name, rest.shift(), 2 ** 32 - 1);
    case 'RATE':
      return rate(spec.name, rest.shift());
    case 'FILE':
      return fileName(spec.name, rest.shift());
    case 'NAME':
      return word(spec.name, rest.shift());
  }
}

function integer(option: string, value: string | undefined, most: number): number {
  const number = Number(value);
  if (value === undefined || !/^[0-9]+$/.test(value) || number > most) {
    throw new UsageError(`${option} is ${shown(value)}; allowed: integers from 0 to ${most}`);
  }
  return number;
}

function rate(option: string, value: string | undefined): number {
  const number = Number(value);
  if (!value || !/^[0-9.]/.test(value) || !(number > 0) || number > 1e30) {
    throw new UsageError(`${option} is ${shown(value)}; allowed: numbers above 0, up to 1e30`);
  }
  return number;
}

function fileName(option: string, value: string | undefined): string {
  if (!value || value.startsWith('-')) throw new UsageError(`${option} needs the name of a file`);
  return value;
}

function word(option: string, value: string | undefined): string {
  if (!value || value.startsWith('-')) throw new UsageError(`${option} needs a name`);
  return value;
}

function shown(value: string | undefined): string {
  return value === undefined ? 'missing' : quoted(value);
}

function unknown(what: string, word: string, known: string[]): UsageError {
  const near = known.find((other) => other.length > 2 && editDistance(word, other) <= 2);
  const hint = near ? `did you mean ${near}?` : `allowed: ${known.join(', ')}`;
  return new UsageError(`${quoted(word)} is no ${what}; ${hint}`);
}

function quoted(word: string): string {
  return JSON.stringify(word.length > 60 ? `${word.slice(0, 60)}…` : word);
}

/** How many letters have to be put in, taken out or changed (Levenshtein 1966). */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; ++i) {
    const next = [i];
    for (let j = 1; j <= b.length; ++j) {
      next.push(Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1)));
    }
    row = next;
  }
  return row[b.length];
}
