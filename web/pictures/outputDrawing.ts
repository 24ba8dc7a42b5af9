/** Draws the output map: the network's (or one unit's) output over its inputs, under the points of the data. */
import { CachedLayer } from './cachedLayer';
import { css } from './colors';
import { fittingText, pathFor, textWidth, useText } from './draw';
import { FieldPainter, levelLine } from './fieldPainter';
import { tickLabel } from './number';
import { drawPoints, drawWrong } from './outputPoints';
import { mapAxes, probedValue, probeText, unitRange, type MapAxes, type OutputView } from './outputView';
import { linearTicks, toPixel } from './scale';
import type { Theme } from './theme.svelte';
import { unitOffset } from './unit';

/** Frame, ticks and their labels. */
export function drawAxes(context: CanvasRenderingContext2D, axes: MapAxes, theme: Theme): void {
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
    // A label at the upper end would leave the picture.
    context.fillText(tickLabel(value, vertical.step), plot.x - 8, Math.max(y, theme.textSize / 2));
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
  const width = textWidth(context, shown);
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
  const width = textWidth(context, name);
  drawChip(context, theme, name, plot.x + plot.side - width - 6, plot.y + plot.side - 11, plot.side);
  drawChip(context, theme, `${axes.yName} ↑`, plot.x + 6, plot.y + 11, plot.side * 0.5);
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
    context.lineWidth = curves > 1 && k === view.output ? 4 : 2.5;
    context.stroke();
  }
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

/** Paints output maps; keeps its buffers, its layer of points and that of its axes from frame to frame. */
export class OutputPainter {
  private readonly field = new FieldPainter();
  private readonly points = new CachedLayer();
  private readonly axes = new CachedLayer();

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
      const key = [scene, theme, view.showTest, view.showValidation, frame?.inputX, frame?.inputY, view.output];
      this.points.draw(context, width, height, key, (own) => drawPoints(own, view, axes));
      if (scene.data.inputs > 1) drawWrong(context, view, axes);
    }
    if (scene.data.inputs === 1) drawCurves(context, view, axes);
    drawProbe(context, view, axes);
    context.restore();
    const { x, y, plot, xName, yName } = axes;
    const key = [theme, x.low, x.high, y.low, y.high, plot.x, plot.y, plot.side, xName, yName, view.unnamed];
    this.axes.draw(context, width, height, key, (own) => {
      if (!view.unnamed) drawNames(own, axes, theme);
      drawAxes(own, axes, theme);
    });
  }

  private paintField(context: CanvasRenderingContext2D, view: OutputView, axes: MapAxes): void {
    const { scene, frame, unit, theme, discretize } = view;
    if (!frame) return;
    const size = unit ? frame.unitSize : frame.outputSize;
    const values = unit ? frame.unitFields : frame.outputField;
    const start = (unit ? unitOffset(scene, unit) : scene.data.classes === 0 ? (view.output ?? 0) : 0) * size * size;
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
    context.stroke(levelLine(field, (low + high) / 2, axes.plot, pathFor(context)));
  }
}
