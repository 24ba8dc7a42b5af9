/** The room's words come with it. */
import { addWords } from '../words';
import { compare as en } from '../words/compare.en';
import { compare as zh } from '../words/compare.zh';

addWords({ en, 'zh-Hans': zh });
