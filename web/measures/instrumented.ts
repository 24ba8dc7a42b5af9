/** What instruments read, for as long as a view looks at them. */
import type { Lab } from '../store/lab.svelte';
import type { Measured } from '../worker/measures';

/** Subscribes the instruments, if they are not yet, and tells what they have read. */
export async function instrumented(lab: Lab, names: string[], replay = false): Promise<Measured> {
  await lab.ask({ type: 'instruments', names, replay });
  return lab.ask({ type: 'readings' });
}

/** Nobody looks any more: a lost engine has forgotten its instruments anyway. */
instrumented.end = (lab: Lab): Promise<unknown> =>
  lab.ask({ type: 'instruments', names: [], replay: false }).catch(() => undefined);
