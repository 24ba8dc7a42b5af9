/**
 * Colours of the pictures. One diverging scale orange–paper–blue carries signed values everywhere; ten class colours
 * (told apart by colour-blind eyes, and always beside a shape) carry classes. Mixing happens in OKLab, where equal
 * distances look equal (B. Ottosson 2020, "A perceptual color space for image processing").
 */

/** Red, green, blue, each 0 to 255. */
export type Rgb = readonly [number, number, number];

/** Steps of a lookup table on each scale; entry `tableSize` is the colour of what is not a number. */
export const tableSize = 256;

function linear(channel: number): number {
  const c = channel / 255;
  return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
}

function encoded(light: number): number {
  const c = Math.min(1, Math.max(0, light));
  return 255 * (c <= 0.0031308 ? 12.92 * c : 1.055 * c ** (1 / 2.4) - 0.055);
}

function toOklab(color: Rgb): Rgb {
  const [r, g, b] = [linear(color[0]), linear(color[1]), linear(color[2])];
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}

function fromOklab(lab: Rgb): Rgb {
  const l = (lab[0] + 0.3963377774 * lab[1] + 0.2158037573 * lab[2]) ** 3;
  const m = (lab[0] - 0.1055613458 * lab[1] - 0.0638541728 * lab[2]) ** 3;
  const s = (lab[0] - 0.0894841775 * lab[1] - 1.291485548 * lab[2]) ** 3;
  return [
    encoded(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
    encoded(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
    encoded(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s),
  ];
}

/** `share` of `b` in `a`, evenly to the eye. */
export function mix(a: Rgb, b: Rgb, share: number): Rgb {
  const [p, q] = [toOklab(a), toOklab(b)];
  return fromOklab([p[0] + (q[0] - p[0]) * share, p[1] + (q[1] - p[1]) * share, p[2] + (q[2] - p[2]) * share]);
}

/** Opaque colours are asked for many times in each frame. */
const written = new WeakMap<Rgb, string>();

/** The colour as CSS writes it. */
export function css(color: Rgb, alpha = 1): string {
  const known = alpha === 1 ? written.get(color) : undefined;
  if (known) return known;
  const [r, g, b] = color.map((channel) => Math.round(channel));
  if (alpha !== 1) return `rgb(${r} ${g} ${b} / ${alpha})`;
  const text = `rgb(${r} ${g} ${b})`;
  written.set(color, text);
  return text;
}

/** One pixel of an `ImageData` seen as 32-bit words (little-endian, as every browser's machine is). */
export function packed(color: Rgb): number {
  const [r, g, b] = color.map((channel) => Math.round(channel)) as [number, number, number];
  return ((255 << 24) | (b << 16) | (g << 8) | r) >>> 0;
}

/** Table from the lowest value (`negative`) over the middle (`paper`) to the highest (`positive`). */
export function divergingTable(negative: Rgb, paper: Rgb, positive: Rgb, missing: Rgb): Uint32Array {
  const table = new Uint32Array(tableSize + 1);
  for (let i = 0; i < tableSize; i++) {
    const value = (2 * i) / (tableSize - 1) - 1;
    table[i] = packed(value < 0 ? mix(paper, negative, -value) : mix(paper, positive, value));
  }
  table[tableSize] = packed(missing);
  return table;
}

/** Table from `paper` to `color`. */
export function sequentialTable(paper: Rgb, color: Rgb, missing: Rgb): Uint32Array {
  const table = new Uint32Array(tableSize + 1);
  for (let i = 0; i < tableSize; i++) table[i] = packed(mix(paper, color, i / (tableSize - 1)));
  table[tableSize] = packed(missing);
  return table;
}

/** Entry of a table for a value between `low` and `high`; what lies outside gets the end's colour. */
export function tableIndex(value: number, low: number, high: number): number {
  if (Number.isNaN(value)) return tableSize;
  const index = Math.round(((value - low) / (high - low)) * (tableSize - 1));
  return index < 0 ? 0 : index >= tableSize ? tableSize - 1 : index;
}

/** The CSS colour that a table holds for a value. */
export function tableColor(table: Uint32Array, value: number, low: number, high: number): string {
  const word = table[tableIndex(value, low, high)] ?? 0;
  return `rgb(${word & 255} ${(word >> 8) & 255} ${(word >> 16) & 255})`;
}
