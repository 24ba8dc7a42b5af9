/** How pictures write numbers: short, with a true minus sign, and never wider than seven characters. */

const minus = '−';
const superscripts = '⁰¹²³⁴⁵⁶⁷⁸⁹';

function withTrueMinus(text: string): string {
  return text.replace('-', minus);
}

function powerOfTen(exponent: number): string {
  const digits = [...String(Math.abs(exponent))].map((digit) => superscripts[Number(digit)]).join('');
  return `10${exponent < 0 ? '⁻' : ''}${digits}`;
}

/** Digits in groups of three, told apart by narrow spaces: `4 210`. */
export function wholeNumber(value: number): string {
  return withTrueMinus(String(value).replace(/\B(?=(\d{3})+$)/g, '\u202f'));
}

/** Three significant digits: `0.0312`, `−1.25`, `4210`, `1.2·10⁻⁶`; `∞` and `—` (not a number) where it has none. */
export function shortNumber(value: number): string {
  if (Number.isNaN(value)) return '—';
  if (!Number.isFinite(value)) return value > 0 ? '∞' : `${minus}∞`;
  const size = Math.abs(value);
  if (size === 0) return '0';
  if (size >= 1e5 || size < 1e-3) {
    const [mantissa, exponent] = value.toExponential(1).split('e');
    return withTrueMinus(`${mantissa}·${powerOfTen(Number(exponent))}`);
  }
  return withTrueMinus(size >= 100 ? value.toFixed(0) : value.toPrecision(3));
}

/** The fewest digits from which single precision reads the same number again, as a field wants them: `-0.56327283`. */
export function exactNumber(value: number): string {
  for (let digits = 1; digits < 9; digits++) {
    const shorter = Number(value.toPrecision(digits));
    if (Math.fround(shorter) === value) return String(shorter);
  }
  return String(Number(value.toPrecision(9)));
}

/** The end of a scale: as `shortNumber`, but `1` rather than `1.00`. */
export function endNumber(value: number): string {
  return Number.isInteger(value) && Math.abs(value) < 1e5 ? withTrueMinus(String(value)) : shortNumber(value);
}

/**
 * The label of a tick: as few digits as tell it from its neighbours, a step of 1, 2 or 5 times a power of ten away;
 * from `largest` on with a power of ten.
 */
export function tickLabel(value: number, step: number, largest = 1e5): string {
  if (value === 0) return '0';
  const size = Math.abs(value);
  if (size >= largest || size < 1e-3) {
    const exponent = Math.floor(Math.log10(size) + 1e-9);
    const mantissa = Number((value / 10 ** exponent).toPrecision(3));
    if (Math.abs(mantissa) === 1) return `${value < 0 ? minus : ''}${powerOfTen(exponent)}`;
    return withTrueMinus(`${mantissa}·${powerOfTen(exponent)}`);
  }
  const decimals = Math.max(0, Math.min(6, -Math.floor(Math.log10(Math.abs(step)) + 1e-9)));
  return withTrueMinus(value.toFixed(decimals));
}

/** A share of one as percent with one decimal: `97.5 %`. */
export function percent(share: number): string {
  return Number.isFinite(share) ? `${(share * 100).toFixed(1)} %` : '—';
}
