/** An experiment, and what can be chosen in it. */
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
