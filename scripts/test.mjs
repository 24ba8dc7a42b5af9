/** `npm test`: sets up, builds and runs everything; all stages run even if one fails, and a summary stands at the end. */
import { build, buildPreset } from './build.mjs';
import { check } from './check.mjs';
import { main, jobs, run, runPackage, StepError } from './process.mjs';
import { sameBits } from './sameBits.mjs';
import { installOf, missingBrowsers, setUp } from './setup.mjs';

/** A few tests of the page in Firefox and WebKitGTK. */
async function otherBrowsers() {
  const missing = missingBrowsers();
  if (missing.length === 0)
    return runPackage('vitest/vitest.mjs', ['run', '--config', 'tests/browsers/vitest.config.ts']);
  console.log(`Not run, since these Debian packages are missing:\n  sudo sh -c '${installOf(missing)}'`);
  return notRun;
}

/** What a stage resolves to that could do nothing here. */
const notRun = Symbol('not run');

const stages = [
  ['set-up', () => setUp({ tests: true })],
  ['build', () => build('engine', 'page', 'programs', 'package', 'bench')],
  ['format, lint, types', check],
  [
    'core, with sanitizers',
    async () => {
      await buildPreset('asan', ['coreTests']);
      await run('ctest', ['--preset', 'asan', '--parallel', jobs, '--progress']);
    },
  ],
  ['same bits, natively', sameBits],
  ['engine in Node', () => runPackage('vitest/vitest.mjs', ['run'])],
  ['page in Chromium', () => runPackage('@playwright/test/cli.js', ['test'])],
  ['page in other browsers', otherBrowsers],
];
/** Without these nothing else can run. */
const needed = new Set(['set-up', 'build']);

function summary(results) {
  const total = results.reduce((sum, { seconds }) => sum + seconds, 0);
  const rows = results.map(
    ({ name, seconds, verdict }) => `  ${verdict.padEnd(9)}${name.padEnd(24)}${seconds.toFixed(1).padStart(7)} s`,
  );
  return ['', ...rows, `  ${''.padEnd(9)}${'all'.padEnd(24)}${total.toFixed(1).padStart(7)} s`, ''].join('\n');
}

await main(async () => {
  const results = [];
  for (const [name, work] of stages) {
    console.log(`\n── ${name}`);
    const start = performance.now();
    const [verdict, error] = await work().then(
      (result) => [result === notRun ? 'not run' : 'passed', null],
      (reason) => ['FAILED', reason],
    );
    if (error) console.error(error instanceof StepError ? error.message : error);
    results.push({ name, seconds: (performance.now() - start) / 1000, verdict, error });
    if (error && needed.has(name)) break;
  }
  console.log(summary(results));
  const failed = results.filter(({ error }) => error).map(({ name }) => name);
  if (failed.length > 0) throw new StepError(`failed: ${failed.join('; ')}`);
});
