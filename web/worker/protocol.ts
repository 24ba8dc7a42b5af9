/**
 * The messages between the page and the worker that owns the session. Every request has an `id` and gets exactly one
 * answer with that id: `done` or `refused`. Frames come unasked, one at a time: the next only after `drawn`.
 */
import type {
  Catalog,
  CsvFormat,
  DataView,
  Experiment,
  History,
  KnobValue,
  LayerInfo,
  Metrics,
  PrincipalPlane,
  Refusal,
  Status,
  TensorInfo,
  TraceAddress,
  UnitMarks,
} from '../../wasm-bindings/types';
import type { FilePlaces } from '../../wasm-bindings/urls';
import type { ClinicQuestion } from './clinic';
import type { Examination } from './examinations';
import type { Question } from './looks';

/** What the page wants to see in each frame; changes with `watch`. */
export interface Watch {
  /** Side of the small heat maps of the units, 0 for none. */
  unitSize: number;
  /** Side of the output map, 0 for none. */
  outputSize: number;
  /** The two inputs that span the plane; −1 and −1: the principal plane. */
  inputX: number;
  inputY: number;
  /** Predictions for every row. */
  predictions: boolean;
  /** Row of the data whose activations are shown, −1 for none. */
  row: number;
  /** Which units are dead, and which dropout has silenced. */
  marks?: boolean;
  /** What the next step would do to each parameter. */
  ahead?: boolean;
}

export type Request =
  | { type: 'open' /** answer: Opening */ }
  | { type: 'places' /** where the engine's files lie, before `open`; no answer */; places: FilePlaces }
  | { type: 'configure'; experiment: unknown /** answer: Scene */ }
  | { type: 'adapt'; experiment: unknown /** answer: Experiment */ }
  | { type: 'canonical'; experiment: unknown /** answer: Experiment */ }
  | { type: 'compact'; experiment: unknown /** answer: Partial<Experiment> */ }
  | { type: 'turn'; path: string; value: KnobValue /** answer: Experiment */ }
  | { type: 'play'; /** steps per second, 0 for as fast as possible */ speed: number }
  | { type: 'pause' }
  | { type: 'step'; count: number }
  | { type: 'epoch' }
  | { type: 'seek'; step: number /** answer: the step that was reached */ }
  | { type: 'halt' /** no answer: a `seek` under way ends where it is */ }
  | { type: 'watch'; watch: Watch }
  | { type: 'hash' /** answer: string */ }
  | { type: 'reports' /** answer: Reports */ }
  | {
      type: 'instruments';
      names: string[];
      /** Makes the steps before again, however long it takes. */
      replay: boolean;
    }
  | { type: 'readings' /** answer: Measured */ }
  | { type: 'raceBegin'; experiments: unknown[]; watch: Watch /** answer: Entry[] */ }
  | { type: 'raceAdvance'; steps: number; milliseconds: number /** answer: of each racer its frame, or null */ }
  | { type: 'documents' /** answer: Documents */ }
  | { type: 'file'; file: File; /** SHA-256 that it must have, or "" */ wanted: string /** answer: OpenedFile */ }
  | { type: 'report'; sha256: string; format: CsvFormat /** answer: CsvReport, or null if the table is not here */ }
  | { type: 'trace' /** answer: StepTrace of the step that leads on from the present one */ }
  | {
      type: 'origins';
      /** of which trace */
      serial: number;
      address: TraceAddress /** answer: TraceOrigins, or null if there is a newer trace */;
    }
  | { type: 'look'; question: Question /** answer: Looks[question.about] */ }
  | { type: 'examine'; question: Examination /** answer: as the question of `examinations.ts` has it */ }
  | { type: 'clinic'; question: ClinicQuestion /** answer: as the question of `clinic.ts` has it */ }
  | { type: 'preview'; /** answer: DataView of a session of its own */ experiment: unknown }
  | { type: 'ping' /** answered by `pong`, out of turn */ }
  | {
      type: 'unit';
      /** as `Session.unitReport` takes them; answer: UnitReport */ layer: number;
      unit: number;
      row: number;
    }
  | { type: 'schedule'; /** how many steps to draw; answer: ScheduleCurve */ steps: number }
  | { type: 'drawn' /** no answer: the page has drawn the last frame */ };

/** A request as it travels. */
export type Numbered = Request & { id: number };

/** The run as documents: as it began, with the log of turned knobs, and with the knobs now in force. */
export interface Documents {
  experiment: Experiment;
  current: Experiment;
}

/** Counts changes of the messages: a page and a worker of different builds must not talk to one another. */
export const protocolVersion = 1;

/** What the engine is. */
export interface Opening {
  protocol: number;
  catalog: Catalog;
  simd: boolean;
}

/** What is fixed as long as a run lasts. */
export interface Scene {
  /** Counts configurations; frames of an older one are dropped. */
  run: number;
  experiment: Experiment;
  layers: LayerInfo[];
  tensors: TensorInfo[];
  data: DataView;
  /** Of a table of more than two inputs. */
  plane: PrincipalPlane | null;
}

/** The learning rates of a schedule; where it watches the loss, those of a run whose loss never falls. */
export interface ScheduleCurve {
  rates: Float64Array;
  watchesLoss: boolean;
}

/** Everything measured at one step that the page draws. */
export interface Frame {
  run: number;
  playing: boolean;
  /** The seconds that were given to this run are over; training again gives it as many more. */
  outOfTime: boolean;
  status: Status;
  metrics: Metrics;
  history: History;
  parameters: Float64Array;
  /** units × size × size (× 1 with one input), inputs first; see `Session.unitFields`. */
  unitFields: Float32Array;
  unitSize: number;
  outputField: Float32Array;
  outputSize: number;
  inputX: number;
  inputY: number;
  /** rows × outputs; empty if not watched. */
  predictions: Float32Array;
  /** Output of every unit for the watched row; empty if none is. */
  activations: Float32Array;
  row: number;
  /** Null where they are not watched. */
  marks: UnitMarks | null;
  ahead: { gradients: Float64Array; updates: Float64Array } | null;
  /** On a surface: x, y of the points that the run has passed, the present one last; else empty. */
  trail: Float64Array;
}

export type Answer =
  | { type: 'done'; id: number; value: unknown }
  | { type: 'refused'; id: number; refusal: Refusal }
  | { type: 'frame'; frame: Frame }
  | { type: 'pong' }
  /** The engine is lost (out of memory, a trap); the page starts another worker. */
  | { type: 'lost'; message: string };
