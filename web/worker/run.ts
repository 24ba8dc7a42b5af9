/** The run that the worker holds: one session, what the page watches of it, and the frames made of that. */
import { NablabError } from '../../wasm-bindings/nablabError';
import type { Engine, Session } from '../../wasm-bindings/types';
import { Marks, planeOf } from './unitLooks';
import { Trail } from './trail';
import type { Documents, Frame, Scene, Watch } from './protocol';

/** Points of a curve: more than a picture of it has columns on most screens. */
const curvePoints = 600;
const nothing = new Float32Array();
/** Side of the grid of heights of a surface. */
const surfaceSize = 128;

let held = 0;

/** Runs of this worker; each holds one session for as long as the worker lives. */
export const heldRuns = () => held;

export class Run {
  watch: Watch = { unitSize: 0, outputSize: 0, inputX: 0, inputY: 1, predictions: false, row: -1 };
  #session: Session;
  #scene: Scene | null = null;
  /** Only of a run on a surface. */
  #trail: Trail | null = null;
  #marks = new Marks();
  #number = 0;

  constructor(private readonly engine: Engine) {
    this.#session = engine.createSession();
    held++;
    this.#session.record(curvePoints);
  }

  get session(): Session {
    return this.#session;
  }

  /** Whether an experiment is configured. */
  get ready(): boolean {
    return this.#scene !== null;
  }

  /** Starts an experiment at step 0; a refusal leaves the run as it was. */
  async configure(experiment: unknown): Promise<Scene> {
    this.#refuseWithoutRows(experiment);
    await this.engine.prepare(this.#session, experiment);
    this.#session.configure(experiment);
    const configured = this.#session.experiment();
    this.#trail = configured.objective ? new Trail() : null;
    this.#scene = {
      run: ++this.#number,
      experiment: configured,
      layers: this.#session.layers(),
      tensors: this.#session.tensors(),
      data: this.#session.data(),
      plane: configured.objective ? null : planeOf(this.#session),
    };
    this.#marks.reset();
    return this.#scene;
  }

  /** Trains up to so many steps; returns how many were done: fewer when the run has diverged or ended. */
  step(count: number): number {
    return this.#trail ? this.#trail.advance(this.#session, count) : this.#session.step(count);
  }

  documents(): Documents {
    return { experiment: this.#session.experiment(), current: this.#session.current() };
  }

  /** Steps to the end of the epoch under way, or of the next one. */
  stepsToEpoch(): number {
    const { step, stepsPerEpoch } = this.#session.status();
    return stepsPerEpoch - (step % stepsPerEpoch);
  }

  /** Seconds after which training ends; 0: never. */
  secondsToTrain(): number {
    return this.#session.current().stop.seconds;
  }

  /** Whether another step can be made: the run has neither diverged nor come to its end. */
  mayGoOn(): boolean {
    const { diverged, stopped } = this.#session.status();
    return diverged === null && stopped === null;
  }

  /** Everything that is watched, at the present step. */
  frame(playing: boolean, outOfTime: boolean): Frame {
    const scene = this.#scene;
    if (!scene) throw new Error('A frame was asked for before anything was configured.');
    const { unitSize, outputSize, inputX, inputY, predictions, row, marks, ahead } = this.#watchWithin(scene);
    const { data } = scene;
    if (this.#trail) return this.#surfaceFrame(scene, this.#trail, playing, outOfTime);
    return {
      run: scene.run,
      playing,
      outOfTime,
      status: this.#session.status(),
      metrics: this.#session.metrics(),
      history: this.#session.history(),
      parameters: this.#session.parameters(),
      unitFields: unitSize > 0 ? this.#session.unitFields(unitSize, inputX, inputY) : nothing.slice(),
      unitSize,
      outputField: outputSize > 0 ? this.#session.outputField(outputSize, inputX, inputY, null) : nothing.slice(),
      outputSize,
      inputX,
      inputY,
      predictions: predictions ? this.#session.predictions() : nothing.slice(),
      activations:
        row >= 0
          ? this.#session.activations(data.x.slice(row * data.inputs, (row + 1) * data.inputs))
          : nothing.slice(),
      row,
      marks: marks ? this.#marks.of(this.#session, playing, performance.now()) : null,
      ahead: ahead ? this.#session.stepAhead() : null,
      trail: new Float64Array(),
    };
  }

  /** On a surface there are two parameters, the heights of what lies around them, and the way that was gone. */
  #surfaceFrame({ run }: Scene, trail: Trail, playing: boolean, outOfTime: boolean): Frame {
    trail.follow(this.#session);
    return {
      run,
      playing,
      outOfTime,
      status: this.#session.status(),
      metrics: this.#session.metrics(),
      history: this.#session.history(),
      parameters: this.#session.parameters(),
      unitFields: nothing.slice(),
      unitSize: 0,
      outputField: this.#session.objectiveField(surfaceSize),
      outputSize: surfaceSize,
      inputX: 0,
      inputY: 1,
      predictions: nothing.slice(),
      activations: nothing.slice(),
      row: -1,
      marks: null,
      ahead: null,
      trail: trail.points,
    };
  }

  /** The core takes data without rows, for programs that hand over batches themselves; there is nothing to see of it. */
  #refuseWithoutRows(experiment: unknown): void {
    const { data, objective } = this.engine.canonical(experiment);
    if (objective) return;
    const { kind } = data;
    const dataset = this.engine.catalog().families.datasets.find((each) => each.kind === kind);
    if (dataset?.picture !== 'none') return;
    throw new NablabError({
      code: 'ROWS_MISSING',
      path: 'data.kind',
      found: kind,
      allowed: 'data with rows of its own',
    });
  }

  /** What was watched of another data set may not exist in this one. */
  #watchWithin({ data, plane }: Scene): Watch {
    const { inputX, inputY, row } = this.watch;
    const exists = (input: number) => (input >= 0 ? input < data.inputs : plane !== null);
    return {
      ...this.watch,
      inputX: exists(inputX) ? inputX : 0,
      inputY: exists(inputY) ? inputY : Math.min(1, data.inputs - 1),
      row: row < data.rows ? row : data.rows - 1,
    };
  }
}

/** The arrays of a frame that move to the page instead of being copied. */
export function buffersOf(frame: Frame): ArrayBuffer[] {
  const { parameters, unitFields, outputField, predictions, activations, history, trail } = frame;
  const arrays = [parameters, unitFields, outputField, predictions, activations, trail, ...Object.values(history)];
  return arrays.map((array: Float64Array | Float32Array) => array.buffer as ArrayBuffer);
}
