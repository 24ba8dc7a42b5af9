/** Looks at the run, or at an experiment that is not in force yet; none of them changes anything. */
import type {
  Baselines,
  Calibration,
  DataView,
  Engine,
  Experiment,
  Finding,
  Metrics,
  Sample,
  Session,
} from '../../wasm-bindings/types';
import type { ExportedFile } from '../../exporters/exportRun';
import type { Standing } from '../lessons/lesson';
import { standingOf } from '../lessons/readNumber';
import type { Files } from './files';

/** What can be asked. */
export type Question =
  | { about: 'findings' }
  | { about: 'baselines' }
  | { about: 'calibration'; part: keyof Metrics }
  | { about: 'sample'; /** inputs before preprocessing */ row: number[] }
  | { about: 'standing'; /** as `readNumber` takes it */ path: string }
  | { about: 'dataCsv' }
  | { about: 'program'; /** as `exportFormats` lists them */ format: string }
  | { about: 'trial'; /** with parts that may not fit each other yet */ experiment: unknown };

/** An experiment as it would start, with the data that it would have. */
export interface Trial {
  experiment: Experiment;
  data: DataView;
  findings: Finding[];
}

/** What each question is answered with. */
export interface Looks {
  findings: Finding[];
  baselines: Baselines | null;
  calibration: Calibration | null;
  sample: Sample;
  standing: Standing;
  dataCsv: string;
  program: ExportedFile;
  trial: Trial;
}

async function tryOut(engine: Engine, files: Files, experiment: unknown): Promise<Trial> {
  const session = engine.createSession();
  try {
    const adapted = engine.adapt(experiment);
    await engine.prepare(session, adapted);
    files.handTo(session, adapted);
    session.configure(adapted);
    return { experiment: session.experiment(), data: session.data(), findings: session.findings() };
  } finally {
    session.delete();
  }
}

/** What makes programs is fetched by whoever wants one. */
async function exportProgram(engine: Engine, session: Session, files: Files, format: string): Promise<ExportedFile> {
  const { exportRun } = await import('../../exporters/exportRun');
  const provide = async (copy: Session, experiment: Experiment) => {
    await engine.prepare(copy, experiment);
    files.handTo(copy, experiment);
  };
  return exportRun(engine, session, provide, format);
}

/** Answers a question; throws what the core refuses. */
export function look(
  engine: Engine,
  session: Session,
  files: Files,
  question: Question,
): Looks[Question['about']] | Promise<Trial | ExportedFile> {
  switch (question.about) {
    case 'findings':
      return session.findings();
    case 'baselines':
      return session.baselines();
    case 'calibration':
      return session.calibration(question.part);
    case 'sample':
      return session.classify(question.row);
    case 'standing':
      return standingOf(session, question.path);
    case 'dataCsv':
      return session.dataCsv();
    case 'program':
      return exportProgram(engine, session, files, question.format);
    case 'trial':
      return tryOut(engine, files, question.experiment);
  }
}
