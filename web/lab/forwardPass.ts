/** One unit's forward computation for one row, as the core's own numbers: nothing is computed here, only looked up. */
import { columnOf, networkColumns, unitName, type NetworkColumn } from '../pictures/networkColumns';
import { unitOffset, type UnitId } from '../pictures/unit';
import type { Frame, Scene } from '../worker/protocol';

export interface Incoming {
  name: string;
  value: number;
  weight: number;
}

export interface ForwardPass {
  column: NetworkColumn;
  name: string;
  /** Empty for an input. */
  incoming: Incoming[];
  bias: number | null;
  /** Output of the layer that holds the weights, before any activation. */
  sum: number | null;
  /** What the unit passes on. */
  output: number;
  /** Layers of the column in order: the one with the weights first. */
  layers: number[];
}

/** The unit to open first: the first neuron of the first layer that has neurons. */
export function firstUnit(scene: Scene): UnitId {
  const column = networkColumns(scene).find(({ kind }) => kind === 'hidden' || kind === 'output');
  return { layer: column?.layer ?? -1, unit: 0 };
}

/** Null while the frame holds no activations, or if the unit is not shown in any column. */
export function forwardPass(scene: Scene, frame: Frame, unit: UnitId): ForwardPass | null {
  const columns = networkColumns(scene);
  const column = columnOf(columns, unit);
  if (!column || frame.activations.length === 0) return null;
  const at = (id: UnitId) => frame.activations[unitOffset(scene, id)] ?? Number.NaN;
  const { weight, bias } = column;
  const first = column.layerIndices[0];
  const pass = { column, name: unitName(scene, columns, unit), output: at(unit), layers: column.layerIndices };
  if (!weight || first === undefined) return { ...pass, incoming: [], bias: null, sum: null };

  const [inputs = 0, units = 0] = weight.shape;
  const source = first - 1;
  const sourceColumn = columns[columns.indexOf(column) - 1];
  const incoming = Array.from({ length: inputs }, (_, i) => ({
    name: sourceColumn ? sourceName(scene, columns, sourceColumn, i) : String(i + 1),
    value: at({ layer: source, unit: i }),
    weight: frame.parameters[weight.offset + i * units + unit.unit] ?? Number.NaN,
  }));
  const biasValue = bias ? (frame.parameters[bias.offset + unit.unit] ?? null) : null;
  return { ...pass, incoming, bias: biasValue, sum: at({ layer: first, unit: unit.unit }) };
}

/** A dropout layer passes on the units of the column before it, under their names. */
function sourceName(scene: Scene, columns: NetworkColumn[], column: NetworkColumn, unit: number): string {
  let named = column;
  while (named.kind === 'dropout') named = columns[columns.indexOf(named) - 1] ?? column;
  return unitName(scene, columns, { layer: named.layer, unit }) || String(unit + 1);
}
