/** The lessons as pages that can be read without a program: one for each lesson and language, and a list of them. */
import { challengeExperiment, type Lesson } from './lesson.ts';
import { markupOf } from './markdown.ts';
import { lessonLanguages, lessonWords, type LessonLanguage } from './words.ts';

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

const escaped = (text: string) =>
  text.replace(/[&<>"]/g, (sign) => `&${{ '&': 'amp', '<': 'lt', '>': 'gt' }[sign] ?? 'quot'};`);

/** With powers of ten as one writes them. */
const powers = (text: string) =>
  text.replace(/e\+?([−-]?)(\d+)/, (_, sign: string, exponent: string) => ` · 10<sup>${sign && '−'}${exponent}</sup>`);

/** The title of a text, which is its first heading, and its first paragraph after the heading of what will be seen. */
export const titleOf = (text: string) => /^# (.*)$/m.exec(text)?.[1] ?? '';

function frame(language: LessonLanguage, title: string, name: string, main: string): string {
  const words = lessonWords[language];
  const other = lessonLanguages.find((each) => each !== language) ?? language;
  return `<!doctype html>
<html lang="${words.tag}">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover" />
    <meta name="color-scheme" content="light dark" />
    <title>${escaped(title)} · ∇lab</title>
    <link rel="icon" href="../icon.svg" type="image/svg+xml" />
    <link rel="stylesheet" href="../lessons.css" />
    <link rel="alternate" hreflang="${lessonWords[other].tag}" href="../${other}/${name}.html" />
  </head>
  <body>
    <a class="skip" href="#text">${words.skip}</a>
    <header>
      <nav>
        <a class="brand" href="../../index.html?lang=${words.tag}" translate="no">∇lab</a>
        <a href="../../index.html?lang=${words.tag}">${words.lab}</a>
        <a href="index.html"${name === 'index' ? ' aria-current="page"' : ''}>${words.lessons}</a>
      </nav>
      <a href="../${other}/${name}.html" lang="${lessonWords[other].tag}">${words.other}</a>
    </header>
    <main id="text">
${main}
    </main>
  </body>
</html>
`;
}

/** The page of one lesson. */
export function lessonPage(
  written: WrittenLesson,
  all: WrittenLesson[],
  language: LessonLanguage,
  linkOf: LinkOf,
): string {
  const words = lessonWords[language];
  const { key, number, lesson, figures, texts } = written;
  const linkTo = (other: WrittenLesson) => `<a href="${other.key}.html">${escaped(titleOf(other.texts[language]))}</a>`;
  const opener = (
    name: string,
    label: (title: string) => string,
    more = '',
    experiment = lesson.experiments[name].experiment,
  ) => {
    const { room, step, titles } = lesson.experiments[name];
    const title = titles?.[language] ?? String(experiment.title ?? key);
    // A challenge begins at the beginning, at rest.
    const at = more ? 0 : (step ?? (room === 'microscope' ? 0 : null));
    const query = [`lang=${words.tag}`, room ? `room=${room}` : '', at === null ? '' : `step=${at}`, more]
      .filter(Boolean)
      .join('&amp;');
    const address = `../../index.html?${query}${linkOf({ ...experiment, title })}`;
    return `<p class="live"><a class="button" href="${address}">${label(escaped(title))}</a></p>`;
  };
  const markup = markupOf(texts[language], {
    figure: (name) => powers(escaped(figures[name] ?? '?')),
    block: (kind, name) =>
      kind === 'challenge'
        ? opener(lesson.challenge.experiment, () => words.challenge, `lesson=${key}`, challengeExperiment(lesson))
        : opener(name, words.open),
    lesson: (other) => `${other}.html`,
    isWithoutBlanks: language === 'zh',
    question: words.question,
    slip: words.slip,
  });
  const known = lesson.prerequisites.flatMap((before) => all.filter((each) => each.key === before));
  const before = known.length > 0 ? `<p class="before">${words.before}${known.map(linkTo).join(' · ')}</p>` : '';
  const at = all.indexOf(written);
  const [previous, next] = [all[at - 1], all[at + 1]];
  const around = `<nav class="around" aria-label="${words.places}">
        ${previous ? `<span>${words.previous}${linkTo(previous)}</span>` : '<span></span>'}
        ${next ? `<span>${words.next}${linkTo(next)}</span>` : ''}
      </nav>`;
  const main = `<p class="number">${words.number(number)}</p>\n${before}\n${markup}\n${around}`;
  return frame(language, titleOf(texts[language]), key, main);
}

/** The list of all lessons. */
export function lessonList(all: WrittenLesson[], language: LessonLanguage): string {
  const words = lessonWords[language];
  const items = all.map(
    ({ key, texts }) => `        <li><a href="${key}.html">${escaped(titleOf(texts[language]))}</a></li>`,
  );
  const main = `<h1>${words.lessons}</h1>\n<p>${words.intro}</p>\n      <ol class="list">\n${items.join('\n')}\n      </ol>`;
  return frame(language, words.lessons, 'index', main);
}
