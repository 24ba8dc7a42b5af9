/** Why something cannot be exported, in the language of the page: programs and the command line tell it in English. */
import type { Refusal } from '../../wasm-bindings/types';
import { t } from '../words';
import { exports as en } from '../words/exports.en';
import './words';

const keys = new Map(
  (Object.keys(en) as (keyof typeof en)[]).filter((key) => key.startsWith('export.why.')).map((key) => [en[key], key]),
);

/** The refusal with its reason in words of the page, where it is one of those that have some. */
export function withReason(refusal: Refusal): Refusal {
  const key = keys.get(refusal.allowed);
  return key ? { ...refusal, allowed: t(key) } : refusal;
}
