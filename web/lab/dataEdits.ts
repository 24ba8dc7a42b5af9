/** What changes in an experiment when another data set is chosen; loss and outputs are then the core's to adapt. */
import type { Choice, Experiment, Kind } from '../../wasm-bindings/types';

/** Knobs of data in a file that are no matter of taste: the control of the file sets them. */
export const fileKnobs: ReadonlySet<string> = new Set([
  'name',
  'sha256',
  'labelsName',
  'labelsSha256',
  'labelColumn',
  'inputColumns',
]);

/**
 * The experiment with another data set and what that set starts from; its seed, split and spoiling stay as they were. Where
 * the network does not suit the data (a convolution of points in the plane), `layers` are others to start from.
 */
export function withData(
  experiment: Experiment,
  { kind, starter }: Kind,
  title: string,
  layers: readonly Choice[] = experiment.layers,
): Experiment {
  const { seed, labelNoise, duplicates, split } = experiment.data;
  const last = layers.findLastIndex((layer) => 'units' in layer);
  const least = starter?.hiddenUnits ?? 0;
  return {
    ...experiment,
    title,
    data: { kind, seed, labelNoise, duplicates, split },
    preprocessing: starter?.preprocessing ?? [],
    layers: layers.map((layer, i) =>
      typeof layer.units === 'number' && i !== last ? { ...layer, units: Math.max(layer.units, least) } : layer,
    ),
  };
}
