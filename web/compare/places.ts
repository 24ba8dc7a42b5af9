/** Places of an experiment that can be changed, and how they and their values are called. */
import { kindName, knobName, optionName } from '../controls/catalogWords';
import { listText } from '../controls/numberList';
import { endNumber } from '../pictures/number';
import { pathParts, valueAt } from '../store/paths';
import type { Catalog, Choice, Experiment, FamilyName, Kind, Knob } from '../../wasm-bindings/types';
import { pathWords, t, word } from '../words';

/** The families whose kinds stand in an experiment, by the name of their place; in lists, one to each entry. */
const families: Record<string, FamilyName> = {
  data: 'datasets',
  preprocessing: 'preprocessing',
  layers: 'layers',
  loss: 'losses',
  objective: 'objectives',
  optimizer: 'optimizers',
  schedule: 'schedules',
  regularizers: 'regularizers',
  clipping: 'clippings',
  plantedBug: 'plantedBugs',
};

/** Something that a fork can change. */
export interface Place {
  path: string;
  name: string;
  /** Null where the kind itself is chosen. */
  knob: Knob | null;
  /** The kinds to choose from; empty for a knob. */
  kinds: readonly Kind[];
  family: FamilyName | null;
  /** May change in the middle of a run. */
  turnable: boolean;
}

/** "Layer 2: " before what stands in the second layer; nothing before what stands alone. */
function ownerOf(path: string): string {
  const parts = pathParts(path);
  const at = parts.findIndex((part) => typeof part === 'number');
  if (at < 1) return '';
  const family = families[String(parts[0])];
  const name = (family && word(`family.${family}`)) ?? String(parts[0]);
  return `${t('settings.layerNumber', { name, number: Number(parts[at]) + 1 })} · `;
}

/** A place in words: "Layer 2 · Units". */
export function placeName(path: string): string {
  const [first] = pathParts(path);
  const family = families[String(first)];
  const isFamily = family && (path === first || path === `${first}.kind`);
  return ownerOf(path) + (isFamily ? (word(`family.${family}`) ?? path) : pathWords(path));
}

function placesOfKnob(catalog: Catalog, experiment: Experiment, knob: Knob, path: string, owner = ''): Place[] {
  const { family } = knob;
  if (knob.type === 'choice' && family) return placesOfChoice(catalog, experiment, family, path, knobName(knob));
  if (!['number', 'integer', 'flag', 'option'].includes(knob.type)) return [];
  const name = ownerOf(path) + knobName(knob, owner);
  return [{ path, name, knob, kinds: [], family: null, turnable: knob.turnable }];
}

function placesOfChoice(
  catalog: Catalog,
  experiment: Experiment,
  family: FamilyName,
  path: string,
  name: string,
): Place[] {
  const choice = valueAt(experiment, path) as Choice | undefined;
  const kinds = catalog.families[family];
  const kind = kinds.find((each) => each.kind === choice?.kind);
  if (!kind) return [];
  const self = { path, name: ownerOf(path) + name, knob: null, kinds, family, turnable: false };
  return [self, ...kind.knobs.flatMap((knob) => placesOfKnob(catalog, experiment, knob, `${path}.${knob.name}`))];
}

/** All that a fork of this experiment can change, in the order of the document; other data would be another task. */
export function placesIn(catalog: Catalog, experiment: Experiment): Place[] {
  const own = catalog.experiment.flatMap((knob) => placesOfKnob(catalog, experiment, knob, knob.name));
  const choices = Object.entries(families).flatMap(([member, family]) => {
    const value = valueAt(experiment, member);
    if (value === undefined || member === 'data' || member === 'objective') return [];
    const paths = Array.isArray(value) ? value.map((_, i) => `${member}[${i}]`) : [member];
    const name = word(`family.${family}`) ?? member;
    return paths.flatMap((path) => placesOfChoice(catalog, experiment, family, path, Array.isArray(value) ? '' : name));
  });
  const data = catalog.data.flatMap((knob) => placesOfKnob(catalog, experiment, knob, `data.${knob.name}`, 'data'));
  const named = choices.map((place) => ({ ...place, name: place.name.replace(/ · $/, '') }));
  return [...named, ...own, ...(experiment.objective ? [] : data)].filter(
    ({ path }) => valueAt(experiment, path) !== undefined,
  );
}

/** The family of the kinds that stand at this place, if kinds stand there. */
function familyAt(catalog: Catalog, path: string): FamilyName | undefined {
  const names = pathParts(path).filter((part) => typeof part === 'string');
  if (names.length === 1) return families[names[0]];
  const knobs = Object.values(catalog.families).flatMap((kinds) => kinds.flatMap((kind) => kind.knobs));
  return knobs.find((knob) => knob.name === names.at(-1) && knob.family)?.family;
}

/** A value as people read it: the name of a kind or of an option, a short number. */
export function valueName(catalog: Catalog, path: string, value: unknown): string {
  if (value === undefined) return '—';
  if (typeof value === 'object' && value !== null && 'kind' in value) {
    const family = familyAt(catalog, path);
    return family ? kindName(family, String(value.kind)) : String(value.kind);
  }
  if (typeof value === 'number') return endNumber(value);
  if (typeof value === 'boolean') return t(value ? 'compare.yes' : 'compare.no');
  if (Array.isArray(value)) return listText(value.filter((each) => typeof each === 'number'));
  const knobs = Object.values(catalog.families).flatMap((kinds) => kinds.flatMap((kind) => kind.knobs));
  const knob = knobs.find((each) => each.name === pathParts(path).at(-1) && each.type === 'option');
  return knob ? optionName(knob, String(value)) : String(value);
}
