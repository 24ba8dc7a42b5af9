/** Changes between an experiment with data and a network and one on a surface, which has neither. */
import type { Catalog, Experiment } from '../../wasm-bindings/types';

/** What a surface stands in place of. */
const replaced = ['data', 'preprocessing', 'layers', 'loss', 'regularizers', 'batchSize', 'plantedBug'] as const;

/** The experiment on this surface, with the optimizer and all that concerns its steps. */
export function withSurface(experiment: Experiment, kind: string, title: string): Experiment {
  const copy = structuredClone(experiment) as Partial<Experiment>;
  for (const part of replaced) Reflect.deleteProperty(copy, part);
  return { ...copy, title, objective: { kind } } as Experiment;
}

/** The experiment with the data and the network of the catalog's default one in place of its surface, if it has one. */
export function withoutSurface(experiment: Experiment, catalog: Catalog): Experiment {
  if (!experiment.objective) return experiment;
  const defaults = catalog.defaultExperiment as unknown as Record<string, unknown>;
  const parts = replaced.filter((part) => part in defaults).map((part) => [part, defaults[part]]);
  const copy = { ...experiment, title: catalog.defaultExperiment.title };
  Reflect.deleteProperty(copy, 'objective');
  return { ...copy, ...Object.fromEntries(parts) } as Experiment;
}
