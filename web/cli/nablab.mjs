#!/usr/bin/env node
/** What `npx nablab` starts: the built program, or one sentence that says how to build it. */
import { existsSync } from 'node:fs';

const program = new URL('../../dist/nablab.mjs', import.meta.url);
const engine = new URL('../../build/engine/nablab-simd.wasm', import.meta.url);

if (existsSync(program) && existsSync(engine)) {
  await import(program.href);
} else {
  console.error('nablab: the program is not built yet; run "npm run build" in the folder of Nablab first');
  process.exitCode = 1;
}
