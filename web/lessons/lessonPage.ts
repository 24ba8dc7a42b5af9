/** The lessons as pages that can be read without a program: one for each lesson and language, and a list of them. */
import { discoveryHead } from './discovery.ts';
import { around, escaped, frame, titleOf } from './frame.ts';
import { editLink, untold, type Site } from './site.ts';
import { challengeExperiment, type ExperimentInput, type Lesson, type LiveExperiment } from './lesson.ts';
import { markupOf } from './markdown.ts';
import { lessonWords, type LessonLanguage } from './words.ts';

/** A lesson with its texts. */
export interface WrittenLesson {
  /** Without its number. */
  key: string;
  number: number;
  lesson: Lesson;
  /** By name, as the text shows them. */
  figures: Record<string, string>;
  texts: Record<LessonLanguage, string>;
}

/** How an experiment becomes the fragment that opens it. */
export type LinkOf = (experiment: Record<string, unknown>) => string;

/** With powers of ten as one writes them. */
export const powers = (text: string) =>
  text.replace(/e\+?([−-]?)(\d+)/, (_, sign: string, exponent: string) => ` · 10<sup>${sign && '−'}${exponent}</sup>`);

/** Rooms that an experiment can be shown in within the text; others are the whole page's. */
const rooms = ['lab', 'microscope'];

/** A live experiment where the text speaks of it; without JavaScript nothing is missing, for the way into the lab follows. */
function liveOf({ room = 'lab' }: LiveExperiment, key: string, name: string): string {
  if (!rooms.includes(room)) return '';
  return `<nablab-lab lesson="${key}" experiment="${name}" room="${room}"></nablab-lab>\n`;
}

/** The way into the lab with a live experiment. */
export function openerOf(
  { experiment, room, step, titles }: LiveExperiment,
  key: string,
  language: LessonLanguage,
  linkOf: LinkOf,
): string {
  const title = titles?.[language] ?? String(experiment.title ?? key);
  const at = step ?? (room === 'microscope' ? 0 : null);
  const query = [room ? `room=${room}` : '', at === null ? '' : `step=${at}`];
  return button({ ...experiment, title }, query, lessonWords[language].open(escaped(title)), language, linkOf);
}

function button(
  experiment: ExperimentInput,
  query: string[],
  label: string,
  language: LessonLanguage,
  linkOf: LinkOf,
): string {
  const asked = [`lang=${lessonWords[language].tag}`, ...query].filter(Boolean).join('&amp;');
  return `<p class="live"><a class="button" href="../../index.html?${asked}${linkOf(experiment)}">${label}</a></p>`;
}

/** The way into the lab with a lesson's challenge, which begins at the beginning, at rest. */
function challengeOpener({ key, lesson }: WrittenLesson, language: LessonLanguage, linkOf: LinkOf): string {
  const { titles, room } = lesson.experiments[lesson.challenge.experiment];
  const experiment = challengeExperiment(lesson);
  const title = titles?.[language] ?? String(experiment.title ?? key);
  const query = [room ? `room=${room}` : '', 'step=0', `lesson=${key}`];
  return button({ ...experiment, title }, query, lessonWords[language].challenge, language, linkOf);
}

/** The page of one lesson, in a site of which something may be known. */
export function lessonPage(
  written: WrittenLesson,
  all: WrittenLesson[],
  language: LessonLanguage,
  linkOf: LinkOf,
  site: Site = untold,
): string {
  const words = lessonWords[language];
  const { key, number, lesson, figures, texts } = written;
  const linkTo = (other: WrittenLesson) => `<a href="${other.key}.html">${escaped(titleOf(other.texts[language]))}</a>`;
  const markup = markupOf(texts[language], {
    figure: (name) => powers(escaped(figures[name] ?? '?')),
    block: (kind, name) =>
      kind === 'challenge'
        ? challengeOpener(written, language, linkOf)
        : liveOf(lesson.experiments[name], key, name) + openerOf(lesson.experiments[name], key, language, linkOf),
    lesson: (other) => `${other}.html`,
    guide: (other) => `../../guide/${language}/${other}.html`,
    code: () => '',
    isWithoutBlanks: language === 'zh',
    question: words.question,
    slip: words.slip,
  });
  const known = lesson.prerequisites.flatMap((before) => all.filter((each) => each.key === before));
  const before = known.length > 0 ? `<p class="before">${words.before}${known.map(linkTo).join(' · ')}</p>` : '';
  const at = all.indexOf(written);
  const neighbour = (other: WrittenLesson | undefined) =>
    other && { key: other.key, title: titleOf(other.texts[language]) };
  const main = [
    `<p class="number">${words.number(number)}</p>`,
    before,
    markup,
    around(language, neighbour(all[at - 1]), neighbour(all[at + 1])),
    editLink(`lessons/${String(number).padStart(2, '0')}-${key}/${language}.md`, language, site),
  ].join('\n');
  const title = titleOf(texts[language]);
  const head = discoveryHead({ key, title, language }, site.address);
  return frame({ language, title, place: 'lessons', name: key, main, head, script: '../element/element.js' });
}

/** The list of all lessons. */
export function lessonList(all: WrittenLesson[], language: LessonLanguage): string {
  const words = lessonWords[language];
  const titles = new Map(all.map(({ key, texts }) => [key, titleOf(texts[language])]));
  const items = all.map(({ key, lesson }) => {
    const before = lesson.prerequisites.map((other) => escaped(titles.get(other) ?? other)).join(' · ');
    const after = before ? `<small>${words.before}${before}</small>` : '';
    return `        <li data-lesson="${key}"><a href="${key}.html">${escaped(titles.get(key) ?? key)}</a>${after}</li>`;
  });
  const main = `<h1>${words.lessons}</h1>
      <p>${words.intro}</p>
      <p>${words.beside}<a href="../../guide/${language}/debugging.html">${words.debugging}</a></p>
      <p class="progress" data-done="${words.done}" data-all="${words.solved}"></p>
      <ol class="list">\n${items.join('\n')}\n      </ol>`;
  return frame({ language, title: words.lessons, place: 'lessons', name: 'index', main, script: 'progress.js' });
}
