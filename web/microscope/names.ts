/** What matrices, places and numbers of a step are called, in the language of the page. */
import type { Experiment, TraceAddress, TraceQuantity } from '../../wasm-bindings/types';
import { kindName } from '../controls/catalogWords';
import { t, word, type Key } from '../words';
import type { Step } from './operations';
import type { Cell, Sheet } from './sheet';

type Matrix = Pick<TraceAddress, 'layer' | 'quantity'>;

/** "3 Dense", or what is meant where there is no layer. */
export function layerName(experiment: Experiment, layer: number, quantity = ''): string {
  if (layer < 0) return t(quantity === 'input' || quantity === 'row' ? 'trace.inputs' : 'trace.lossPlace');
  const choice = experiment.layers?.[layer];
  if (!choice) return t('trace.surface');
  const inner = choice.function as { kind: string } | undefined;
  const kind = inner ? kindName('activations', inner.kind) : kindName('layers', choice.kind);
  return t('trace.layer', { number: layer + 1, kind });
}

/** "gradient of the weights". */
export function quantityTitle(step: Step, matrix: Matrix): string {
  const { role, tensor, slot } = step.nameOf(matrix);
  if (role === 'loss' && step.isOnSurface) return t('trace.surfaceName');
  return t(`trace.name.${role}`, { tensor: word(`trace.tensor.${tensor}`) ?? tensor, slot });
}

/** One sentence about the matrix. */
export function quantityHelp(step: Step, matrix: Matrix): string {
  const { role } = step.nameOf(matrix);
  return t(role === 'loss' && step.isOnSurface ? 'trace.surfaceHelp' : `trace.help.${role}`);
}

/** Of the sample in this column of a batch. */
function sampleName(step: Step, column: number): string {
  const row = step.find(-1, 'row')?.values[column];
  return row === undefined ? t('trace.sample', { number: column + 1 }) : t('trace.dataRow', { number: row + 1 });
}

const number = (key: Key, place: number) => t(key, { number: place + 1 });

/** What rows and columns of a sheet count. */
export interface Labels {
  row: (row: number) => string;
  column: (column: number) => string;
  /** Of the slices. */
  last: (last: number) => string;
}

export function labelsOf(step: Step, { quantity, isSliced, hasSamples, rows }: Sheet): Labels {
  const plain = (place: number) => number('trace.number', place);
  const { role, tensor } = step.nameOf({ layer: quantity.layer, quantity: quantity.name });
  const last = hasSamples ? (place: number) => sampleName(step, place) : plain;
  if (isSliced) return { row: (row) => String(row + 1), column: (column) => String(column + 1), last };
  if (step.isOnSurface) return { row: (row) => (rows > 1 ? 'xy'.charAt(row) : ''), column: () => '', last };
  const isWeight = quantity.shape.length === 2 && tensor !== '' && (quantity.shape[1] ?? 1) > 1;
  const single = rows === 1 || role === 'penalty';
  const row = isWeight ? 'trace.inputUnit' : role === 'input' ? 'trace.inputUnit' : 'trace.unit';
  return {
    row: (place) => (single ? (rows === 1 ? '' : plain(place)) : number(row, place)),
    column: (place) => (hasSamples ? sampleName(step, place) : isWeight ? number('trace.unit', place) : ''),
    last,
  };
}

/** The place of a number within its matrix: "input 2, unit 3". */
export function placeText(step: Step, sheet: Sheet, at: Cell): string {
  const labels = labelsOf(step, sheet);
  const cell = sheet.cellOf(at);
  if (!sheet.isSliced || !cell) return [labels.row(at.row), labels.column(at.column)].filter(Boolean).join(', ');
  const pixel = t('trace.pixel', { y: cell.row + 1, x: cell.column + 1 });
  const { channel, last } = sheet.sliceOf(at);
  const parts = [pixel, sheet.channels > 1 ? number('trace.number', channel) : '', labels.last(last)];
  return parts.filter(Boolean).join(', ');
}

/** What a matrix is, for a heading: "gradient of the weights · 3 Dense". */
export function matrixTitle(experiment: Experiment, step: Step, quantity: TraceQuantity): string {
  const matrix = { layer: quantity.layer, quantity: quantity.name };
  const title = quantityTitle(step, matrix);
  return quantity.layer < 0 ? title : `${title} · ${layerName(experiment, quantity.layer, quantity.name)}`;
}
