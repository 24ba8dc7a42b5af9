/** How pointer and arrow keys find their way between the tiles of a network. Pure: places in, places out. */
import type { Box, PlacedColumn } from './networkLayout';
import type { UnitId } from './unit';

/** Side of a target that fingers hit. */
const fingertip = 44;

/** A target around a tile, as large as its neighbours leave room for. */
export function target(column: PlacedColumn, unit: number): Box {
  const box = column.boxes[unit];
  if (column.image || column.folded) return box;
  const pitch = column.boxes.length > 1 ? column.boxes[1].y - column.boxes[0].y : 60;
  const sideways = Math.max(0, (fingertip - box.width) / 2);
  const upwards = Math.max(0, Math.min(fingertip, pitch) - box.height) / 2;
  return {
    x: box.x - sideways,
    y: box.y - upwards,
    width: box.width + 2 * sideways,
    height: box.height + 2 * upwards,
  };
}

/** The room that all tiles of a column take together. */
export function wholeColumn({ x, width, boxes }: PlacedColumn): Box {
  const y = boxes[0].y;
  const last = boxes[boxes.length - 1];
  return { x, y, width, height: last.y + last.height - y };
}

/** The tile whose middle is nearest to a point. */
export function tileAt(column: PlacedColumn, x: number, y: number): number {
  const away = (box: Box) => Math.hypot(box.x + box.width / 2 - x, box.y + box.height / 2 - y);
  return column.boxes.reduce((best, box, i) => (away(box) < away(column.boxes[best]) ? i : best), 0);
}

/** The tile of a column whose middle is nearest in height. */
function nearest(column: PlacedColumn, y: number): number {
  const away = (box: Box) => Math.abs(box.y + box.height / 2 - y);
  return column.boxes.reduce((best, box, i) => (away(box) < away(column.boxes[best]) ? i : best), 0);
}

/** Where a key leads from a tile; null if it leads nowhere. `columns` are those with units, in order. */
export function neighbour(columns: PlacedColumn[], column: PlacedColumn, unit: number, key: string): UnitId | null {
  const box = column.boxes[unit];
  const row = column.boxes.findIndex((other) => other.y > column.boxes[0].y);
  const across = row < 0 ? column.boxes.length : row;
  const last = column.boxes.length - 1;
  if (key === 'Home') return { layer: column.layer, unit: 0 };
  if (key === 'End') return { layer: column.layer, unit: last };
  if (key === 'ArrowUp') return { layer: column.layer, unit: Math.max(0, unit - across) };
  if (key === 'ArrowDown') return { layer: column.layer, unit: Math.min(last, unit + across) };
  const way = key === 'ArrowRight' ? 1 : key === 'ArrowLeft' ? -1 : 0;
  if (way === 0) return null;
  const beside = column.boxes[unit + way];
  if (beside && beside.y === box.y) return { layer: column.layer, unit: unit + way };
  const next = columns[columns.indexOf(column) + way];
  return next ? { layer: next.layer, unit: nearest(next, box.y + box.height / 2) } : null;
}
