/** What changes in an experiment when another data set is chosen; loss and outputs are then the core's to adapt. */
import type { Catalog, DataView, Experiment, Kind } from '../../wasm-bindings/types';

/** Neurons that a hidden layer gets at least, by how the data is drawn: real data needs more than toy data. */
const leastUnits: Record<DataView['picture'], number> = { plane: 0, curve: 0, none: 0, table: 8, images: 32 };

/**
 * The experiment with another data set. Real tables are scaled by the first preprocessing of the catalog, and get
 * hidden layers that are wide enough to learn from them; seed and split stay.
 */
export function withData(experiment: Experiment, kind: Kind, title: string, catalog: Catalog): Experiment {
  const picture = kind.picture ?? 'none';
  const [scaling] = catalog.families.preprocessing;
  const { seed, split } = experiment.data;
  const isReal = picture === 'table' || picture === 'images';
  const last = experiment.layers.findLastIndex((layer) => 'units' in layer);
  return {
    ...experiment,
    title,
    data: { kind: kind.kind, seed, split },
    preprocessing: isReal && scaling ? [{ kind: scaling.kind }] : [],
    layers: experiment.layers.map((layer, i) =>
      typeof layer.units === 'number' && i !== last
        ? { ...layer, units: Math.max(layer.units, leastUnits[picture]) }
        : layer,
    ),
  };
}
