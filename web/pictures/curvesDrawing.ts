/** Draws the curves of a run with their axes, whole from step 0 to now. */
import type { History } from '../../wasm-bindings/types';
import { css } from './colors';
import { drawFlag, hairline, useText } from './draw';
import { tickLabel } from './number';
import { linearTicks, logTicks, niceCeiling, niceFloor, toPixel, type Axis } from './scale';
import { lastFinite, seriesValues, thinned, type Metric, type SeriesName } from './series';
import type { Theme } from './theme.svelte';

/** A place on the axis of steps that deserves a flag, such as a knob that was turned. */
export interface StepMark {
  step: number;
  label: string;
}

/** Everything that one drawing of the curves depends on. */
export interface CurvesView {
  history: History | null;
  metric: Metric;
  logarithmic: boolean;
  series: readonly SeriesName[];
  marks: readonly StepMark[];
  /** Index of the recorded step that is read; −1 for none. */
  read: number;
  /** Titles of axes and series, in the page's language. */
  titles: Record<SeriesName | 'step' | 'metric', string>;
  theme: Theme;
}

/** Series differ in dash and width, not only in colour. */
export const dashes: Record<SeriesName, number[]> = {
  training: [],
  validation: [7, 4],
  test: [2, 3],
  batch: [],
  penalty: [8, 3, 2, 3],
};

const lineWidths: Record<SeriesName, number> = { training: 2, validation: 2, test: 2, batch: 0.75, penalty: 1.25 };

/** The colour of a series' line and name. */
export function seriesColor(name: SeriesName, theme: Theme): string {
  if (name === 'training') return css(theme.ink);
  if (name === 'validation') return css(theme.accent);
  return css(name === 'test' ? theme.ink : theme.inkSoft);
}

/** Axes of the plot in a picture of that size. */
export interface CurvesAxes {
  x: Axis;
  y: Axis;
}

/** Where an axis may end: more places than for ticks, so that little room stays empty. */
const topLeads = [1, 1.2, 1.6, 2, 2.4, 3, 4, 5, 6, 8, 10];
const gutter = { left: 58, top: 12, bottom: 34 };

/** Least, largest and least positive value of what is shown. */
function extent(view: CurvesView): { low: number; high: number; leastPositive: number } {
  let [low, high, leastPositive] = [Infinity, -Infinity, Infinity];
  for (const name of view.series) {
    const values = view.history && seriesValues(view.history, name, view.metric);
    if (!values) continue;
    for (const value of values) {
      if (!Number.isFinite(value)) continue;
      if (value < low) low = value;
      if (value > high) high = value;
      if (value > 0 && value < leastPositive) leastPositive = value;
    }
  }
  return { low, high, leastPositive };
}

function valueRange(view: CurvesView): { low: number; high: number } {
  if (view.metric === 'accuracy') return { low: 0, high: 1 };
  const { low, high, leastPositive } = extent(view);
  if (!view.logarithmic) return { low: Math.min(0, Number.isFinite(low) ? low : 0), high: niceCeiling(high, topLeads) };
  if (!Number.isFinite(leastPositive)) return { low: 0.01, high: 1 };
  const bottom = niceFloor(leastPositive);
  return { low: bottom, high: Math.max(2 * bottom, niceCeiling(high)) };
}

/** The axes for this view. Steps always begin at 0 and end at the newest one. */
export function curvesAxes(view: CurvesView, width: number, height: number, labelRoom: number): CurvesAxes {
  const steps = view.history?.step ?? [];
  const last = steps.length > 0 ? steps[steps.length - 1] : 0;
  const range = valueRange(view);
  const logarithmic = view.logarithmic && view.metric === 'loss';
  return {
    x: { low: 0, high: Math.max(10, last), logarithmic: false, from: gutter.left, to: width - labelRoom },
    y: { ...range, logarithmic, from: height - gutter.bottom, to: gutter.top },
  };
}

function valueTicks(axis: Axis): { values: number[]; label: (value: number) => string } {
  const count = Math.max(2, Math.floor((axis.from - axis.to) / 28));
  // Within one power of ten round differences are read more easily than round ratios.
  if (axis.logarithmic && axis.high > 10 * axis.low) {
    return { values: logTicks(axis.low, axis.high, count), label: (value) => tickLabel(value, value) };
  }
  const { values, step } = linearTicks(axis.low, axis.high, count);
  return { values, label: (value) => tickLabel(value, step) };
}

function drawGrid(context: CanvasRenderingContext2D, view: CurvesView, axes: CurvesAxes): void {
  const { x, y } = axes;
  const { theme } = view;
  const ticks = valueTicks(y);
  context.lineWidth = 1;
  context.strokeStyle = css(theme.hairline);
  useText(context, theme);
  context.textAlign = 'right';
  context.textBaseline = 'middle';
  for (const value of ticks.values) {
    const place = toPixel(y, value);
    hairline(context, x.from, place, x.to, place);
    context.fillText(ticks.label(value), x.from - 6, place + 0.5);
  }
  context.strokeStyle = css(theme.inkSoft);
  hairline(context, x.from, y.from, x.to, y.from);
  hairline(context, x.from, y.from, x.from, y.to);
  drawSteps(context, view, axes);
}

function drawSteps(context: CanvasRenderingContext2D, view: CurvesView, { x, y }: CurvesAxes): void {
  useText(context, view.theme);
  context.textAlign = 'center';
  context.textBaseline = 'top';
  const steps = linearTicks(0, x.high, Math.max(2, Math.floor((x.to - x.from) / 70)));
  for (const value of steps.values) {
    const place = Math.round(toPixel(x, value)) + 0.5;
    context.fillRect(place - 0.5, y.from + 1, 1, 4);
    context.fillText(tickLabel(value, Math.max(1, steps.step), 1e7), place, y.from + 7);
  }
  context.textBaseline = 'bottom';
  context.fillText(view.titles.step, (x.from + x.to) / 2, y.from + gutter.bottom);
  context.save();
  context.translate(8, (y.from + y.to) / 2);
  context.rotate(-Math.PI / 2);
  context.textBaseline = 'middle';
  context.fillText(view.titles.metric, 0, 0);
  context.restore();
}

function drawMarks(context: CanvasRenderingContext2D, view: CurvesView, { x, y }: CurvesAxes): void {
  context.fillStyle = css(view.theme.finding);
  for (const mark of view.marks) drawFlag(context, toPixel(x, mark.step), y.to, y.from, x.to);
}

interface EndLabel {
  name: SeriesName;
  value: number;
  y: number;
}

/** Pushes labels apart until none overlaps another, keeping their order. */
export function spread(places: number[], distance: number, low: number, high: number): number[] {
  const order = places.map((place, i) => ({ place, i })).sort((a, b) => a.place - b.place);
  order.forEach((entry, k) => {
    entry.place = Math.max(entry.place, k === 0 ? low : order[k - 1].place + distance);
  });
  for (let k = order.length - 1; k >= 0; k--) {
    order[k].place = Math.min(order[k].place, k === order.length - 1 ? high : order[k + 1].place - distance);
  }
  const spreadOut = [...places];
  for (const { place, i } of order) spreadOut[i] = place;
  return spreadOut;
}

function drawEndLabels(
  context: CanvasRenderingContext2D,
  view: CurvesView,
  axes: CurvesAxes,
  labels: EndLabel[],
): void {
  const places = spread(
    labels.map((label) => label.y),
    14,
    axes.y.to,
    axes.y.from - 4,
  );
  useText(context, view.theme, false);
  context.textAlign = 'left';
  context.textBaseline = 'middle';
  labels.forEach((label, i) => {
    context.fillStyle = seriesColor(label.name, view.theme);
    context.fillText(view.titles[label.name], axes.x.to + 8, places[i]);
  });
}

/** Draws one series and says where it ends; null if it has no value. */
function drawSeries(
  context: CanvasRenderingContext2D,
  view: CurvesView,
  axes: CurvesAxes,
  name: SeriesName,
): EndLabel | null {
  const { history } = view;
  const values = history && seriesValues(history, name, view.metric);
  if (!history || !values) return null;
  const color = seriesColor(name, view.theme);
  const corners = thinned(
    history.step,
    values,
    (step) => toPixel(axes.x, step),
    (value) => toPixel(axes.y, value),
  );
  const last = corners.at(-1);
  if (!last) return null;
  context.strokeStyle = color;
  context.globalAlpha = name === 'batch' ? 0.55 : 1;
  context.lineWidth = lineWidths[name];
  context.lineJoin = 'round';
  context.setLineDash(dashes[name]);
  context.beginPath();
  corners.forEach(([x, y], i) => (i === 0 ? context.moveTo(x, y) : context.lineTo(x, y)));
  context.stroke();
  context.setLineDash([]);
  context.globalAlpha = 1;
  context.fillStyle = color;
  context.beginPath();
  context.arc(last[0], last[1], 2.5, 0, 2 * Math.PI);
  context.fill();
  return { name, value: lastFinite(values), y: last[1] };
}

function drawReading(context: CanvasRenderingContext2D, view: CurvesView, axes: CurvesAxes): void {
  const { history, read, theme } = view;
  if (!history || read < 0 || read >= history.step.length) return;
  const x = toPixel(axes.x, history.step[read]);
  context.strokeStyle = css(theme.ink);
  context.lineWidth = 1;
  hairline(context, x, axes.y.from, x, axes.y.to);
  for (const name of view.series) {
    const value = seriesValues(history, name, view.metric)?.[read] ?? NaN;
    const y = toPixel(axes.y, value);
    if (!Number.isFinite(y)) continue;
    context.fillStyle = seriesColor(name, theme);
    context.beginPath();
    context.arc(x, y, 3.5, 0, 2 * Math.PI);
    context.fill();
  }
}

/** Room at the right for the names at the ends of the lines. */
export function endLabelRoom(context: CanvasRenderingContext2D, view: CurvesView): number {
  useText(context, view.theme, false);
  return Math.max(...view.series.map((name) => context.measureText(view.titles[name]).width), 0) + 14;
}

/** Draws axes, curves, flags, names and the reading line; without a history the axes alone. */
export function drawCurves(context: CanvasRenderingContext2D, view: CurvesView, width: number, height: number): void {
  const axes = curvesAxes(view, width, height, endLabelRoom(context, view));
  drawGrid(context, view, axes);
  context.save();
  context.beginPath();
  context.rect(axes.x.from - 4, 0, axes.x.to - axes.x.from + 8, axes.y.from + 4);
  context.clip();
  drawMarks(context, view, axes);
  // The parts' curves lie over the batch's, whatever the order they were asked for in.
  const order: SeriesName[] = ['batch', 'penalty', 'test', 'validation', 'training'];
  const labels = order
    .filter((name) => view.series.includes(name))
    .map((name) => drawSeries(context, view, axes, name))
    .filter((label) => label !== null);
  drawReading(context, view, axes);
  context.restore();
  drawEndLabels(context, view, axes, labels);
}
