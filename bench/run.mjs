/**
 * `npm run bench`: rates of the workloads natively and in Chromium, as a table, and as JSON with `--json FILE`.
 * `--only W1,W2` chooses, `--windows N` and `--ms N` say how long; rates are medians of the windows.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { buildPreset } from '../scripts/build.mjs';
import { main, root } from '../scripts/process.mjs';
import { openPage } from './chromium.mjs';

const { values: options } = parseArgs({
  options: {
    json: { type: 'string' },
    only: { type: 'string' },
    windows: { type: 'string', default: '5' },
    ms: { type: 'string', default: '600' },
  },
});

const median = (rates) => rates.toSorted((a, b) => a - b)[Math.floor(rates.length / 2)];
const inUnits = (rate) => (rate >= 1e5 ? `${(rate / 1e3).toFixed(0)} k` : rate.toPrecision(4));

await main(async () => {
  const all = JSON.parse(readFileSync(join(root, 'bench/workloads.json'), 'utf8'));
  const chosen = all.filter(({ name }) => !options.only || options.only.split(',').includes(name));
  await buildPreset('native', ['nativeBench']);
  const { page, version, close } = await openPage('build/bench');
  const results = [];
  console.log(`${cpus()[0].model}, ${cpus().length} cores; Chromium ${version}, Node ${process.version}\n`);
  console.log(`${'steps/s (W5: grids/s)'.padEnd(64)}${'native'.padStart(12)}${'Chromium'.padStart(12)}`);
  for (const { name, title } of chosen) {
    const args = ['bench/workloads.json', name, options.windows, options.ms];
    const native = JSON.parse(
      execFileSync(join(root, 'build/native/nativeBench'), args, { cwd: root, encoding: 'utf8' }),
    );
    const browser = await page.evaluate(
      ([workload, windows, ms]) => globalThis.nablab.rates(workload, Number(windows), Number(ms)),
      [name, options.windows, options.ms],
    );
    results.push({
      name,
      title,
      native: median(native),
      chromium: median(browser),
      windows: { native, chromium: browser },
    });
    const [left, right] = [native, browser].map((rates) => inUnits(median(rates)).padStart(12));
    console.log(`${`${name}  ${title}`.padEnd(64)}${left}${right}`);
  }
  await close();
  if (options.json) {
    const facts = { date: new Date().toISOString(), cpu: cpus()[0].model, cores: cpus().length, chromium: version };
    writeFileSync(options.json, `${JSON.stringify({ ...facts, results }, null, 2)}\n`);
  }
});
