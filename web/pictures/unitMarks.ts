/** Which tiles of a network are marked: dead ones, and those that dropout has silenced in the last step. */
import type { Frame, Scene } from '../worker/protocol';
import type { NetworkColumn } from './networkColumns';
import { unitOffset } from './unit';

/** Whether the core has marked the tile's unit, or every place of its image, in this layer. */
function isMarked(marks: Uint8Array, scene: Scene, column: NetworkColumn, layer: number, tile: number): boolean {
  const first = unitOffset(scene, { layer, unit: tile });
  if (!column.maps) return marks[first] === 1;
  for (let unit = 0; unit < column.units; unit += column.tiles) if (marks[first + unit] !== 1) return false;
  return true;
}

/** Whether no gradient comes through this tile, for any training row. */
export function isDead(scene: Scene, frame: Frame | null, column: NetworkColumn, tile: number): boolean {
  const marks = frame?.marks;
  return !!marks && column.layerIndices.some((layer) => isMarked(marks.dead, scene, column, layer, tile));
}

/** Number of dead tiles in all columns. */
export function deadCount(scene: Scene, frame: Frame | null, columns: readonly NetworkColumn[]): number {
  if (!frame?.marks?.dead.includes(1)) return 0;
  let count = 0;
  for (const column of columns)
    for (let tile = 0; tile < column.tiles; tile++) count += isDead(scene, frame, column, tile) ? 1 : 0;
  return count;
}

/** Whether a sieve right behind this column has silenced the tile. */
export function isDropped(
  scene: Scene,
  frame: Frame | null,
  column: NetworkColumn,
  sieve: NetworkColumn | undefined,
  tile: number,
): boolean {
  if (!frame?.marks || sieve?.kind !== 'sieve') return false;
  return isMarked(frame.marks.dropped, scene, column, sieve.layer, tile);
}
