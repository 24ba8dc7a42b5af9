/** The network as columns of units, as a reader sees it: each dense layer together with the activation that follows it. */
import type { LayerInfo, TensorInfo } from '../../wasm-bindings/types';
import type { Scene } from '../worker/protocol';
import type { UnitId } from './unit';

/** What a column is for: `hidden` and `output` hold neurons, `dropout` only leaves some out. */
export type ColumnKind = 'inputs' | 'hidden' | 'dropout' | 'output';

/** One column of the drawing and the layers that stand in it. */
export interface NetworkColumn {
  kind: ColumnKind;
  /** Indices of the layers, in order; empty for the inputs. */
  layerIndices: number[];
  /** Layer of the units that the column shows: the last one's outputs; −1 for the inputs. */
  layer: number;
  units: number;
  /** Hidden columns are counted from 1; 0 for the others. */
  number: number;
  /** Weights into this column, stored [inputs][units]; null where each unit only passes its own value on. */
  weight: TensorInfo | null;
  bias: TensorInfo | null;
}

function tensorOf(scene: Scene, layer: number, name: TensorInfo['name']): TensorInfo | null {
  return scene.tensors.find((tensor) => tensor.layer === layer && tensor.name === name) ?? null;
}

/** A layer without weights stands in the column of the layer before it, unless that column holds no neurons. */
function joins(previous: NetworkColumn | undefined, layer: LayerInfo): boolean {
  return previous?.kind === 'hidden' && previous.units === layer.outputs;
}

/** The columns from the inputs to the output. The last column of neurons is the output. */
export function networkColumns(scene: Scene): NetworkColumn[] {
  const columns: NetworkColumn[] = [
    { kind: 'inputs', layerIndices: [], layer: -1, units: scene.data.inputs, number: 0, weight: null, bias: null },
  ];
  for (const layer of scene.layers) {
    const weight = tensorOf(scene, layer.index, 'weight');
    const previous = columns.at(-1);
    const thin = layer.kind === 'dropout';
    if (!thin && weight === null && joins(previous, layer) && previous) {
      previous.layerIndices.push(layer.index);
      previous.layer = layer.index;
      continue;
    }
    columns.push({
      kind: thin ? 'dropout' : 'hidden',
      layerIndices: [layer.index],
      layer: layer.index,
      units: layer.outputs,
      number: 0,
      weight,
      bias: tensorOf(scene, layer.index, 'bias'),
    });
  }
  const output = columns.filter((column) => column.kind === 'hidden').at(-1);
  if (output) output.kind = 'output';
  columns.filter((column) => column.kind === 'hidden').forEach((column, i) => (column.number = i + 1));
  return columns;
}

/** The column that shows this unit, or undefined (units of a dropout layer and inner layers of a column are not shown). */
export function columnOf<T extends NetworkColumn>(columns: T[], id: UnitId): T | undefined {
  return columns.find((column) => column.layer === id.layer && column.kind !== 'dropout');
}

/** Short name of a unit: the input's name, `h2·3` for the third unit of the second hidden layer, the class or `ŷ`. */
export function unitName(scene: Scene, columns: NetworkColumn[], id: UnitId): string {
  const column = columnOf(columns, id);
  if (!column) return '';
  if (column.kind === 'inputs') return scene.data.inputNames[id.unit] ?? `x${id.unit + 1}`;
  if (column.kind === 'hidden') return `h${column.number}·${id.unit + 1}`;
  if (column.units === 1) return 'ŷ';
  return scene.data.classNames[id.unit] ?? `ŷ${id.unit + 1}`;
}
