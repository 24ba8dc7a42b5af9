/** Writes `docs/exports.json`: how exactly exported programs agree with the core, run where their languages are. */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { test } from 'vitest';
import { measureExports } from '../tools/exportsReport';

test('every program agrees, and by how much is written down', async () => {
  const report = await measureExports();
  const file = fileURLToPath(new URL('../../docs/exports.json', import.meta.url));
  writeFileSync(file, `${JSON.stringify(report, null, 2)}\n`);
});
