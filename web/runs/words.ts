/** The room's words come with it. */
import { addWords } from '../words';
import { runs as en } from '../words/runs.en';
import { runs as zh } from '../words/runs.zh';

addWords({ en, 'zh-Hans': zh });
