/** What the microscope asks of the session: the step ahead taken apart, and where its numbers come from. */
import type { Session, TraceAddress, TraceOrigins, TraceQuantity } from '../../wasm-bindings/types';

/** A step taken apart. */
export interface StepTrace {
  /** Counts traces: addresses are of the newest only. */
  serial: number;
  /** The step from which it leads on. */
  step: number;
  quantities: TraceQuantity[];
}

let serial = 0;

/** Takes the step apart that leads on from where the session stands; the run stays there. */
export function traceStep(session: Session): StepTrace {
  const quantities = session.trace();
  return { serial: ++serial, step: session.status().step, quantities };
}

/** Where a number of a trace comes from; null if another step has been taken apart since. */
export function originsOf(session: Session, of: number, address: TraceAddress): TraceOrigins | null {
  if (of !== serial) return null;
  return session.originsOf(address.layer, address.quantity, address.row, address.column);
}
