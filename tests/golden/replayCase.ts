/**
 * Replays one golden case through the session that the page trains with: its parameters, batches and masks are handed
 * in, everything else is the core's. Parameters are never reset to the file's.
 */
import type { Engine, Session, TensorInfo } from '../../wasm-bindings/types';
import { flat, translate, type GoldenCase, type GoldenStep, type GoldenTensor, type NumberTree } from './goldenCase';
import names from './names.json';

export type Precision = 'float32' | 'float64';

interface Tolerance {
  absolute: number;
  relative: number;
  /** Of a whole tensor's 2-norm. */
  normRelative: number;
  normAbsolute: number;
}

/** As README.md demands. */
const tolerances: Record<Precision, Tolerance> = {
  float32: { absolute: 1e-5, relative: 1e-4, normRelative: 1e-3, normAbsolute: 1e-7 },
  float64: { absolute: 1e-9, relative: 1e-7, normRelative: 1e-6, normAbsolute: 0 },
};
/** Tensors below this norm are judged by their figures alone. */
const smallestNorm = 1e-12;

export const quantities = ['loss', 'penalty', 'output', 'gradients', 'parameters', 'state', 'evaluation'] as const;
export type Quantity = (typeof quantities)[number];

export interface ReplayResult {
  /** What the core lacks; then nothing was replayed. */
  lacks: string[];
  /** Largest absolute error by quantity. */
  errors: Record<Quantity, number>;
  /** Sentences, the first of each quantity; empty if all agrees. */
  failures: string[];
}

/** Replays in one precision. Throws what the core throws where it refuses the case after all. */
export async function replayCase(engine: Engine, golden: GoldenCase, precision: Precision): Promise<ReplayResult> {
  const { experiment, lacks } = translate(golden, engine.catalog());
  const comparison = new Comparison(tolerances[precision]);
  if (lacks.length > 0) return { lacks, ...comparison.result };
  const session = engine.createSession(precision);
  try {
    // No rows of its own: every batch is handed in.
    session.configure(experiment);
    session.setParameters(inOrder(session.tensors(), initialTensors(golden, parameterNames)));
    session.setStatistics(inOrder(session.statisticsTensors(), initialTensors(golden, statisticsNames)));
    golden.steps.forEach((step, index) => replayStep(session, golden, step, index, comparison));
    const { x, output } = golden.evaluation;
    comparison.figures('evaluation', 'evaluation', session.evaluate(rowsOf(x), flat(x)), flat(output));
  } finally {
    session.delete();
  }
  return { lacks, ...comparison.result };
}

function replayStep(
  session: Session,
  golden: GoldenCase,
  step: GoldenStep,
  index: number,
  comparison: Comparison,
): void {
  const where = `step ${index}`;
  session.trainOn({
    samples: rowsOf(step.x),
    x: flat(step.x),
    y: targetsOf(golden, step, session.layers().at(-1)?.outputs ?? 0),
    masks: Object.entries(step.masks ?? {}).map(([layer, keep]) => ({
      layer: Number(layer),
      keep: Uint8Array.from(flat(keep)),
    })),
  });
  const { batchLoss, penalty, diverged } = session.status();
  // Such a run stands still: what follows would be compared with the step before.
  if (diverged) throw new Error(`the core stops the run at ${where}: it counts as diverged`);
  comparison.figures('loss', where, [batchLoss ?? NaN], [step.data_loss]);
  comparison.figures('penalty', where, [penalty ?? NaN], [step.penalty]);
  comparison.figures('output', where, session.batchOutput(), flat(step.output));
  comparison.tensors('gradients', where, session.tensors(), session.gradients(), step.gradients);
  comparison.tensors('parameters', where, session.tensors(), session.parameters(), step.parameters);
  comparison.tensors('state', where, session.statisticsTensors(), session.statistics(), step.state ?? []);
}

/** Class numbers become one-hot rows, which is what a loss over classes takes. */
function targetsOf(golden: GoldenCase, step: GoldenStep, outputs: number): Float64Array {
  const y = flat(step.y);
  if (golden.loss.loss !== 'softmax_cross_entropy') return y;
  const rows = new Float64Array(y.length * outputs);
  y.forEach((label, row) => {
    if (!(label >= 0 && label < outputs && Number.isInteger(label)))
      throw new Error(`y is ${label} for sample ${row}, expected a class from 0 to ${outputs - 1}`);
    rows[row * outputs + label] = 1;
  });
  return rows;
}

const parameterNames = ['weight', 'bias', 'gamma', 'beta'];
const statisticsNames = ['running_mean', 'running_variance'];

/** The tensors of these names that stand in the layers. */
function initialTensors(golden: GoldenCase, wanted: string[]): GoldenTensor[] {
  return golden.layers.flatMap((values, layer) =>
    wanted
      .filter((name) => Array.isArray(values[name]))
      .map((name) => ({ layer, name, value: values[name] as NumberTree })),
  );
}

/** The tensors as one flat vector in the session's order; a tensor that one side lacks is an error. */
function inOrder(ours: TensorInfo[], tensors: GoldenTensor[]): Float64Array {
  const all = new Float64Array(ours.reduce((total, { length }) => total + length, 0));
  if (ours.length !== tensors.length)
    throw new Error(`${tensors.length} tensors in the file, ${ours.length} in the core`);
  for (const { layer, name, offset, length } of ours) {
    const theirs = tensors.find((tensor) => tensor.layer === layer && ourName(tensor.name) === name);
    const values = flat(theirs?.value ?? []);
    if (values.length !== length)
      throw new Error(`${name} of layer ${layer}: ${values.length} numbers, expected ${length}`);
    all.set(values, offset);
  }
  return all;
}

function ourName(golden: string): string {
  return (names.tensors as Record<string, string>)[golden] ?? golden;
}

function rowsOf(tree: NumberTree): number {
  return Array.isArray(tree) ? tree.length : 0;
}

/** Collects the largest error of each quantity, and the first that is too large. */
class Comparison {
  readonly #errors = Object.fromEntries(quantities.map((name) => [name, 0])) as Record<Quantity, number>;
  readonly #failures = new Map<Quantity, string>();

  constructor(private readonly tolerance: Tolerance) {}

  get result(): Omit<ReplayResult, 'lacks'> {
    return { errors: this.#errors, failures: [...this.#failures.values()] };
  }

  figures(quantity: Quantity, where: string, found: ArrayLike<number>, expected: ArrayLike<number>): void {
    if (found.length !== expected.length) {
      this.#fail(quantity, `${quantity} at ${where}: ${found.length} figures, expected ${expected.length}`);
    }
    for (let i = 0; i < expected.length; ++i) {
      const error = Math.abs(found[i] - expected[i]);
      // Written so that NaN is too much, and stays the largest error.
      if (!(error <= this.#errors[quantity])) this.#errors[quantity] = error;
      if (!(error <= this.tolerance.absolute + this.tolerance.relative * Math.abs(expected[i]))) {
        this.#fail(quantity, `${quantity} at ${where}: figure ${i} is ${found[i]}, expected ${expected[i]}`);
      }
    }
  }

  tensors(quantity: Quantity, where: string, ours: TensorInfo[], found: Float64Array, golden: GoldenTensor[]): void {
    const all = inOrder(ours, golden);
    this.figures(quantity, where, found, all);
    for (const { layer, name, offset, length } of ours) {
      const theirs = all.subarray(offset, offset + length);
      const norm = Math.hypot(...theirs);
      const error = Math.hypot(...theirs.map((value, i) => found[offset + i] - value));
      if (norm > smallestNorm && !(error <= this.tolerance.normRelative * norm + this.tolerance.normAbsolute)) {
        this.#fail(
          quantity,
          `${quantity} at ${where}: ${name} of layer ${layer} is off by ${error} in norm of ${norm}`,
        );
      }
    }
  }

  #fail(quantity: Quantity, sentence: string): void {
    if (!this.#failures.has(quantity)) this.#failures.set(quantity, sentence);
  }
}
