/** What pictures of a run show, as tables with all digits. */
import type { History } from '../../wasm-bindings/types';
import { t } from '../words';
import type { Frame, Scene } from '../worker/protocol';
import type { Table } from './csv';

const partNames = ['training', 'validation', 'test'] as const;

/** Every row of the data with its part, what it truly is, and what the network says of it. */
export function predictionsTable({ data }: Scene, frame: Frame | null): Table {
  const { rows, inputs, outputs, classes } = data;
  const targets = classes > 0 ? 1 : outputs;
  const outputName = (k: number) => `${t('pictures.table.output')} ${data.classNames[k] ?? k + 1}`;
  const predictions = frame?.predictions ?? new Float32Array();
  return {
    columns: [
      ...data.inputNames,
      ...Array.from({ length: targets }, (_, k) => `${t('pictures.table.target')}${targets > 1 ? ` ${k + 1}` : ''}`),
      t('pictures.table.part'),
      ...Array.from({ length: outputs }, (_, k) => (outputs === 1 ? t('pictures.table.output') : outputName(k))),
    ],
    rows: Array.from({ length: rows }, (_, row) => [
      ...data.raw.subarray(row * inputs, (row + 1) * inputs),
      ...(classes > 0
        ? [data.classNames[data.y[row]] ?? String(data.y[row])]
        : data.y.subarray(row * outputs, (row + 1) * outputs)),
      t(`readings.${partNames[data.part[row]] ?? 'training'}`),
      ...predictions.subarray(row * outputs, (row + 1) * outputs),
    ]),
  };
}

/** The training loss by step, as far as it is kept. */
export function lossTable(history: History | null): Table {
  const steps = Array.from(history?.step ?? []);
  return {
    columns: [t('pictures.curves.step'), t('pictures.curves.loss')],
    rows: steps.map((step, i) => [step, history?.trainingLoss[i] ?? NaN]),
  };
}

/** Every parameter of the network: its layer from 1 on, its tensor, its place in it. */
export function parametersTable({ tensors }: Scene, frame: Frame | null): Table {
  return {
    columns: [
      t('pictures.table.layer'),
      t('pictures.table.tensor'),
      t('pictures.table.index'),
      t('pictures.table.value'),
    ],
    rows: tensors.flatMap(({ layer, name, offset, length }) =>
      Array.from({ length }, (_, i) => [layer + 1, name, i, frame?.parameters[offset + i] ?? NaN]),
    ),
  };
}

/** The points that runs on a surface have passed. */
export function trailsTable(trails: readonly { name: string; points: ArrayLike<number> }[]): Table {
  return {
    columns: [t('pictures.table.run'), 'x', 'y'],
    rows: trails.flatMap(({ name, points }) =>
      Array.from({ length: points.length / 2 }, (_, i) => [name, points[2 * i], points[2 * i + 1]]),
    ),
  };
}
