/** Running other programs from the scripts. */
import { spawn, spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { cpus } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** The root of the repository, without a slash at the end. */
export const root = fileURLToPath(new URL('..', import.meta.url)).replace(/\/$/, '');

/** How many jobs a build may run at once. */
export const jobs = String(cpus().length);

/** Whether the module was started by name rather than imported: `isStarted(import.meta)`. */
export function isStarted({ url }) {
  return process.argv[1] !== undefined && url === pathToFileURL(process.argv[1]).href;
}

/** A step of a script has failed; the scripts print the message and end with status 1. */
export class StepError extends Error {}

/** Runs a program in the root with our output; throws a `StepError` unless it ends with status 0. */
export function run(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'], ...options });
    child.on('error', (error) => reject(new StepError(`${command}: ${error.message}`)));
    child.on('close', (status, signal) => {
      if (status === 0) resolve();
      else
        reject(
          new StepError(`${[command, ...args].join(' ').slice(0, 120)} ended with ${signal ?? `status ${status}`}`),
        );
    });
  });
}

/** Runs a program of an npm package under this very Node. */
export function runPackage(script, args, options) {
  return run(process.execPath, [join(root, 'node_modules', script), ...args], options);
}

/** What a program prints; an empty text if it fails. */
export function output(command, args) {
  const result = spawnSync(command, args, { cwd: root, encoding: 'utf8', maxBuffer: 1 << 26 });
  return result.status === 0 ? result.stdout : '';
}

/** Whether a command is on the path, or a file (an absolute path) exists. */
export function isThere(commandOrFile) {
  const candidates = commandOrFile.startsWith('/')
    ? [commandOrFile]
    : (process.env.PATH ?? '').split(delimiter).map((folder) => join(folder, commandOrFile));
  return candidates.some((file) => {
    try {
      accessSync(file, constants.R_OK);
      return true;
    } catch {
      return false;
    }
  });
}

/** Runs a script's main function; a failed step becomes one line and status 1. */
export async function main(work) {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof StepError)) throw error;
    console.error(`nablab: ${error.message}`);
    process.exitCode = 1;
  }
}
