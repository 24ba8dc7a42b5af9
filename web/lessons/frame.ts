/** What stands around every text: head, the ways to other places, and the way to the same text in the other language. */
import { lessonLanguages, lessonWords, type LessonLanguage } from './words.ts';

export const escaped = (text: string) =>
  text.replace(/[&<>"]/g, (sign) => `&${{ '&': 'amp', '<': 'lt', '>': 'gt' }[sign] ?? 'quot'};`);

/** The title of a text, which is its first heading. */
export const titleOf = (text: string) => /^# (.*)$/m.exec(text)?.[1] ?? '';

/** A page of text. */
export interface TextPage {
  language: LessonLanguage;
  title: string;
  /** The folder that it stands in, beside the one of the other language. */
  place: 'lessons' | 'guide';
  /** Without its ending. */
  name: string;
  /** Markup. */
  main: string;
  /** A module beside the languages' folders, for what a text alone cannot do. */
  script?: string;
  /** More lines for its head. */
  head?: string;
}

/** The whole page, which needs no JavaScript. */
export function frame({ language, title, place, name, main, script, head = '' }: TextPage): string {
  const words = lessonWords[language];
  const other = lessonLanguages.find((each) => each !== language) ?? language;
  const lab = `../../index.html?lang=${words.tag}`;
  const wayTo = (folder: TextPage['place'], label: string) =>
    `<a href="../../${folder}/${language}/index.html"${
      folder === place ? ` aria-current="${name === 'index' ? 'page' : 'true'}"` : ''
    }>${label}</a>`;
  return `<!doctype html>
<html lang="${words.tag}">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover" />
    <meta name="color-scheme" content="light dark" />
    <title>${escaped(title)} · ∇lab</title>
    <link rel="icon" href="../../lessons/icon.svg" type="image/svg+xml" />
    <link rel="stylesheet" href="../../lessons/lessons.css" />
    <link rel="alternate" hreflang="${lessonWords[other].tag}" href="../${other}/${name}.html" />
${head}${script ? `    <script type="module" src="../${script}"></script>\n` : ''}  </head>
  <body>
    <a class="skip" href="#text">${words.skip}</a>
    <header>
      <nav aria-label="${words.rooms}">
        <a class="brand" href="${lab}" translate="no">∇lab</a>
        <a href="${lab}">${words.lab}</a>
        ${wayTo('lessons', words.lessons)}
        ${wayTo('guide', words.guide)}
      </nav>
      <a href="../${other}/${name}.html" lang="${lessonWords[other].tag}">${words.other}</a>
    </header>
    <main id="text" class="${place}">
${main}
    </main>
  </body>
</html>
`;
}

/** The ways to the text before and the one after. */
export function around(
  language: LessonLanguage,
  previous: { key: string; title: string } | undefined,
  next: { key: string; title: string } | undefined,
): string {
  const words = lessonWords[language];
  const link = (label: string, to?: { key: string; title: string }) =>
    to ? `<span>${label}<a href="${to.key}.html">${escaped(to.title)}</a></span>` : '<span></span>';
  return `<nav class="around" aria-label="${words.places}">
        ${link(words.previous, previous)}
        ${link(words.next, next)}
      </nav>`;
}
