/** What an element is asked to show: an experiment in any form, or one of a lesson. */
import { readExperiment } from '../../package/experiments';
import { NablabError } from '../../wasm-bindings/nablabError';
import type { LiveExperiment } from '../lessons/lesson';

/** An experiment that is not judged yet, and where the lesson that it is from begins with it. */
export interface Source {
  /** Undefined: the catalog's default. */
  experiment: unknown;
  step: number;
  room: string | null;
}

const files = import.meta.glob<Record<string, LiveExperiment>>('../../lessons/*/lesson.json', {
  import: 'experiments',
});
const keyOf = (path: string) => path.split('/').at(-2)?.replace(/^\d+-/, '') ?? '';
const lessons = new Map(Object.entries(files).map(([path, load]) => [keyOf(path), load]));

function unknownOf(code: string, path: string, found: string, names: string[]): NablabError {
  return new NablabError({ code, path, found: JSON.stringify(found), allowed: names.join(', ') });
}

async function fromLesson(lesson: string, experiment: unknown): Promise<Source> {
  const load = lessons.get(lesson.replace(/^\d+-/, ''));
  if (!load) throw unknownOf('LESSON_UNKNOWN', 'lesson', lesson, [...lessons.keys()]);
  const experiments = await load();
  const names = Object.keys(experiments);
  const name = experiment === undefined ? names[0] : String(experiment);
  if (!Object.hasOwn(experiments, name)) throw unknownOf('LESSON_EXPERIMENT', 'experiment', name, names);
  const { experiment: document, step = 0, room = null } = experiments[name];
  return { experiment: { version: 1, ...document }, step, room };
}

/**
 * The experiment that is meant: a document, its JSON text, a link's text, or with a lesson the name of one of its
 * experiments (else its first). Rejects with a `NablabError`.
 */
export async function sourceOf(lesson: string | null, experiment: unknown): Promise<Source> {
  if (lesson !== null) {
    const isName = typeof experiment === 'string' && /^\w+$/.test(experiment);
    if (experiment === undefined || isName) return fromLesson(lesson, experiment);
  }
  return { experiment: experiment === undefined ? undefined : readExperiment(experiment), step: 0, room: null };
}
