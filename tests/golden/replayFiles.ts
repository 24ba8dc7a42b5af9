/** Replays golden cases from files: training in both precisions, learning rates of schedules, metrics. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { loadEngine } from '../../wasm-bindings/loader';
import type { Engine } from '../../wasm-bindings/types';
import { asGoldenCase, type GoldenCase } from './goldenCase';
import { compareMetrics, type GoldenMetrics } from './goldenMetrics';
import { compareSchedule, type GoldenSchedule } from './goldenSchedule';
import { quantities, replayCase, type Precision } from './replayCase';

const precisions: Precision[] = ['float32', 'float64'];

/** Prints a line for each precision; whether the case agrees in both. */
async function replayTraining(engine: Engine, file: string, golden: GoldenCase): Promise<boolean> {
  let agrees = true;
  for (const precision of precisions) {
    const { lacks, errors, failures } = await replayCase(engine, golden, precision);
    if (lacks.length > 0) {
      console.log(`${file}: unsupported, needs ${lacks.join(', ')}`);
      return false;
    }
    const figures = quantities.map((name) => `${name} ${errors[name].toExponential(1)}`).join(', ');
    console.log(`${file} ${precision}: ${failures.length > 0 ? 'FAILED' : 'agrees'}; largest errors: ${figures}`);
    for (const failure of failures) console.log(`  ${failure}`);
    agrees &&= failures.length === 0;
  }
  return agrees;
}

/** One case of a list; what is compared shows in its members. */
function compareFigures(engine: Engine, file: string, golden: GoldenMetrics | GoldenSchedule): boolean {
  const sentences =
    'schedule' in golden
      ? compareSchedule(engine, golden as GoldenSchedule)
      : compareMetrics(engine, golden as GoldenMetrics);
  console.log(`${file} ${golden.name}: ${sentences.length > 0 ? 'FAILED' : 'agrees'}`);
  for (const sentence of sentences) console.log(`  ${sentence}`);
  return sentences.length === 0;
}

/** Whether every case of the file agrees. */
async function replayFile(engine: Engine, path: string): Promise<boolean> {
  const file = basename(path);
  try {
    const content = JSON.parse(readFileSync(path, 'utf8')) as unknown;
    if (!Array.isArray(content)) return await replayTraining(engine, file, asGoldenCase(content));
    const results = content.map((golden) => compareFigures(engine, file, golden as GoldenMetrics));
    return results.length > 0 && results.every(Boolean);
  } catch (error) {
    console.log(`${file}: ${error instanceof Error ? error.message : String(error)}`);
    return false;
  }
}

/** The files themselves, and all that end in .json below a folder. */
function filesOf(path: string): string[] {
  if (!statSync(path, { throwIfNoEntry: false })?.isDirectory()) return [path];
  const names = readdirSync(path, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.json'));
  return names.sort().map((name) => join(path, name));
}

/** Prints a line for each case; whether all agree. */
export async function replayFiles(paths: string[]): Promise<boolean> {
  const files = paths.flatMap(filesOf);
  const engine = await loadEngine();
  let good = 0;
  for (const file of files) if (await replayFile(engine, file)) ++good;
  console.log(`${good} of ${files.length} agree`);
  return files.length > 0 && good === files.length;
}
