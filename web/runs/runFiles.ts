/** Runs on their way out of and into the page: one JSON document that holds what is needed to train them again. */
import { parseExperimentText } from '../../wasm-bindings/experimentText';
import { NablabError } from '../../wasm-bindings/nablabError';
import type { Experiment } from '../../wasm-bindings/types';
import { recordFormat, type RunRecord } from '../store/records';

/** Bytes of a file of runs. */
export const largestRunsText = 4_194_304;
const longestName = 200;
const longestNote = 4000;
const furthestStep = 1e9;

/** Readings and pictures stay here: whoever opens the file computes them again, to the same bits. */
export function runsText(records: readonly RunRecord[], engine: string): string {
  const runs = records.map(({ name, note, created, changed, step, experiment }) => ({
    name,
    note,
    created,
    changed,
    step,
    experiment,
  }));
  return JSON.stringify({ nablab: 'runs', format: recordFormat, engine, runs }, null, 2);
}

function refuse(path: string, found: unknown, allowed: string): never {
  const text = JSON.stringify(found) ?? 'nothing';
  throw new NablabError({ code: 'RUNS_FORMAT', path, found: text.slice(0, 60), allowed });
}

type Fields = Record<string, unknown>;

function fieldsOf(value: unknown, path: string): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return refuse(path, value, 'a record');
  return value as Fields;
}

function textOf(fields: Fields, name: string, path: string, longest: number): string {
  const value = fields[name];
  if (value === undefined) return '';
  if (typeof value === 'string' && value.length <= longest) return value;
  return refuse(`${path}.${name}`, value, `a text of up to ${longest} characters`);
}

function numberOf(fields: Fields, name: string, path: string, most: number, otherwise: number): number {
  const value = fields[name];
  if (value === undefined) return otherwise;
  if (Number.isSafeInteger(value) && (value as number) >= 0 && (value as number) <= most) return value as number;
  return refuse(`${path}.${name}`, value, `a whole number from 0 to ${most}`);
}

/** Fills in every default of an experiment, or rejects with what is wrong with it. */
type Judge = (experiment: unknown) => Promise<Experiment>;

async function recordOf(value: unknown, path: string, judge: Judge): Promise<RunRecord> {
  const fields = fieldsOf(value, path);
  const now = Date.now();
  const experiment = await judge(fields.experiment).catch((error: unknown) => {
    if (!(error instanceof NablabError)) throw error;
    throw new NablabError({ ...error.refusal, path: `${path}.experiment${error.path ? `.${error.path}` : ''}` });
  });
  return {
    format: recordFormat,
    id: crypto.randomUUID?.() ?? `${now}-${Math.random()}`,
    name: textOf(fields, 'name', path, longestName),
    note: textOf(fields, 'note', path, longestNote),
    created: numberOf(fields, 'created', path, now, now),
    changed: numberOf(fields, 'changed', path, now, now),
    engine: '',
    experiment,
    step: numberOf(fields, 'step', path, furthestStep, 0),
    metrics: null,
    curve: null,
    field: null,
  };
}

/**
 * The runs in a text, each experiment judged by the core; a single experiment counts as a run at step 0. All of it or
 * nothing: rejects with a `NablabError` that tells which run is wrong, and why.
 */
export async function runsIn(text: string, judge: Judge): Promise<RunRecord[]> {
  const document = fieldsOf(parseExperimentText(text, largestRunsText), 'file');
  if (document.nablab === undefined) return [await recordOf({ experiment: document }, 'runs[0]', judge)];
  if (document.nablab !== 'runs') refuse('nablab', document.nablab, '"runs"');
  if (document.format !== recordFormat) refuse('format', document.format, String(recordFormat));
  if (!Array.isArray(document.runs)) return refuse('runs', document.runs, 'a list');
  const records: RunRecord[] = [];
  for (const [i, run] of document.runs.entries()) records.push(await recordOf(run, `runs[${i}]`, judge));
  return records;
}
