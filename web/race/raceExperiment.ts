/** What a racer trains. */
import type { Catalog, Choice, Experiment } from '../../wasm-bindings/types';
import { withoutSurface, withSurface } from '../lab/surfaceEdits';

/** Where the race takes place. */
export interface Track {
  /** Key of a surface; null: the network and data of the lab. */
  surface: string | null;
  /** Where all start on the surface; null: where the core starts. */
  start: { x: number; y: number } | null;
  /** The loss that ends a racer's run; 0: none. */
  target: number;
}

/**
 * The lab's experiment with another optimizer, on that track. What a person did to the one run (turned knobs, other
 * ends of the run) does not count in a race.
 */
export function raceExperiment(base: Experiment, catalog: Catalog, optimizer: Choice, track: Track): Experiment {
  const { surface, start, target } = track;
  const common = { optimizer, log: [], stop: { loss: target }, earlyStopping: {} };
  const plain = { ...structuredClone(base), ...common } as unknown as Experiment;
  if (surface === null) return withoutSurface(plain, catalog);
  const place = start ? { startX: start.x, startY: start.y } : {};
  return { ...withSurface(plain, surface, base.title), objective: { kind: surface, ...place } };
}
