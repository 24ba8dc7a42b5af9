/** Where the lessons stand, seen from the page. */
import { language } from '../words';

/** The list of all lessons, in the language in force; reactive. */
export const lessonsAddress = () => `lessons/${language.now.slice(0, 2)}/index.html`;
