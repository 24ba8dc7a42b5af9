/** Which controls an element shows: its fixed parts, and knobs of the catalog by their paths. */
import { NablabError } from '../../wasm-bindings/nablabError';
import type { Catalog, Experiment, FamilyName, Knob } from '../../wasm-bindings/types';
import { valueAt } from '../store/paths';

/** What there is beside knobs: the first four steer, the others show. */
export const parts = ['play', 'step', 'reset', 'speed', 'readings', 'network', 'output', 'curves'] as const;
export type Part = (typeof parts)[number];
export const rooms = ['lab', 'microscope'] as const;

export interface Controls {
  parts: readonly Part[];
  /** Of knobs and choices, as `optimizer.learningRate`. */
  paths: string[];
}

/** The controls that a list names, separated by blanks; null or an empty list: all parts and no knobs. */
export function readControls(list: string | null): Controls {
  const names = (list ?? '').split(/\s+/).filter(Boolean);
  const isPart = (name: string) => (parts as readonly string[]).includes(name);
  return {
    parts: names.length === 0 ? parts : parts.filter((part) => names.includes(part)),
    paths: [...new Set(names.filter((name) => !isPart(name)))],
  };
}

/** Members of an experiment (with any numbers in brackets left out), and the family that each is chosen from. */
const families: Record<string, FamilyName> = {
  data: 'datasets',
  loss: 'losses',
  objective: 'objectives',
  optimizer: 'optimizers',
  schedule: 'schedules',
  clipping: 'clippings',
  layers: 'layers',
  regularizers: 'regularizers',
  preprocessing: 'preprocessing',
};

export type Control = { family: FamilyName } | { knob: Knob; owner: string };

/** How the catalog describes what stands at a path of the experiment. Throws a `NablabError`: `CONTROL_UNKNOWN`. */
export function controlAt(catalog: Catalog, experiment: Experiment, path: string): Control {
  const control = find(catalog, experiment, path);
  if (control && valueAt(experiment, path) !== undefined) return control;
  const allowed = `${parts.join(' ')} …`;
  throw new NablabError({ code: 'CONTROL_UNKNOWN', path: 'controls', found: JSON.stringify(path), allowed });
}

function find(catalog: Catalog, experiment: Experiment, path: string): Control | undefined {
  const own = families[path.replace(/\[\d+\]$/, '')];
  if (own) return { family: own };
  const place = path.lastIndexOf('.');
  const [owner, name] = [path.slice(0, Math.max(0, place)), path.slice(place + 1)];
  const knob = knobsAt(catalog, experiment, owner).find((each) => each.name === name);
  if (!knob) return undefined;
  return knob.type === 'choice' && knob.family ? { family: knob.family } : { knob, owner };
}

function knobsAt(catalog: Catalog, experiment: Experiment, owner: string): Knob[] {
  const fixed: Record<string, Knob[]> = {
    '': catalog.experiment,
    'data.split': catalog.split,
    stop: catalog.stop,
    earlyStopping: catalog.earlyStopping,
  };
  if (Object.hasOwn(fixed, owner)) return fixed[owner];
  const control = find(catalog, experiment, owner);
  if (!control || !('family' in control)) return [];
  const chosen = valueAt(experiment, `${owner}.kind`);
  const kind = catalog.families[control.family].find((each) => each.kind === chosen);
  return [...(kind?.knobs ?? []), ...(owner === 'data' ? catalog.data : [])];
}
