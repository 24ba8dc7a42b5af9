/** Where values stand on an axis, and which of them get a tick. */

const roundLeads = [1, 2, 5, 10];

/** The smallest of `leads` times a power of ten that is not below `value` (1 for what is not a positive number). */
export function niceCeiling(value: number, leads: readonly number[] = roundLeads): number {
  if (!(value > 0) || !Number.isFinite(value)) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  const lead = leads.find((candidate) => value / power <= candidate + 1e-9) ?? 10;
  return lead * power;
}

/** Ticks at multiples of a round step, about `count` of them, within [low, high]. */
export function linearTicks(low: number, high: number, count: number): { values: number[]; step: number } {
  const span = high - low;
  if (!(span > 0) || !Number.isFinite(span)) return { values: [low], step: 1 };
  const step = niceCeiling(span / Math.max(1, count));
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor(high / step + 1e-9);
  const values = Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => (first + i) * step);
  return { values, step };
}

/** The largest of …, 1, 2, 5, 10, … that is not above `value`, which is positive. */
export function niceFloor(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value) + 1e-9);
  const lead = value / power;
  return (lead >= 5 - 1e-9 ? 5 : lead >= 2 - 1e-9 ? 2 : 1) * power;
}

/** Powers of ten within [low, high], thinned to at most `count`; where fewer than three fit, also 2 and 5 times them. */
export function logTicks(low: number, high: number, count: number): number[] {
  const first = Math.floor(Math.log10(low) + 1e-9);
  const last = Math.floor(Math.log10(high) + 1e-9);
  const powers = last - first;
  const leads = powers < 3 && count >= 3 * powers ? [1, 2, 5] : [1];
  const stride = Math.max(1, Math.ceil((powers + 1) / Math.max(1, count)));
  const values: number[] = [];
  for (let exponent = first; exponent <= last; exponent += stride) {
    values.push(...leads.map((lead) => lead * 10 ** exponent));
  }
  return values.filter((value) => value >= low * (1 - 1e-9) && value <= high * (1 + 1e-9));
}

/** Maps a range of values to a range of pixels, linearly or by the logarithm. */
export interface Axis {
  low: number;
  high: number;
  logarithmic: boolean;
  /** Pixel of `low` and of `high`. */
  from: number;
  to: number;
}

/** The pixel of a value; values outside the range lie outside the pixels. */
export function toPixel(axis: Axis, value: number): number {
  const share = axis.logarithmic
    ? Math.log(value / axis.low) / Math.log(axis.high / axis.low)
    : (value - axis.low) / (axis.high - axis.low);
  return axis.from + share * (axis.to - axis.from);
}

/** The value at a pixel: the inverse of `toPixel`. */
export function fromPixel(axis: Axis, pixel: number): number {
  const share = (pixel - axis.from) / (axis.to - axis.from);
  return axis.logarithmic ? axis.low * (axis.high / axis.low) ** share : axis.low + share * (axis.high - axis.low);
}
