/**
 * `nablab test`: the experiments and challenges of a course, as they stand in its Markdown.
 *
 * A fenced block of the language `nablab` holds one JSON document: `experiment`, and as far as it says something of it,
 * `steps` (train so many), `expect` (a list of numbers that then hold: `read`, with `atLeast`, `atMost` or both), `hash`
 * (the bits that it must have), `challenge` (as in a lesson: `read`, `atLeast` or `atMost`, `steps`, `parameters`, `keep`, and
 * a `solution` and a `wrong` answer: changes of the experiment that reach it, and that do not).
 */
import { setImmediate } from 'node:timers/promises';
import { NablabError } from '../../wasm-bindings/nablabError';
import { parseExperimentText } from '../../wasm-bindings/experimentText';
import { loadEngine } from '../../wasm-bindings/loader';
import type { Engine, Session } from '../../wasm-bindings/types';
import { lacking, type Challenge, type ExperimentInput } from '../lessons/lesson';
import { readNumber, standingOf } from '../lessons/readNumber';
import type { Options } from './arguments';
import { readTextFile } from './files';
import { naturalSteps } from './run';

/** Steps between two looks at what else there is to do. */
const turn = 1000;
/** Longer Markdown than this is none. */
const largestText = 4_000_000;

interface Expectation {
  read: string;
  atLeast?: number;
  atMost?: number;
}

interface CourseBlock {
  experiment: ExperimentInput;
  steps?: number;
  expect?: Expectation[];
  hash?: string;
  challenge?: Omit<Challenge, 'experiment' | 'keep'> & { keep?: string[] };
}

const members = ['experiment', 'steps', 'expect', 'hash', 'challenge'];

export interface FencedBlock {
  /** Line of the file, from 1, on which the block's text begins. */
  line: number;
  text: string;
}

/** The fenced blocks of the language `nablab` in a Markdown text. */
export function blocksOf(markdown: string): FencedBlock[] {
  const blocks: FencedBlock[] = [];
  const lines = markdown.split(/\r\n|\r|\n/);
  for (let i = 0; i < lines.length; i++) {
    const [, fence] = /^ {0,3}(`{3,}|~{3,})\s*nablab\s*$/.exec(lines[i]) ?? [];
    if (!fence) continue;
    const end = lines.findIndex((each, at) => at > i && each.trim() === fence);
    const last = end < 0 ? lines.length : end;
    blocks.push({ line: i + 2, text: lines.slice(i + 1, last).join('\n') });
    i = last;
  }
  return blocks;
}

/** Tests every block of the files; prints a line for each, and says with the status whether all hold. */
export async function testCommand(options: Options): Promise<number> {
  const engine = await loadEngine();
  const results: { file: string; line: number; title: string; wrong: string[] }[] = [];
  for (const file of options.files) {
    for (const { line, text } of blocksOf(readTextFile(file, largestText))) {
      const result = { file, line, ...(await testBlock(engine, text)) };
      results.push(result);
      if (!options.json) print(result);
    }
  }
  const failed = results.filter(({ wrong }) => wrong.length > 0).length;
  if (options.json) console.log(JSON.stringify({ schema: 1, engine: engine.version, failed, results }, null, 2));
  else console.log(`${results.length - failed} of ${results.length} blocks hold`);
  return failed > 0 || results.length === 0 ? 1 : 0;
}

function print({ file, line, title, wrong }: { file: string; line: number; title: string; wrong: string[] }): void {
  console.log(`${wrong.length > 0 ? 'FAILED' : 'ok    '} ${file}:${line} ${title}`);
  for (const each of wrong) console.log(`         ${each}`);
}

async function testBlock(engine: Engine, text: string): Promise<{ title: string; wrong: string[] }> {
  let title = '';
  try {
    const block = readBlock(text);
    title = engine.canonical({ version: 1, ...block.experiment }).title;
    return { title, wrong: [...(await heldAgainst(engine, block)), ...(await challenged(engine, block))] };
  } catch (error) {
    if (error instanceof NablabError) return { title, wrong: [`${error.code}: ${error.message}`] };
    throw error;
  }
}

function readBlock(text: string): CourseBlock {
  const block = parseExperimentText(text) as CourseBlock | null;
  const unknown = Object.keys(block ?? {}).find((name) => !members.includes(name));
  if (unknown !== undefined || typeof block?.experiment !== 'object') {
    const found = unknown ?? 'no experiment';
    throw new NablabError({ code: 'COURSE_BLOCK', path: 'block', found, allowed: members.join(', ') });
  }
  return block;
}

/** Trains an experiment and looks at it. */
async function trained<Result>(
  engine: Engine,
  experiment: ExperimentInput,
  steps: number | undefined,
  look: (session: Session) => Result,
): Promise<Result> {
  const session = engine.createSession();
  try {
    const document = { version: 1, ...experiment };
    await engine.prepare(session, document);
    session.configure(document);
    for (let left = steps ?? naturalSteps(session); left > 0; left -= turn) {
      const wanted = Math.min(turn, left);
      if (session.step(wanted) < wanted) break;
      await setImmediate();
    }
    return look(session);
  } finally {
    session.delete();
  }
}

async function heldAgainst(engine: Engine, { experiment, steps, expect = [], hash }: CourseBlock): Promise<string[]> {
  if (steps === undefined && expect.length === 0 && hash === undefined) return [];
  return trained(engine, experiment, steps, (session) => {
    const wrong = expect.flatMap(({ read, atLeast = -Infinity, atMost = Infinity }) => {
      const value = readNumber(session, read);
      return value !== null && value >= atLeast && value <= atMost
        ? []
        : [`${read} is ${value}; expected from ${atLeast} to ${atMost}`];
    });
    const bits = session.hash();
    return hash === undefined || hash === bits ? wrong : [...wrong, `the hash is ${bits}; expected ${hash}`];
  });
}

async function challenged(engine: Engine, { experiment, challenge: given }: CourseBlock): Promise<string[]> {
  if (!given) return [];
  const challenge: Challenge = { ...given, experiment: '', keep: given.keep ?? [] };
  const { steps, solution = {}, wrong = {} } = challenge;
  const begin = { ...experiment, stop: { ...(experiment.stop as object | undefined), steps } };
  const from = { ...engine.canonical({ version: 1, ...begin }) };
  const lack = (answer: ExperimentInput) =>
    trained(engine, { ...begin, ...answer }, steps, (session) =>
      lacking(challenge, from, standingOf(session, challenge.read)),
    );
  const [solved, missed] = [await lack(solution), await lack(wrong)];
  return [
    ...(solved.length > 0 ? [`the solution does not meet the challenge: ${solved.join(', ')}`] : []),
    ...(missed.length === 0 ? ['the wrong answer meets the challenge'] : []),
  ];
}
