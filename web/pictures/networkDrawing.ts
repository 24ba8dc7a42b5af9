/** Draws the network on a canvas: links first, then what each unit shows. Knows places and colours, no mathematics. */
import type { Frame, Scene } from '../worker/protocol';
import { css, tableColor } from './colors';
import { pathFor, useText } from './draw';
import { crowdScale, drawnCount, linkDashes, linkWidth, type Link } from './links';
import { seesImages, type ImageMaps } from './networkColumns';
import type { Box, PlacedColumn } from './networkLayout';
import { drawFrameOf, drawLabels, drawShortcuts, drawSieve, drawUnitMarks, outline } from './networkMarks';
import { tileLimit, type NetworkView } from './networkView';
import { shortNumber } from './number';
import { niceCeiling } from './scale';
import { TileSheet } from './tileSheet';
import { sameUnit, unitOffset } from './unit';

const widthSteps = 6;

interface Stroke {
  path: Path2D;
  width: number;
  style: 'positive' | 'negative' | 'neutral';
  faded: boolean;
}

function strokeKind(link: Link): Stroke['style'] {
  if (link.value === null || !Number.isFinite(link.value) || link.value === 0) return 'neutral';
  return link.value > 0 ? 'positive' : 'negative';
}

/** Links of like width, sign and emphasis share one path: a handful of strokes instead of hundreds. */
function strokesOf(context: CanvasRenderingContext2D, view: NetworkView): Stroke[] {
  const strokes = new Map<string, Stroke>();
  const focus = view.focus;
  const scale = crowdScale(view.layout, drawnCount(view.layout));
  for (const link of view.links) {
    const touches = view.focusLink
      ? sameUnit(link.from, view.focusLink.from) && sameUnit(link.to, view.focusLink.to)
      : focus === null || sameUnit(link.from, focus) || sameUnit(link.to, focus);
    const width = Math.round(linkWidth(link.value, view.edgeLimit) * scale * widthSteps) / widthSteps;
    const style = strokeKind(link);
    const key = `${touches ? 1 : 0}${style}${width}`;
    let stroke = strokes.get(key);
    if (!stroke) strokes.set(key, (stroke = { path: pathFor(context), width, style, faded: !touches }));
    const third = (link.x1 - link.x0) / 3;
    stroke.path.moveTo(link.x0, link.y0);
    stroke.path.bezierCurveTo(link.x0 + third, link.y0, link.x1 - third, link.y1, link.x1, link.y1);
  }
  return [...strokes.values()].sort((a, b) => Number(b.faded) - Number(a.faded) || a.width - b.width);
}

function drawLinks(context: CanvasRenderingContext2D, view: NetworkView): void {
  // Only signed values have the colours of the signs; how weights change is another quantity.
  const ofWeights = view.edges === 'weights';
  const colors = {
    positive: css(ofWeights ? view.theme.positive : view.theme.accent),
    negative: css(ofWeights ? view.theme.negative : view.theme.accent),
    neutral: css(view.theme.inkSoft),
  };
  // In a crowd the links of a pointed-at unit must still stand out, and long dashes only cost time.
  const crowded = drawnCount(view.layout) > 250;
  const alpha = view.focus === null && crowded ? 0.6 : 0.9;
  context.lineCap = 'butt';
  for (const stroke of strokesOf(context, view)) {
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

/** How the tiles of a column show themselves. */
type TileKind = 'field' | 'curve' | 'weights' | 'pixels' | 'image' | 'maps' | 'value';

/** Whether the tiles of a column show their incoming weights as images: those of neurons that look at the pixels. */
export function showsWeights(column: PlacedColumn | undefined): boolean {
  return column?.weight?.shape.length === 2 && column.maps === null;
}

function tileKind(view: NetworkView, index: number): TileKind {
  const { scene, frame, layout } = view;
  const column = layout.columns[index];
  if (column.image) return 'pixels';
  if (column.maps) return index === 0 ? 'image' : 'maps';
  if (seesImages(scene)) return index === 1 && showsWeights(column) ? 'weights' : 'value';
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
    drawShortcuts(context, view);
    const { layout } = view;
    layout.columns.forEach((column, index) => {
      if (column.kind === 'sieve') drawSieve(context, view, column);
      else {
        this.paintUnits(context, view, column, tileKind(view, index));
        drawUnitMarks(context, view, column, layout.columns[index + 1]);
      }
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
        const place = imageIn(box, column.maps);
        sheet.draw(context, unit, place.x, place.y, place.width, place.height);
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
    if (column.image || column.crowded) outline(context, column, css(view.theme.inkSoft));
  }

  private sheetFor(view: NetworkView, column: PlacedColumn, kind: TileKind): TileSheet | null {
    const tiles = sheetTiles(view, column, kind);
    if (!tiles) return null;
    const sheet = this.sheets.get(column.layer) ?? new TileSheet();
    this.sheets.set(column.layer, sheet);
    sheet.paint(tiles.values, tiles.starts, tiles.shape, tiles.range);
    return sheet;
  }
}

/** What a sheet of tiles is painted from. */
interface SheetTiles {
  values: ArrayLike<number>;
  starts: number[];
  shape: { width: number; height: number; stride: number };
  range: { low: number; high: number; table: Uint32Array };
}

/** The numbers that the tiles of a column show; null where each tile is drawn by itself. */
function sheetTiles(view: NetworkView, column: PlacedColumn, kind: TileKind): SheetTiles | null {
  const { scene, frame, theme } = view;
  if (!frame) return null;
  const startsAt = (start: (tile: number) => number) => column.boxes.map((_, tile) => start(tile));
  const within = (limit: number) => ({ low: -limit, high: limit, table: theme.diverging });
  if (kind === 'field') {
    const size = frame.unitSize;
    const starts = startsAt((unit) => unitOffset(scene, { layer: column.layer, unit }) * size * size);
    return {
      values: frame.unitFields,
      starts,
      shape: { width: size, height: size, stride: 1 },
      range: within(tileLimit),
    };
  }
  if (kind === 'weights' && column.weight) {
    const { offset } = column.weight;
    const [height, width] = scene.data.imageShape;
    const shape = { width, height, stride: column.units };
    return {
      values: frame.parameters,
      starts: startsAt((unit) => offset + unit),
      shape,
      range: within(weightLimit(frame, column)),
    };
  }
  if (!column.maps || frame.row < 0) return null;
  const { height, width, channels } = column.maps;
  const shape = { width, height, stride: channels };
  if (kind === 'image') {
    const first = frame.row * scene.data.inputs;
    const range = { low: 0, high: imageInk(scene), table: theme.gray };
    return { values: scene.data.raw, starts: startsAt((channel) => first + channel), shape, range };
  }
  if (kind !== 'maps' || frame.activations.length === 0) return null;
  const first = unitOffset(scene, { layer: column.layer, unit: 0 });
  return {
    values: frame.activations,
    starts: startsAt((c) => first + c),
    shape,
    range: within(mapLimit(frame, first, column)),
  };
}

/** The end of the scale of a column's images: a round number that no value of this row exceeds. */
function mapLimit(frame: Frame, first: number, { units }: PlacedColumn): number {
  let largest = 0;
  for (let i = first; i < first + units; i++) largest = Math.max(largest, Math.abs(frame.activations[i]) || 0);
  return niceCeiling(largest);
}

/** The largest part of a box that has the proportions of an image. */
function imageIn(box: Box, maps: ImageMaps | null): Box {
  if (!maps || maps.width === maps.height) return box;
  const scale = Math.min(box.width / maps.width, box.height / maps.height);
  const [width, height] = [maps.width * scale, maps.height * scale];
  return { x: box.x + (box.width - width) / 2, y: box.y + (box.height - height) / 2, width, height };
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
