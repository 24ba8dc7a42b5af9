/** The room's words come with it. */
import { addWords } from '../words';
import { trace as en } from '../words/trace.en';
import { trace as zh } from '../words/trace.zh';

addWords({ en, 'zh-Hans': zh });
