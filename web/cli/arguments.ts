/** The words of the command line, judged completely before anything is done. */

export const defaultSteps = 2000;
export const mostSteps = 1_000_000_000;

/** How to call the program, word for word what `--help` prints. */
export const usage = `Usage:
  nablab run FILE|-  train the experiment in FILE (- reads standard input), print the metrics
  nablab catalog     print everything that can be chosen, as JSON
  nablab --help      print this
  nablab --version   print the version

Options of run:
  --steps N          train N steps (default ${defaultSteps})
  --seed S           train with this seed instead of the experiment's
  --json             print the result as JSON
  --history FILE     write the curves as CSV: up to 1000 points, evenly spaced
  --force            overwrite FILE of --history
  -q, --quiet        no progress bar

The exit status is 0 for success, 1 where an experiment is refused, diverges or cannot be read, 2 for a wrong
command line, 130 after Ctrl-C.`;

/** What is wrong with the command line, in one line; the program ends with status 2. */
export class UsageError extends Error {}

export interface RunOptions {
  file: string;
  steps: number;
  seed: number | null;
  json: boolean;
  history: string | null;
  force: boolean;
  quiet: boolean;
}

export type Command =
  { name: 'help' } | { name: 'version' } | { name: 'catalog' } | { name: 'run'; options: RunOptions };

const flags = ['--steps', '--seed', '--json', '--history', '--force', '--quiet', '-q', '--help', '-h', '--version'];

/** The command that the words (without the program's name) ask for; throws a `UsageError`. */
export function parseArguments(words: string[]): Command {
  if (words.includes('--help') || words.includes('-h') || words[0] === 'help') return { name: 'help' };
  const [name, ...rest] = words;
  if (name === undefined) throw new UsageError('a command is missing; allowed: run, catalog, --help, --version');
  if (name === '--version') return { name: 'version' };
  if (name === 'run') return { name: 'run', options: parseRun(rest) };
  if (name !== 'catalog') throw unknown('command', name, ['run', 'catalog', '--help', '--version']);
  if (rest.length > 0) throw new UsageError(`catalog takes nothing more, found ${quoted(rest[0])}`);
  return { name: 'catalog' };
}

function parseRun(words: string[]): RunOptions {
  const options: RunOptions = {
    file: '',
    steps: defaultSteps,
    seed: null,
    json: false,
    history: null,
    force: false,
    quiet: false,
  };
  const rest = words.flatMap((word) => (/^--[a-z]+=/.test(word) ? splitOnce(word) : [word]));
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    if (word === '--json') options.json = true;
    else if (word === '--force') options.force = true;
    else if (word === '--quiet' || word === '-q') options.quiet = true;
    else if (word === '--steps') options.steps = integer(word, rest.shift(), mostSteps);
    else if (word === '--seed') options.seed = integer(word, rest.shift(), 2 ** 32 - 1);
    else if (word === '--history') options.history = text(word, rest.shift());
    else if (word.startsWith('-') && word !== '-') throw unknown('option', word, flags);
    else if (options.file)
      throw new UsageError(`run takes one file, found ${quoted(options.file)} and ${quoted(word)}`);
    else options.file = word;
  }
  if (!options.file) throw new UsageError('run needs a FILE, or - for standard input');
  return options;
}

function splitOnce(word: string): string[] {
  const at = word.indexOf('=');
  return [word.slice(0, at), word.slice(at + 1)];
}

function integer(option: string, value: string | undefined, most: number): number {
  const number = Number(value);
  if (value === undefined || !/^[0-9]+$/.test(value) || number > most) {
    throw new UsageError(
      `${option} is ${value === undefined ? 'missing' : quoted(value)}; allowed: integers from 0 to ${most}`,
    );
  }
  return number;
}

function text(option: string, value: string | undefined): string {
  if (!value || value.startsWith('-')) throw new UsageError(`${option} needs the name of a file`);
  return value;
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
