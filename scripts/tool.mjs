/** `npm run replay -- …` and the benchmarks: builds what the named program needs, then runs it with the rest of the line. */
import { build } from './build.mjs';
import { main, root, StepError } from './process.mjs';
import { setUp } from './setup.mjs';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const tools = {
  replay: { parts: ['engine', 'programs'], file: 'dist/replay.mjs' },
  bench: { parts: ['engine', 'bench'], file: 'bench/run.mjs' },
  benchPage: { parts: ['engine', 'page'], file: 'bench/page.mjs' },
  benchPeer: { parts: ['engine', 'bench'], file: 'bench/peer.mjs' },
  benchCli: { parts: ['engine', 'programs'], file: 'bench/cli.mjs' },
  benchSize: { parts: ['engine', 'page'], file: 'bench/size.mjs' },
};

await main(async () => {
  const [name, ...rest] = process.argv.slice(2);
  const tool = tools[name];
  if (!tool) throw new StepError(`${name} is no tool; there are ${Object.keys(tools).join(', ')}`);
  await setUp();
  await build(...tool.parts);
  const { status } = spawnSync(process.execPath, [join(root, tool.file), ...rest], { stdio: 'inherit' });
  process.exitCode = status ?? 1;
});
