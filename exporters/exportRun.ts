/** The one door to exports: a run and a format in, a file out. */
import type { Engine, Experiment, Session } from '../wasm-bindings/types.ts';
import { exportFormats, type ExportFormat } from './exportFormats.ts';
import { formats } from './formats.ts';
import { harmless } from './header.ts';
import { notebookOf } from './notebook.ts';
import { programOf } from './program.ts';
import { proofOf, refuseExport } from './proof.ts';

export interface ExportedFile {
  name: string;
  text: string;
  /** Of the run, whose parameters it holds. */
  step: number;
}

function isFormat(key: string): key is ExportFormat {
  return (exportFormats as readonly string[]).includes(key);
}

/** A file's name made of a title. */
function nameOf(title: string, extension: string): string {
  const words = title.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? ['experiment'];
  return `${words.join('-').slice(0, 60)}.${extension}`;
}

/**
 * The run at its present step as a program that proves itself; the run stays as it is. `provide` hands another session
 * the data that an experiment needs. Refuses with EXPORT an unknown format, and what a format cannot express.
 */
export async function exportRun(
  engine: Engine,
  run: Session,
  provide: (session: Session, experiment: Experiment) => Promise<void>,
  key: string,
): Promise<ExportedFile> {
  if (!isFormat(key)) return refuseExport('format', key, exportFormats.join(', '));
  const proof = await proofOf(engine, run, provide);
  const isNotebook = key === 'notebook';
  const program = programOf(isNotebook ? 'pytorch' : key, proof, engine.catalog());
  const { step } = proof;
  const { title } = proof.experiment;
  const extension = isNotebook ? 'ipynb' : (formats.get(key)?.extension ?? 'txt');
  const text = isNotebook ? notebookOf(program, harmless(title)) : program;
  return { name: nameOf(title, extension), text, step };
}
