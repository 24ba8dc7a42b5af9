/** How exactly exported programs agree with the core: run, and measured, for every format and experiment of the tests. */
import { spawnSync } from 'node:child_process';
import { exportFormats } from '../../exporters/exportFormats';
import { exportRun } from '../../exporters/exportRun';
import { loadEngine, NablabError } from '../../wasm-bindings/loader';
import type { Engine, Session } from '../../wasm-bindings/types';
import { exportedExperiments } from './exportedExperiments';
import { pythonWith, runNative, runPython, type Outcome } from './runPrograms';

type Deviations = Omit<Outcome, 'failure'>;

/** What a program was found to do: its largest deviations, that it was not run, or why it cannot be written. */
export type Measured = Deviations | { notRun: string } | { refused: string };

export interface ExportsReport {
  engine: string;
  /** What the programs were run with. */
  versions: Record<string, string>;
  experiments: { name: string; steps: number; parameters: number; formats: Record<string, Measured | undefined> }[];
}

function versionOf(program: string, words: string[]): string {
  return spawnSync(program, words, { encoding: 'utf8' }).stdout.trim().split('\n')[0] ?? '';
}

/** Hands `work` a session of the experiment after its steps. */
async function withRun<Result>(
  { steps, experiment }: { steps: number; experiment: object },
  work: (run: Session, engine: Engine) => Result | Promise<Result>,
): Promise<Result> {
  const engine = await loadEngine();
  const session = engine.createSession();
  try {
    const document = { version: 1, ...experiment };
    await engine.prepare(session, document);
    session.configure(document);
    session.step(steps);
    return await work(session, engine);
  } finally {
    session.delete();
  }
}

/** The program of each experiment, or its refusal. */
async function programsOf(format: string): Promise<(string | NablabError)[]> {
  const made: (string | NablabError)[] = [];
  for (const each of Object.values(exportedExperiments)) {
    const program = withRun(each, async (run, engine) => {
      const provide = (copy: Session, document: unknown) => engine.prepare(copy, document);
      return (await exportRun(engine, run, provide, format)).text;
    });
    made.push(
      await program.catch((error: unknown) => {
        if (error instanceof NablabError && error.code === 'EXPORT') return error;
        throw error;
      }),
    );
  }
  return made;
}

/** A notebook's cells of code, one after the other. */
function codeOf(notebook: string): string {
  const { cells } = JSON.parse(notebook) as { cells: { cell_type: string; source: string[] }[] };
  const code = cells.filter(({ cell_type: type }) => type === 'code');
  return code.map(({ source }) => source.join('')).join('\n\n');
}

/** Those that can be written are run; their outcomes in the order of the experiments. */
function measured(programs: (string | NablabError)[], run: (texts: string[]) => Outcome[]): Measured[] {
  const outcomes = run(programs.filter((each) => typeof each === 'string'));
  return programs.map((program) => {
    if (typeof program !== 'string') return { refused: program.message };
    const { failure, ...deviations } = outcomes.shift() ?? { failure: 'missing', outputs: 0, gradient: 0, losses: 0 };
    if (failure) throw new Error(failure);
    return deviations;
  });
}

/** Runs everything; throws where a language is missing, or a program does not agree. */
export async function measureExports(): Promise<ExportsReport> {
  const [numpy, torch] = ['numpy', 'torch'].map((module) => {
    const python = pythonWith(module);
    if (!python) throw new Error(`no Python has ${module}`);
    return python;
  });
  const runners: Record<string, (texts: string[]) => Outcome[]> = {
    pytorch: (texts) => runPython(torch ?? '', texts),
    numpy: (texts) => runPython(numpy ?? '', texts),
    cpp: (texts) => runNative(texts),
    notebook: (texts) => runPython(torch ?? '', texts.map(codeOf)),
  };
  const columns = new Map<string, Measured[]>();
  for (const format of exportFormats) {
    const programs = await programsOf(format);
    const run = runners[format];
    const unrun = (program: string | NablabError): Measured =>
      typeof program === 'string' ? { notRun: 'written by the documentation' } : { refused: program.message };
    columns.set(format, run ? measured(programs, run) : programs.map(unrun));
  }
  const experiments: ExportsReport['experiments'] = [];
  for (const [name, each] of Object.entries(exportedExperiments)) {
    const formats = Object.fromEntries([...columns].map(([format, all]) => [format, all[experiments.length]]));
    const parameters = await withRun(each, (run) => run.status().parameters);
    experiments.push({ name, steps: each.steps, parameters, formats });
  }
  const versions = {
    python: versionOf(numpy ?? '', ['--version']),
    numpy: versionOf(numpy ?? '', ['-c', 'import numpy; print(numpy.__version__)']),
    pytorch: versionOf(torch ?? '', ['-c', 'import torch; print(torch.__version__)']),
    'c++': versionOf('g++', ['--version']),
  };
  return { engine: (await loadEngine()).version, versions, experiments };
}
