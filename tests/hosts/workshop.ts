/** A folder in which the examples stand beside the tools of `package.json` and the packed package, as if people had them. */
import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Tool } from './tools';

const root = fileURLToPath(new URL('../..', import.meta.url));
const run = promisify(execFile);

/** Where it all happens; kept, since fetching the tools takes a minute. */
export const workshop = `${root}.cache/hosts`;

/** Nobody has to know that somebody tests. */
const environment = {
  ...process.env,
  ...{ OBSERVABLE_TELEMETRY_DISABLE: 'true', DO_NOT_TRACK: '1', CI: 'true', NO_COLOR: '1' },
};

/** What a command prints. Throws with what it complained of. */
export async function printed([program, ...words]: string[], folder = workshop): Promise<string> {
  const { stdout } = await run(program, words, { cwd: folder, env: environment, maxBuffer: 1 << 26 });
  return stdout.trim();
}

/** Fetches the tools if they are not there yet, and installs the package that was packed last. Needs the network once. */
export async function furnish(): Promise<void> {
  mkdirSync(workshop, { recursive: true });
  const list = 'package.json';
  const have = readdirSync(workshop).includes(list) ? readFileSync(`${workshop}/${list}`, 'utf8') : '';
  if (have !== readFileSync(`${root}tests/hosts/${list}`, 'utf8')) {
    for (const file of ['package-lock.json', list]) cpSync(`${root}tests/hosts/${file}`, `${workshop}/${file}`);
    // Not `npm ci`: the lock file names the packages of one platform only; npm adds those of this one.
    await printed(['npm', 'install', '--no-audit', '--no-fund']);
  }
  const packed = readdirSync(`${root}build`).find((name) => /^nablab-.*\.tgz$/.test(name)) ?? '';
  await printed([
    'npm',
    'install',
    '--no-save',
    '--no-audit',
    '--no-fund',
    '--prefer-offline',
    `${root}build/${packed}`,
  ]);
}

/** A fresh copy of an example, with the tools and the package beside it; returns its folder. */
export function copyOf(example: string): string {
  const folder = `${workshop}/${example}`;
  rmSync(folder, { recursive: true, force: true });
  cpSync(`${root}examples/${example}`, folder, { recursive: true });
  symlinkSync(`${workshop}/node_modules`, `${folder}/node_modules`);
  return folder;
}

/** The version of a tool; null where it is missing. */
export async function versionOf({ from, version }: Tool): Promise<string | null> {
  if (from) return JSON.parse(readFileSync(`${workshop}/node_modules/${from}/package.json`, 'utf8')).version;
  const text = await printed(version ?? []).catch(() => null);
  return text && (/\d+(\.\d+)+/.exec(text)?.[0] ?? text);
}

/** What the package `csp_evaluator` finds in a content security policy, as far as it is used here. */
interface Evaluator {
  CspEvaluator: new (parsed: unknown) => { evaluate(): { severity: number }[] };
}
interface Parser {
  CspParser: new (policy: string) => { csp: unknown };
}

/** The weight of the gravest finding: 10 is high, 30 medium, 40 and 50 may be high or medium, 60 is a remark, 100 none. */
export function gravestFinding(policy: string): number {
  const fetched = createRequire(`${workshop}/package.json`);
  const { CspEvaluator } = fetched('csp_evaluator') as Evaluator;
  const { CspParser } = fetched('csp_evaluator/dist/parser.js') as Parser;
  const findings = new CspEvaluator(new CspParser(policy).csp).evaluate();
  return Math.min(100, ...findings.map(({ severity }) => severity));
}
