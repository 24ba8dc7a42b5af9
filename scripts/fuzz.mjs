/**
 * `npm run fuzz -- SECONDS [TARGET...]`: runs each fuzzer for so long, with address and undefined-behaviour sanitizers.
 * It begins with the seeds of `tests/fuzz/corpus` and what earlier runs have found (`.cache/fuzz`, not committed); an
 * input that breaks something is kept in `build/fuzz/findings`.
 */
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { buildPreset } from './build.mjs';
import { main, root, run, StepError } from './process.mjs';
import { setUp } from './setup.mjs';

const seeds = join(root, 'tests/fuzz/corpus');
/** Bytes; longer inputs find little more and cost time. */
const longestInput = 4096;

async function fuzz(target, seconds) {
  console.log(`\n── ${target}, ${seconds} s`);
  const found = join(root, '.cache/fuzz', target);
  const findings = join(root, 'build/fuzz/findings');
  for (const folder of [found, findings]) mkdirSync(folder, { recursive: true });
  const dictionary = join(root, `tests/fuzz/${target}.dict`);
  const options = [
    `-max_total_time=${seconds}`,
    `-max_len=${longestInput}`,
    '-timeout=10',
    '-rss_limit_mb=2048',
    '-verbosity=0',
    '-print_final_stats=1',
    `-artifact_prefix=${findings}/${target}-`,
    ...(existsSync(dictionary) ? [`-dict=${dictionary}`] : []),
  ];
  await run(join(root, 'build/fuzz/fuzz'), [...options, found, join(seeds, target)], {
    env: { ...process.env, NABLAB_FUZZ_TARGET: target },
  });
}

await main(async () => {
  const targets = readdirSync(seeds).sort();
  const [words, ...chosen] = process.argv.slice(2);
  const seconds = Number(words);
  if (!Number.isInteger(seconds) || seconds < 1) throw new StepError('Usage: npm run fuzz -- SECONDS [TARGET...]');
  const unknown = chosen.find((target) => !targets.includes(target));
  if (unknown) throw new StepError(`${unknown} is no target; there are ${targets.join(', ')}`);
  await setUp({ tests: true });
  await buildPreset('fuzz', ['fuzz']);
  const failed = [];
  for (const target of chosen.length > 0 ? chosen : targets) {
    await fuzz(target, seconds).catch((error) => failed.push(`${target}: ${error.message}`));
  }
  if (failed.length > 0) throw new StepError(failed.join('\n'));
});
