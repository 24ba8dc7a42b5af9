/** Which neuron of the network a picture shows, and where its numbers stand. */
import type { Scene } from '../worker/protocol';

/** A unit by its layer (−1: the inputs) and its number within that layer, both counted from 0. */
export interface UnitId {
  layer: number;
  unit: number;
}

/** Number of the unit in everything that counts all units of the network (`unitFields`, `activations`): inputs first. */
export function unitOffset(scene: Scene, id: UnitId): number {
  return id.layer < 0 ? id.unit : (scene.layers[id.layer]?.unitOffset ?? 0) + id.unit;
}

/** Whether both name the same unit, or both none. */
export function sameUnit(a: UnitId | null, b: UnitId | null): boolean {
  return a === b || (a !== null && b !== null && a.layer === b.layer && a.unit === b.unit);
}

/** Whether the unit exists in this scene: a selection may outlive the network that it was made in. */
export function hasUnit(scene: Scene, id: UnitId): boolean {
  const units = id.layer < 0 ? scene.data.features.length : (scene.layers[id.layer]?.outputs ?? 0);
  return id.unit >= 0 && id.unit < units;
}
