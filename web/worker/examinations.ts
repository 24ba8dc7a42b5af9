/** What the doctor's room asks of a copy of the run; none of it changes the copy. */
import type {
  Diagnosis,
  PreflightCheck,
  PreflightResult,
  Remedy,
  Session,
  TestedRemedies,
} from '../../wasm-bindings/types';

/** What can be asked. */
export type Examination =
  | { about: 'preflight'; check: PreflightCheck['key'] }
  | { about: 'tool'; /** a kind of the family of tools, and its knobs */ settings: ToolSettings }
  /** Looks at the run from now on; to be asked before anything is configured. */
  | { about: 'supervision' }
  | { about: 'diagnosis' }
  /** Begins to try these changes. */
  | { about: 'candidates'; remedies: Remedy[] }
  /** Goes on trying for about so many milliseconds; answers what has come out so far. */
  | { about: 'remedies'; milliseconds: number };

/** A tool of the catalog, with the knobs that differ from their defaults. */
export type ToolSettings = Parameters<Session['tool']>[0];

/** Steps of the copies between two looks at the clock. */
const turn = 50;

function workOnRemedies(session: Session, milliseconds: number): TestedRemedies | null {
  const end = performance.now() + milliseconds;
  while (session.workOnRemedies(turn) && performance.now() < end);
  return session.remedies();
}

/** Answers a question; throws what the core refuses. */
export function examine(
  session: Session,
  question: Examination,
): Diagnosis | PreflightResult | TestedRemedies | object | null {
  switch (question.about) {
    case 'preflight':
      return session.preflight(question.check);
    case 'tool':
      return session.tool(question.settings);
    case 'supervision':
      session.watch(true);
      return null;
    case 'diagnosis':
      return session.diagnosis();
    case 'candidates':
      session.tryRemedies(question.remedies);
      return null;
    case 'remedies':
      return workOnRemedies(session, question.milliseconds);
  }
}
