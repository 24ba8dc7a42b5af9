/** The room's words come with it, and those of the doctor whose instruments it uses. */
import '../doctor/ruleWords';
import '../doctor/words';
import { addWords } from '../words';
import { clinic as en } from '../words/clinic.en';
import { clinic as zh } from '../words/clinic.zh';

addWords({ en, 'zh-Hans': zh });
