/** The dialog's words come with it. */
import { addWords } from '../words';
import { ownData as en } from '../words/ownData.en';
import { ownData as zh } from '../words/ownData.zh';

addWords({ en, 'zh-Hans': zh });
