/** The workloads (`workloads.json`, shared with `native.cpp`) as sessions that are ready to run. */
import type { Engine, Session } from '../wasm-bindings/types';
import workloads from './workloads.json';

export type Workload = (typeof workloads)[number];
export { workloads };

/** Does `count` steps, or paints the grid `count` times. */
export type Work = (count: number) => void;

/** A linear congruential generator, 24 bits of each state: the same numbers here and in `native.cpp`. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return (state >>> 8) / 16_777_216;
  };
}

/**
 * Rows and class numbers: a disc in the plane for two inputs, noisy copies of a pattern by class for more. One label in
 * ten is drawn at random, so that no gradient goes to zero in a long run.
 */
export function drawRows({ rows, experiment }: Workload): { x: Float64Array; y: Float64Array } {
  const { outputs: classes, inputs: channels, height = 1, width = 1 } = experiment.data;
  const inputs = height * width * channels;
  const random = generator(12345);
  const patterns = Float64Array.from({ length: inputs > 2 ? classes * inputs : 0 }, () => {
    return random() < 0.2 ? random() : 0;
  });
  const x = new Float64Array(rows * inputs);
  const y = new Float64Array(rows);
  for (let row = 0; row < rows; ++row) {
    let label = inputs > 2 ? Math.floor(random() * classes) : 0;
    for (let i = 0; i < inputs; ++i) {
      x[row * inputs + i] = inputs > 2 ? 0.7 * patterns[label * inputs + i] + 0.3 * random() : 2 * random() - 1;
    }
    if (inputs === 2) label = x[row * 2] ** 2 + x[row * 2 + 1] ** 2 < 0.5 ? 1 : 0;
    y[row] = random() < 0.1 ? Math.floor(random() * classes) : label;
  }
  return { x, y };
}

/** A session of that workload and what one unit of work does. */
export function prepareWorkload(engine: Engine, workload: Workload): { session: Session; work: Work } {
  const session = engine.createSession();
  const { x, y } = drawRows(workload);
  session.provideRows(workload.rows, x, y);
  session.configure(workload.experiment);
  const { grid } = workload;
  let field: Float32Array | null = null;
  const paint = (count: number) => {
    for (let i = 0; i < count; ++i) field = session.outputField(grid, 0, 1, field);
  };
  return { session, work: grid > 0 ? paint : (count) => session.step(count) };
}
