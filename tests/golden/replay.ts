/** `npm run replay -- FILE...`: replays golden cases in both precisions; status 1 if one fails or cannot be replayed. */
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { loadEngine } from '../../wasm-bindings/loader';
import type { Engine } from '../../wasm-bindings/types';
import { readGoldenCase } from './goldenCase';
import { quantities, replayCase, type Precision } from './replayCase';

const precisions: Precision[] = ['float32', 'float64'];

/** Prints a line for each precision; whether the case agrees in both. */
async function replayFile(engine: Engine, file: string): Promise<boolean> {
  const golden = readGoldenCase(readFileSync(file, 'utf8'));
  let agrees = true;
  for (const precision of precisions) {
    const { lacks, errors, failures } = await replayCase(engine, golden, precision);
    if (lacks.length > 0) {
      console.log(`${basename(file)}: unsupported, needs ${lacks.join(', ')}`);
      return false;
    }
    const figures = quantities.map((name) => `${name} ${errors[name].toExponential(1)}`).join(', ');
    console.log(
      `${basename(file)} ${precision}: ${failures.length > 0 ? 'FAILED' : 'agrees'}; largest errors: ${figures}`,
    );
    for (const failure of failures) console.log(`  ${failure}`);
    agrees &&= failures.length === 0;
  }
  return agrees;
}

const files = process.argv.slice(2);
if (files.length === 0) {
  console.error('Usage: npm run replay -- FILE...');
  process.exitCode = 2;
} else {
  const engine = await loadEngine();
  let good = 0;
  for (const file of files) {
    try {
      if (await replayFile(engine, file)) ++good;
    } catch (error) {
      console.log(`${basename(file)}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  console.log(`${good} of ${files.length} agree`);
  process.exitCode = good === files.length ? 0 : 1;
}
