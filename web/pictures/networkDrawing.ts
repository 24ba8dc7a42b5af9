/** Draws the network on a canvas: links first, then what each unit shows. Knows places and colours, no mathematics. */
import type { Frame, Scene } from '../worker/protocol';
import { css, tableColor } from './colors';
import { fittingText, textSize, useText } from './draw';
import { crowdScale, drawnCount, linkDashes, linkWidth, type Link } from './links';
import type { Box, NetworkLayout, PlacedColumn } from './networkLayout';
import { shortNumber } from './number';
import { niceCeiling } from './scale';
import type { Theme } from './theme.svelte';
import { TileSheet } from './tileSheet';
import { sameUnit, unitOffset, type UnitId } from './unit';

/** Everything that one drawing of the network depends on. */
export interface NetworkView {
  scene: Scene;
  frame: Frame | null;
  layout: NetworkLayout;
  links: readonly Link[];
  /** The unit that is pointed at or pinned; its links stay, the others fade. */
  focus: UnitId | null;
  focusLink: Link | null;
  pinned: boolean;
  /** Grows while training; moves the dashes. */
  flow: number;
  theme: Theme;
}

/** Small heat maps are clamped to ±1: the same colour is the same value in every tile. */
export const tileLimit = 1;

const widthSteps = 6;

interface Stroke {
  path: Path2D;
  width: number;
  style: 'positive' | 'negative' | 'neutral';
  faded: boolean;
}

function strokeKind(link: Link): Stroke['style'] {
  if (link.weight === null || !Number.isFinite(link.weight) || link.weight === 0) return 'neutral';
  return link.weight > 0 ? 'positive' : 'negative';
}

/** Links of like width, sign and emphasis share one path: a handful of strokes instead of hundreds. */
function strokesOf(view: NetworkView): Stroke[] {
  const strokes = new Map<string, Stroke>();
  const focus = view.focus;
  const scale = crowdScale(view.layout, drawnCount(view.layout));
  for (const link of view.links) {
    const touches = view.focusLink
      ? sameUnit(link.from, view.focusLink.from) && sameUnit(link.to, view.focusLink.to)
      : focus === null || sameUnit(link.from, focus) || sameUnit(link.to, focus);
    const width = Math.round(linkWidth(link.weight) * scale * widthSteps) / widthSteps;
    const style = strokeKind(link);
    const key = `${touches ? 1 : 0}${style}${width}`;
    let stroke = strokes.get(key);
    if (!stroke) strokes.set(key, (stroke = { path: new Path2D(), width, style, faded: !touches }));
    const third = (link.x1 - link.x0) / 3;
    stroke.path.moveTo(link.x0, link.y0);
    stroke.path.bezierCurveTo(link.x0 + third, link.y0, link.x1 - third, link.y1, link.x1, link.y1);
  }
  return [...strokes.values()].sort((a, b) => Number(b.faded) - Number(a.faded) || a.width - b.width);
}

function drawLinks(context: CanvasRenderingContext2D, view: NetworkView): void {
  const colors = {
    positive: css(view.theme.positive),
    negative: css(view.theme.negative),
    neutral: css(view.theme.inkSoft),
  };
  // In a crowd the links of a pointed-at unit must still stand out, and long dashes only cost time.
  const crowded = drawnCount(view.layout) > 250;
  const alpha = view.focus === null && crowded ? 0.6 : 0.9;
  context.lineCap = 'butt';
  for (const stroke of strokesOf(view)) {
    context.globalAlpha = stroke.faded ? 0.14 : alpha;
    context.strokeStyle = colors[stroke.style];
    context.lineWidth = stroke.style === 'neutral' ? 1 : Math.max(0.6, stroke.width);
    context.setLineDash(crowded && stroke.style === 'positive' ? [] : linkDashes[stroke.style]);
    context.lineDashOffset = -view.flow;
    context.stroke(stroke.path);
  }
  context.globalAlpha = 1;
  context.setLineDash([]);
}

function drawCurve(context: CanvasRenderingContext2D, view: NetworkView, box: Box, start: number, size: number): void {
  const { theme, frame } = view;
  if (!frame) return;
  const middle = box.y + box.height / 2;
  context.save();
  context.beginPath();
  context.rect(box.x, box.y, box.width, box.height);
  context.clip();
  context.fillStyle = css(theme.hairline);
  context.fillRect(box.x, Math.round(middle), box.width, 1);
  context.strokeStyle = css(theme.accent);
  context.lineWidth = 1.75;
  context.beginPath();
  for (let i = 0; i < size; i++) {
    const value = Math.max(-1.05, Math.min(1.05, frame.unitFields[start + i] / tileLimit));
    const [x, y] = [box.x + (box.width * (i + 0.5)) / size, middle - (value * box.height * 0.9) / 2];
    if (i === 0) context.moveTo(x, y);
    else context.lineTo(x, y);
  }
  context.stroke();
  context.restore();
}

function drawValue(context: CanvasRenderingContext2D, view: NetworkView, box: Box, value: number): void {
  context.fillStyle = tableColor(view.theme.ground, value, -tileLimit, tileLimit);
  context.fillRect(box.x, box.y, box.width, box.height);
  if (box.width < 34 || Number.isNaN(value)) return;
  useText(context, view.theme, false);
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.fillText(shortNumber(Number(value.toPrecision(2))), box.x + box.width / 2, box.y + box.height / 2 + 0.5);
}

/** How the units of a column show themselves. */
type TileKind = 'field' | 'curve' | 'weights' | 'pixels' | 'value';

function tileKind(view: NetworkView, index: number): TileKind {
  const { scene, frame, layout } = view;
  if (layout.columns[index].image) return 'pixels';
  if (scene.data.picture === 'images')
    return layout.columns[index - 1]?.image && layout.columns[index].weight ? 'weights' : 'value';
  if (!frame || frame.unitSize === 0 || frame.unitFields.length === 0) return 'value';
  return scene.data.inputs === 1 ? 'curve' : 'field';
}

/** The end of the scale of tiles that show a column's incoming weights: a round number that none exceeds. */
export function weightLimit(frame: Frame, column: PlacedColumn): number {
  const { offset, length } = column.weight ?? { offset: 0, length: 0 };
  let largest = 0;
  for (let i = offset; i < offset + length; i++) largest = Math.max(largest, Math.abs(frame.parameters[i]) || 0);
  return niceCeiling(largest);
}

/** Paints what a network's units show; keeps its buffers from frame to frame. */
export class NetworkPainter {
  /** One for each column: a sheet that changed its size within a frame would be made anew each time. */
  private readonly sheets = new Map<number, TileSheet>();

  /** Draws everything into the context, whose size is the layout's. */
  paint(context: CanvasRenderingContext2D, view: NetworkView): void {
    drawLinks(context, view);
    view.layout.columns.forEach((column, index) => {
      if (column.kind === 'dropout') drawDropout(context, view, column);
      else this.paintUnits(context, view, column, tileKind(view, index));
    });
    drawLabels(context, view);
  }

  private paintUnits(context: CanvasRenderingContext2D, view: NetworkView, column: PlacedColumn, kind: TileKind): void {
    const sheet = this.sheetFor(view, column, kind);
    column.boxes.forEach((box, unit) => {
      const id = { layer: column.layer, unit };
      context.fillStyle = css(view.theme.paper);
      context.fillRect(box.x, box.y, box.width, box.height);
      if (sheet) {
        context.imageSmoothingEnabled = kind === 'field';
        sheet.draw(context, unit, box.x, box.y, box.width, box.height);
      } else if (kind === 'curve' && view.frame) {
        drawCurve(context, view, box, unitOffset(view.scene, id) * view.frame.unitSize, view.frame.unitSize);
      } else {
        const values = view.frame?.activations;
        const value = values?.length ? values[unitOffset(view.scene, id)] : NaN;
        if (kind === 'pixels') drawPixel(context, view, box, unit);
        else drawValue(context, view, box, value);
      }
      drawFrameOf(context, view, column, box, unit);
    });
    if (column.image) outline(context, column, css(view.theme.inkSoft));
  }

  private sheetFor(view: NetworkView, column: PlacedColumn, kind: TileKind): TileSheet | null {
    const { scene, frame, theme } = view;
    if (!frame) return null;
    if (kind !== 'field' && kind !== 'weights') return null;
    const sheet = this.sheets.get(column.layer) ?? new TileSheet();
    this.sheets.set(column.layer, sheet);
    if (kind === 'field') {
      const size = frame.unitSize;
      const starts = column.boxes.map((_, unit) => unitOffset(scene, { layer: column.layer, unit }) * size * size);
      const range = { low: -tileLimit, high: tileLimit, table: theme.diverging };
      sheet.paint(frame.unitFields, starts, { width: size, height: size, stride: 1 }, range);
      return sheet;
    }
    if (!column.weight) return null;
    const { offset } = column.weight;
    const limit = weightLimit(frame, column);
    const [height, width] = scene.data.imageShape;
    const starts = column.boxes.map((_, unit) => offset + unit);
    const range = { low: -limit, high: limit, table: theme.diverging };
    sheet.paint(frame.parameters, starts, { width, height, stride: column.units }, range);
    return sheet;
  }
}

function drawPixel(context: CanvasRenderingContext2D, view: NetworkView, box: Box, unit: number): void {
  const { scene, frame, theme } = view;
  const row = frame?.row ?? -1;
  if (row < 0) return;
  const low = scene.data.raw[row * scene.data.inputs + unit];
  context.fillStyle = tableColor(theme.gray, low, 0, imageInk(scene));
  context.fillRect(box.x, box.y, box.width, box.height);
}

const inkOf = new WeakMap<Float32Array, number>();

/** The largest pixel of the data set: what is drawn as full ink. */
export function imageInk(scene: Scene): number {
  let ink = inkOf.get(scene.data.raw);
  if (ink === undefined) {
    ink = scene.data.raw.reduce((most, value) => Math.max(most, value), 0) || 1;
    inkOf.set(scene.data.raw, ink);
  }
  return ink;
}

function outline(context: CanvasRenderingContext2D, column: PlacedColumn, color: string): void {
  const [first, last] = [column.boxes[0], column.boxes.at(-1)];
  if (!last) return;
  context.strokeStyle = color;
  context.lineWidth = 1;
  const [width, height] = [last.x + last.width - first.x, last.y + last.height - first.y];
  context.strokeRect(first.x - 0.5, first.y - 0.5, width + 1, height + 1);
}

/** Border, bias mark and, for the unit in focus, a ring. */
function drawFrameOf(
  context: CanvasRenderingContext2D,
  view: NetworkView,
  column: PlacedColumn,
  box: Box,
  unit: number,
): void {
  const { theme, frame } = view;
  const selected = sameUnit(view.focus, { layer: column.layer, unit });
  if (!column.image) {
    context.strokeStyle = css(theme.inkSoft);
    context.lineWidth = 1;
    context.strokeRect(box.x - 0.5, box.y - 0.5, box.width + 1, box.height + 1);
    const bias = column.bias && frame ? frame.parameters[column.bias.offset + unit] : NaN;
    if (Number.isFinite(bias) && box.width >= 18 && !column.folded) {
      context.fillStyle = tableColor(theme.diverging, bias, -tileLimit, tileLimit);
      context.fillRect(box.x - 4, box.y + box.height - 3, 7, 7);
      context.strokeRect(box.x - 4.5, box.y + box.height - 3.5, 8, 8);
    }
  }
  if (!selected) return;
  context.strokeStyle = css(theme.paper);
  context.lineWidth = 2;
  context.strokeRect(box.x - 2, box.y - 2, box.width + 4, box.height + 4);
  context.strokeStyle = css(theme.ink);
  context.lineWidth = view.pinned ? 3 : 2;
  context.strokeRect(box.x - 4, box.y - 4, box.width + 8, box.height + 8);
}

/** A thin, dotted sieve: units are left out here while training. */
function drawDropout(context: CanvasRenderingContext2D, view: NetworkView, column: PlacedColumn): void {
  const { theme } = view;
  const [box] = column.boxes;
  context.fillStyle = css(theme.paper, 0.9);
  context.fillRect(box.x, box.y, box.width, box.height);
  context.strokeStyle = css(theme.inkSoft);
  context.lineWidth = 1;
  context.strokeRect(box.x + 0.5, box.y + 0.5, box.width - 1, box.height - 1);
  context.fillStyle = css(theme.inkSoft);
  for (let y = box.y + 7, i = 0; y < box.y + box.height - 4; y += 9, i++) {
    context.beginPath();
    context.arc(box.x + box.width / 2, y, i % 3 === 1 ? 1 : 2.5, 0, 2 * Math.PI);
    context.fill();
  }
}

function hasRoomForNames({ image, folded, boxes }: PlacedColumn): boolean {
  return !image && !folded && (boxes.length < 2 || boxes[1].y - boxes[0].y >= textSize);
}

function drawLabels(context: CanvasRenderingContext2D, view: NetworkView): void {
  const { scene, layout, theme } = view;
  useText(context, theme, false);
  context.textBaseline = 'middle';
  const inputs = layout.columns[0];
  if (layout.inputLabels > 0 && hasRoomForNames(inputs)) {
    context.textAlign = 'right';
    inputs.boxes.forEach((box, unit) => {
      const name = fittingText(context, scene.data.inputNames[unit] ?? '', layout.inputLabels - 8);
      context.fillText(name, box.x - 8, box.y + box.height / 2);
    });
  }
  const outputs = layout.columns.find((column) => column.kind === 'output');
  if (layout.outputLabels === 0 || !outputs || !hasRoomForNames(outputs)) return;
  context.textAlign = 'left';
  outputs.boxes.forEach((box, unit) => {
    const name = outputs.units === 1 ? 'ŷ' : (scene.data.classNames[unit] ?? `ŷ${unit + 1}`);
    context.fillText(
      fittingText(context, name, layout.outputLabels - 6),
      box.x + box.width + 8,
      box.y + box.height / 2,
    );
  });
}
