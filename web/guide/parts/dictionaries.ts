/** Every word of the page, those of rooms that come later too. */
import { clinic as clinicEn } from '../../words/clinic.en';
import { clinic as clinicZh } from '../../words/clinic.zh';
import { doctorRoom as doctorEn } from '../../words/doctorRoom.en';
import { doctorRoom as doctorZh } from '../../words/doctorRoom.zh';
import { en } from '../../words/en';
import { exports as exportsEn } from '../../words/exports.en';
import { exports as exportsZh } from '../../words/exports.zh';
import { offline as offlineEn } from '../../words/offline.en';
import { offline as offlineZh } from '../../words/offline.zh';
import { preflight as preflightEn } from '../../words/preflight.en';
import { preflight as preflightZh } from '../../words/preflight.zh';
import { rules as rulesEn } from '../../words/rules.en';
import { rules as rulesZh } from '../../words/rules.zh';
import { zh } from '../../words/zh';

export const dictionaries: Record<'en' | 'zh', Record<string, string>> = {
  en: { ...en, ...rulesEn, ...preflightEn, ...clinicEn, ...doctorEn, ...exportsEn, ...offlineEn },
  zh: { ...zh, ...rulesZh, ...preflightZh, ...clinicZh, ...doctorZh, ...exportsZh, ...offlineZh },
};
