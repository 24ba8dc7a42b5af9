/** How the clinic names things: layers by their number alone, since what they are may be what a patient suffers from. */
import { shortNumber } from '../pictures/number';
import { t, word } from '../words';
import type { Resident } from '../worker/clinic';

export const layerName = (layer: number): string => t('clinic.layer', { number: layer + 1 });

export function patientName({ key }: Resident): string {
  return word(`clinic.${key}`) ?? key;
}

export function complaintOf({ key }: Resident): string {
  return word(`clinic.${key}.complaint`) ?? '';
}

export function examinationName(key: string): string {
  return word(`clinic.examination.${key}`) ?? word(`kind.instruments.${key}`) ?? word(`kind.tools.${key}`) ?? key;
}

export function treatmentName(key: string): string {
  return word(`clinic.treatment.${key}`) ?? key;
}

/** "÷ 100", "× 4", "0.2" */
export function amountName(key: string, amount: number): string {
  const kind = amount === 0 ? 'none' : key;
  return word(`clinic.amount.${kind}`, { amount: shortNumber(amount) }) ?? shortNumber(amount);
}
