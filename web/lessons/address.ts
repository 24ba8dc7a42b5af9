/** Where the lessons stand, seen from the page. */
import { language } from '../words';

/** One lesson, in the language in force; reactive. */
export const lessonAddress = (key: string) => `lessons/${language.now.slice(0, 2)}/${key}.html`;
/** The list of all lessons. */
export const lessonsAddress = () => lessonAddress('index');
/** The guide's list of pages. */
export const guideAddress = () => `guide/${language.now.slice(0, 2)}/index.html`;
