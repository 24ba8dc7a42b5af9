/** The language in force and the words in it; both are reactive. */
import type { Refusal } from '../../wasm-bindings/types';
import { takeParameter } from '../store/address';
import { recall, remember } from '../store/remember';
import { scopeHere } from '../store/scope';
import { wholeNumber } from '../pictures/number';
import { pathParts } from '../store/paths';
import { en, type Key, type Words } from './en';
import type { LaterKey } from './later';
import { zh } from './zh';

export const languages = ['en', 'zh-Hans'] as const;
export type Language = (typeof languages)[number];

/** What is known by now: the first words, and those of rooms that have been entered. */
const dictionaries: Record<Language, Words & Partial<Record<LaterKey, string>>> = {
  en: { ...en },
  'zh-Hans': { ...zh },
};

/** Takes in the words of a room; called where the room's module is loaded, before anything of it is shown. */
export function addWords<Own extends LaterKey>(own: Record<Language, Record<Own, string>>): void {
  for (const each of languages) Object.assign(dictionaries[each], own[each]);
}

/** A link's (`?lang=…`), else the one that was chosen before, else the browser's. */
function preferred(): Language {
  const wanted = takeParameter('lang');
  const linked = languages.find((each) => each === wanted);
  if (linked) remember('language', linked);
  const known = linked ?? recall('language', languages);
  if (known) return known;
  return navigator.languages[0]?.startsWith('zh') ? 'zh-Hans' : 'en';
}

let chosen = $state<Language>('en');

export const language = {
  get now(): Language {
    return scopeHere()?.language ?? chosen;
  },
  /** Gives the page its language, before anything of it is shown. */
  begin(): void {
    chosen = preferred();
    document.documentElement.lang = chosen;
  },
  /** Switches the page, now and at the next visit. */
  choose(next: Language): void {
    chosen = next;
    document.documentElement.lang = next;
    remember('language', next);
  },
};

export type Params = Record<string, string | number>;

function filled(text: string, params: Params): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => {
    if (!Object.hasOwn(params, name)) return whole;
    const value = params[name];
    return Number.isInteger(value) ? wholeNumber(Number(value)) : String(value);
  });
}

/** The text of this key, with `{name}` replaced by `params.name`. */
export function t(key: Key, params: Params = {}): string {
  return filled(dictionaries[language.now][key] ?? key, params);
}

/** The text of a key that the core's catalog makes up; undefined if there is none. */
export function word(key: string, params: Params = {}): string | undefined {
  const words = dictionaries[language.now];
  return Object.hasOwn(words, key) ? filled(words[key as Key] ?? key, params) : undefined;
}

/** A place in an experiment in words: "Learning rate" for `optimizer.learningRate`. */
export function pathWords(path: string): string {
  const names = pathParts(path).filter((part) => typeof part === 'string');
  const last = names.at(-1) ?? '';
  return word(`knob.${names.slice(-2).join('.')}`) ?? word(`knob.${last}`) ?? word(`path.${last}`) ?? path;
}

/** What was refused, as a sentence: what, where, what was found, what is allowed. */
export function sentenceOf({ code, path, found, allowed }: Refusal): string {
  const params = { path: path ? pathWords(path) : '', place: path, found, allowed };
  return word(`error.${code}`, params) ?? t('error.other', { ...params, code });
}
