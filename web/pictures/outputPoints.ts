/** Draws the rows of the data on the output map: class by shape and colour, part by filling, wrong ones ringed. */
import { css, tableColor, type Rgb } from './colors';
import { isWrong, outputRange } from './decision';
import { pathFor } from './draw';
import type { Plot } from './fieldPainter';
import type { MapAxes, OutputView } from './outputView';
import { mapPlane } from './plane';
import { toPixel } from './scale';
import { shapePath } from './shapes';

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
  return tableColor(theme.diverging, data.y[row * data.outputs + (view.output ?? 0)], low, high);
}

/** Where rows stand in the picture. */
function rowPlaces(view: OutputView, axes: MapAxes): (row: number) => [number, number] {
  const plane = mapPlane(view.scene, view.frame, view.output);
  return (row) => {
    const [x, y] = plane.placeOf(row);
    return [toPixel(axes.x, x), toPixel(axes.y, y)];
  };
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
  const path = pathFor(context, shapePath(data.classes > 0 ? data.y[row] : 0, size));
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

/** Draws all points that are shown. */
export function drawPoints(context: CanvasRenderingContext2D, view: OutputView, axes: MapAxes): void {
  const { data } = view.scene;
  const radius = markRadius(view, axes.plot);
  const placeOf = rowPlaces(view, axes);
  for (let row = 0; row < data.rows; row++) {
    if (!isShown(view, data.part[row])) continue;
    const [x, y] = placeOf(row);
    context.save();
    context.translate(x, y);
    drawMark(context, view, row, radius);
    context.restore();
  }
}

/** Rings around the rows that the network gets wrong now. */
export function drawWrong(context: CanvasRenderingContext2D, view: OutputView, axes: MapAxes): void {
  const { scene, frame, theme } = view;
  if (!frame || view.unit !== null) return;
  const radius = markRadius(view, axes.plot) + 3.5;
  const placeOf = rowPlaces(view, axes);
  context.beginPath();
  for (let row = 0; row < scene.data.rows; row++) {
    if (!isShown(view, scene.data.part[row]) || !isWrong(scene, frame.predictions, row)) continue;
    const [x, y] = placeOf(row);
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
