/** Goes to a step in short slices: however far it is, messages get through, and one can stop on the way. */
import type { Run } from './run';

/** A slice takes about so many milliseconds. */
const slice = 30;

const channel = new MessageChannel();

/** Lets waiting messages in. */
function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    channel.port1.onmessage = () => resolve();
    channel.port2.postMessage(null);
  });
}

/**
 * Goes to the exact state of `step`; ahead it trains, `onslice` after each slice. Ends early where the run itself ends,
 * or where `isHalted` says so.
 */
export async function travel(run: Run, step: number, isHalted: () => boolean, onslice: () => void): Promise<void> {
  const { session } = run;
  let now = session.status().step;
  // Back, or nowhere: a single jump from the nearest checkpoint; steps that cannot be are refused there.
  if (!(step > now)) return session.seek(step);
  for (let count = 16; now < step && !isHalted();) {
    const begun = performance.now();
    session.seek(Math.min(step, now + count));
    const reached = session.status().step;
    if (reached === now) return;
    now = reached;
    const took = performance.now() - begun;
    count = Math.max(1, Math.round(Math.min(count * 2, (count * slice) / Math.max(took, 0.1))));
    onslice();
    await nextTurn();
  }
}
