/** What the element tells the page around it: CustomEvents, for what happens within it, never as the echo of a command. */
import type { Finding, Metrics, Refusal, Status } from '../../wasm-bindings/types';

/** Details of the events, by their names. */
export interface Events {
  /** The run stands at another step. */
  step: Pick<Status, 'step' | 'epoch' | 'batchLoss' | 'learningRate'> & { metrics: Metrics };
  /** The doctor found something: before training, or at a check. */
  finding: Finding;
  /** The run has ended by itself. */
  finish: { step: number; reason: NonNullable<Status['stopped']> | 'seconds' | 'diverged' };
  /** What was refused. */
  error: Refusal;
}
