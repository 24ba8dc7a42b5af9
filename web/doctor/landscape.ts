/** Landscapes of the loss as pictures want them. */
import type { Landscape } from '../../wasm-bindings/types';

/** Lowest and highest value that is a number, and the one in the middle, where the run stands. */
export function endsOf(objective: readonly number[]): { low: number; high: number; here: number } {
  const finite = objective.filter(Number.isFinite);
  return {
    low: finite.reduce((least, value) => Math.min(least, value), Infinity),
    high: finite.reduce((most, value) => Math.max(most, value), -Infinity),
    here: objective[(objective.length - 1) / 2],
  };
}

/** The same heights row by row from above to below, as maps are painted. */
export function heightsOf({ positions, objective }: Landscape): Float32Array {
  const size = positions.length;
  const heights = new Float32Array(objective.length);
  for (let row = 0; row < size; row++)
    heights.set(objective.slice(row * size, (row + 1) * size), (size - 1 - row) * size);
  return heights;
}
