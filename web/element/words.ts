/** The element's words come with it, and those of the doctor's rules that its marks name. */
import { addWords } from '../words';
import { element as en } from '../words/element.en';
import { element as zh } from '../words/element.zh';

addWords({ en, 'zh-Hans': zh });
