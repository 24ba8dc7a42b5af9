/** How quotients of the core's reports are written. */
import type { Quotient } from '../../wasm-bindings/types';
import { percent } from '../pictures/number';

/** Stands behind a quotient whose denominator was zero. */
export const undefinedMark = '†';

/** As percent; an undefined one is marked, since its value is a convention. */
export function quotientText({ value, defined }: Quotient): string {
  return defined ? percent(value) : `${percent(value)} ${undefinedMark}`;
}
