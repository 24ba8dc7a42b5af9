import type {
  Admission,
  Catalog,
  ClassificationReport,
  ClinicCatalog,
  CsvReport,
  Experiment,
  IdxReport,
  RegressionReport,
  Session,
} from './types';

/** What `bindings.cpp` exports, as Embind hands it over: unguarded, and a lost instance stays lost. */
export interface CoreModule {
  version(): string;
  catalog(): Catalog;
  canonical(experiment: unknown): Experiment;
  compact(experiment: unknown): Partial<Experiment>;
  adapt(experiment: unknown): Experiment;
  classificationReport(
    classes: number,
    truth: ArrayLike<number>,
    prediction: ArrayLike<number>,
    score: ArrayLike<number>,
  ): ClassificationReport | null;
  regressionReport(truth: ArrayLike<number>, prediction: ArrayLike<number>): RegressionReport | null;
  learningRates(schedule: unknown, learningRate: number, steps: number, losses: ArrayLike<number>): Float64Array;
  csvReport(name: string, bytes: Uint8Array, format: unknown): CsvReport;
  idxReport(name: string, bytes: Uint8Array): IdxReport;
  sha256(bytes: Uint8Array): string;
  checkExpression(text: string): void;
  clinic(): ClinicCatalog;
  admitPatient(patient: unknown): Admission;
  /** Trains in float32. */
  Session: new () => CoreSession;
  /** The same in float64. */
  DoubleSession: new () => CoreSession;
}

/** A session as the core has it: to fork is to fill a new one from another. */
export interface CoreSession extends Omit<Session, 'fork'> {
  forkFrom(origin: CoreSession, step: number, path: string, value: unknown): void;
}

/** The factory that Emscripten's glue exports. */
export type CreateModule = (options: {
  instantiateWasm(
    imports: WebAssembly.Imports,
    done: (instance: WebAssembly.Instance, module: WebAssembly.Module) => void,
  ): object;
}) => Promise<CoreModule>;

/** Every method of a session, once; the compiler refuses a name that is missing or too many. */
export const sessionMethods = Object.keys({
  configure: 0,
  provideTable: 0,
  provideRows: 0,
  provideFile: 0,
  dataCsv: 0,
  experiment: 0,
  current: 0,
  turn: 0,
  step: 0,
  seek: 0,
  trainOn: 0,
  batchOutput: 0,
  status: 0,
  metrics: 0,
  report: 0,
  record: 0,
  history: 0,
  layers: 0,
  tensors: 0,
  parameters: 0,
  setParameters: 0,
  statisticsTensors: 0,
  statistics: 0,
  setStatistics: 0,
  gradients: 0,
  data: 0,
  unitFields: 0,
  outputField: 0,
  predictions: 0,
  activations: 0,
  evaluate: 0,
  trace: 0,
  originsOf: 0,
  subscribe: 0,
  readings: 0,
  tool: 0,
  findings: 0,
  preflight: 0,
  tryRemedies: 0,
  workOnRemedies: 0,
  remedies: 0,
  watch: 0,
  diagnosis: 0,
  gradeAnswers: 0,
  baselines: 0,
  calibration: 0,
  classify: 0,
  unitReport: 0,
  unitMarks: 0,
  stepAhead: 0,
  principalPlane: 0,
  objectiveField: 0,
  saveState: 0,
  loadState: 0,
  hash: 0,
  delete: 0,
} satisfies Record<Exclude<keyof CoreSession, 'forkFrom'>, 0>) as Exclude<keyof CoreSession, 'forkFrom'>[];
