/** Draws the output map: the network's (or one unit's) output over its inputs, under the points of the data. */
import type { Frame, Scene } from '../worker/protocol';
import { CachedLayer } from './cachedLayer';
import { css, tableColor, type Rgb } from './colors';
import { isWrong, outputRange } from './decision';
import { fittingText, useText } from './draw';
import { FieldPainter, levelLine, type Plot } from './fieldPainter';
import { shortNumber, tickLabel } from './number';
import { linearTicks, niceCeiling, toPixel, type Axis } from './scale';
import { shapePath } from './shapes';
import type { Theme } from './theme.svelte';
import { unitOffset, type UnitId } from './unit';

/** Everything that one drawing of the map depends on. */
export interface OutputView {
  scene: Scene;
  frame: Frame | null;
  unit: UnitId | null;
  showTest: boolean;
  showValidation: boolean;
  discretize: boolean;
  /** Where the reader probes, in the units of the inputs; null for nowhere. */
  probe: { x: number; y: number } | null;
  theme: Theme;
}

/** The axes of the map: x to the right, y upwards. */
export interface MapAxes {
  plot: Plot;
  x: Axis;
  y: Axis;
  xName: string;
  yName: string;
}

const gutter = { left: 36, right: 6, top: 2, bottom: 21 };

/** Range of values that the map shows for a unit: ±1, or more where its field leaves that. */
export function unitRange(view: OutputView): { low: number; high: number } {
  const { scene, frame, unit } = view;
  if (unit === null || !frame) return outputRange(scene);
  const count = scene.data.inputs === 1 ? frame.unitSize : frame.unitSize ** 2;
  const start = unitOffset(scene, unit) * count;
  let most = 1;
  for (let i = start; i < start + count; i++) most = Math.max(most, Math.abs(frame.unitFields[i]) || 0);
  const size = niceCeiling(most);
  return { low: -size, high: size };
}

function curveRange(view: OutputView): { low: number; high: number } {
  const range = unitRange(view);
  const room = (range.high - range.low) * 0.12;
  return { low: range.low - room, high: range.high + room };
}

/** Places the largest square plot with its axes into a picture of this size. */
export function mapAxes(view: OutputView, width: number, height: number): MapAxes {
  const { scene, frame } = view;
  const side = Math.max(
    10,
    Math.floor(Math.min(width - gutter.left - gutter.right, height - gutter.top - gutter.bottom)),
  );
  const left = Math.round((width - side - gutter.left - gutter.right) / 2) + gutter.left;
  const plot = { x: left, y: gutter.top, side };
  const { domain, inputNames, inputs } = scene.data;
  const [inputX, inputY] = [frame?.inputX ?? 0, frame?.inputY ?? 1];
  const horizontal = domain[inputX] ?? { low: -1, high: 1 };
  const vertical = inputs === 1 ? curveRange(view) : (domain[inputY] ?? { low: -1, high: 1 });
  return {
    plot,
    x: { ...horizontal, logarithmic: false, from: plot.x, to: plot.x + side },
    y: { ...vertical, logarithmic: false, from: plot.y + side, to: plot.y },
    xName: inputNames[inputX] ?? '',
    yName: inputs === 1 ? 'y' : (inputNames[inputY] ?? ''),
  };
}

function drawAxes(context: CanvasRenderingContext2D, axes: MapAxes, theme: Theme): void {
  const { plot } = axes;
  const bottom = plot.y + plot.side;
  context.strokeStyle = css(theme.inkSoft);
  context.lineWidth = 1;
  context.strokeRect(plot.x - 0.5, plot.y - 0.5, plot.side + 1, plot.side + 1);
  useText(context, theme);
  const horizontal = linearTicks(axes.x.low, axes.x.high, 5);
  context.textAlign = 'center';
  context.textBaseline = 'top';
  for (const value of horizontal.values) {
    const x = Math.round(toPixel(axes.x, value)) + 0.5;
    context.fillRect(x - 0.5, bottom + 1, 1, 4);
    context.fillText(tickLabel(value, horizontal.step), x, bottom + 8);
  }
  const vertical = linearTicks(axes.y.low, axes.y.high, 5);
  context.textAlign = 'right';
  context.textBaseline = 'middle';
  for (const value of vertical.values) {
    const y = Math.round(toPixel(axes.y, value)) + 0.5;
    context.fillRect(plot.x - 5, y - 0.5, 4, 1);
    context.fillText(tickLabel(value, vertical.step), plot.x - 8, y);
  }
}

/** A line of text on a patch of paper, so that it can be read on any ground. */
function drawChip(
  context: CanvasRenderingContext2D,
  theme: Theme,
  text: string,
  x: number,
  y: number,
  room: number,
): void {
  useText(context, theme, false);
  const shown = fittingText(context, text, room);
  const width = context.measureText(shown).width;
  context.fillStyle = css(theme.paper, 0.86);
  context.fillRect(x - 4, y - 9, width + 8, 18);
  useText(context, theme, false);
  context.textAlign = 'left';
  context.textBaseline = 'middle';
  context.fillText(shown, x, y + 0.5);
}

function drawNames(context: CanvasRenderingContext2D, axes: MapAxes, theme: Theme): void {
  const { plot } = axes;
  useText(context, theme, false);
  const name = fittingText(context, `${axes.xName} →`, plot.side * 0.5);
  const width = context.measureText(name).width;
  drawChip(context, theme, name, plot.x + plot.side - width - 6, plot.y + plot.side - 11, plot.side);
  drawChip(context, theme, `${axes.yName} ↑`, plot.x + 6, plot.y + 11, plot.side * 0.5);
}

function isShown(view: OutputView, part: number): boolean {
  return part === 0 || (part === 1 ? view.showValidation : view.showTest);
}

/** Colour of a row's mark: its class's, or its target's on the scale of a regression. */
function rowColor(view: OutputView, row: number): string {
  const { scene, theme } = view;
  const { data } = scene;
  if (data.classes > 0) {
    const signed: Rgb[] = [theme.negative, theme.positive];
    const palette = data.outputs === 1 ? signed : theme.classes;
    return css(palette[data.y[row] % palette.length]);
  }
  if (data.inputs === 1) return css(theme.positive);
  const { low, high } = outputRange(scene);
  return tableColor(theme.diverging, data.y[row * data.outputs], low, high);
}

function rowPlace(view: OutputView, axes: MapAxes, row: number): [number, number] {
  const { data } = view.scene;
  const inputX = view.frame?.inputX ?? 0;
  const y =
    data.inputs === 1
      ? data.y[row * (data.classes > 0 ? 1 : data.outputs)]
      : data.x[row * data.inputs + (view.frame?.inputY ?? 1)];
  return [toPixel(axes.x, data.x[row * data.inputs + inputX]), toPixel(axes.y, y)];
}

/** Marks shrink when there are many, so that they don't hide the map. */
function markRadius(view: OutputView, plot: Plot): number {
  const fit = Math.sqrt((plot.side * plot.side) / (view.scene.data.rows + 1)) / 5.2;
  return Math.max(2, Math.min(plot.side > 340 ? 4.4 : 3.6, fit));
}

function drawMark(context: CanvasRenderingContext2D, view: OutputView, row: number, radius: number): void {
  const { data } = view.scene;
  const paper = css(view.theme.paper);
  const part = data.part[row];
  const size = part === 1 ? radius * 0.66 : radius;
  const path = new Path2D(shapePath(data.classes > 0 ? data.y[row] : 0, size));
  const color = rowColor(view, row);
  context.lineJoin = 'round';
  context.strokeStyle = data.classes > 0 ? paper : css(view.theme.ink);
  context.lineWidth = part === 2 ? 4 : data.classes > 0 ? 2 : 1;
  if (part !== 2 || data.classes > 0) context.stroke(path);
  context.fillStyle = part === 2 ? paper : color;
  context.fill(path);
  if (part !== 2) return;
  context.strokeStyle = color;
  context.lineWidth = 2;
  context.stroke(path);
}

function drawPoints(context: CanvasRenderingContext2D, view: OutputView, axes: MapAxes): void {
  const { data } = view.scene;
  const radius = markRadius(view, axes.plot);
  for (let row = 0; row < data.rows; row++) {
    if (!isShown(view, data.part[row])) continue;
    const [x, y] = rowPlace(view, axes, row);
    context.save();
    context.translate(x, y);
    drawMark(context, view, row, radius);
    context.restore();
  }
}

/** Rings around the rows that the network gets wrong now. */
function drawWrong(context: CanvasRenderingContext2D, view: OutputView, axes: MapAxes): void {
  const { scene, frame, theme } = view;
  if (!frame || view.unit !== null) return;
  const radius = markRadius(view, axes.plot) + 3.5;
  context.beginPath();
  for (let row = 0; row < scene.data.rows; row++) {
    if (!isShown(view, scene.data.part[row]) || !isWrong(scene, frame.predictions, row)) continue;
    const [x, y] = rowPlace(view, axes, row);
    context.moveTo(x + radius, y);
    context.arc(x, y, radius, 0, 2 * Math.PI);
  }
  context.strokeStyle = css(theme.paper);
  context.lineWidth = 3;
  context.stroke();
  context.strokeStyle = css(theme.ink);
  context.lineWidth = 1.25;
  context.stroke();
}

function drawCurves(context: CanvasRenderingContext2D, view: OutputView, axes: MapAxes): void {
  const { scene, frame, unit, theme } = view;
  if (!frame) return;
  const size = unit ? frame.unitSize : frame.outputSize;
  const values = unit ? frame.unitFields : frame.outputField;
  const curves = unit ? 1 : scene.data.outputs;
  const first = unit ? unitOffset(scene, unit) * size : 0;
  for (let k = 0; k < curves; k++) {
    context.beginPath();
    for (let i = 0; i < size; i++) {
      const x = axes.plot.x + (axes.plot.side * (i + 0.5)) / size;
      const y = toPixel(axes.y, values[first + k * size + i]);
      if (i === 0) context.moveTo(x, y);
      else context.lineTo(x, y);
    }
    context.strokeStyle = css(theme.paper);
    context.lineWidth = 5;
    context.stroke();
    context.strokeStyle = css(curves === 1 ? theme.accent : theme.classes[k % theme.classes.length]);
    context.lineWidth = 2.5;
    context.stroke();
  }
}

/** Value of the map at the probe, as the core has sampled it at the nearest point of the grid; NaN without a map. */
export function probedValue(view: OutputView, axes: MapAxes, output = 0): number {
  const { scene, frame, unit, probe } = view;
  if (!frame || !probe) return NaN;
  const size = unit ? frame.unitSize : frame.outputSize;
  const values = unit ? frame.unitFields : frame.outputField;
  const place = (axis: Axis, value: number) =>
    Math.max(0, Math.min(size - 1, Math.floor(((value - axis.low) / (axis.high - axis.low)) * size)));
  const column = place(axes.x, probe.x);
  const index = unit ? unitOffset(scene, unit) : output;
  if (scene.data.inputs === 1) return values[index * size + column];
  return values[index * size * size + (size - 1 - place(axes.y, probe.y)) * size + column];
}

/** What stands at the probe, as one line. */
export function probeText(view: OutputView, axes: MapAxes): string {
  const { scene, unit, probe } = view;
  if (!probe) return '';
  const place = [`${axes.xName} ${shortNumber(probe.x)}`];
  if (scene.data.inputs > 1) place.push(`${axes.yName} ${shortNumber(probe.y)}`);
  const outputs = unit ? 1 : scene.data.outputs;
  const values = Array.from({ length: Math.min(outputs, 4) }, (_, k) => {
    const name = outputs > 1 ? `${scene.data.classNames[k] ?? k + 1} ` : '';
    return name + shortNumber(probedValue(view, axes, k));
  });
  return `${place.join(', ')} → ${values.join(', ')}`;
}

function drawProbe(context: CanvasRenderingContext2D, view: OutputView, axes: MapAxes): void {
  const { probe, theme } = view;
  if (!probe) return;
  const { plot } = axes;
  const x = toPixel(axes.x, probe.x);
  const flat = view.scene.data.inputs === 1;
  const y = toPixel(axes.y, flat ? probedValue(view, axes) : probe.y);
  for (const [color, width] of [
    [css(theme.paper), 3.5],
    [css(theme.ink), 1.5],
  ] as const) {
    context.strokeStyle = color;
    context.lineWidth = width;
    context.beginPath();
    context.moveTo(x - 9, y);
    context.lineTo(x + 9, y);
    context.moveTo(x, y - 9);
    context.lineTo(x, y + 9);
    context.stroke();
  }
  // Always in a corner away from the probe, and from the axes' names.
  const low = y < plot.y + plot.side / 2;
  drawChip(
    context,
    theme,
    probeText(view, axes),
    plot.x + 6,
    low ? plot.y + plot.side - 31 : plot.y + 31,
    plot.side - 12,
  );
}

/** Paints output maps; keeps its buffers and its layer of points from frame to frame. */
export class OutputPainter {
  private readonly field = new FieldPainter();
  private readonly points = new CachedLayer();

  /** Draws the whole map. */
  paint(context: CanvasRenderingContext2D, view: OutputView, width: number, height: number): void {
    const { scene, frame, theme } = view;
    const axes = mapAxes(view, width, height);
    context.fillStyle = css(theme.paper);
    context.fillRect(axes.plot.x, axes.plot.y, axes.plot.side, axes.plot.side);
    if (scene.data.inputs > 1) this.paintField(context, view, axes);
    context.save();
    context.beginPath();
    context.rect(axes.plot.x, axes.plot.y, axes.plot.side, axes.plot.side);
    context.clip();
    const unitOfCurve = scene.data.inputs === 1 && view.unit !== null;
    if (!unitOfCurve) {
      const key = [scene, theme, view.showTest, view.showValidation, frame?.inputX, frame?.inputY];
      this.points.draw(context, width, height, key, (own) => drawPoints(own, view, axes));
      if (scene.data.inputs > 1) drawWrong(context, view, axes);
    }
    if (scene.data.inputs === 1) drawCurves(context, view, axes);
    drawProbe(context, view, axes);
    context.restore();
    drawNames(context, axes, theme);
    drawAxes(context, axes, theme);
  }

  private paintField(context: CanvasRenderingContext2D, view: OutputView, axes: MapAxes): void {
    const { scene, frame, unit, theme, discretize } = view;
    if (!frame) return;
    const size = unit ? frame.unitSize : frame.outputSize;
    const values = unit ? frame.unitFields : frame.outputField;
    const start = unit ? unitOffset(scene, unit) * size * size : 0;
    if (size < 2 || values.length < start + size * size) return;
    const field = { values, start, size };
    const { low, high } = unitRange(view);
    const single = unit !== null || scene.data.outputs === 1 || scene.data.classes === 0;
    if (single) this.field.paintSigned(field, low, high, theme.ground, discretize);
    else this.field.paintClasses(field, scene.data.outputs, theme, discretize);
    this.field.draw(context, axes.plot);
    // Only a decision between two classes has a line where it changes.
    if (unit !== null || scene.data.classes !== 2 || scene.data.outputs !== 1) return;
    context.strokeStyle = css(theme.ink, 0.75);
    context.lineWidth = 1.25;
    context.stroke(levelLine(field, (low + high) / 2, axes.plot));
  }
}
