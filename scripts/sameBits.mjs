/**
 * Trains the experiments of `tests/sameBits/` in every native build and compares their hashes with those that are
 * committed; the WASM builds are compared with the same file by the tests in Node and in Chromium. Where bits are meant
 * to change (with the engine's version), `node scripts/sameBits.mjs --write` writes the file anew from the first build.
 */
import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { buildPreset } from './build.mjs';
import { isStarted, main, root, StepError } from './process.mjs';
import { setUp } from './setup.mjs';

/** g++ at its most optimizing, and clang++ at its least under the sanitizers that the tests run with. */
const builds = ['native', 'asan'];
const precisions = { float32: [], float64: ['--double'] };
const hashFile = join(root, 'tests/sameBits/hashes.json');
const start = promisify(execFile);

/** Hashes by title of the experiment, in one precision of one build. */
async function hashesOf(build, options) {
  const words = ['tests/sameBits/experiments.json', 'core/datasets/tables', ...options];
  const { stdout } = await start(join(root, 'build', build, 'sameBits'), words, { cwd: root });
  return Object.fromEntries(
    stdout
      .trim()
      .split('\n')
      .map((line) => line.split('\t')),
  );
}

/** Both precisions at once: there are two cores at least. */
async function allHashesOf(build) {
  const found = await Promise.all(Object.values(precisions).map((options) => hashesOf(build, options)));
  return Object.fromEntries(Object.keys(precisions).map((precision, index) => [precision, found[index]]));
}

function differences(build, expected, found) {
  return Object.keys(precisions).flatMap((precision) => {
    const titles = new Set([...Object.keys(expected[precision]), ...Object.keys(found[precision])]);
    return [...titles]
      .filter((title) => expected[precision][title] !== found[precision][title])
      .map(
        (title) => `${build}, ${precision}, ${title}: ${found[precision][title]}, not ${expected[precision][title]}`,
      );
  });
}

/** Builds and compares; throws a `StepError` that lists every hash that differs. */
export async function sameBits() {
  const expected = JSON.parse(readFileSync(hashFile, 'utf8'));
  const wrong = [];
  for (const build of builds) await buildPreset(build, ['sameBits']);
  // All at once: the sanitizers' run in double precision takes longer than all others together.
  const found = await Promise.all(builds.map(allHashesOf));
  for (const [index, build] of builds.entries()) {
    const different = differences(build, expected, found[index]);
    console.log(`${build}: ${different.length === 0 ? 'the same bits' : 'OTHER BITS'}`);
    wrong.push(...different);
  }
  if (wrong.length > 0) throw new StepError(`other bits:\n  ${wrong.join('\n  ')}`);
}

if (isStarted(import.meta)) {
  await main(async () => {
    await setUp({ tests: true });
    if (process.argv.includes('--write')) {
      await buildPreset(builds[0], ['sameBits']);
      writeFileSync(hashFile, `${JSON.stringify(await allHashesOf(builds[0]), null, 2)}\n`);
    }
    await sameBits();
  });
}
