/** Puts a kept run into the lab, at the step where it was left. */
import { place } from '../rooms/place.svelte';
import type { Lab } from '../store/lab.svelte';
import type { RunRecord } from '../store/records';
import { tell } from '../store/sharing.svelte';

export async function openRun(lab: Lab, record: RunRecord): Promise<void> {
  const refusal = await lab.resume(record.experiment, record.step, false);
  if (refusal) tell(refusal, record.experiment);
  else place.enter('lab');
}
