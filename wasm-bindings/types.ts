/**
 * The typed surface of the core: what `loader.ts` hands to the page's worker, to the command line and to tests.
 * Names are those of the C++ core; arrays are copies and may be transferred.
 */

/** A choice of a family: its key, and the knobs that differ from their defaults (in a canonical experiment: all). */
export interface Choice {
  kind: string;
  [knob: string]: unknown;
}

/** One document that describes a run completely; `core/experiment.h` says what each part means. */
export interface Experiment {
  version: 1;
  title: string;
  notes: string;
  seed: number;
  data: Choice & {
    seed: number;
    /** Share of the rows with another class (or target) than theirs; share of the rows that repeat another row. */
    labelNoise: number;
    duplicates: number;
    split: {
      training: number;
      validation: number;
      test: number;
      /** Every part has the classes in the same proportions. */
      stratified: boolean;
      /** From 2: what is not for the test is dealt into so many parts, of which number `fold` (from 0) is the validation part. */
      folds: number;
      fold: number;
    };
  };
  preprocessing: Choice[];
  layers: Choice[];
  loss: Choice;
  /**
   * In place of data, preprocessing, layers, loss, regularizers and batchSize, which a document with an objective lacks:
   * whoever accepts such documents must look for it first.
   */
  objective?: Choice;
  optimizer: Choice;
  schedule: Choice;
  regularizers: Choice[];
  clipping: Choice;
  /** Samples in a batch; 0 is the whole training part. */
  batchSize: number;
  /** When the run ends by itself; 0 where a condition does not count. `seconds` is the host's to obey. */
  stop: { steps: number; epochs: number; loss: number; accuracy: number; seconds: number };
  /** Patience in epochs; 0: never. */
  earlyStopping: { patience: number; minimumImprovement: number; restoreBest: boolean };
  /** Spoils the backward pass of one layer on purpose. */
  plantedBug?: Choice & { layer: number };
  /** Knobs that were turned while the run was under way, and parameters that were set by hand (`parameters[17]`). */
  log: { step: number; path: string; value: KnobValue }[];
}

export type KnobValue = number | boolean | string | number[];

/** One number, flag or option that a person may turn, as the catalog describes it. */
export interface Knob {
  name: string;
  /** `text`: any text; `numbers`: a list of numbers; `pair`: [height, width]. */
  type: 'number' | 'integer' | 'flag' | 'option' | 'choice' | 'text' | 'numbers' | 'pair';
  /** For `choice`: the key of the default kind. */
  default: KnobValue;
  /** Empty where the knob has no dimension. */
  unit: string;
  /** Numbers only, also each number of `numbers` and `pair`: validation refuses outside. */
  allowed?: [number, number];
  /** Numbers only: the range of a slider. */
  shown?: [number, number];
  scale?: 'linear' | 'log';
  /** `numbers` only: how many there must be. `text` has only a longest, in bytes. */
  shortest?: number;
  longest?: number;
  /** `numbers` and `pair` only. */
  wholeNumbers?: boolean;
  /** `option` only. */
  options?: string[];
  /** `choice` only: the family to choose from. */
  family?: FamilyName;
  /** May be turned while the run is under way (`Session.turn`); otherwise a change starts the run again. */
  turnable: boolean;
  /** A change is felt within the first 20 steps. */
  actsFromFirstSteps: boolean;
}

/** A kind of a family with its knobs. */
export interface Kind {
  kind: string;
  /** TeX. */
  formula: string;
  /** Paper, equation or documentation that defines it. */
  source: string;
  knobs: Knob[];
  /** Optimizers: names of the vectors that they keep beside the parameters. */
  slots?: string[];
  /** Schedules: the learning rate may be negative, where steps lead uphill. */
  negativeRates?: boolean;
  /** Objectives: corners of the region to draw, [[x, y] low, [x, y] high], and where their minima are. */
  shown?: [[number, number], [number, number]];
  minima?: [number, number][];
  /** Preprocessing: changes training batches only, anew in every step; stands after all other kinds. */
  augments?: true;
  /** Data sets: how they are drawn. */
  picture?: 'plane' | 'curve' | 'table' | 'images' | 'none';
  /** Data sets: `regression` or the classes' count says what the loss must fit. */
  task?: 'regression' | 'classification';
  /** Data sets: the file that the host has to provide; empty where points are generated. */
  table?: string;
  /** Data sets in files of a person's own: the format of the file that the document names by its SHA-256. */
  file?: 'csv' | 'idx';
  /** Data sets: what an experiment starts from where only the data is picked: its preprocessing, the least width of hidden layers. */
  starter?: { preprocessing: Choice[]; hiddenUnits: number };
}

export type FamilyName =
  | 'activations'
  | 'initializers'
  | 'layers'
  | 'losses'
  | 'optimizers'
  | 'schedules'
  | 'objectives'
  | 'regularizers'
  | 'plantedBugs'
  | 'clippings'
  | 'tools'
  | 'instruments'
  | 'preprocessing'
  | 'datasets'
  | 'metrics'
  | 'rules'
  | 'baselines';

/** The self-description of the core. */
export interface Catalog {
  /** Version of the engine; bits are promised within one. */
  engine: string;
  formatVersion: 1;
  families: Record<FamilyName, Kind[]>;
  /** Knobs of the experiment itself: seed, batchSize. */
  experiment: Knob[];
  /** Knobs that every data set has: seed, labelNoise, duplicates. */
  data: Knob[];
  /** Knobs of data.split: training, validation, test, stratified, folds, fold. */
  split: Knob[];
  /** Knobs of stop and of earlyStopping. */
  stop: Knob[];
  earlyStopping: Knob[];
  /** Every bound that validation enforces beside the knobs' own ranges. */
  limits: Record<string, number>;
  defaultExperiment: Experiment;
}

/** One named, shaped slice of the flat vector of parameters. `weight` is stored [inputs][outputs]. */
export interface TensorInfo {
  layer: number;
  /** `weight` and `bias`, `gamma` and `beta`, …; of statistics `runningMean` and `runningVariance`. */
  name: string;
  offset: number;
  length: number;
  shape: number[];
}

/** What one layer takes and gives. */
export interface LayerInfo {
  index: number;
  kind: string;
  inputs: number;
  outputs: number;
  /** Of one sample as it leaves the layer: [height, width, channels], channels last; [1, 1, outputs] without images. */
  shape: [number, number, number];
  parameters: number;
  /** Number of this layer's first unit in everything that counts units (the inputs come first). */
  unitOffset: number;
  /** Memory of its parameters and of one sample's outputs. */
  bytes: number;
}

/** The data of a configured run, after preprocessing; rows in order of the data set. */
export interface DataView {
  rows: number;
  inputs: number;
  outputs: number;
  /** 0 for regression. */
  classes: number;
  picture: 'plane' | 'curve' | 'table' | 'images' | 'none';
  /** [height, width] for images, otherwise empty. */
  imageShape: number[];
  inputNames: string[];
  classNames: string[];
  /** Names of the network's inputs: `inputNames`, unless preprocessing mixes inputs or adds some. */
  features: string[];
  /** Of a file: rows left out, and cells filled with their column's mean, because something was missing. */
  droppedRows: number;
  filledCells: number;
  /** rows × inputs, as pictures show them: preprocessed as far as every input stays by itself. */
  x: Float32Array;
  /** rows × inputs, before preprocessing. */
  raw: Float32Array;
  /** Class number by row, or for regression rows × outputs targets. */
  y: Float32Array;
  /** 0 training, 1 validation, 2 test. */
  part: Uint8Array;
  /** By input: the range that pictures show, in units of `x`. */
  domain: { low: number; high: number }[];
}

export interface Divergence {
  step: number;
  /** `loss`, or the first parameter tensor that is not finite. */
  quantity: 'loss' | 'weight' | 'bias';
  /** −1 for the loss. */
  layer: number;
  /** The batch's loss and penalty together; null if that is no finite number. */
  objective: number | null;
  /** Above this they count as diverged: a thousand times (1 + what they were at the first step). */
  highest: number;
}

export interface Status {
  step: number;
  /** Epochs begun and completed: 3.5 is in the middle of the fourth. */
  epoch: number;
  stepsPerEpoch: number;
  /** The learning rate in force. */
  learningRate: number;
  /** Loss of the last batch (training mode, before its update), without penalty; null before the first step. */
  batchLoss: number | null;
  /** The regularizers' share of the objective at the last step. */
  penalty: number | null;
  parameters: number;
  diverged: Divergence | null;
  /** Why the run has ended by itself; null while it goes on. Turning a knob lets it go on. */
  stopped: 'steps' | 'epochs' | 'loss' | 'accuracy' | 'earlyStopping' | null;
  /** The step at the end of which the loss that early stopping watches was lowest; null without early stopping. */
  bestStep: number | null;
}

/** Of one whole part, in evaluation mode. */
export interface PartMetrics {
  rows: number;
  loss: number;
  /** null for regression. */
  accuracy: number | null;
}

/** null: the part is empty. */
export interface Metrics {
  training: PartMetrics;
  validation: PartMetrics | null;
  test: PartMetrics | null;
}

/** A quotient; where the denominator was zero, the value is 0 and `defined` is false. */
export interface Quotient {
  value: number;
  defined: boolean;
}

export interface ClassMetrics {
  precision: Quotient;
  recall: Quotient;
  f1: Quotient;
  /** Rows that truly are of the class. */
  support: number;
}

/** A point for each distinct score, from the strictest threshold on; (0, 0) before the first is left out. */
export interface RocCurve {
  /** A row counts as class 1 where its score is at least this. */
  threshold: number[];
  falsePositiveRate: number[];
  truePositiveRate: number[];
  /** At each threshold; against the true positive rate, the precision-recall curve. */
  precision: number[];
  area: Quotient;
  averagePrecision: Quotient;
}

export interface ClassificationReport {
  rows: number;
  classes: number;
  accuracy: Quotient;
  /** [truth][prediction] */
  confusion: number[][];
  /** The same as shares of the rows of that truth. */
  confusionShares: Quotient[][];
  perClass: ClassMetrics[];
  /** Means over the classes: plain, of the pooled counts, weighted by support. */
  macro: ClassMetrics;
  micro: ClassMetrics;
  weighted: ClassMetrics;
  /** Two classes only: that of class 1. */
  binary?: ClassMetrics;
  /** Two classes with scores only. */
  roc?: RocCurve;
}

export interface RegressionReport {
  rows: number;
  meanSquaredError: number;
  meanAbsoluteError: number;
  r2: Quotient;
}

/** Series over steps; NaN where undefined (an empty part, regression's accuracy, the batch's loss before the first step). */
export interface History {
  step: Float64Array;
  batchLoss: Float64Array;
  penalty: Float64Array;
  trainingLoss: Float64Array;
  validationLoss: Float64Array;
  testLoss: Float64Array;
  trainingAccuracy: Float64Array;
  validationAccuracy: Float64Array;
  testAccuracy: Float64Array;
}

/** An explicit batch: samples × features, targets as the loss wants them, dropout masks (1 keeps) by layer index. */
export interface Batch {
  samples: number;
  x: Float64Array;
  y: Float64Array;
  masks?: { layer: number; keep: Uint8Array }[];
}

/**
 * One matrix of a traced step; `core/trace.h` lists the names. Rows × columns: the last extent of the shape counts the
 * columns, the others together the rows. Layer −1 stands for the whole network.
 */
export interface TraceQuantity {
  layer: number;
  name: string;
  shape: number[];
  values: Float64Array;
}

/** Which number of a trace. */
export interface TraceAddress {
  layer: number;
  quantity: string;
  row: number;
  column: number;
}

/** What a number of a trace was computed from, and how. */
export interface TraceOrigins {
  value: number;
  /** Family, kind and quantity, as in `layers.dense.output`; empty where the number was given to the step. */
  formula: string;
  /** As `core/traceExpressions.h` writes it, such as `sum(weight * input) + bias`; empty where none tells it. */
  expression: string;
  /** Symbols of the expression that are no numbers of the trace: knobs, counts. */
  constants: { symbol: string; value: number }[];
  /** How many operands there are; of more than 4096 the first and the last 16 are listed. */
  count: number;
  /** Sums of products list their factors in turn. Operands of one symbol are run over in this order. */
  operands: (TraceAddress & { symbol: string; value: number })[];
}

/**
 * What one instrument has measured: at each of `steps`, `width` numbers, NaN where undefined. By layer, one number each:
 * norms, ratios, dead and saturated units. By layer, lowest, highest and 24 counts: distributions. `gradientNoiseScale`:
 * scale, squared gradient, trace of the covariance. `perClassMetrics`: by class precision, recall, F1.
 */
export interface Readings {
  steps: number[];
  width: number;
  values: number[];
}

/** A tensor in a gradient check; errors are over the elements that are no kinks. */
export interface TensorCheck {
  layer: number;
  name: string;
  /** Elements; of large tensors an evenly spaced selection is compared. */
  length: number;
  compared: number;
  /** Where the function bends within the step, so that there is no derivative to compare with. */
  kinks: number;
  /** Beyond the tolerance. */
  wrong: number;
  largestAbsolute: number | null;
  largestRelative: number | null;
  /** The element with the largest error: what backpropagation says, and the difference quotient. */
  worstIndex: number;
  analytic: number | null;
  numerical: number | null;
}

/** The objective along a line, or over a plane as [second direction][first direction]. */
export interface Landscape {
  /** Of either axis, in units of the directions; 0 is where the run stands. */
  positions: number[];
  /** NaN where it is not finite. */
  objective: number[];
  /** Principal directions: [state][2] of the run's way so far, and the share of its variance by axis. */
  path: number[];
  explained: [number, number];
}

/** What each tool of the catalog answers. */
export interface ToolResults {
  gradientCheck: {
    passes: boolean;
    /** The layer whose own backward pass is wrong; −1 if none. */
    suspect: number;
    step: number;
    samples: number;
    objective: number | null;
    tensors: TensorCheck[];
  };
  /** Loss and penalties by rate, and smoothed; rates at the smoothed minimum, at the steepest fall, and a tenth of the first. */
  learningRateRangeTest: {
    rate: number[];
    objective: number[];
    smoothed: number[];
    lowest: number | null;
    steepest: number | null;
    suggested: number | null;
  };
  line: Landscape;
  plane: Landscape;
  /** Row by row; eigenvalues ascending; `asymmetry` is the size of the error. */
  hessian: { size: number; matrix: number[]; eigenvalues: number[]; asymmetry: number };
  /** Descending; a true eigenvalue lies within the residual of each. */
  eigenvalues: { eigenvalues: number[]; residuals: number[]; products: number };
  hessianTrace: { trace: number | null; standardError: number | null };
}

/** A change to the experiment that is expected to help: what should stand at a path of its document. */
export interface Remedy {
  /** Stable; words are kept under it. */
  key: string;
  path: string;
  value: unknown;
}

/** What a diagnosis rule of the catalog concludes. */
export interface Finding {
  rule: string;
  /** Which side of the rule it is, for its sentence. Stable. */
  aspect: string;
  severity: 'error' | 'warning' | 'hint';
  /** 0: before training. */
  step: number;
  /** −1: about no layer. */
  layer: number;
  evidence: Record<string, number>;
  /** Inputs or classes that it is about, the worst first. */
  names: string[];
  part: keyof Metrics | '';
  /** Rows of the data, from 0, and lines of the file, from 1: the first of them. */
  samples: number[];
  lines: number[];
  remedies: Remedy[];
}

/** Accuracy or R² of one part; 0 where it is undefined. `rows` were judged: fewer than the part has if it is large. */
export interface BaselinePart {
  value: number;
  defined: boolean;
  rows: number;
}

/** What models without hidden layers make of the same data. */
export interface Baselines {
  measure: 'accuracy' | 'r2';
  baselines: ({ kind: string } & Record<keyof Metrics, BaselinePart | null>)[];
}

/** How far probabilities can be trusted, by bins of equal width over confidences from 0 to 1. */
export interface Calibration {
  bins: { count: number; /** means over the bin's rows, 0 if it is empty */ confidence: number; accuracy: number }[];
  expectedError: number;
  greatestError: number;
}

/** A sample of a person's own on its way through the network. */
export interface Sample {
  /** In units of `DataView.x`. */
  shown: number[];
  /** Output of every unit, as `Session.activations`. */
  activations: number[];
  /** After the loss's link. */
  outputs: number[];
  /** By class; null where the loss gives no probabilities, and in regression. */
  probabilities: number[] | null;
  /** The class; −1 in regression. */
  decided: number;
  /**
   * From the output decided for back to the inputs, or to a layer that mixes units otherwise: the weighted sums that
   * matter, and of each its largest products; `from` counts the units of the layer before.
   */
  path: {
    layer: number;
    unit: number;
    bias: number;
    strongest: { from: number; activation: number; weight: number; product: number }[];
  }[];
}

/** How numbers are spread: 24 bins of equal width from the lowest to the highest. */
export interface Distribution {
  lowest: number;
  highest: number;
  mean: number;
  deviation: number;
  counts: number[];
}

/** One unit under the magnifying glass; `core/unitReport.h` says what each part means. */
export interface UnitReport {
  /** Rows of the training part: what the distributions are over. */
  rows: number;
  /** How the unit's number comes about, from the layer with weights on; the last one is the unit's output. */
  stages: (Distribution & { layer: number; kind: string })[];
  /** Of an activation that acts on each unit alone. */
  derivative: Distribution | null;
  /** Share of these derivatives that let nothing through. */
  dead: number | null;
  /** Of a dense layer: the sum of products for the row; weight i is parameter offset + i · stride. */
  incoming: {
    layer: number;
    offset: number;
    stride: number;
    weights: number[];
    inputs: number[];
    products: number[];
    bias: number | null;
    sum: number;
  } | null;
  /** Of a convolution: [height][width][channels]. */
  filter: { height: number; width: number; channels: number; weights: number[] } | null;
  /** Of the training part: as it is, and if the unit said its mean for every row. */
  whole: { loss: number; accuracy: number | null };
  constant: { loss: number; accuracy: number | null };
}

/** By unit, counted as in `LayerInfo`, inputs first: 1 or 0. */
export interface UnitMarks {
  /** An activation whose derivative lets nothing through for any training row. */
  dead: Uint8Array;
  /** Silenced by dropout for the first sample of the last step's batch. */
  dropped: Uint8Array;
}

/** The plane in which data of many inputs spreads most: its first two principal components. */
export interface PrincipalPlane {
  /** rows × 2 */
  places: Float32Array;
  /** By input: how much of it lies along each axis. */
  first: Float64Array;
  second: Float64Array;
  domain: { low: number; high: number }[];
  /** Shares of the variance along the axes. */
  share: number[];
}

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
  /** The same for the network's outputs after the loss's link: outputs × size × size. */
  outputField(size: number, inputX: number, inputY: number): Float32Array;
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
  createSession(precision?: 'float32' | 'float64'): Session;
  /** Provides the table that this experiment's data needs, if it needs one: fetched in a browser, read in Node. */
  prepare(session: Session, experiment: unknown): Promise<void>;
}

/** How a CSV table was written. */
export interface CsvFormat {
  header: 'recognized' | 'present' | 'absent';
  separator: 'recognized' | 'comma' | 'semicolon' | 'tab';
  decimal: 'recognized' | 'point' | 'comma';
}

/** What a person must know of a table to choose columns; its format is as told or recognized. */
export interface CsvReport extends CsvFormat {
  rows: number;
  /** Numbers have a comma that may stand between thousands: they count as text until `decimal` is told. */
  ambiguousComma: boolean;
  /** Columns whose name had to be changed: it was empty, long or there twice. */
  renamed: number;
  /** `distinct` stops one above the limit of classes; `examples` are short and safe to show as text. */
  columns: {
    name: string;
    type: 'number' | 'text' | 'empty';
    missing: number;
    distinct: number;
    examples: string[];
  }[];
  /** The first cells of the first rows, short and safe to show as text. */
  beginning: string[][];
  /** The knobs of kind `csv` that fit best. */
  suggestion: {
    labelColumn: number;
    inputColumns: number[];
    task: 'classification' | 'regression';
    classes?: number;
  };
}

/** What an IDX file holds; `classes` only of labels. */
export interface IdxReport {
  items: number;
  height: number;
  width: number;
  isImages: boolean;
  classes: number;
}

/** What the core or a door refuses: a stable code, the place, what was found, what is allowed. */
export interface Refusal {
  code: string;
  path: string;
  found: string;
  allowed: string;
}
