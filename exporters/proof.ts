/** What a program is to agree with: everything in it has been computed by the core, in double precision. */
import { NablabError } from '../wasm-bindings/nablabError.ts';
import type { Engine, Experiment, LayerInfo, Session, TensorInfo, TraceQuantity } from '../wasm-bindings/types.ts';

/** Training steps that a program repeats. */
export const provenSteps = 20;

/** A named, shaped part of the parameters or statistics. */
export interface TensorValues extends TensorInfo {
  values: number[];
}

export interface Proof {
  /** With the knobs now in force. */
  experiment: Experiment;
  engine: string;
  /** Of the run: its parameters are exported. */
  step: number;
  layers: LayerInfo[];
  /** Of one sample: [height, width, channels]. */
  inputShape: [number, number, number];
  outputCount: number;
  parameters: TensorValues[];
  statistics: TensorValues[];
  /** Of the first batch, penalties included. */
  gradients: TensorValues[];
  /** Of all batches, each once: inputs as the network takes them, targets as the loss takes them. */
  rows: { x: number[]; y: number[] }[];
  /** Numbers of rows, by step. */
  batches: number[][];
  /** Of the first batch in evaluation, before the link: samples × outputs. */
  outputs: number[];
  /** Loss and penalties of each step's batch before its update; and of the first batch after all of them. */
  losses: number[];
  /** How far rounding errors alone may lead the losses apart: some runs make them grow. */
  lossTolerance: number;
  /** Layers that draw random numbers, which no other program draws alike: they let everything through here. */
  silent: number[];
}

/** Refuses what no program can express: the part, what it is, and why. */
export function refuseExport(path: string, found: string, why: string): never {
  throw new NablabError({ code: 'EXPORT', path, found, allowed: why }, `${path}: ${found} cannot be exported; ${why}`);
}

function refuseWhole({ objective, plantedBug, layers }: Experiment): void {
  if (objective) refuseExport('objective', objective.kind, 'a surface has no network');
  if (plantedBug) refuseExport('plantedBug', plantedBug.kind, 'the backward pass of a program is right');
  if (layers.every(({ trainable }) => trainable === false))
    refuseExport('layers', 'a network that does not learn', 'nothing would be trained');
}

/** The quantity of the whole network, or of a layer. */
function quantityOf(trace: TraceQuantity[], name: string, layer = -1): TraceQuantity {
  const found = trace.find((each) => each.name === name && each.layer === layer);
  if (!found) throw new Error(`the trace has no ${name}`);
  return found;
}

/** The columns of a traced matrix: of each sample its numbers. */
function samplesOf({ shape, values }: TraceQuantity): number[][] {
  const samples = shape[shape.length - 1] ?? 0;
  const units = values.length / samples;
  return Array.from({ length: samples }, (_, sample) =>
    Array.from({ length: units }, (__, unit) => values[unit * samples + sample] ?? NaN),
  );
}

function tensorsOf(tensors: TensorInfo[], flat: ArrayLike<number>): TensorValues[] {
  return tensors.map((tensor) => ({
    ...tensor,
    values: Array.from({ length: tensor.length }, (_, i) => flat[tensor.offset + i] ?? NaN),
  }));
}

/** Rows by what is in them, so that one that comes again has the same number. */
class Rows {
  readonly list: Proof['rows'] = [];
  #numbers = new Map<string, number>();

  numberOf(x: number[], y: number[]): number {
    const key = `${x.join()};${y.join()}`;
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    this.#numbers.set(key, this.list.length);
    this.list.push({ x, y });
    return this.list.length - 1;
  }
}

/** The same experiment without an end, and with layers that draw random numbers letting everything through. */
function quieted(experiment: Experiment, silent: number[]): unknown {
  const through = { kind: 'activation', function: { kind: 'linear' } };
  const layers = experiment.layers.map((layer, i) => (silent.includes(i) ? through : layer));
  return { ...experiment, stop: {}, earlyStopping: {}, log: [], layers };
}

/** Layers of which a trace shows what they have drawn. */
function drawersOf(session: Session): number[] {
  const drawn = session.trace().filter(({ name }) => name === 'drawn');
  return [...new Set(drawn.map(({ layer }) => layer))];
}

function objectiveOf(session: Session): number {
  const { batchLoss, penalty, diverged } = session.status();
  if (diverged) refuseExport('steps', `the run diverges within ${provenSteps} steps`, 'a smaller learning rate helps');
  return (batchLoss ?? NaN) + (penalty ?? 0);
}

/**
 * Trains a copy of the run in double precision, from its present parameters on, with new slots and from step 0. `provide`
 * hands a session the data of an experiment. Refuses with EXPORT what no program can express.
 */
export async function proofOf(
  engine: Engine,
  run: Session,
  provide: (session: Session, experiment: Experiment) => Promise<void>,
): Promise<Proof> {
  const experiment = run.current();
  refuseWhole(experiment);
  const session = engine.createSession('float64');
  try {
    await provide(session, experiment);
    session.configure(quieted(experiment, []));
    const silent = drawersOf(session);
    if (silent.length > 0) session.configure(quieted(experiment, silent));
    session.setParameters(run.parameters());
    session.setStatistics(run.statistics());
    const trained = train(session);
    session.configure(quieted(experiment, silent));
    session.setParameters(run.parameters().map((value, i) => value * (1 + (i % 2 ? nudge : -nudge))));
    session.setStatistics(run.statistics());
    const lossTolerance = growthOf(trained.losses, session);
    return { experiment, engine: engine.version, step: run.status().step, silent, lossTolerance, ...trained };
  } finally {
    session.delete();
  }
}

/** A relative change of parameters, as a few roundings make it; how much more than its effect is allowed. */
const nudge = 1e-15;
const patience = 1000;
/** Losses that may differ by more prove little. */
export const mostTelling = 1e-4;

/** Trains from nudged parameters, and tells by how much losses may then differ. */
function growthOf(losses: number[], nudged: Session): number {
  const deviations = losses.slice(0, provenSteps).map((loss) => {
    nudged.step(1);
    return Math.abs(objectiveOf(nudged) - loss) / Math.max(1, Math.abs(loss));
  });
  return Number((patience * Math.max(...deviations)).toPrecision(2));
}

type Trained = Omit<Proof, 'experiment' | 'engine' | 'step' | 'silent' | 'lossTolerance'>;

/** Does the steps, and keeps what they were done with. */
function train(session: Session): Trained {
  const tensors = session.tensors();
  const start = {
    layers: session.layers(),
    parameters: tensorsOf(tensors, session.parameters()),
    statistics: tensorsOf(session.statisticsTensors(), session.statistics()),
  };
  const rows = new Rows();
  const batches: number[][] = [];
  const losses: number[] = [];
  let gradients: TensorValues[] = [];
  let outputs: number[] = [];
  let shape: number[] = [];
  for (let step = 0; step < provenSteps; ++step) {
    const trace = session.trace();
    const x = samplesOf(quantityOf(trace, 'input'));
    const y = samplesOf(quantityOf(trace, 'target'));
    batches.push(x.map((row, i) => rows.numberOf(row, y[i] ?? [])));
    if (step === 0) {
      shape = quantityOf(trace, 'input').shape;
      outputs = Array.from(session.evaluate(x.length, Float64Array.from(x.flat())));
    }
    session.step(1);
    losses.push(objectiveOf(session));
    if (step === 0) gradients = tensorsOf(tensors, session.gradients());
  }
  const first = (batches[0] ?? []).map((row) => rows.list[row] ?? { x: [], y: [] });
  const all = (part: 'x' | 'y') => Float64Array.from(first.flatMap((row) => row[part]));
  session.trainOn({ samples: first.length, x: all('x'), y: all('y') });
  losses.push(objectiveOf(session));
  const [height = 1, width = 1, channels = 1] = shape;
  const outputCount = rows.list[0]?.y.length ?? 0;
  return {
    ...start,
    inputShape: [height, width, channels],
    outputCount,
    gradients,
    rows: rows.list,
    batches,
    outputs,
    losses,
  };
}
