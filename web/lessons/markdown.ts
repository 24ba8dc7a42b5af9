/** A lesson's text as markup: Markdown with formulas, figures, questions, slips and marks of experiments. */
import MarkdownIt from 'markdown-it';
import temml from 'temml';

/** What the text's marks become. */
export interface Marks {
  /** Text of a figure. */
  figure: (name: string) => string;
  /** Markup in the place of `{{experiment NAME}}` and `{{challenge}}`. */
  block: (kind: string, name: string) => string;
  /** Address of another lesson. */
  lesson: (key: string) => string;
  /** Address of a page of the guide. */
  guide: (key: string) => string;
  /** Markup of an excerpt of the sources, which a text explains that stands beside it. */
  code: (name: string) => string;
  /** Whether the language puts no blanks between its words. */
  isWithoutBlanks: boolean;
  question: string;
  slip: string;
}

/** Without the blanks that ends of lines would become where the language has none. */
function joined(text: string): string {
  return text.replace(/(?<=[\u2E80-\uFFEF])\n(?![\n#|>*-]|\d+\. |$)|(?<=[^\n])\n(?=[\u2E80-\uFFEF])/g, '');
}

const markdown = new MarkdownIt({ html: false, typographer: false });

/** A formula without what a content security policy refuses, and what belongs to a style sheet that is not here. */
export function mathOf(tex: string, displayed: boolean): string {
  const written = temml.renderToString(displayed ? `\\displaystyle ${tex}` : tex, { displayMode: displayed });
  return written.replace(/ (?:style|class)="[^"]*"/g, '');
}

/**
 * Markup of a lesson. What Markdown must not read (formulas, blocks) waits outside of the text meanwhile, behind a
 * character that nobody writes.
 */
export function markupOf(text: string, marks: Marks): string {
  const kept: string[] = [];
  const keep = (markup: string) => `\uE000${kept.push(markup) - 1}\uE001`;
  const inline = (part: string): string =>
    part
      .replace(/\$\$([\s\S]+?)\$\$/g, (_, tex: string) => keep(`<div class="formula">${mathOf(tex, true)}</div>`))
      .replace(/\$([^$\n]+(?:\n[^$\n]+)?)\$/g, (_, tex: string) => keep(mathOf(tex, false)))
      .replace(/\{\{figure ([\w-]+)\}\}/g, (_, name: string) => keep(`<b class="figure">${marks.figure(name)}</b>`))
      .replace(/\{\{(\w+)(?: ([\w-]+))?\}\}/g, (_, kind: string, name = '') => keep(marks.block(kind, name as string)))
      .replace(/\]\(lesson:([\w-]+)/g, (_, key: string) => `](${marks.lesson(key)}`)
      .replace(/\]\(guide:([\w-]+)/g, (_, key: string) => `](${marks.guide(key)}`);
  const rendered = (part: string) => markdown.render(marks.isWithoutBlanks ? joined(inline(part)) : inline(part));
  const boxed = text
    .replace(/^:::question (.*)\n([\s\S]*?)^:::$/gm, (_, title: string, inside: string) =>
      keep(
        `<details class="question"><summary><b>${marks.question}</b>${markdown.renderInline(inline(title))}</summary>${rendered(inside)}</details>`,
      ),
    )
    .replace(/^:::slip (.*)\n([\s\S]*?)^:::$/gm, (_, title: string, inside: string) =>
      keep(
        `<aside class="slip"><p><b>${marks.slip}</b>${markdown.renderInline(inline(title))}</p>${rendered(inside)}</aside>`,
      ),
    )
    .replace(/^:::beside (.*)\n([\s\S]*?)^:::$/gm, (_, name: string, inside: string) =>
      keep(`<div class="beside">${marks.code(name)}<div>${rendered(inside)}</div></div>`),
    );
  let markup = rendered(boxed);
  // Blocks stand alone; in a paragraph they would end it. What was kept may hold what was kept before.
  for (let round = 0; round < 3; round++)
    markup = markup
      .replace(/<p>\uE000(\d+)\uE001<\/p>/g, (whole, index: string) => {
        const block = kept[Number(index)] ?? '';
        return /^<(?:div|details|aside|figure|p)/.test(block) ? block : whole.replace(/\uE000\d+\uE001/, block);
      })
      .replace(/\uE000(\d+)\uE001/g, (_, index: string) => kept[Number(index)] ?? '');
  return markup;
}
