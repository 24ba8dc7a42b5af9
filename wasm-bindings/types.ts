/**
 * The typed surface of the core: what `loader.ts` hands to the page's worker, to the command line and to tests.
 * Names are those of the C++ core; arrays are copies and may be transferred.
 */
import type { Admission, ClinicCatalog, ClinicGrade, ClinicRecord } from './types/clinic';
import type { CsvFormat, CsvReport, DataView, IdxReport } from './types/data';
import type { Catalog, Experiment, KnobValue } from './types/experiment';
import type { Diagnosis, Finding, PreflightCheck, PreflightResult, Remedy, TestedRemedies } from './types/findings';
import type { PrincipalPlane, Sample, UnitMarks, UnitReport } from './types/looks';
import type { Baselines, Calibration, ClassificationReport, RegressionReport } from './types/reports';
import type { Batch, History, LayerInfo, Metrics, Readings, Status, TensorInfo } from './types/run';
import type { ToolResults } from './types/tools';
import type { TraceOrigins, TraceQuantity } from './types/trace';

export type * from './types/clinic';
export type * from './types/data';
export type * from './types/experiment';
export type * from './types/findings';
export type * from './types/looks';
export type * from './types/reports';
export type * from './types/run';
export type * from './types/tools';
export type * from './types/trace';

/** A run under way. Call `delete()` when done: it lives on the heap of the core. */
export interface Session {
  /** Validates completely, then starts at step 0. On refusal nothing has changed. */
  configure(experiment: unknown): void;
  /** Hands over the text of a table that a data set's `table` names. */
  provideTable(name: string, csv: string): void;
  /**
   * Hands over an unpacked file that data name by its SHA-256; the core computes it itself and refuses another file. An
   * empty `sha256` takes the file as it is. `unpack.ts` undoes gzip.
   */
  provideFile(sha256: string, bytes: Uint8Array): void;
  /** The rows of the data before preprocessing as CSV; what a spreadsheet would take for a formula is escaped. */
  dataCsv(): string;
  /** Rows for data of kind `external`: rows × inputs, and class numbers or rows × outputs targets. */
  provideRows(rows: number, x: Float64Array, y: Float64Array): void;
  /** Canonical: every default filled in, with the log of turned knobs. */
  experiment(): Experiment;
  /** The same with the knobs now in force and an empty log: what a reset starts from. */
  current(): Experiment;
  /**
   * Turns one knob between two steps: `optimizer.learningRate`, `regularizers[0].strength`, `layers[2].rate`; or sets one
   * parameter by hand: `parameters[17]`, counted as in `parameters()`. Both are kept in the log and replayed.
   */
  turn(path: string, value: KnobValue): void;
  /** Trains up to `count` steps; returns how many were done: fewer when the run has diverged. */
  step(count: number): number;
  /** Goes to the exact state of that step, earlier or later. */
  seek(step: number): void;
  /**
   * A new session with a copy of this run at an earlier step or the present one, changed in one thing. At step 0 that
   * may be anything which stands in the canonical experiment ("optimizer", "layers[1].units"), later only what can be
   * turned. Both train on independently; the caller deletes it.
   */
  fork(step: number, path: string, value: unknown): Session;
  /** One step on a batch of the caller's. */
  trainOn(batch: Batch): void;
  /** Outputs (before the loss's link) of the last batch: samples × outputs. */
  batchOutput(): Float64Array;
  status(): Status;
  metrics(): Metrics;
  /** Every metric of a whole part, in evaluation mode; null for an empty part. */
  report(part: keyof Metrics): ClassificationReport | RegressionReport | null;
  /** Keeps up to this many points of the curves, evenly spaced over the whole run; 0 (the default) keeps none. */
  record(points: number): void;
  history(): History;
  layers(): LayerInfo[];
  tensors(): TensorInfo[];
  parameters(): Float64Array;
  setParameters(values: Float64Array): void;
  /** What layers learn without gradients: running means and variances of batch normalization; flat, by its tensors. */
  statisticsTensors(): TensorInfo[];
  statistics(): Float64Array;
  setStatistics(values: Float64Array): void;
  /** Of the last step: penalty included, before the update. */
  gradients(): Float64Array;
  data(): DataView;
  /**
   * Every unit's output over the plane of two inputs (the others at their training mean): units × size × size, from low
   * to high x, rows from high to low y. Units are counted as in `LayerInfo`, inputs first. With one input: units × size.
   * Inputs −1 and −1 stand for the principal plane.
   */
  unitFields(size: number, inputX: number, inputY: number): Float32Array;
  /**
   * The same for the network's outputs after the loss's link: outputs × size × size. Given an array `into` of just that
   * length, it is filled and returned: whoever asks again and again is spared a new one each time.
   */
  outputField(size: number, inputX: number, inputY: number, into: Float32Array | null): Float32Array;
  /** Outputs after the link for every row of the data: rows × outputs. */
  predictions(): Float32Array;
  /** Output of every unit for one row of inputs in units of `DataView.x` (evaluation mode). */
  activations(inputs: Float32Array): Float32Array;
  /**
   * One unit (of an image: a channel) of a layer (−1: the inputs) over all training rows, and for `row` of the data the
   * sum of products that it is made of.
   */
  unitReport(layer: number, unit: number, row: number): UnitReport;
  unitMarks(): UnitMarks;
  /** By parameter, what the step that leads on from here would do; the run stays where it is. Empty where none can be done. */
  stepAhead(): { gradients: Float64Array; updates: Float64Array };
  /** Refused with COMBINATION for data of fewer than two inputs or too many of them. */
  principalPlane(): PrincipalPlane;
  /** Values of the experiment's objective on size × size cells of the region that its kind shows, from high to low y. */
  objectiveField(size: number): Float32Array;
  /** The network's outputs before the link for samples × inputs (evaluation mode). */
  evaluate(samples: number, x: Float64Array): Float64Array;
  /**
   * Parameters, optimizer slots, statistics and step as a safetensors file: `layers.0.weight` ([inputs, outputs]),
   * `optimizer.m.layers.0.weight`, … in F32, of a `DoubleSession` in F64.
   */
  saveState(): Uint8Array;
  /** Takes over a whole state, or the parameters of a file without slots and step; else refuses and changes nothing. */
  loadState(file: Uint8Array): void;
  /** Opens up the step that leads on from the present one, with all that stands between; the run stays where it is. */
  trace(): TraceQuantity[];
  /** What this number of the last trace was computed from: walk back from any result to inputs and parameters. */
  originsOf(layer: number, quantity: string, row: number, column: number): TraceOrigins;
  /**
   * Measures with these instruments of the catalog at every `every`th step from now on, also in runs configured later; an
   * empty list ends it. At most 256 readings are kept: when the places are full, every second one is given up.
   */
  subscribe(instruments: string[], every: number): void;
  /** By instrument. */
  readings(): Record<string, Readings>;
  /** What the rules of the catalog find before training, the most severe first. */
  findings(): Finding[];
  /**
   * Lets the doctor look at the run at checks from now on, also at runs configured later, or no longer. Costs about a
   * tenth of training, and changes no bit of the run.
   */
  watch(on: boolean): void;
  /** What is found before training and at the checks so far, with the cause that explains it. */
  diagnosis(): Diagnosis;
  /**
   * Checks the run's experiment as it is at step 0, on copies: one check, or with '' all of them. Each takes up to about
   * half a second.
   */
  preflight(check: PreflightCheck['key'] | ''): PreflightResult;
  /**
   * Begins to try changes on copies of the run as it stands: these, or for null what the diagnosis offers. What was tried
   * before is forgotten.
   */
  tryRemedies(candidates: Remedy[] | null): void;
  /** Trains the copies for up to so many steps; false when all have been tried. */
  workOnRemedies(steps: number): boolean;
  /** What has come out so far; null if nothing was begun. */
  remedies(): TestedRemedies | null;
  /**
   * Grades the last answer of what was done with a patient of the clinic, by training it; the run stays as it is. The
   * session must have the patient's table.
   */
  gradeAnswers(patient: unknown, record: ClinicRecord): ClinicGrade;
  /** What models without hidden layers make of the data; takes up to about a second. Null without rows. */
  baselines(): Baselines | null;
  /** Of a whole part; null if it is empty, and where the loss gives no probabilities. */
  calibration(part: keyof Metrics): Calibration | null;
  /** Classifies one row of inputs as they are before preprocessing. */
  classify(sample: ArrayLike<number>): Sample;
  /** Uses a tool of the catalog at the present step, in double precision; the run stays as it is. */
  tool<Kind extends keyof ToolResults>(settings: { kind: Kind; [knob: string]: unknown }): ToolResults[Kind];
  /** 16 hexadecimal digits over parameters, optimizer slots and the loss of every step's batch. */
  hash(): string;
  delete(): void;
}

/** The core, loaded. */
export interface Engine {
  readonly version: string;
  readonly simd: boolean;
  /** Resolves when the whole engine is there; until then a call may have to wait for the rest of it (`loadEngine`). */
  readonly whole: Promise<void>;
  catalog(): Catalog;
  /** Validates and fills in every default, or throws a `NablabError`. */
  canonical(experiment: unknown): Experiment;
  /** Leaves out what equals its default: the shortest document with the same canonical form. */
  compact(experiment: unknown): Partial<Experiment>;
  /** Changes loss and units of the last dense layer where they don't fit the data; leaves all else alone. */
  adapt(experiment: unknown): Experiment;
  /**
   * Metrics of class numbers 0 to classes − 1, and for two classes with a score of each row (the higher the likelier
   * class 1 is) the ROC curve; null without rows.
   */
  classificationReport(
    classes: number,
    truth: ArrayLike<number>,
    prediction: ArrayLike<number>,
    score?: ArrayLike<number>,
  ): ClassificationReport | null;
  regressionReport(truth: ArrayLike<number>, prediction: ArrayLike<number>): RegressionReport | null;
  /** Looks through an unpacked CSV file; `name` is for refusals. */
  csvReport(name: string, bytes: Uint8Array, format?: Partial<CsvFormat>): CsvReport;
  idxReport(name: string, bytes: Uint8Array): IdxReport;
  /** 64 hexadecimal digits: the name of a file in documents. */
  sha256(bytes: Uint8Array): string;
  /** Refuses a text that is no formula for data of kind `formula`, telling the character. */
  checkExpression(text: string): void;
  /**
   * The learning rates of the first `steps` steps (at most a million) of a schedule such as {"kind": "cosine"};
   * `losses[t]` is shown to `reduceOnPlateau` after step t.
   */
  learningRates(schedule: unknown, learningRate: number, steps: number, losses?: ArrayLike<number>): Float64Array;
  /** What there is to choose from in the clinic. */
  clinic(): ClinicCatalog;
  /** Validates a patient, and tells what may be known of it from the start. */
  admitPatient(patient: unknown): Admission;
  createSession(precision?: 'float32' | 'float64'): Session;
  /** Provides the table that this experiment's data needs, if it needs one: fetched in a browser, read in Node. */
  prepare(session: Session, experiment: unknown): Promise<void>;
}

/** What the core or a door refuses: a stable code, the place, what was found, what is allowed. */
export interface Refusal {
  code: string;
  path: string;
  found: string;
  allowed: string;
}
