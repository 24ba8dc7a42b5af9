/** Runs exported programs where their languages are installed, many of them at once. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** What a program tells: its largest deviations, or in `failure` why it has none. */
export interface Outcome {
  outputs: number;
  gradient: number;
  losses: number;
  failure: string;
}

/** The first Python that knows a module: the one that the environment names, the user's, the system's. */
export function pythonWith(module: string): string | undefined {
  return [process.env['PYTHON'], 'python3', '/usr/bin/python3']
    .filter((program) => program !== undefined)
    .find((program) => spawnSync(program, ['-c', `import ${module}`]).status === 0);
}

export const hasCompiler = spawnSync('g++', ['--version']).status === 0;

function outcomeOf(printed: string, failure: string): Outcome {
  const sizeOf = (what: string) =>
    Number(new RegExp(`^${what}: largest deviation (.*), allowed`, 'm').exec(printed)?.[1] ?? Infinity);
  const agrees = /^All agree\.$/m.test(printed);
  const told = failure || (agrees ? '' : printed || 'it has printed nothing');
  return { outputs: sizeOf('outputs'), gradient: sizeOf('gradient'), losses: sizeOf('losses'), failure: told };
}

function inFolder<Result>(files: Record<string, string>, work: (folder: string) => Result): Result {
  const folder = mkdtempSync(join(tmpdir(), 'nablab-programs-'));
  try {
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
    return work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Small matrices gain nothing from threads, and lose much where other tests run. */
const env = { ...process.env, OMP_NUM_THREADS: '1', OPENBLAS_NUM_THREADS: '1' };

const runner = fileURLToPath(new URL('runPrograms.py', import.meta.url));

/** In one process, so that what they import is imported once. */
export function runPython(python: string, programs: string[]): Outcome[] {
  const files = Object.fromEntries(programs.map((text, i) => [`program${i}.py`, text]));
  return inFolder(files, (cwd) => {
    const { stdout, stderr } = spawnSync(python, [runner, ...Object.keys(files)], { cwd, env, encoding: 'utf8' });
    if (stderr) throw new Error(stderr);
    const lines = stdout.trim().split('\n');
    return lines.map((line) => {
      const { printed, failure } = JSON.parse(line) as { printed: string; failure: string };
      return outcomeOf(printed, failure);
    });
  });
}

/** In one executable, each in a namespace of its own; any warning is a failure. */
export function runNative(programs: string[]): Outcome[] {
  const headers = [...new Set(programs.flatMap((text) => text.match(/^#include <.*>$/gm) ?? []))];
  const files = Object.fromEntries(programs.map((text, i) => [`program${i}.h`, text]));
  const main = [
    ...headers,
    ...programs.map((_, i) => `namespace program${i} {\n#include "program${i}.h"\n}`),
    'int main(int, char** words) {',
    '  int (*const all[])() = {',
    ...programs.map((_, i) => `    program${i}::main,`),
    '  };',
    '  return all[std::atoi(words[1])]();',
    '}',
  ].join('\n');
  return inFolder({ ...files, 'all.cpp': main }, (cwd) => {
    const flags = ['-std=c++17', '-O0', '-Wall', '-Wextra', '-Werror', '-o', 'all', 'all.cpp'];
    const compiled = spawnSync('g++', flags, { cwd, encoding: 'utf8' });
    if (compiled.status !== 0) throw new Error(compiled.stderr.slice(0, 4000));
    return programs.map((_, i) => {
      const { stdout } = spawnSync('./all', [String(i)], { cwd, encoding: 'utf8' });
      return outcomeOf(stdout, '');
    });
  });
}
