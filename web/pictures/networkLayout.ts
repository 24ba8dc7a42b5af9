/** Where the columns and units of a network stand in a picture of a given size. Pure: the same in, the same out. */
import type { Scene } from '../worker/protocol';
import { columnWith, networkColumns, seesImages, type ImageMaps, type NetworkColumn } from './networkColumns';

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
  /** One box for each tile; a sieve has a single one. */
  boxes: Box[];
  /** The units form one image without gaps, row by row. */
  image: boolean;
  /** The tiles stand in several sub-columns. */
  folded: boolean;
  /** The tiles are too small to be pointed at one by one. */
  crowded: boolean;
}

/** An output that is added further on: an arc below the columns. */
export interface Shortcut {
  from: PlacedColumn;
  to: PlacedColumn;
}

/** The places of everything in a picture of the network. */
export interface NetworkLayout {
  width: number;
  height: number;
  columns: PlacedColumn[];
  shortcuts: Shortcut[];
  /** Room for names at the left of the inputs and at the right of the outputs; 0 where they don't fit. */
  inputLabels: number;
  outputLabels: number;
  /** Links are drawn this much thinner than `linkWidth` says: narrow gaps leave no room for wide ones. */
  linkScale: number;
}

const largestTile = 46;
const margin = 8;
/** Room below the columns for the arcs of shortcuts. */
const arcRoom = 18;
/** Tiles smaller than this share one button. */
const smallestTarget = 8;
/** Below this a column is folded into several sub-columns rather than made of ever smaller tiles. */
const comfortableTile = 20;
/** Outputs have names beside them and stay in one column longer. */
const smallestNamedTile = 9;
const letterWidth = 7;
/** More units than this have no names beside them. */
const mostNames = 16;

/** Ideographs are as wide as they are high. */
const lettersOf = (name: string) => name.length + (name.match(/[\u2e80-\uffef]/g)?.length ?? 0) * 0.75;

/** `textScale` is how much larger than usual the letters are. */
function labelRoom(names: string[], width: number, textScale: number): number {
  if (names.length === 0 || names.length > mostNames) return 0;
  const longest = Math.max(...names.map(lettersOf));
  return Math.min(width * 0.22, 124 * textScale, longest * letterWidth * textScale + 10);
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
  return { across: best.across, side: Math.max(1, Math.floor(best.side)) };
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

/** Side of a pixel of an image in this space. */
function pixelSide(rows: number, across: number, { room, height }: Space): number {
  const side = Math.min(room / across, height / rows, 128 / rows);
  return side >= 2 ? Math.floor(side) : Math.max(0.25, side);
}

/** One box for the whole image of the inputs, or for each channel of it. */
function wholeImageBoxes({ height: rows, width: across, channels }: ImageMaps, centre: number, space: Space): Box[] {
  const pixel = pixelSide(rows * channels, across, space);
  const [width, height] = [Math.round(pixel * across), Math.round(pixel * rows)];
  const top = Math.round((space.height - channels * height) / 2);
  const x = Math.round(centre - width / 2);
  return Array.from({ length: channels }, (_, i) => ({ x, y: top + i * height, width, height }));
}

function imageBoxes(shape: number[], centre: number, space: Space): Box[] {
  const [rows = 1, across = 1] = shape;
  const pixel = pixelSide(rows, across, space);
  const left = Math.round(centre - (pixel * across) / 2);
  const top = Math.round((space.height - pixel * rows) / 2);
  return Array.from({ length: rows * across }, (_, i) => ({
    x: left + pixel * (i % across),
    y: top + pixel * Math.floor(i / across),
    width: pixel,
    height: pixel,
  }));
}

/** Distances between neighbouring columns: a sieve stands close to both of its neighbours. */
function centres(columns: NetworkColumn[], left: number, right: number): number[] {
  const gap = (i: number) => (columns[i]?.kind === 'sieve' || columns[i - 1]?.kind === 'sieve' ? 0.6 : 1);
  let total = 0;
  const places = columns.map((_, i) => (total += i === 0 ? 0 : gap(i)));
  return places.map((place) => (total === 0 ? (left + right) / 2 : left + ((right - left) * place) / total));
}

function columnRoom(columns: NetworkColumn[], width: number): number {
  const pitch = width / Math.max(1, columns.length - 0.4);
  return Math.min(128, Math.max(1, pitch * 0.58));
}

/** A single tile leaves more of the pitch to the links than a folded block does. */
function widestTile(room: number): number {
  return Math.min(largestTile, room * 0.75);
}

function linkScale(columns: PlacedColumn[]): number {
  const units = columns.filter((column) => column.kind !== 'sieve');
  const gaps = units.slice(1).map((column, i) => column.x - units[i].x - units[i].width);
  return Math.min(1, Math.max(0.35, Math.min(...gaps) / 90));
}

/** Width that a column at the edge takes at most, however high the picture is. */
function edgeRoom(column: NetworkColumn, room: number, image: boolean): number {
  if (image) return Math.min(128, room * 1.4);
  return column.tiles <= 6 || column.kind === 'output' ? widestTile(room) : room;
}

function boxesOf(scene: Scene, column: NetworkColumn, centre: number, space: Space, fold: Fold): Box[] {
  if (column.kind === 'sieve') return [{ x: Math.round(centre) - 5, y: 0, width: 10, height: space.height }];
  if (column.kind !== 'inputs') return gridBoxes(column.tiles, fold, centre, space);
  if (column.maps) return wholeImageBoxes(column.maps, centre, space);
  if (seesImages(scene)) return imageBoxes(scene.data.imageShape, centre, space);
  return gridBoxes(column.tiles, fold, centre, space);
}

function placeColumn(scene: Scene, column: NetworkColumn, centre: number, space: Space): PlacedColumn {
  const image = column.kind === 'inputs' && column.maps === null && seesImages(scene);
  const fold = bestFold(column.tiles, space, column.kind === 'output' ? smallestNamedTile : comfortableTile);
  const boxes = boxesOf(scene, column, centre, space, fold).map((box) => ({ ...box, y: box.y + margin }));
  const x = Math.min(...boxes.map((box) => box.x));
  const end = Math.max(...boxes.map((box) => box.x + box.width));
  const crowded = column.tiles > 1 && Math.min(boxes[0].width, boxes[0].height) < smallestTarget;
  return { ...column, x, width: end - x, boxes, image, folded: !image && fold.across > 1, crowded };
}

function shortcutsOf(columns: PlacedColumn[]): Shortcut[] {
  return columns.flatMap((to) =>
    to.shortcuts.flatMap((layer) => {
      const from = columnWith(columns, layer);
      return from && from !== to ? [{ from, to }] : [];
    }),
  );
}

/**
 * Places the network of `scene` into width × height CSS pixels, inputs at the left, output at the right. Every column
 * is centred vertically; columns that would overflow are folded into several sub-columns of smaller tiles. Where the
 * middle of a column stands depends on the width and the letters (`textScale` times as large as usual) alone, so that
 * controls above it cannot push it about.
 */
export function networkLayout(scene: Scene, width: number, height: number, textScale = 1): NetworkLayout {
  const columns = networkColumns(scene);
  const isImage = seesImages(scene);
  const outputNames = scene.data.classNames.length === scene.data.outputs ? scene.data.classNames : ['ŷ'];
  const inputLabels = labelRoom(isImage ? [] : scene.data.features, width, textScale);
  const outputLabels = labelRoom(outputNames, width, textScale);
  const room = columnRoom(columns, width - inputLabels - outputLabels);
  const last = columns.length - 1;
  const roomOf = (column: NetworkColumn, i: number) =>
    i === 0 || i === last ? edgeRoom(column, room, i === 0 && isImage) : room;
  const lower = columns.some((column) => column.shortcuts.length > 0) ? arcRoom : 0;
  const left = margin + inputLabels + roomOf(columns[0], 0) / 2;
  const right = width - margin - outputLabels - roomOf(columns[last], last) / 2;
  const places = centres(columns, left, right);
  const placed = columns.map((column, i) =>
    placeColumn(scene, column, places[i], {
      room: roomOf(column, i),
      widest: widestTile(room),
      height: Math.max(1, height - 2 * margin - lower),
    }),
  );
  const shortcuts = shortcutsOf(placed);
  return { width, height, columns: placed, shortcuts, inputLabels, outputLabels, linkScale: linkScale(placed) };
}
