/** What the page keeps of runs, and whether a record that was read is one of ours. */
import type { Experiment, Metrics } from '../../wasm-bindings/types';
import { outputRange } from '../pictures/decision';
import type { Frame, Scene } from '../worker/protocol';

/** Version of the records; readers set aside what they do not know. */
export const recordFormat = 1;

/** The loss over the run at a few steps, for a small picture. */
export interface SmallCurve {
  step: Float64Array;
  training: Float64Array;
  validation: Float64Array;
}

/** The output map in small: outputs × size × size values, and the ends of their scale. */
export interface SmallField {
  values: Float32Array;
  size: number;
  low: number;
  high: number;
}

/** A run as it is kept: everything to train it again to the same bits, and what was seen of it. */
export interface RunRecord {
  format: typeof recordFormat;
  id: string;
  /** Given by the person; empty until then. */
  name: string;
  note: string;
  /** Milliseconds since 1970. */
  created: number;
  changed: number;
  /** The engine that trained it. */
  engine: string;
  /** With the log of turned knobs. */
  experiment: Experiment;
  /** The furthest step. */
  step: number;
  /** Null for a run that came in as a file and was not trained here yet. */
  metrics: Metrics | null;
  curve: SmallCurve | null;
  field: SmallField | null;
}

/** Where a tab stood. */
export interface Visit {
  format: typeof recordFormat;
  experiment: Experiment;
  step: number;
  /** Whether the experiment was changed since it was opened. */
  edited: boolean;
  changed: number;
}

const isText = (value: unknown): value is string => typeof value === 'string';
const isTime = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value);
const isStep = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;
const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function isSmallCurve(value: unknown): boolean {
  if (!isRecord(value)) return false;
  return [value.step, value.training, value.validation].every((each) => each instanceof Float64Array);
}

function isSmallField(value: unknown): boolean {
  return isRecord(value) && value.values instanceof Float32Array && [value.size, value.low, value.high].every(isTime);
}

/** Whether the record can be shown; whether its experiment can be trained is the core's to judge. */
export function isRunRecord(value: unknown): value is RunRecord {
  if (!isRecord(value) || value.format !== recordFormat || !isRecord(value.experiment)) return false;
  const texts = [value.id, value.name, value.note, value.engine, value.experiment.title];
  const seen =
    (value.metrics === null || (isRecord(value.metrics) && isRecord(value.metrics.training))) &&
    (value.curve === null || isSmallCurve(value.curve)) &&
    (value.field === null || isSmallField(value.field));
  return seen && texts.every(isText) && isTime(value.created) && isTime(value.changed) && isStep(value.step);
}

export function isVisit(value: unknown): value is Visit {
  if (!isRecord(value) || value.format !== recordFormat) return false;
  return isRecord(value.experiment) && isStep(value.step) && isTime(value.changed);
}

const curvePoints = 100;
const fieldSize = 32;

/** Some of the points of the curves, the first and the last among them. */
function smallCurve({ step, trainingLoss, validationLoss }: Frame['history']): SmallCurve {
  const count = Math.min(curvePoints, step.length);
  const places = Array.from({ length: count }, (_, i) => Math.round((i * (step.length - 1)) / Math.max(1, count - 1)));
  const at = (values: Float64Array) => Float64Array.from(places, (place) => values[place]);
  return { step: at(step), training: at(trainingLoss), validation: at(validationLoss) };
}

/** Every so many cells of the output map; null where there is none. */
function smallField(scene: Scene, { outputField, outputSize }: Frame): SmallField | null {
  if (scene.experiment.objective) return null;
  if (outputSize < fieldSize || outputField.length < outputSize ** 2) return null;
  const outputs = outputField.length / outputSize ** 2;
  const values = new Float32Array(outputs * fieldSize ** 2);
  const place = (i: number) => Math.floor(((i + 0.5) * outputSize) / fieldSize);
  for (let i = 0; i < values.length; i++) {
    const [output, cell] = [Math.floor(i / fieldSize ** 2), i % fieldSize ** 2];
    const line = place(Math.floor(cell / fieldSize));
    values[i] = outputField[output * outputSize ** 2 + line * outputSize + place(cell % fieldSize)];
  }
  return { values, size: fieldSize, ...outputRange(scene) };
}

/** What was seen of a run in this frame. */
export function seenIn(scene: Scene, frame: Frame): Pick<RunRecord, 'step' | 'metrics' | 'curve' | 'field'> {
  const { status, metrics, history } = frame;
  return { step: status.step, metrics, curve: smallCurve(history), field: smallField(scene, frame) };
}
