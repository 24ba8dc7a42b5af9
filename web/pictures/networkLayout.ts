/** Where the columns and units of a network stand in a picture of a given size. Pure: the same in, the same out. */
import type { Scene } from '../worker/protocol';
import { networkColumns, type NetworkColumn } from './networkColumns';

/** A square or rectangle in CSS pixels, from the picture's upper left corner. */
export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** A column with its place: `x` is its left edge; controls above it may be centred at `x + width / 2`. */
export interface PlacedColumn extends NetworkColumn {
  x: number;
  width: number;
  /** One box for each unit; a dropout column has a single one. */
  boxes: Box[];
  /** The units form one image without gaps, row by row. */
  image: boolean;
  /** The units stand in several sub-columns. */
  folded: boolean;
}

export interface NetworkLayout {
  width: number;
  height: number;
  columns: PlacedColumn[];
  /** Room for names at the left of the inputs and at the right of the outputs; 0 where they don't fit. */
  inputLabels: number;
  outputLabels: number;
  /** Links are drawn this much thinner than `linkWidth` says: narrow gaps leave no room for wide ones. */
  linkScale: number;
}

const largestTile = 46;
const margin = 8;
/** Below this a column is folded into several sub-columns rather than made of ever smaller tiles. */
const comfortableTile = 20;
/** Outputs have names beside them and stay in one column longer. */
const smallestNamedTile = 9;
const letterWidth = 7;

function labelRoom(names: string[], width: number, rows: number, height: number): number {
  if (rows === 0 || height / rows < 13) return 0;
  const longest = Math.max(...names.map((name) => name.length));
  return Math.min(width * 0.2, 110, longest * letterWidth + 10);
}

interface Fold {
  across: number;
  side: number;
}

const foldedPitch = 1.16;

/** Side of the tiles when `units` of them stand in so many sub-columns. */
function foldedSide(units: number, across: number, room: number, height: number): number {
  const pitch = across === 1 ? 1.22 : foldedPitch;
  return Math.min(
    widestTile(room),
    room / (across * pitch - (pitch - 1)),
    height / (Math.ceil(units / across) * pitch),
  );
}

/** One column while its tiles are comfortable; else the fold with the largest tiles, rather one without a rest. */
function bestFold(units: number, room: number, height: number, comfortable = comfortableTile): Fold {
  const single = foldedSide(units, 1, room, height);
  if (single >= comfortable) return { across: 1, side: Math.floor(single) };
  const folds = Array.from({ length: Math.min(units, 16) }, (_, i) => {
    const side = foldedSide(units, i + 1, room, height);
    return { across: i + 1, side, worth: units % (i + 1) === 0 ? side * 1.25 : side };
  });
  const best = folds.reduce((a, b) => (b.worth > a.worth + 0.5 ? b : a));
  return { across: best.across, side: Math.max(3, Math.floor(best.side)) };
}

function gridBoxes(units: number, fold: Fold, centre: number, room: number, height: number): Box[] {
  const { across, side } = fold;
  const rows = Math.ceil(units / across);
  const fitting = (pitch: number, space: number, count: number) =>
    Math.min(pitch, (space - side) / Math.max(1, count - 1));
  // A single column spreads out so that its links can be told apart; a folded one stays a block.
  const block = Math.max(side + 2, side * foldedPitch);
  const pitchX = fitting(block, room, across);
  const pitchY = fitting(across === 1 ? side * 1.8 : block, height, rows);
  const left = Math.round(centre - (pitchX * (across - 1) + side) / 2);
  const top = Math.round((height - (pitchY * (rows - 1) + side)) / 2);
  return Array.from({ length: units }, (_, i) => ({
    x: Math.round(left + pitchX * (i % across)),
    y: Math.round(top + pitchY * Math.floor(i / across)),
    width: side,
    height: side,
  }));
}

function imageBoxes(shape: number[], room: number, centre: number, height: number): Box[] {
  const [rows = 1, across = 1] = shape;
  const pixel = Math.max(2, Math.floor(Math.min(room / across, height / rows, 128 / rows)));
  const left = Math.round(centre - (pixel * across) / 2);
  const top = Math.round((height - pixel * rows) / 2);
  return Array.from({ length: rows * across }, (_, i) => ({
    x: left + pixel * (i % across),
    y: top + pixel * Math.floor(i / across),
    width: pixel,
    height: pixel,
  }));
}

/** Distances between neighbouring columns: a dropout column stands close to both of its neighbours. */
function centres(columns: NetworkColumn[], left: number, right: number): number[] {
  const gap = (i: number) => (columns[i]?.kind === 'dropout' || columns[i - 1]?.kind === 'dropout' ? 0.6 : 1);
  let total = 0;
  const places = columns.map((_, i) => (total += i === 0 ? 0 : gap(i)));
  return places.map((place) => (total === 0 ? (left + right) / 2 : left + ((right - left) * place) / total));
}

function columnRoom(columns: NetworkColumn[], width: number): number {
  const pitch = width / Math.max(1, columns.length - 0.4);
  return Math.min(128, Math.max(12, pitch * 0.58));
}

/** A single tile leaves more of the pitch to the links than a folded block does. */
function widestTile(room: number): number {
  return Math.min(largestTile, room * 0.75);
}

function linkScale(columns: PlacedColumn[]): number {
  const units = columns.filter((column) => column.kind !== 'dropout');
  const gaps = units.slice(1).map((column, i) => column.x - units[i].x - units[i].width);
  return Math.min(1, Math.max(0.35, Math.min(...gaps) / 90));
}

/**
 * Places the network of `scene` into width × height CSS pixels, inputs at the left, output at the right. Every column
 * is centred vertically; columns that would overflow are folded into several sub-columns of smaller tiles.
 */
export function networkLayout(scene: Scene, width: number, height: number): NetworkLayout {
  const columns = networkColumns(scene);
  const isImage = scene.data.imageShape.length === 2;
  const inputNames = isImage || scene.data.inputs > 16 ? [] : scene.data.inputNames;
  const outputNames = scene.data.classNames.length === scene.data.outputs ? scene.data.classNames : ['ŷ'];
  const inner = Math.max(1, height - 2 * margin);
  const inputLabels = labelRoom(inputNames, width, inputNames.length, inner);
  const outputLabels = labelRoom(outputNames, width, scene.data.outputs, inner);
  const room = columnRoom(columns, width - inputLabels - outputLabels);
  const imageRoom = Math.min(128, room * 1.4);

  const folds = columns.map((column) =>
    bestFold(column.units, room, inner, column.kind === 'output' ? smallestNamedTile : comfortableTile),
  );
  const half = (i: number) => {
    const fold = folds[i] ?? { across: 1, side: largestTile };
    return (i === 0 && isImage ? imageRoom : fold.across * fold.side * foldedPitch) / 2;
  };
  const left = margin + inputLabels + half(0);
  const right = width - margin - outputLabels - half(columns.length - 1);
  const places = centres(columns, left, right);

  const placed = columns.map((column, i): PlacedColumn => {
    const centre = places[i] ?? 0;
    const image = i === 0 && isImage;
    const boxes = image
      ? imageBoxes(scene.data.imageShape, imageRoom, centre, inner)
      : column.kind === 'dropout'
        ? [{ x: Math.round(centre) - 5, y: 0, width: 10, height: inner }]
        : gridBoxes(column.units, folds[i] ?? { across: 1, side: 3 }, centre, room, inner);
    const lowered = boxes.map((box) => ({ ...box, y: box.y + margin }));
    const x = Math.min(...lowered.map((box) => box.x));
    const end = Math.max(...lowered.map((box) => box.x + box.width));
    return { ...column, x, width: end - x, boxes: lowered, image, folded: !image && (folds[i]?.across ?? 1) > 1 };
  });
  return { width, height, columns: placed, inputLabels, outputLabels, linkScale: linkScale(placed) };
}
