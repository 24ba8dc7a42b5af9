/** What is said about columns, units and links, in the language of the page. */
import type { Choice } from '../../wasm-bindings/types';
import type { Frame, Scene } from '../worker/protocol';
import { t, word } from '../words';
import type { Link } from './links';
import type { OwnParameter } from './linkWalk';
import { columnOf, unitName, type ImageMaps, type NetworkColumn } from './networkColumns';
import { shortNumber } from './number';
import { unitOffset, type UnitId } from './unit';
import { isDead, isDropped } from './unitMarks';

/** Name of a column: "Hidden layer 2". */
export function columnTitle(column: NetworkColumn): string {
  if (column.kind === 'inputs') return t('pictures.network.inputs');
  if (column.kind === 'hidden') return t('pictures.network.hidden', { number: column.number });
  return t('pictures.network.output');
}

/** How much of a layer that acts only while training: "20 %" of the units, or the deviation of the noise. */
export function sieveAmount(layer: Choice | undefined): string {
  const [name, value] = Object.entries(layer ?? {}).find((member) => typeof member[1] === 'number') ?? [];
  if (name === undefined) return '';
  const amount = Number((Number(value) * (name === 'rate' ? 100 : 1)).toPrecision(3));
  return name === 'rate' ? `${amount} %` : String(amount);
}

/** "Dropout 20 %: acts only while training". */
export function sieveTitle(layer: Choice | undefined): string {
  const name = word(`kind.layers.${layer?.kind}`) ?? '';
  return t('pictures.network.sieve', { name, amount: sieveAmount(layer) });
}

/** What an arc below the columns says. */
export function shortcutText(from: NetworkColumn, to: NetworkColumn): string {
  return t('pictures.network.shortcut', { from: columnTitle(from), to: columnTitle(to) });
}

/** Full name of an image in a column: "h1·3: hidden layer 1, image 3 of 8, 8 × 8". */
function mapTitle(column: NetworkColumn, { height, width, channels }: ImageMaps, name: string, unit: number): string {
  if (column.kind === 'inputs') return t('pictures.network.inputImage', { height, width });
  const params = { name, number: column.number, unit: unit + 1, units: channels, height, width };
  return t('pictures.network.map', params);
}

/** Full name of a unit: "h2·3: hidden layer 2, neuron 3 of 8". */
export function unitTitle(scene: Scene, columns: NetworkColumn[], id: UnitId): string {
  const column = columnOf(columns, id);
  const name = unitName(scene, columns, id);
  if (!column) return '';
  if (column.maps) return mapTitle(column, column.maps, name, id.unit);
  if (column.kind === 'inputs') return t('pictures.network.input', { name });
  const params = { name, number: column.number, unit: id.unit + 1, units: column.units };
  return t(column.kind === 'hidden' ? 'pictures.network.neuron' : 'pictures.network.outputNeuron', params);
}

function sieveBehind(columns: NetworkColumn[], column: NetworkColumn): NetworkColumn | undefined {
  return columns[columns.indexOf(column) + 1];
}

/** A unit with the numbers of this frame: its bias, the range of its field, its output for the watched row. */
export function unitText(scene: Scene, frame: Frame | null, columns: NetworkColumn[], id: UnitId): string {
  const parts = [unitTitle(scene, columns, id)];
  const column = columnOf(columns, id);
  if (!column || !frame) return parts.join('');
  if (isDead(scene, frame, column, id.unit)) parts.push(t('pictures.network.dead'));
  if (isDropped(scene, frame, column, sieveBehind(columns, column), id.unit)) parts.push(t('pictures.network.dropped'));
  if (column.bias) {
    parts.push(t('pictures.network.bias', { value: shortNumber(frame.parameters[column.bias.offset + id.unit]) }));
  }
  // The one value that stands at an image's number is not the image's.
  if (column.maps) return parts.join(' · ');
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
export function linkText(scene: Scene, frame: Frame | null, columns: NetworkColumn[], link: Link): string {
  const names = { from: unitName(scene, columns, link.from), to: unitName(scene, columns, link.to) };
  if (link.weights > 1) return t('pictures.network.weights', { ...names, count: Math.round(link.weights) });
  if (link.parameter === null) return t('pictures.network.passes', names);
  const weight = t('pictures.network.weight', {
    ...names,
    value: shortNumber(frame?.parameters[link.parameter] ?? NaN),
  });
  return [weight, ...aheadTexts(frame, link.parameter)].join(' · ');
}

/** A unit's bias or one of its incoming weights; without a frame only its name. */
export function parameterText(
  scene: Scene,
  frame: Frame | null,
  columns: NetworkColumn[],
  { unit, from, index }: OwnParameter,
): string {
  const to = unitName(scene, columns, unit);
  const name = from
    ? t('pictures.network.weightName', { from: unitName(scene, columns, from), to })
    : t('pictures.network.biasName', { name: to });
  if (!frame) return name;
  const value = t('pictures.network.is', { name, value: shortNumber(frame.parameters[index] ?? NaN) });
  return [value, ...aheadTexts(frame, index), t('pictures.network.editHint')].join(' · ');
}

/** Gradient and next update of a parameter, where they are watched. */
export function aheadTexts(frame: Frame | null, parameter: number): string[] {
  const ahead = frame?.ahead;
  if (!ahead || ahead.gradients.length === 0) return [];
  return [
    t('pictures.network.gradient', { value: shortNumber(ahead.gradients[parameter]) }),
    t('pictures.network.update', { value: shortNumber(ahead.updates[parameter]) }),
  ];
}
