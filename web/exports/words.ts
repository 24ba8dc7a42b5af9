/** The dialog's words come with it. */
import { addWords } from '../words';
import { exports as en } from '../words/exports.en';
import { exports as zh } from '../words/exports.zh';

addWords({ en, 'zh-Hans': zh });
