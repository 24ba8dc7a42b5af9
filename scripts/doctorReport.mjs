/** `npm run doctor:report`: builds the doctor's corpus natively and runs it; the rest of the line is its own. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { buildPreset } from './build.mjs';
import { main, root } from './process.mjs';
import { setUp } from './setup.mjs';

await main(async () => {
  await setUp();
  await buildPreset('native', ['doctorReport']);
  const program = join(root, 'build/native/doctorReport');
  const { status } = spawnSync(program, process.argv.slice(2), { stdio: 'inherit', cwd: root });
  process.exitCode = status ?? 1;
});
