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
  /** Empty for an input and for an image of many units. */
  incoming: Incoming[];
  /** How many more come in than `incoming` lists. */
  more: number;
  bias: number | null;
  /** What each layer of the column makes of it, in order: the one with the weights first, the unit's output last. */
  stages: { layer: number; value: number }[];
  /** What the unit passes on. */
  output: number;
}

/** More incoming values than this are not listed: nobody reads them, and a long table slows the page. */
const mostIncoming = 256;

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
  const pass = { column, name: unitName(scene, columns, unit), output: at(unit) };
  const stages = column.layerIndices.map((layer) => ({ layer, value: at({ layer, unit: unit.unit }) }));
  const none = { incoming: [], more: 0, bias: null };
  if (column.maps || column.kind === 'inputs') return { ...pass, ...none, stages: [] };
  if (!weight || first === undefined) return { ...pass, ...none, stages };

  const [inputs = 0, units = 0] = weight.shape;
  const sourceColumn = columns[columns.indexOf(column) - 1];
  const incoming = Array.from({ length: Math.min(inputs, mostIncoming) }, (_, i) => ({
    name: sourceColumn ? sourceName(scene, columns, sourceColumn, i) : String(i + 1),
    value: at({ layer: first - 1, unit: i }),
    weight: frame.parameters[weight.offset + i * units + unit.unit] ?? Number.NaN,
  }));
  const biasValue = bias ? (frame.parameters[bias.offset + unit.unit] ?? null) : null;
  return { ...pass, incoming, more: inputs - incoming.length, bias: biasValue, stages };
}

/** A sieve passes on the units of the column before it, under their names; a value of an image is named by its place. */
function sourceName(scene: Scene, columns: NetworkColumn[], column: NetworkColumn, unit: number): string {
  let named = column;
  while (named.kind === 'sieve') named = columns[columns.indexOf(named) - 1] ?? column;
  if (!named.maps) return unitName(scene, columns, { layer: named.layer, unit }) || String(unit + 1);
  const { width, channels } = named.maps;
  const pixel = Math.floor(unit / channels);
  const image = unitName(scene, columns, { layer: named.layer, unit: unit % channels });
  return `${image} (${Math.floor(pixel / width) + 1}, ${(pixel % width) + 1})`;
}
