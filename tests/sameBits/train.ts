import type { Engine } from '../../wasm-bindings/types';

export interface Entry {
  steps: number;
  experiment: { title: string };
}

/** Trains one entry of `experiments.json` and gives its hash; runs in Node and in browsers. */
export async function hashAfter(engine: Engine, entry: Entry, precision: 'float32' | 'float64'): Promise<string> {
  const session = engine.createSession(precision);
  try {
    await engine.prepare(session, entry.experiment);
    session.configure(entry.experiment);
    session.step(entry.steps);
    return session.hash();
  } finally {
    session.delete();
  }
}
