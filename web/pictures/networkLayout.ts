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

/** The places of everything in a picture of the network. */
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
/** More units than this have no names beside them. */
const mostNames = 16;

function labelRoom(names: string[], width: number): number {
  if (names.length === 0 || names.length > mostNames) return 0;
  const longest = Math.max(...names.map((name) => name.length));
  return Math.min(width * 0.2, 110, longest * letterWidth + 10);
}

interface Fold {
  across: number;
  side: number;
}

/** What a column may take: its width, the side of its largest tile, its height. */
interface Space {
  room: number;
  widest: number;
  height: number;
}

const foldedPitch = 1.16;

/** Side of the tiles when `units` of them stand in so many sub-columns. */
function foldedSide(units: number, across: number, { room, widest, height }: Space): number {
  const pitch = across === 1 ? 1.22 : foldedPitch;
  return Math.min(widest, room / (across * pitch - (pitch - 1)), height / (Math.ceil(units / across) * pitch));
}

/** One column while its tiles are comfortable; else the fold with the largest tiles, rather one without a rest. */
function bestFold(units: number, space: Space, comfortable: number): Fold {
  const single = foldedSide(units, 1, space);
  if (single >= comfortable) return { across: 1, side: Math.floor(single) };
  const folds = Array.from({ length: Math.min(units, 16) }, (_, i) => {
    const side = foldedSide(units, i + 1, space);
    return { across: i + 1, side, worth: units % (i + 1) === 0 ? side * 1.25 : side };
  });
  const best = folds.reduce((a, b) => (b.worth > a.worth + 0.5 ? b : a));
  return { across: best.across, side: Math.max(3, Math.floor(best.side)) };
}

function gridBoxes(units: number, fold: Fold, centre: number, { room, height }: Space): Box[] {
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

function imageBoxes(shape: number[], centre: number, { room, height }: Space): Box[] {
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

/** Width that a column at the edge takes at most, however high the picture is. */
function edgeRoom(column: NetworkColumn, room: number, image: boolean): number {
  if (image) return Math.min(128, room * 1.4);
  return column.units <= 6 || column.kind === 'output' ? widestTile(room) : room;
}

function placeColumn(scene: Scene, column: NetworkColumn, centre: number, space: Space): PlacedColumn {
  const image = column.kind === 'inputs' && scene.data.imageShape.length === 2;
  const fold = bestFold(column.units, space, column.kind === 'output' ? smallestNamedTile : comfortableTile);
  const boxes = image
    ? imageBoxes(scene.data.imageShape, centre, space)
    : column.kind === 'dropout'
      ? [{ x: Math.round(centre) - 5, y: 0, width: 10, height: space.height }]
      : gridBoxes(column.units, fold, centre, space);
  const lowered = boxes.map((box) => ({ ...box, y: box.y + margin }));
  const x = Math.min(...lowered.map((box) => box.x));
  const end = Math.max(...lowered.map((box) => box.x + box.width));
  return { ...column, x, width: end - x, boxes: lowered, image, folded: !image && fold.across > 1 };
}

/**
 * Places the network of `scene` into width × height CSS pixels, inputs at the left, output at the right. Every column
 * is centred vertically; columns that would overflow are folded into several sub-columns of smaller tiles. Where the
 * middle of a column stands depends on the width alone, so that controls above it cannot push it about.
 */
export function networkLayout(scene: Scene, width: number, height: number): NetworkLayout {
  const columns = networkColumns(scene);
  const isImage = scene.data.imageShape.length === 2;
  const outputNames = scene.data.classNames.length === scene.data.outputs ? scene.data.classNames : ['ŷ'];
  const inputLabels = labelRoom(isImage ? [] : scene.data.inputNames, width);
  const outputLabels = labelRoom(outputNames, width);
  const room = columnRoom(columns, width - inputLabels - outputLabels);
  const last = columns.length - 1;
  const roomOf = (column: NetworkColumn, i: number) =>
    i === 0 || i === last ? edgeRoom(column, room, i === 0 && isImage) : room;
  const left = margin + inputLabels + roomOf(columns[0], 0) / 2;
  const right = width - margin - outputLabels - roomOf(columns[last], last) / 2;
  const places = centres(columns, left, right);
  const placed = columns.map((column, i) =>
    placeColumn(scene, column, places[i], {
      room: roomOf(column, i),
      widest: widestTile(room),
      height: Math.max(1, height - 2 * margin),
    }),
  );
  return { width, height, columns: placed, inputLabels, outputLabels, linkScale: linkScale(placed) };
}
