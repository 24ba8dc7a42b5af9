/// <reference lib="esnext.disposable" preserve="true" />
/** A run that a program owns: one experiment, trained as far and as often as the program wants. */
import { encodeLink } from '../wasm-bindings/link';
import { NablabError } from '../wasm-bindings/nablabError';
import type {
  Baselines,
  Calibration,
  ClassificationReport,
  DataView,
  Diagnosis,
  Engine,
  Experiment,
  History,
  KnobValue,
  LayerInfo,
  Metrics,
  PreflightResult,
  Readings,
  RegressionReport,
  Remedy,
  Session,
  Status,
  TensorInfo,
  TestedRemedies,
  ToolResults,
  TraceQuantity,
} from '../wasm-bindings/types';
import { forgetEngine } from './engines';
import { Slices } from './slices';

/** How far `Run.train` goes: to the first of these ends, or to the one that the experiment sets. */
export interface TrainOptions {
  /** So many steps from here. */
  steps?: number;
  /** So many whole epochs from here. */
  epochs?: number;
  /** Looked at after every epoch: true ends the training. */
  until?: (frame: RunFrame) => boolean;
  /** Aborting it ends the training between two steps; what was trained stays. */
  signal?: AbortSignal;
  /** Hears of the run some twenty times a second. */
  onprogress?: (frame: RunFrame) => void;
}

/** Where a run stands: step, epoch, rate and losses, and the metrics of every part of the data. */
export interface RunFrame extends Status {
  metrics: Metrics;
}

/** Steps after which an experiment that says nothing of its end has been trained enough. */
const defaultSteps = 2000;

/**
 * One experiment under way. Everything it says is computed by the core; the same experiment gives the same bits
 * everywhere. Methods throw `NablabError`s: what is refused has changed nothing.
 *
 * It lives on the heap of the engine: call `dispose` when you are done, or declare it with `using`.
 */
export class Run {
  readonly #engine: Engine;
  #session: Session | null;
  #watched: boolean;

  /** Use `createRun`. */
  constructor(engine: Engine, session: Session, watched: boolean) {
    this.#engine = engine;
    this.#session = session;
    this.#watched = watched;
  }

  // --- The run ---

  /** Trains up to `count` steps at once; returns how many were done: fewer where the run ends or diverges. */
  step(count = 1): number {
    return this.#use((session) => session.step(count));
  }

  /** Trains in short slices, so that everything else of the program goes on; resolves to where the run then stands. */
  async train(options: TrainOptions = {}): Promise<RunFrame> {
    const { until, signal, onprogress } = options;
    const start = this.frame();
    const last = start.step + this.#stepsWanted(options, start);
    const { seconds } = this.current.stop;
    const slices = new Slices(seconds > 0 ? 1000 * seconds : Infinity);
    for (let { step } = start; step < last && !signal?.aborted && !slices.isOver;) {
      const toEpoch = start.stepsPerEpoch - (step % start.stepsPerEpoch);
      const wanted = Math.min(slices.steps, last - step, until ? toEpoch : Infinity);
      const done = slices.measure(() => this.step(wanted));
      step += done;
      if (done < wanted) break;
      if (until && step % start.stepsPerEpoch === 0 && until(this.frame())) break;
      if (await slices.rest()) onprogress?.(this.frame());
    }
    return this.frame();
  }

  #stepsWanted({ steps, epochs, until }: TrainOptions, { step, stepsPerEpoch }: RunFrame): number {
    if (steps !== undefined || epochs !== undefined) {
      const ofEpochs = epochs === undefined ? Infinity : epochs * stepsPerEpoch - (step % stepsPerEpoch);
      return Math.min(steps ?? Infinity, ofEpochs);
    }
    const { stop, earlyStopping } = this.current;
    const ends = Object.values(stop).some((limit) => limit > 0) || earlyStopping.patience > 0;
    return ends || until ? Infinity : Math.max(0, defaultSteps - step);
  }

  /** Goes to the exact state of a step, earlier or later. */
  seek(step: number): void {
    this.#use((session) => session.seek(step));
  }

  /** Turns a knob of the catalog between two steps, as `turn('optimizer.learningRate', 0.1)`; the log keeps it. */
  turn(path: string, value: KnobValue): void {
    this.#use((session) => session.turn(path, value));
  }

  /**
   * A copy of this run at an earlier step, or the present one, changed in one thing. At step 0 that may be anything of the
   * experiment (`'layers[0].units'`), later only what can be turned. Both go on independently; dispose of both.
   */
  fork(path: string, value: unknown, step = this.status.step): Run {
    return new Run(
      this.#engine,
      this.#use((session) => session.fork(step, path, value)),
      this.#watched,
    );
  }

  // --- What it says ---

  /** Where the run stands, with the metrics of every part. */
  frame(): RunFrame {
    return { ...this.status, metrics: this.metrics };
  }

  /** Where the run stands, without a look at the data. */
  get status(): Status {
    return this.#use((session) => session.status());
  }

  /** Loss and accuracy of every whole part, in evaluation mode. */
  get metrics(): Metrics {
    return this.#use((session) => session.metrics());
  }

  /** The experiment as it began, every default filled in, with the log of turned knobs. */
  get experiment(): Experiment {
    return this.#use((session) => session.experiment());
  }

  /** The same with the knobs now in force and an empty log. */
  get current(): Experiment {
    return this.#use((session) => session.current());
  }

  /** The curves so far, up to `RunOptions.points` points; NaN where a part is empty. */
  get history(): History {
    return this.#use((session) => session.history());
  }

  /** The data after preprocessing. */
  get data(): DataView {
    return this.#use((session) => session.data());
  }

  /** What each layer takes and gives. */
  get layers(): LayerInfo[] {
    return this.#use((session) => session.layers());
  }

  /** The named slices of the flat vector of parameters. */
  get tensors(): TensorInfo[] {
    return this.#use((session) => session.tensors());
  }

  /** All parameters, flat, as `tensors` names them; a copy. */
  parameters(): Float64Array {
    return this.#use((session) => session.parameters());
  }

  /** Sets all parameters at once. One alone is better turned (`turn('parameters[17]', 0.5)`), which the log keeps. */
  setParameters(values: Float64Array): void {
    this.#use((session) => session.setParameters(values));
  }

  /** ∂objective/∂parameters of the last step's batch, before the update. */
  gradients(): Float64Array {
    return this.#use((session) => session.gradients());
  }

  /** Outputs after the loss's link (probabilities, where it has one) for every row of the data: rows × outputs. */
  predictions(): Float32Array {
    return this.#use((session) => session.predictions());
  }

  /** The network's outputs before the link for rows of your own in units of `DataView.x`: samples × outputs. */
  evaluate(samples: number, x: Float64Array): Float64Array {
    return this.#use((session) => session.evaluate(samples, x));
  }

  /**
   * Outputs over the plane of two inputs: outputs × size × size, rows from high to low y. An array `into` of that length
   * is filled and returned; without it, a new one is made, which takes a tenth of the time of a small network.
   */
  outputField(size: number, inputX = 0, inputY = 1, into?: Float32Array): Float32Array {
    return this.#use((session) => session.outputField(size, inputX, inputY, into ?? null));
  }

  /** Every metric of a whole part; null if it is empty. */
  report(part: keyof Metrics): ClassificationReport | RegressionReport | null {
    return this.#use((session) => session.report(part));
  }

  /** How far the probabilities of a part can be trusted; null where there are none. */
  calibration(part: keyof Metrics): Calibration | null {
    return this.#use((session) => session.calibration(part));
  }

  /** What models without hidden layers make of the data. */
  baselines(): Baselines | null {
    return this.#use((session) => session.baselines());
  }

  /** What the instruments of `RunOptions.instruments` have measured, by instrument. */
  readings(): Record<string, Readings> {
    return this.#use((session) => session.readings());
  }

  /** The step that leads on from here, opened up: every quantity of it. The run stays where it is. */
  trace(): TraceQuantity[] {
    return this.#use((session) => session.trace());
  }

  /** Uses a tool of the catalog, such as `{ kind: 'gradientCheck' }`; the run stays as it is. */
  tool<Kind extends keyof ToolResults>(settings: { kind: Kind; [knob: string]: unknown }): ToolResults[Kind] {
    return this.#use((session) => session.tool(settings));
  }

  // --- The doctor ---

  /** Checks the experiment as it is at step 0, on copies; each check takes up to half a second. */
  preflight(check: Parameters<Session['preflight']>[0] = ''): PreflightResult {
    return this.#use((session) => session.preflight(check));
  }

  /**
   * What is wrong, and why: found before training and at the checks so far. A run that was created without `doctor`
   * makes its steps once more under the doctor's eyes.
   */
  diagnose(): Diagnosis {
    return this.#use((session) => {
      if (!this.#watched) {
        const { step } = session.status();
        session.watch(true);
        session.seek(0);
        session.seek(step);
        this.#watched = true;
      }
      return session.diagnosis();
    });
  }

  /** Tries changes on copies of the run: these, or what the diagnosis offers. Null where there is nothing to try. */
  async tryRemedies(candidates: Remedy[] | null = null): Promise<TestedRemedies | null> {
    if (candidates === null) this.diagnose();
    this.#use((session) => session.tryRemedies(candidates));
    const slices = new Slices(Infinity);
    while (slices.measure(() => Number(this.#use((session) => session.workOnRemedies(slices.steps)))))
      await slices.rest();
    return this.#use((session) => session.remedies());
  }

  // --- Keeping it ---

  /** 16 hexadecimal digits over parameters, optimizer slots and the loss of every step's batch. */
  hash(): string {
    return this.#use((session) => session.hash());
  }

  /** The experiment as a link's fragment, or after the address of a page of Nablab as a whole link. */
  link(page = ''): string {
    return page.replace(/#.*$/s, '') + encodeLink(this.#engine.compact(this.experiment), this.#engine.version);
  }

  /** Parameters, optimizer slots, statistics and step as a safetensors file. */
  save(): Uint8Array {
    return this.#use((session) => session.saveState());
  }

  /** Takes over what `save` gave, or the parameters of such a file alone. */
  load(file: Uint8Array): void {
    this.#use((session) => session.loadState(file));
  }

  /** Frees the memory of the run; every later call is refused with code `RUN_DISPOSED`. */
  dispose(): void {
    this.#session?.delete();
    this.#session = null;
  }

  /** The same as `dispose`, for `using`. */
  declare [Symbol.dispose]: () => void;
  static {
    // Older platforms know no such symbol.
    if (Symbol.dispose) this.prototype[Symbol.dispose] = this.prototype.dispose;
  }

  #use<Result>(work: (session: Session) => Result): Result {
    if (!this.#session) {
      throw new NablabError({ code: 'RUN_DISPOSED', path: '', found: 'a run that was disposed of', allowed: '' });
    }
    try {
      return work(this.#session);
    } catch (error) {
      if (error instanceof NablabError && error.code === 'ENGINE_LOST') forgetEngine(this.#engine);
      throw error;
    }
  }
}
