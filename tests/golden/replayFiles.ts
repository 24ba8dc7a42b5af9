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
async function replayTraining(engine: Engine, place: string, golden: GoldenCase): Promise<boolean> {
  let agrees = true;
  for (const precision of precisions) {
    const { lacks, errors, failures } = await replayCase(engine, golden, precision);
    if (lacks.length > 0) {
      console.log(`${place}: unsupported, needs ${lacks.join(', ')}`);
      return false;
    }
    const figures = quantities.map((name) => `${name} ${errors[name].toExponential(1)}`).join(', ');
    console.log(`${place} ${precision}: ${failures.length > 0 ? 'FAILED' : 'agrees'}; largest errors: ${figures}`);
    for (const failure of failures) console.log(`  ${failure}`);
    agrees &&= failures.length === 0;
  }
  return agrees;
}

/** Learning rates or metrics; prints a line. */
function report(place: string, sentences: string[]): boolean {
  console.log(`${place}: ${sentences.length > 0 ? 'FAILED' : 'agrees'}`);
  for (const sentence of sentences) console.log(`  ${sentence}`);
  return sentences.length === 0;
}

/** Whether a case agrees; what is compared shows in its members. */
async function replay(engine: Engine, place: string, content: unknown): Promise<boolean> {
  const members = Object(content) as object;
  try {
    if ('learning_rates' in members) return report(place, compareSchedule(engine, content as GoldenSchedule));
    if ('truth' in members) return report(place, compareMetrics(engine, content as GoldenMetrics));
    return await replayTraining(engine, place, asGoldenCase(content));
  } catch (error) {
    return report(place, [error instanceof Error ? error.message : String(error)]);
  }
}

/** Whether every case of a file agrees. It holds one, or a list of them, which is replayed to its end in any case. */
async function replayFile(engine: Engine, path: string): Promise<boolean> {
  const file = basename(path);
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    return report(file, [error instanceof Error ? error.message : String(error)]);
  }
  if (!Array.isArray(content)) return replay(engine, file, content);
  let agrees = content.length > 0;
  for (const [index, golden] of content.entries()) {
    const name = (golden as GoldenCase | null)?.name ?? index;
    agrees = (await replay(engine, `${file} ${name}`, golden)) && agrees;
  }
  return agrees;
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
