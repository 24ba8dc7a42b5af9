/**
 * `npm run bench:cli`: milliseconds until the command line says the first thing, beside Node's own start, and as many as a
 * command takes in all; medians of 20 starts. `-- --json FILE` writes them down.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { main, root } from '../scripts/process.mjs';

const starts = 20;
const program = join(root, 'web/cli/nablab.mjs');
const folder = mkdtempSync(join(tmpdir(), 'nablab-bench-'));
const experiment = join(folder, 'experiment.json');
writeFileSync(experiment, JSON.stringify({ version: 1, stop: { steps: 100 } }));

const node = process.execPath;
const commands = {
  node: [node, '-e', 'console.log(1)'],
  'nablab --help': [node, program, '--help'],
  'nablab --version': [node, program, '--version'],
  'nablab with a slip': [node, program, 'rnu', experiment],
  'nablab run': [node, program, 'run', experiment],
  // Where people look on, the bar is there before the engine.
  'nablab run, on a terminal': ['script', '-qec', `'${node}' '${program}' run '${experiment}'`, '/dev/null'],
};
/** On a terminal, whatever this one is started from. */
const env = { ...process.env, TERM: 'xterm', CI: '' };

/** Milliseconds from the start of Node until something is said, on either line, and until the end. */
function timed([command, ...words]) {
  return new Promise((resolve, reject) => {
    const begun = performance.now();
    const child = spawn(command, words, { env });
    child.on('error', reject);
    let first;
    const note = () => (first ??= performance.now() - begun);
    child.stdout.on('data', note);
    child.stderr.on('data', note);
    child.on('close', () => resolve({ first, all: performance.now() - begun }));
  });
}

const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];

await main(async () => {
  const times = Object.fromEntries(Object.keys(commands).map((name) => [name, []]));
  // In turns, so that what else the machine does strikes all alike; the first round warms up.
  for (let round = 0; round <= starts; round++) {
    for (const [name, words] of Object.entries(commands)) {
      const time = await timed(words);
      if (round > 0) times[name].push(time);
    }
  }
  rmSync(folder, { recursive: true });
  const rows = Object.entries(times).map(([name, each]) => ({
    name,
    first: Math.round(median(each.map(({ first }) => first))),
    all: Math.round(median(each.map(({ all }) => all))),
  }));
  console.log('first word   end');
  for (const { name, first, all } of rows)
    console.log(`${String(first).padStart(7)} ms ${String(all).padStart(5)} ms  ${name}`);
  const file = process.argv[process.argv.indexOf('--json') + 1];
  if (process.argv.includes('--json')) writeFileSync(file, `${JSON.stringify(rows, null, 2)}\n`);
});
