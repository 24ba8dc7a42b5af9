/** Contrast of the page's colours, computed from the tokens themselves (WCAG 2.2, 1.4.3 and 1.4.11). */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

const css = readFileSync(fileURLToPath(new URL('../../web/styles/tokens.css', import.meta.url)), 'utf8');
const tokens = new Map(
  [...css.matchAll(/--([\w-]+): light-dark\((#\w+), (#\w+)\)/g)].map(([, name, light, dark]) => [
    name,
    { light, dark },
  ]),
);

/** Relative luminance of an sRGB colour, as WCAG defines it. */
function luminance(hex: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: string, b: string): number {
  const [high, low] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (high + 0.05) / (low + 0.05);
}

const texts = [
  ...['paper', 'raised', 'sunken'].flatMap((ground) => [
    ['ink', ground],
    ['ink-soft', ground],
  ]),
  ['accent', 'paper'],
  ['accent', 'raised'],
  ['on-accent', 'accent'],
  ['finding', 'paper'],
  ['finding', 'finding-soft'],
  ['ink', 'finding-soft'],
  ['negative', 'paper'],
  ['positive', 'paper'],
  // Curves are named in their colours.
  ...Array.from({ length: 8 }, (_, i) => [`class-${i + 2}`, 'paper']),
];
const graphics = [
  ['edge', 'paper'],
  ['edge', 'raised'],
];

describe.each(['light', 'dark'] as const)('in %s', (scheme) => {
  const color = (name: string) => tokens.get(name)?.[scheme] ?? '';

  test.each(texts)('text in %s on %s has a contrast of 4.5', (text, ground) => {
    expect(contrast(color(text), color(ground))).toBeGreaterThanOrEqual(4.5);
  });

  test.each(graphics)('%s is seen on %s with a contrast of 3', (mark, ground) => {
    expect(contrast(color(mark), color(ground))).toBeGreaterThanOrEqual(3);
  });
});
