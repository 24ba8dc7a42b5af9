/** Counts losses of the engine: after three within a minute it is not started again. */
const most = 3;
const within = 60_000;

/** A loss as a report tells it. */
export interface Loss {
  /** ISO 8601. */
  time: string;
  step: number;
  reason: string;
}

export class Crashes {
  /** All of this visit. */
  readonly losses: Loss[] = [];

  /** Notes a loss at this step; true if it was one too many. */
  tooMany(step: number, reason: string): boolean {
    const now = Date.now();
    this.losses.push({ time: new Date(now).toISOString(), step, reason });
    return this.losses.filter(({ time }) => now - Date.parse(time) < within).length >= most;
  }
}
