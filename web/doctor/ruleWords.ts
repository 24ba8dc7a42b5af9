/** The words of the rules come with the first finding. */
import { addWords } from '../words';
import { rules as en } from '../words/rules.en';
import { rules as zh } from '../words/rules.zh';

addWords({ en, 'zh-Hans': zh });
