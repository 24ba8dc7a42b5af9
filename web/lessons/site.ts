/** What a build is told: where the site will lie, and where its sources can be edited. */
import { escaped } from './frame.ts';
import { lessonWords, type LessonLanguage } from './words.ts';

/** Whole addresses, each with its last slash; empty where nobody has told them. */
export interface Site {
  /** Of the page. */
  address: string;
  /** Of the repository's files, as its host shows them to be edited: what follows is a path from the root. */
  sources: string;
}

export const untold: Site = { address: '', sources: '' };

/** As the environment says. Throws for what is no address. */
export function siteOf({ NABLAB_ADDRESS, NABLAB_SOURCES }: Record<string, string | undefined>): Site {
  const whole = (told = '') => told && new URL(told.replace(/\/?$/, '/')).href;
  return { address: whole(NABLAB_ADDRESS), sources: whole(NABLAB_SOURCES) };
}

/** The way to a text's source, a file of the repository; nothing where nobody knows it. */
export function editLink(file: string, language: LessonLanguage, { sources }: Site): string {
  return sources && `<p class="edit"><a href="${escaped(sources + file)}">${lessonWords[language].edit}</a></p>`;
}
