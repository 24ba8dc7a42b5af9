/** Draws one rate against another, both from 0 to 1, for every threshold. */
import { css } from '../pictures/colors';
import { hairline, useText } from '../pictures/draw';
import { toPixel, type Axis } from '../pictures/scale';
import type { Theme } from '../pictures/theme.svelte';

export interface RateView {
  across: readonly number[];
  up: readonly number[];
  titles: { across: string; up: string };
  /** The curve of a guess: from corner to corner, or none. */
  diagonal: boolean;
  /** Drawn in steps: each value holds until the next one. */
  steps: boolean;
  /** Index of the point that is read; −1 for none. */
  read: number;
  theme: Theme;
}

const gutter = { left: 58, right: 12, top: 8, bottom: 34 };
const ticks = [0, 0.25, 0.5, 0.75, 1];

/** The axes in a picture of that size. */
export function rateAxes(width: number, height: number): { x: Axis; y: Axis } {
  const unit = { low: 0, high: 1, logarithmic: false };
  return {
    x: { ...unit, from: gutter.left, to: Math.max(gutter.left + 10, width - gutter.right) },
    y: { ...unit, from: height - gutter.bottom, to: gutter.top },
  };
}

function drawGrid(context: CanvasRenderingContext2D, view: RateView, x: Axis, y: Axis): void {
  const { theme, titles } = view;
  context.lineWidth = 1;
  context.strokeStyle = css(theme.hairline);
  useText(context, theme);
  for (const value of ticks) {
    const [across, up] = [toPixel(x, value), toPixel(y, value)];
    hairline(context, x.from, up, x.to, up);
    hairline(context, across, y.from, across, y.to);
    context.textAlign = 'right';
    context.textBaseline = 'middle';
    context.fillText(String(value), x.from - 6, up + 0.5);
    context.textAlign = 'center';
    context.textBaseline = 'top';
    context.fillText(String(value), across, y.from + 5);
  }
  if (view.diagonal) {
    context.setLineDash([2, 4]);
    context.strokeStyle = css(theme.inkSoft);
    context.beginPath();
    context.moveTo(x.from, y.from);
    context.lineTo(x.to, y.to);
    context.stroke();
    context.setLineDash([]);
  }
  context.textBaseline = 'bottom';
  context.fillText(titles.across, (x.from + x.to) / 2, y.from + gutter.bottom);
  context.save();
  context.translate(8, (y.from + y.to) / 2);
  context.rotate(-Math.PI / 2);
  context.textBaseline = 'middle';
  context.fillText(titles.up, 0, 0);
  context.restore();
}

/** Draws the curve with its axes and the point that is read. */
export function drawRates(context: CanvasRenderingContext2D, view: RateView, width: number, height: number): void {
  const { x, y } = rateAxes(width, height);
  drawGrid(context, view, x, y);
  context.beginPath();
  if (view.diagonal) context.moveTo(x.from, y.from);
  view.across.forEach((value, i) => {
    const [across, up] = [toPixel(x, value), toPixel(y, view.up[i])];
    if (i === 0 && !view.diagonal) context.moveTo(x.from, up);
    if (view.steps && i > 0) context.lineTo(toPixel(x, view.across[i - 1]), up);
    context.lineTo(across, up);
  });
  context.strokeStyle = css(view.theme.accent);
  context.lineWidth = 2;
  context.lineJoin = 'round';
  context.stroke();
  if (view.read < 0 || view.read >= view.across.length) return;
  context.fillStyle = css(view.theme.ink);
  context.beginPath();
  context.arc(toPixel(x, view.across[view.read]), toPixel(y, view.up[view.read]), 4, 0, 2 * Math.PI);
  context.fill();
}
