/** The words of the challenge come with its panel. */
import { addWords } from '../words';
import { lessons as en } from '../words/lessons.en';
import { lessons as zh } from '../words/lessons.zh';

addWords({ en, 'zh-Hans': zh });
