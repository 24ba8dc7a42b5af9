/** What is said about columns, units and links, in the language of the page. */
import type { Frame, Scene } from '../worker/protocol';
import { t } from '../words';
import type { Link } from './links';
import { columnOf, unitName, type NetworkColumn } from './networkColumns';
import { shortNumber } from './number';
import { unitOffset, type UnitId } from './unit';

/** Name of a column: "Hidden layer 2". */
export function columnTitle(column: NetworkColumn): string {
  if (column.kind === 'inputs') return t('pictures.network.inputs');
  if (column.kind === 'dropout') return t('pictures.network.dropout');
  if (column.kind === 'hidden') return t('pictures.network.hidden', { number: column.number });
  return t('pictures.network.output');
}

/** Full name of a unit: "h2·3: hidden layer 2, neuron 3 of 8". */
export function unitTitle(scene: Scene, columns: NetworkColumn[], id: UnitId): string {
  const column = columnOf(columns, id);
  const name = unitName(scene, columns, id);
  if (!column) return '';
  if (column.kind === 'inputs') return t('pictures.network.input', { name });
  const params = { name, number: column.number, unit: id.unit + 1, units: column.units };
  return t(column.kind === 'hidden' ? 'pictures.network.neuron' : 'pictures.network.outputNeuron', params);
}

/** A unit with the numbers of this frame: its bias, the range of its field, its output for the watched row. */
export function unitText(scene: Scene, frame: Frame | null, columns: NetworkColumn[], id: UnitId): string {
  const parts = [unitTitle(scene, columns, id)];
  const column = columnOf(columns, id);
  if (!column || !frame) return parts.join('');
  if (column.bias) {
    parts.push(t('pictures.network.bias', { value: shortNumber(frame.parameters[column.bias.offset + id.unit]) }));
  }
  const offset = unitOffset(scene, id);
  const count = scene.data.inputs === 1 ? frame.unitSize : frame.unitSize ** 2;
  const field = frame.unitFields.subarray(offset * count, (offset + 1) * count);
  if (field.length > 0 && count > 0) {
    let [low, high] = [field[0], field[0]];
    for (const value of field) [low, high] = [Math.min(low, value), Math.max(high, value)];
    parts.push(t('pictures.network.range', { low: shortNumber(low), high: shortNumber(high) }));
  }
  if (frame.row >= 0 && frame.activations.length > offset) {
    parts.push(t('pictures.network.row', { value: shortNumber(frame.activations[offset]), row: frame.row + 1 }));
  }
  return parts.join(' · ');
}

/** A link with its weight. */
export function linkText(scene: Scene, columns: NetworkColumn[], link: Link): string {
  const names = { from: unitName(scene, columns, link.from), to: unitName(scene, columns, link.to) };
  if (link.weight === null) return t('pictures.network.passes', names);
  return t('pictures.network.weight', { ...names, value: shortNumber(link.weight) });
}
