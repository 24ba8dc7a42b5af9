/** Draws a surface of two parameters from above: heights by shade and lines, and the way of a run over it. */
import { css } from './colors';
import { pathFor } from './draw';
import { FieldPainter, levelLine, type Field } from './fieldPainter';
import { drawAxes } from './outputDrawing';
import type { MapAxes } from './outputView';
import { toPixel } from './scale';
import type { Theme } from './theme.svelte';

/** The way of one run: x, y of the points that it has passed. */
export interface SurfaceTrail {
  points: ArrayLike<number>;
  color: string;
  dash: readonly number[];
}

export interface SurfaceView {
  /** Heights on size × size cells, rows from high to low y. */
  heights: Float32Array;
  size: number;
  trails: readonly SurfaceTrail[];
  minima: readonly [number, number][];
  theme: Theme;
}

/** Lines of equal height: each lies half as high above the lowest point as the one before. */
const lines = 12;
/** Pixels: canvases lose their way with places further off. */
const farAway = 1e5;

function ends(heights: Float32Array): { low: number; high: number } {
  let [low, high] = [Infinity, -Infinity];
  for (const height of heights) {
    if (!Number.isFinite(height)) continue;
    [low, high] = [Math.min(low, height), Math.max(high, height)];
  }
  return { low, high };
}

function drawTrail(context: CanvasRenderingContext2D, trail: SurfaceTrail, paper: string, axes: MapAxes): void {
  const points: [number, number][] = [];
  for (let i = 0; i + 1 < trail.points.length; i += 2) {
    const place: [number, number] = [toPixel(axes.x, trail.points[i]), toPixel(axes.y, trail.points[i + 1])];
    if (place.every((coordinate) => Math.abs(coordinate) < farAway)) points.push(place);
  }
  const strokes = [
    { color: paper, width: 4, dash: [] },
    { color: trail.color, width: 2, dash: trail.dash },
  ];
  for (const { color, width, dash } of strokes) {
    context.beginPath();
    points.forEach(([x, y], i) => (i === 0 ? context.moveTo(x, y) : context.lineTo(x, y)));
    context.strokeStyle = color;
    context.lineWidth = width;
    context.lineJoin = 'round';
    context.setLineDash([...dash]);
    context.stroke();
  }
  context.setLineDash([]);
  const [start, now] = [points[0], points.at(-1)];
  if (!start || !now) return;
  context.fillStyle = paper;
  context.strokeStyle = trail.color;
  context.lineWidth = 2;
  for (const [[x, y], radius] of [
    [start, 4],
    [now, 6],
  ] as const) {
    context.beginPath();
    context.arc(x, y, radius, 0, 2 * Math.PI);
    context.fill();
    context.stroke();
  }
}

function drawMinima(context: CanvasRenderingContext2D, { minima, theme }: SurfaceView, axes: MapAxes): void {
  context.strokeStyle = css(theme.ink);
  context.lineWidth = 2;
  for (const minimum of minima) {
    const [x, y] = [toPixel(axes.x, minimum[0]), toPixel(axes.y, minimum[1])];
    context.beginPath();
    context.moveTo(x - 5, y);
    context.lineTo(x + 5, y);
    context.moveTo(x, y - 5);
    context.lineTo(x, y + 5);
    context.stroke();
  }
}

/** Paints surfaces; keeps its buffers from frame to frame. */
export class SurfacePainter {
  private readonly field = new FieldPainter();
  private shades = new Float32Array(0);

  paint(context: CanvasRenderingContext2D, view: SurfaceView, axes: MapAxes): void {
    const { heights, size, theme } = view;
    const { low, high } = ends(heights);
    if (size < 2 || !(high > low)) return;
    this.paintHeights(heights, low, high);
    this.field.paintSigned({ values: this.shades, start: 0, size }, 0, 1, theme.classGrounds[1], false);
    this.field.draw(context, axes.plot);
    context.strokeStyle = css(theme.ink, 0.35);
    context.lineWidth = 1;
    const field: Field = { values: heights, start: 0, size };
    for (let k = 1; k <= lines; k++)
      context.stroke(levelLine(field, low + (high - low) * 2 ** -k, axes.plot, pathFor(context)));
    context.save();
    context.beginPath();
    context.rect(axes.plot.x, axes.plot.y, axes.plot.side, axes.plot.side);
    context.clip();
    drawMinima(context, view, axes);
    for (const trail of view.trails) drawTrail(context, trail, css(theme.paper), axes);
    context.restore();
    drawAxes(context, axes, theme);
  }

  /** Shades go with the logarithm of the height above the lowest point: else only the steep corners would be seen. */
  private paintHeights(heights: Float32Array, low: number, high: number): void {
    if (this.shades.length !== heights.length) this.shades = new Float32Array(heights.length);
    const floor = (high - low) * 2 ** -lines;
    const span = Math.log1p((high - low) / floor);
    heights.forEach((height, i) => (this.shades[i] = Math.log1p((height - low) / floor) / span));
  }
}
