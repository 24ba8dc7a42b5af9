/**
 * Holds lessons, guide and documents against each other: both languages have the same headings and marks, every link
 * leads somewhere, every English word is known (`words.txt`; `--add` takes over new ones), and Chinese is set without
 * typed blanks.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { isStarted, main, root, StepError } from './process.mjs';

const list = join(root, 'scripts/words.txt');
/** Documents in English alone. */
const documents = [
  'README.md',
  'CONTRIBUTING.md',
  'SECURITY.md',
  'docs/data.md',
  'bench/README.md',
  'package/README.md',
];

/** Every text of a folder of numbered texts: its key, and the file of each language. */
function textsIn(place) {
  const folder = join(root, place);
  const names = readdirSync(folder).filter((name) => existsSync(join(folder, name, 'en.md')));
  return names.map((name) => {
    const read = (language) => readFileSync(join(folder, name, `${language}.md`), 'utf8');
    return { place, name: `${place}/${name}`, key: name.replace(/^\d+-/, ''), en: read('en'), zh: read('zh') };
  });
}

const headings = (text) =>
  [...withoutCode(text).matchAll(/^(#+) (.*)$/gm)].map(([, signs, words]) => [signs.length, words]);
const marks = (text) => [...new Set([...text.matchAll(/\{\{[^}]*\}\}|^:::\w+/gm)].map(([mark]) => mark))].sort();
const withoutCode = (text) => text.replace(/^```[\s\S]*?^```/gm, '').replace(/`[^`\n]*`/g, ' ');

/** The address of a heading, as `web/guide/guidePage.ts` makes it. */
const anchorOf = (heading) =>
  heading
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');

function* unlike({ name, en, zh }) {
  const levels = (text) => headings(text).map(([level]) => level);
  if (String(levels(en)) !== String(levels(zh))) yield `${name}: the languages have different headings`;
  if (levels(en)[0] !== 1) yield `${name}: the first heading is not its title`;
  if (String(marks(en)) !== String(marks(zh))) yield `${name}: the languages have different marks`;
}

/** Links between lessons and pages of the guide. */
function* deadLinks({ name, en, zh }, all) {
  for (const text of [en, zh])
    for (const [, kind, key, anchor] of text.matchAll(/\]\((lesson|guide):([\w-]+)(?:#([\w-]+))?\)/g)) {
      const target = all.find((each) => each.key === key && each.place === (kind === 'guide' ? 'guide' : 'lessons'));
      if (!target) yield `${name}: there is no ${kind} ${key}`;
      else if (anchor && !headings(target.en).some(([, words]) => anchorOf(words) === anchor))
        yield `${name}: ${key} has no heading #${anchor}`;
    }
}

/** Links of a document to files beside it. */
function* deadFiles(file, text) {
  for (const [, target] of withoutCode(text).matchAll(/\]\((?!https?:|#|lesson:|guide:)([^)#\s]+)[^)]*\)/g))
    if (!existsSync(join(root, dirname(file), target))) yield `${file}: there is no file ${target}`;
}

/** Folders of the repository that texts name files of. */
const folders = /^(core|docs|examples|lessons|package|scripts|tests|wasm-bindings|web)\/[\w./-]*\w$/;

/** Files that are named in a page of the guide. */
function* missingFiles({ name, en, zh }) {
  for (const text of [en, zh])
    for (const [, path] of text.matchAll(/`([^`\n]+)`/g))
      if (folders.test(path) && !existsSync(join(root, path))) yield `${name}: there is no file ${path}`;
}

/** The English words of a text, without code, formulas, marks and addresses. */
export function wordsOf(text) {
  const prose = withoutCode(text)
    .replace(/\$\$[\s\S]*?\$\$|\$[^$]*\$/g, ' ')
    .replace(/\{\{[^}]*\}\}|^:::\w+( \w+$)?|\]\([^)]*\)|https?:\S+|arXiv:\S+/gm, ' ');
  return new Set(
    [...prose.normalize('NFC').matchAll(/[\p{Script=Latin}][\p{Script=Latin}’'-]*/gu)].map(([word]) => plain(word)),
  );
}

const plain = (word) =>
  word
    .toLowerCase()
    .replace('’', "'")
    .replace(/'s$|[-']+$/, '');

function* badlySet({ name, zh }) {
  const prose = withoutCode(zh).replace(/\{\{[^}]*\}\}|^:::\w+ /gm, '');
  for (const [found] of prose.matchAll(/\p{Script=Han} [A-Za-z0-9]|[A-Za-z0-9] \p{Script=Han}|\p{Script=Han}[,;:!?]/gu))
    yield `${name}/zh.md: “${found}” has a blank or a sign that Chinese does not take`;
}

/** Every complaint about the texts, and the words that are not in the list. */
function examine() {
  const all = [...textsIn('lessons'), ...textsIn('guide')];
  const read = documents
    .filter((file) => existsSync(join(root, file)))
    .map((file) => [file, readFileSync(join(root, file), 'utf8')]);
  const complaints = all.flatMap((text) => [
    ...unlike(text),
    ...deadLinks(text, all),
    ...missingFiles(text),
    ...badlySet(text),
  ]);
  for (const [file, text] of read) complaints.push(...deadFiles(file, text));
  const known = new Set(existsSync(list) ? readFileSync(list, 'utf8').split('\n') : []);
  const unknown = new Map();
  for (const [file, text] of [...all.map(({ name, en }) => [`${name}/en.md`, en]), ...read])
    for (const word of wordsOf(text)) if (word.length > 2 && !known.has(word)) unknown.set(word, file);
  return { complaints, known, unknown };
}

/** Throws a `StepError` with every complaint. */
export function checkText() {
  const { complaints, unknown } = examine();
  for (const [word, file] of unknown) complaints.push(`${relative('', file)}: “${word}” is no word that is known`);
  if (complaints.length > 0)
    throw new StepError(`${complaints.join('\n')}\n(node scripts/checkText.mjs --add takes words over)`);
}

if (isStarted(import.meta)) {
  await main(() => {
    if (!process.argv.includes('--add')) return checkText();
    const { known, unknown } = examine();
    writeFileSync(list, `${[...known, ...unknown.keys()].filter(Boolean).sort().join('\n')}\n`);
  });
}
