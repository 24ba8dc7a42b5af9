/** The network as columns of tiles, as a reader sees it: each layer of neurons together with what only reshapes it. */
import type { LayerInfo, TensorInfo } from '../../wasm-bindings/types';
import type { Scene } from '../worker/protocol';
import type { UnitId } from './unit';

/** What a column is for: `hidden` and `output` hold neurons, a `sieve` (dropout, noise) acts only while training. */
export type ColumnKind = 'inputs' | 'hidden' | 'sieve' | 'output';

/** Units that form images, as many as there are channels: stored [height][width][channels]. */
export interface ImageMaps {
  height: number;
  width: number;
  channels: number;
}

/** One column of the drawing and the layers that stand in it. */
export interface NetworkColumn {
  kind: ColumnKind;
  /** Indices of the layers, in order; empty for the inputs. */
  layerIndices: number[];
  /** Layer of the units that the column shows: the last one's outputs; −1 for the inputs. */
  layer: number;
  units: number;
  /** A tile for each unit, or where units form images for each image. */
  tiles: number;
  maps: ImageMaps | null;
  /** Hidden columns are counted from 1; 0 for the others. */
  number: number;
  /** Weights into this column, stored [inputs][units] or, of a convolution, [height][width][inputs][units]; null where each unit only passes its own value on. */
  weight: TensorInfo | null;
  bias: TensorInfo | null;
  /** Layers whose output is added to this column (−1: the inputs). */
  shortcuts: number[];
}

/** Layers that change numbers only while the network trains. */
const sieves = new Set(['dropout', 'gaussianNoise']);
/** A layer that changes nothing but the shape: it stands in whatever column is before it. */
const reshaping = 'flatten';
/** Input images of more pixels are one tile; those of fewer are a tile for every pixel. */
const mostPixels = 256;

function tensorOf(scene: Scene, layer: number, name: TensorInfo['name']): TensorInfo | null {
  return scene.tensors.find((tensor) => tensor.layer === layer && tensor.name === name) ?? null;
}

function mapsOf([height, width, channels]: LayerInfo['shape']): ImageMaps | null {
  return height * width > 1 ? { height, width, channels } : null;
}

/** Whether the inputs that the network sees are the pixels of an image: preprocessing may make other features of them. */
export function seesImages({ data }: Scene): boolean {
  const [height = 1, width = 1] = data.imageShape;
  const asTheyAre = data.features.length === data.inputs && data.features[0] === data.inputNames[0];
  return height * width > 1 && data.inputs % (height * width) === 0 && asTheyAre;
}

function inputColumn(scene: Scene): NetworkColumn {
  const { data, layers } = scene;
  const [height = 1, width = 1] = seesImages(scene) ? data.imageShape : [];
  const isOneTile = height * width > mostPixels || layers.some((layer, i) => i < 2 && mapsOf(layer.shape));
  const maps = height * width > 1 && isOneTile ? { height, width, channels: data.inputs / (height * width) } : null;
  const units = data.features.length;
  const own = { kind: 'inputs' as const, layerIndices: [], layer: -1, units, number: 0 };
  return { ...own, tiles: maps?.channels ?? units, maps, weight: null, bias: null, shortcuts: [] };
}

function columnFor(scene: Scene, layer: LayerInfo, weight: TensorInfo | null): NetworkColumn {
  const maps = mapsOf(layer.shape);
  return {
    kind: sieves.has(layer.kind) ? 'sieve' : 'hidden',
    layerIndices: [layer.index],
    layer: layer.index,
    units: layer.outputs,
    tiles: maps?.channels ?? layer.outputs,
    maps,
    number: 0,
    weight,
    bias: tensorOf(scene, layer.index, 'bias'),
    shortcuts: shortcutsOf(scene, layer),
  };
}

function shortcutsOf(scene: Scene, layer: LayerInfo): number[] {
  const { from } = scene.experiment.layers[layer.index] ?? {};
  return typeof from === 'number' ? [from] : [];
}

/** A layer that keeps the number of units and has no weights between them stands in the column of the layer before. */
function joins(previous: NetworkColumn | undefined, layer: LayerInfo): boolean {
  return previous?.kind === 'hidden' && previous.units === layer.outputs;
}

/** The columns from the inputs to the output. The last column of neurons is the output. */
export function networkColumns(scene: Scene): NetworkColumn[] {
  const columns: NetworkColumn[] = [inputColumn(scene)];
  for (const layer of scene.layers) {
    const weight = tensorOf(scene, layer.index, 'weight');
    const previous = columns.at(-1);
    if (layer.kind === reshaping && previous) previous.layerIndices.push(layer.index);
    else if (!sieves.has(layer.kind) && weight === null && joins(previous, layer) && previous) {
      previous.layerIndices.push(layer.index);
      previous.layer = layer.index;
      previous.shortcuts.push(...shortcutsOf(scene, layer));
    } else columns.push(columnFor(scene, layer, weight));
  }
  const output = columns.filter((column) => column.kind === 'hidden').at(-1);
  if (output) output.kind = 'output';
  columns.filter((column) => column.kind === 'hidden').forEach((column, i) => (column.number = i + 1));
  return columns;
}

/** The column that shows this unit, or undefined (units of a sieve and inner layers of a column are not shown). */
export function columnOf<T extends NetworkColumn>(columns: T[], id: UnitId): T | undefined {
  return columns.find((column) => column.layer === id.layer && column.kind !== 'sieve');
}

/** The column in which a layer stands; −1: the inputs. */
export function columnWith<T extends NetworkColumn>(columns: T[], layer: number): T | undefined {
  return columns.find((column) => (layer < 0 ? column.kind === 'inputs' : column.layerIndices.includes(layer)));
}

/** The size of a column as it is written: `8`, or `8×8×16` where units form images. */
export function columnSize({ units, maps }: NetworkColumn): string {
  return maps ? `${maps.height}×${maps.width}×${maps.channels}` : String(units);
}

/** Short name of a unit: the input's name, `h2·3` for the third unit of the second hidden layer, the class or `ŷ`. */
export function unitName(scene: Scene, columns: NetworkColumn[], id: UnitId): string {
  const column = columnOf(columns, id);
  if (!column) return '';
  if (column.kind === 'inputs') return column.maps ? 'x' : (scene.data.features[id.unit] ?? `x${id.unit + 1}`);
  if (column.kind === 'hidden') return `h${column.number}·${id.unit + 1}`;
  if (column.units === 1) return 'ŷ';
  return scene.data.classNames[id.unit] ?? `ŷ${id.unit + 1}`;
}
