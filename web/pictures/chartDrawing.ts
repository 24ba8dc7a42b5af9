/** Draws lines over steps with their axes, whole from step 0 to now. */
import { css } from './colors';
import { drawFlag, hairline, textScale, textWidth, useText } from './draw';
import { tickLabel } from './number';
import { linearTicks, logTicks, niceCeiling, niceFloor, toPixel, type Axis } from './scale';
import { nearestIndex, thinned } from './series';
import type { Theme } from './theme.svelte';

/** A place on the axis of steps that deserves a flag, such as a knob that was turned. */
export interface StepMark {
  step: number;
  label: string;
}

/** One line of a chart; NaN where it has no value. Lines differ in dash and width, not only in colour. */
export interface ChartLine {
  key: string;
  title: string;
  steps: ArrayLike<number>;
  values: ArrayLike<number>;
  color: string;
  dash: readonly number[];
  width: number;
  /** 0 to 1: a line that is only ground for others is weaker. */
  strength?: number;
}

/** An axis as it is wanted; `range` where its ends are not what the lines need. */
export interface ChartAxis {
  title: string;
  logarithmic: boolean;
  range?: { low: number; high: number };
}

/** Everything that one drawing of a chart depends on. */
export interface ChartView {
  /** The first one lies above the others. */
  lines: readonly ChartLine[];
  x: ChartAxis;
  y: ChartAxis;
  marks: readonly StepMark[];
  /** The step that is read; null for none. */
  read: number | null;
  theme: Theme;
}

/** Axes of the plot in a picture of that size. */
export interface ChartAxes {
  x: Axis;
  y: Axis;
}

/** Where an axis may end: more places than for ticks, so that little room stays empty. */
const topLeads = [1, 1.2, 1.6, 2, 2.4, 3, 4, 5, 6, 8, 10];
/** For letters of the usual size. */
const gutter = { left: 58, top: 12, bottom: 34 };

/** Least, largest and least positive value of what is shown. */
function extent(lines: readonly ChartLine[]): { low: number; high: number; leastPositive: number } {
  let [low, high, leastPositive] = [Infinity, -Infinity, Infinity];
  for (const { values } of lines) {
    for (let i = 0; i < values.length; i++) {
      const value = values[i];
      if (!Number.isFinite(value)) continue;
      if (value < low) low = value;
      if (value > high) high = value;
      if (value > 0 && value < leastPositive) leastPositive = value;
    }
  }
  return { low, high, leastPositive };
}

function valueRange({ lines, y }: ChartView): { low: number; high: number } {
  if (y.range) return y.range;
  const { low, high, leastPositive } = extent(lines);
  if (!y.logarithmic) return { low: low < 0 ? -niceCeiling(-low, topLeads) : 0, high: niceCeiling(high, topLeads) };
  if (!Number.isFinite(leastPositive)) return { low: 0.01, high: 1 };
  const bottom = niceFloor(leastPositive);
  return { low: bottom, high: Math.max(2 * bottom, niceCeiling(high)) };
}

/** The axes for this view. Where the ends of x are not given, steps begin at 0, on a logarithmic axis at 1, and end at the newest one. */
export function chartAxes(view: ChartView, width: number, height: number, labelRoom: number): ChartAxes {
  const { x, y, lines, theme } = view;
  const scale = textScale(theme);
  const left = gutter.left * scale;
  const last = lines.reduce((most, { steps }) => Math.max(most, steps.length > 0 ? steps[steps.length - 1] : 0), 10);
  return {
    x: {
      low: x.range?.low ?? (x.logarithmic ? 1 : 0),
      high: x.range?.high ?? last,
      logarithmic: x.logarithmic,
      from: left,
      to: Math.max(left + 10, width - labelRoom),
    },
    y: { ...valueRange(view), logarithmic: y.logarithmic, from: height - gutter.bottom * scale, to: gutter.top },
  };
}

function valueTicks(axis: Axis, scale: number): { values: number[]; label: (value: number) => string } {
  const count = Math.max(2, Math.floor((axis.from - axis.to) / (28 * scale)));
  // Within one power of ten round differences are read more easily than round ratios.
  if (axis.logarithmic && axis.high > 10 * axis.low) {
    return { values: logTicks(axis.low, axis.high, count), label: (value) => tickLabel(value, value) };
  }
  const { values, step } = linearTicks(axis.low, axis.high, count);
  return { values, label: (value) => tickLabel(value, step) };
}

function drawGrid(context: CanvasRenderingContext2D, view: ChartView, axes: ChartAxes): void {
  const { x, y } = axes;
  const { theme } = view;
  const ticks = valueTicks(y, textScale(theme));
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

function drawSteps(context: CanvasRenderingContext2D, view: ChartView, { x, y }: ChartAxes): void {
  useText(context, view.theme);
  context.textAlign = 'center';
  context.textBaseline = 'top';
  const count = Math.max(2, Math.floor((x.to - x.from) / (70 * textScale(view.theme))));
  const linear = linearTicks(x.low, x.high, count);
  for (const value of x.logarithmic ? logTicks(x.low, x.high, count) : linear.values) {
    const place = Math.round(toPixel(x, value)) + 0.5;
    context.fillRect(place - 0.5, y.from + 1, 1, 4);
    context.fillText(tickLabel(value, x.logarithmic ? value : linear.step, 1e7), place, y.from + 7);
  }
  context.textBaseline = 'bottom';
  context.fillText(view.x.title, (x.from + x.to) / 2, y.from + gutter.bottom * textScale(view.theme));
  context.save();
  context.translate(8 * textScale(view.theme), (y.from + y.to) / 2);
  context.rotate(-Math.PI / 2);
  context.textBaseline = 'middle';
  context.fillText(view.y.title, 0, 0);
  context.restore();
}

function drawMarks(context: CanvasRenderingContext2D, view: ChartView, { x, y }: ChartAxes): void {
  context.fillStyle = css(view.theme.finding);
  for (const { step } of view.marks) {
    const place = toPixel(x, step);
    if (place >= x.from && place <= x.to) drawFlag(context, place, y.to, y.from, x.to);
  }
}

/** What is written at the right end of a line. */
interface EndLabel {
  title: string;
  color: string;
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

function drawEndLabels(context: CanvasRenderingContext2D, view: ChartView, axes: ChartAxes, labels: EndLabel[]): void {
  const places = spread(
    labels.map((label) => label.y),
    14 * textScale(view.theme),
    axes.y.to,
    axes.y.from - 4,
  );
  useText(context, view.theme, false);
  context.textAlign = 'left';
  context.textBaseline = 'middle';
  labels.forEach(({ title, color }, i) => {
    context.fillStyle = color;
    context.fillText(title, axes.x.to + 8, places[i]);
  });
}

/** Draws one line and says where it ends; null if it has no value. */
function drawLine(context: CanvasRenderingContext2D, axes: ChartAxes, line: ChartLine): EndLabel | null {
  const corners = thinned(
    line.steps,
    line.values,
    (step) => toPixel(axes.x, step),
    (value) => toPixel(axes.y, value),
  ).filter(([x]) => Number.isFinite(x));
  const last = corners.at(-1);
  if (!last) return null;
  context.strokeStyle = context.fillStyle = line.color;
  context.globalAlpha = line.strength ?? 1;
  context.lineWidth = line.width;
  context.lineJoin = 'round';
  context.setLineDash([...line.dash]);
  context.beginPath();
  corners.forEach(([x, y], i) => (i === 0 ? context.moveTo(x, y) : context.lineTo(x, y)));
  context.stroke();
  context.setLineDash([]);
  context.globalAlpha = 1;
  context.beginPath();
  context.arc(last[0], last[1], 2.5, 0, 2 * Math.PI);
  context.fill();
  return { title: line.title, color: line.color, y: last[1] };
}

/** The value of a line at its recorded step nearest to `step`; NaN if none is recorded. */
export function valueNear({ steps, values }: ChartLine, step: number): number {
  const index = nearestIndex(steps, step);
  return index < 0 ? NaN : values[index];
}

function drawReading(context: CanvasRenderingContext2D, view: ChartView, axes: ChartAxes): void {
  const { read, theme, lines } = view;
  const x = read === null ? NaN : toPixel(axes.x, read);
  if (read === null || !Number.isFinite(x)) return;
  context.strokeStyle = css(theme.ink);
  context.lineWidth = 1;
  hairline(context, x, axes.y.from, x, axes.y.to);
  for (const line of lines) {
    const y = toPixel(axes.y, valueNear(line, read));
    if (!Number.isFinite(y)) continue;
    context.fillStyle = line.color;
    context.beginPath();
    context.arc(x, y, 3.5, 0, 2 * Math.PI);
    context.fill();
  }
}

/** Room at the right for the names at the ends of the lines. */
export function endLabelRoom(context: CanvasRenderingContext2D, view: ChartView): number {
  useText(context, view.theme, false);
  return Math.max(...view.lines.map(({ title }) => textWidth(context, title)), 0) + 14;
}

/** Draws axes, lines, flags, names and the reading line; without lines the axes alone. */
export function drawChart(context: CanvasRenderingContext2D, view: ChartView, width: number, height: number): void {
  const axes = chartAxes(view, width, height, endLabelRoom(context, view));
  drawGrid(context, view, axes);
  context.save();
  context.beginPath();
  context.rect(axes.x.from - 4, 0, axes.x.to - axes.x.from + 8, axes.y.from + 4);
  context.clip();
  drawMarks(context, view, axes);
  const fromBelow = [...view.lines].reverse();
  const labels = fromBelow.map((line) => drawLine(context, axes, line)).filter((label) => label !== null);
  drawReading(context, view, axes);
  context.restore();
  drawEndLabels(context, view, axes, labels);
}
