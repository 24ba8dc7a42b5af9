/** The room's words come with it. */
import { addWords } from '../words';
import { race as en } from '../words/race.en';
import { race as zh } from '../words/race.zh';

addWords({ en, 'zh-Hans': zh });
