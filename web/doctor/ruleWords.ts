/** The words of the rules come with the first finding. */
import { addWords } from '../words';
import { preflight as preflightEn } from '../words/preflight.en';
import { preflight as preflightZh } from '../words/preflight.zh';
import { rules as en } from '../words/rules.en';
import { rules as zh } from '../words/rules.zh';

addWords({ en: { ...en, ...preflightEn }, 'zh-Hans': { ...zh, ...preflightZh } });
