import { createRun } from 'nablab';
import { experiment } from './experiment.js';

/** The bits that 200 steps of training lead to: the same everywhere. */
export async function train() {
  const run = await createRun(experiment);
  await run.train({ steps: 200 });
  return run.hash();
}
