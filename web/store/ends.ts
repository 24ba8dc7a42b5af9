/** Tells once why a run has ended by itself. */
import type { Frame } from '../worker/protocol';
import { notices } from './notices.svelte';

export class Ends {
  /** The end that was last told of. */
  #told: string | null = null;

  /** Looks at a frame; whether the run has ended there. `restored`: early stopping takes back the best parameters. */
  note({ run, status, outOfTime }: Frame, restored: boolean): boolean {
    const reason = outOfTime ? 'seconds' : status.stopped;
    const end = reason && `${run} ${status.step} ${reason}`;
    const { step, bestStep: best } = status;
    if (reason && end !== this.#told) notices.show({ kind: 'ended', end: { reason, step, best, restored } });
    if (!reason && notices.now?.kind === 'ended') notices.clear();
    this.#told = end;
    return status.diverged !== null || reason !== null;
  }
}
