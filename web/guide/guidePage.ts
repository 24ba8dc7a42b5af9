/** The pages of the guide: one for each text and language, and a list of them. */
import { around, escaped, frame, titleOf } from '../lessons/frame.ts';
import { openerOf, powers, type LinkOf } from '../lessons/lessonPage.ts';
import { markupOf } from '../lessons/markdown.ts';
import { editLink, untold, type Site } from '../lessons/site.ts';
import { lessonWords, type LessonLanguage } from '../lessons/words.ts';
import type { SharedGuide } from './guide.ts';

/** A page with its texts. */
export interface WrittenGuide {
  /** With its last slash. */
  folder: string;
  /** Without its number. */
  key: string;
  shared: SharedGuide;
  /** By name, as the text shows them. */
  figures: Record<string, string>;
  /** By name, the excerpts' text. */
  excerpts: Record<string, string>;
  texts: Record<LessonLanguage, string>;
}

/** What `{{part NAME}}` becomes: markup made from what the repository holds. */
export type PartOf = (name: string, language: LessonLanguage) => string;

/** Addresses of headings: made from the English ones, so that both languages have the same. */
function anchorsOf(english: string): string[] {
  const seen = new Map<string, number>();
  return [...english.matchAll(/^##+ (.*)$/gm)].map(([, heading]) => {
    const name = heading
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-|-$/g, '');
    const count = seen.get(name) ?? 0;
    seen.set(name, count + 1);
    return count === 0 ? name : `${name}-${count + 1}`;
  });
}

/** Gives the headings that have none their addresses, and lists those of the second level before the first of them. */
function withContents(markup: string, anchors: string[], title: string): string {
  let at = 0;
  const named = markup.replace(
    /<h([2-6])>/g,
    (_, level: string) => `<h${level} id="${anchors[at++] ?? `part-${at}`}">`,
  );
  const headings = [...named.matchAll(/<h2 id="([^"]*)">([\s\S]*?)<\/h2>/g)];
  if (headings.length < 4) return named;
  // A key behind a name is for those who have found the place already.
  const nameOf = (heading: string) => heading.replace(/(.) <code>[^<]*<\/code>$/, '$1').replace(/<[^>]*>/g, '');
  const items = headings.map(([, id, text]) => `<li><a href="#${id}">${nameOf(text)}</a></li>`);
  const contents = `<nav class="contents" aria-label="${title}"><ul>${items.join('')}</ul></nav>\n`;
  return named.replace('<h2 ', `${contents}<h2 `);
}

/** What may be wider than a phone scrolls by itself, and by keys, so that the page does not. */
function withScrolling(markup: string, label: string): string {
  let count = 0;
  return markup
    .replace(/<table>/g, () => `<div class="scroll" role="group" aria-label="${label} ${++count}" tabindex="0"><table>`)
    .replace(/(<table>(?:(?!<table)[\s\S])*?<\/table>)/g, '$1</div>')
    .replace(/<pre>/g, '<pre tabindex="0">');
}

/** One page of the guide. */
export function guidePage(
  written: WrittenGuide,
  all: WrittenGuide[],
  language: LessonLanguage,
  linkOf: LinkOf,
  partOf: PartOf,
  site: Site = untold,
): string {
  const words = lessonWords[language];
  const { key, shared, figures, excerpts, texts } = written;
  const code = (name: string) => {
    const text = excerpts[name] ?? '?';
    const { file } = shared.excerpts[name];
    return `<figure class="code"><figcaption><code>${file}</code></figcaption><pre><code>${escaped(text)}</code></pre></figure>`;
  };
  const blocks: Record<string, (name: string) => string> = {
    experiment: (name) => openerOf(shared.experiments[name], key, language, linkOf),
    code,
    part: (name) => `<div class="part">${partOf(name, language)}</div>`,
  };
  const markup = markupOf(texts[language], {
    figure: (name) => powers(escaped(figures[name] ?? '?')),
    block: (kind, name) => blocks[kind](name),
    lesson: (other) => `../../lessons/${language}/${other}.html`,
    guide: (other) => `${other}.html`,
    code,
    isWithoutBlanks: language === 'zh',
    question: words.question,
    slip: words.slip,
  });
  const at = all.indexOf(written);
  const neighbour = (other: WrittenGuide | undefined) =>
    other && { key: other.key, title: titleOf(other.texts[language]) };
  const main = [
    withScrolling(withContents(markup, anchorsOf(texts.en), words.contents), words.table),
    around(language, neighbour(all[at - 1]), neighbour(all[at + 1])),
    editLink(`guide/${written.folder.split('/').at(-2)}/${language}.md`, language, site),
  ].join('\n');
  return frame({ language, title: titleOf(texts[language]), place: 'guide', name: key, main });
}

/** The first paragraph after the title. */
const firstParagraph = (text: string) => /^# .*\n+([\s\S]*?)\n\n/.exec(text)?.[1] ?? '';

/** The list of the guide's pages. */
export function guideList(all: WrittenGuide[], language: LessonLanguage): string {
  const words = lessonWords[language];
  const plain = { figure: () => '', block: () => '', lesson: () => '', guide: () => '', code: () => '' };
  const items = all.map(({ key, texts }) => {
    const marks = { ...plain, isWithoutBlanks: language === 'zh', question: '', slip: '' };
    const about = markupOf(`${firstParagraph(texts[language])}\n`, marks);
    return `        <li><a href="${key}.html">${escaped(titleOf(texts[language]))}</a>${about}</li>`;
  });
  const main = `<h1>${words.guide}</h1>\n<p>${words.guideIntro}</p>\n      <ul class="pages">\n${items.join('\n')}\n      </ul>`;
  return frame({ language, title: words.guide, place: 'guide', name: 'index', main });
}
