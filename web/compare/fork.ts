/** A fork: the document of a run, changed in one thing from one of its steps on. */
import type { Experiment, KnobValue } from '../../wasm-bindings/types';
import { withValue } from '../store/paths';
import type { Place } from './places';

/**
 * What can be turned changes at `step`, and what was turned later in the run is left out; anything else changes from
 * the start. Whether the result can be trained is the core's to judge.
 */
export function forkOf(experiment: Experiment, step: number, place: Place, value: KnobValue): Experiment {
  const { path, knob, turnable } = place;
  if (!knob) return withValue(experiment, path, { kind: value });
  if (!turnable || step === 0) return withValue(experiment, path, value);
  const before = experiment.log.filter((entry) => entry.step < step || (entry.step === step && entry.path !== path));
  return { ...experiment, log: [...before, { step, path, value }] };
}
