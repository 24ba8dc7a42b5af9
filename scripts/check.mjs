/** `npm run check`: format, lint and types of everything. Runs all of them and names those that failed. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { checkText } from './checkText.mjs';
import { isStarted, jobs, main, output, root, run, runPackage, StepError } from './process.mjs';
import { setUp } from './setup.mjs';

/** At most this many files go through clang-tidy, which takes some 20 s for each. */
const tidyFiles = 3;
/** As far back as a file counts as recently changed. */
const recentCommits = 8;

/** Every C++ file of ours. */
export function cppFiles() {
  const folders = ['core', 'wasm-bindings', 'tests', 'bench'];
  return folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true })
      .map((name) => join(folder, name))
      .filter((name) => /\.(cpp|h)$/.test(name)),
  );
}

/** Nothing is known of a copy without its history. */
function recentlyChanged() {
  if (!existsSync(join(root, '.git'))) return new Set();
  const commits = output('git', ['log', `-${recentCommits}`, '--name-only', '--pretty=', '--', '*.cpp']);
  const uncommitted = output('git', ['diff', '--name-only', 'HEAD', '--', '*.cpp']);
  return new Set([...uncommitted.split('\n'), ...commits.split('\n')]);
}

async function clangTidy() {
  const recent = recentlyChanged();
  // The bindings need Emscripten's headers; only its own compiler reads them.
  const files = [...recent].filter((name) => name.startsWith('core/') && cppFiles().includes(name)).slice(0, tidyFiles);
  if (files.length === 0) return;
  await run('cmake', ['--preset', 'clang', '--log-level=WARNING'], { stdio: ['ignore', 'ignore', 'inherit'] });
  const lines = files.map((file) => `${file}\n`).join('');
  await run('sh', [
    '-c',
    `printf '%s' "$1" | xargs -P ${jobs} -n 1 clang-tidy -p build/clang --quiet 2>/dev/null`,
    'sh',
    lines,
  ]);
}

const checks = {
  'clang-format': () => run('clang-format', ['--dry-run', '-Werror', ...cppFiles()]),
  prettier: () => runPackage('prettier/bin/prettier.cjs', ['--check', '--log-level', 'warn', '.']),
  eslint: () => runPackage('eslint/bin/eslint.js', ['--max-warnings', '0', '.']),
  texts: async () => checkText(),
  types: () =>
    runPackage('svelte-check/bin/svelte-check', [
      '--tsconfig',
      'tsconfig.json',
      '--fail-on-warnings',
      '--output',
      'human',
    ]),
  'types of the worker': () => runPackage('typescript/bin/tsc', ['-p', 'tsconfig.worker.json']),
  'clang-tidy': clangTidy,
};

/** Runs every check; throws a `StepError` with the names of those that failed. */
export async function check() {
  const failed = [];
  const waiting = Object.entries(checks);
  // Each of them uses one core only.
  const worker = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const [name, work] = next;
      try {
        await work();
      } catch (error) {
        console.error(`${name}: ${error.message}`);
        failed.push(name);
      }
    }
  };
  await Promise.all(Array.from({ length: jobs }, worker));
  if (failed.length > 0) throw new StepError(`failed: ${failed.join(', ')} (npm run format mends what is only format)`);
}

if (isStarted(import.meta)) {
  await main(async () => {
    await setUp({ tests: true });
    await check();
  });
}
