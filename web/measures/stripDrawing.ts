/** Histograms over time as a heat strip: steps across, values up, and how many values lie there by shade. */
import { css, tableColor } from '../pictures/colors';
import { hairline, useText } from '../pictures/draw';
import { endNumber, tickLabel } from '../pictures/number';
import { linearTicks, toPixel, type Axis } from '../pictures/scale';
import type { Theme } from '../pictures/theme.svelte';

/** The histograms of one layer: at each step lowest, highest, then counts in bins of equal width between them. */
export interface Strip {
  title: string;
  steps: readonly number[];
  histograms: readonly (readonly number[])[];
}

export interface StripsView {
  strips: readonly Strip[];
  stepTitle: string;
  /** The step that is read; null for none. */
  read: number | null;
  theme: Theme;
}

const gutter = { left: 64, right: 8, top: 16, bottom: 34 };
/** Least height of a strip with its title, in CSS pixels. */
export const stripHeight = 62;
/** Columns narrower than this many pixels are not drawn. */
const leastColumn = 3;

/** The axis of steps in a picture of that width. */
export function stripSteps(strips: readonly Strip[], width: number): Axis {
  const last = strips.reduce((most, { steps }) => Math.max(most, steps.at(-1) ?? 0), 10);
  return {
    low: 0,
    high: last,
    logarithmic: false,
    from: gutter.left,
    to: Math.max(gutter.left + 10, width - gutter.right),
  };
}

/** Lowest and highest value in all of a strip. */
function ends({ histograms }: Strip): { low: number; high: number } {
  let [low, high] = [Infinity, -Infinity];
  for (const histogram of histograms) {
    if (histogram[0] < low) low = histogram[0];
    if (histogram[1] > high) high = histogram[1];
  }
  return low < high ? { low, high } : { low: low - 1, high: low + 1 };
}

function drawHistogram(
  context: CanvasRenderingContext2D,
  histogram: readonly number[],
  y: Axis,
  [from, to]: [number, number],
  table: Uint32Array,
): void {
  const [low, high, ...counts] = histogram;
  const most = counts.reduce((largest, count) => Math.max(largest, count), 0);
  if (!(most > 0)) return;
  const size = (high - low) / counts.length;
  counts.forEach((count, k) => {
    if (count === 0) return;
    const [bottom, top] = [toPixel(y, low + k * size), toPixel(y, low + (k + 1) * size)];
    // The root: a few values away from the crowd are to be seen too.
    context.fillStyle = tableColor(table, 0.15 + 0.85 * Math.sqrt(count / most), 0, 1);
    context.fillRect(from, Math.min(top, bottom - 1), to - from, Math.max(1, bottom - top) + 0.5);
  });
}

function drawStrip(context: CanvasRenderingContext2D, strip: Strip, x: Axis, y: Axis, theme: Theme): void {
  const { steps, histograms } = strip;
  let from = x.from;
  steps.forEach((step, i) => {
    const middle = toPixel(x, step);
    const next = i + 1 < steps.length ? (middle + toPixel(x, steps[i + 1])) / 2 : x.to;
    if (next - from < leastColumn && i + 1 < steps.length) return;
    drawHistogram(context, histograms[i], y, [from, next], theme.sequential);
    from = next;
  });
  context.lineWidth = 1;
  context.strokeStyle = css(theme.hairline);
  if (y.low < 0 && y.high > 0) hairline(context, x.from, toPixel(y, 0), x.to, toPixel(y, 0));
  context.strokeRect(x.from - 0.5, y.to - 0.5, x.to - x.from + 1, y.from - y.to + 1);
  useText(context, theme);
  context.textAlign = 'right';
  context.textBaseline = 'middle';
  context.fillText(endNumber(y.low), x.from - 6, y.from - 5);
  context.fillText(endNumber(y.high), x.from - 6, y.to + 6);
  useText(context, theme, false);
  context.textAlign = 'left';
  context.textBaseline = 'bottom';
  context.fillText(strip.title, x.from, y.to - 2);
}

/** Draws the strips, one under the other, on one axis of steps. */
export function drawStrips(context: CanvasRenderingContext2D, view: StripsView, width: number, height: number): void {
  const { strips, theme, read } = view;
  const x = stripSteps(strips, width);
  const each = (height - gutter.bottom) / Math.max(1, strips.length);
  strips.forEach((strip, i) => {
    const y = { ...ends(strip), logarithmic: false, from: (i + 1) * each - 2, to: i * each + gutter.top };
    drawStrip(context, strip, x, y, theme);
  });
  const bottom = height - gutter.bottom;
  useText(context, theme);
  context.textAlign = 'center';
  context.textBaseline = 'top';
  const ticks = linearTicks(0, x.high, Math.max(2, Math.floor((x.to - x.from) / 70)));
  for (const value of ticks.values) {
    context.fillText(tickLabel(value, Math.max(1, ticks.step), 1e7), toPixel(x, value), bottom + 4);
  }
  context.textBaseline = 'bottom';
  context.fillText(view.stepTitle, (x.from + x.to) / 2, height);
  if (read === null) return;
  context.strokeStyle = css(theme.ink);
  hairline(context, toPixel(x, read), gutter.top, toPixel(x, read), bottom);
}
