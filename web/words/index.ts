/** Every word on the page, in every language: `t(key)` for what is known here, `word(key)` for what the catalog names. */
export { addWords, language, languages, t, word, sentenceOf, pathWords } from './language.svelte';
export type { Language } from './language.svelte';
export type { Key } from './en';
