/** How keys walk through what a unit learns: its bias first, then its incoming weights from top to bottom. */
import type { NetworkColumn } from './networkColumns';
import type { UnitId } from './unit';

/** A parameter of a unit: its bias, or the weight from a unit of the column before it. */
export interface OwnParameter {
  unit: UnitId;
  /** Null: the bias. */
  from: UnitId | null;
  /** Counted as in `frame.parameters`. */
  index: number;
}

/** All that a unit of `column` learns by itself; a filter of a convolution is no single number and is left out. */
export function ownParameters(before: NetworkColumn | undefined, column: NetworkColumn, unit: number): OwnParameter[] {
  const id = { layer: column.layer, unit };
  const { weight, bias } = column;
  const list: OwnParameter[] = bias ? [{ unit: id, from: null, index: bias.offset + unit }] : [];
  if (!weight || weight.shape.length !== 2 || !before || before.maps || column.maps) return list;
  const [inputs = 0, units = 0] = weight.shape;
  for (let i = 0; i < inputs; i++) {
    list.push({ unit: id, from: { layer: before.layer, unit: i }, index: weight.offset + i * units + unit });
  }
  return list;
}

/** The next one in a direction; from none the first or the last. */
export function nextParameter(
  list: readonly OwnParameter[],
  now: OwnParameter | null,
  way: 1 | -1,
): OwnParameter | null {
  const place = now ? list.findIndex(({ index }) => index === now.index) : -1;
  if (place < 0) return list.at(way === 1 ? 0 : -1) ?? null;
  return list[Math.max(0, Math.min(list.length - 1, place + way))] ?? null;
}
