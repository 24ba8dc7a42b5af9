/** Changes to the list of layers, as the network editor makes them. Layers are known by their knobs, not by name. */
import type { Catalog, Choice, Experiment, Kind } from '../../wasm-bindings/types';

/** The kind of layer whose neurons are counted by a knob. */
function neuronKind(catalog: Catalog): Kind | undefined {
  return catalog.families.layers.find((kind) => kind.knobs.some((knob) => knob.name === 'units'));
}

/** The kind of layer that applies an activation. */
function activationKind(catalog: Catalog): Kind | undefined {
  return catalog.families.layers.find((kind) => kind.knobs.some((knob) => knob.family === 'activations'));
}

/** Name of the knob that holds the activation. */
function functionKnob(kind: Kind): string {
  return kind.knobs.find((knob) => knob.family === 'activations')?.name ?? '';
}

/** The activation of a layer, if it is one that applies an activation. */
export function activationOf(layer: Choice | undefined, catalog: Catalog): string | null {
  const kind = activationKind(catalog);
  if (!kind || layer?.kind !== kind.kind) return null;
  return (layer[functionKnob(kind)] as Choice).kind;
}

function withLayers(experiment: Experiment, layers: Choice[]): Experiment {
  return { ...experiment, layers };
}

/** One more hidden layer before the output: like the last hidden one, or as the catalog has it by default. */
export function addLayer(experiment: Experiment, catalog: Catalog): Experiment {
  const neurons = neuronKind(catalog);
  const activation = activationKind(catalog);
  const { layers } = experiment;
  const output = layers.findLastIndex((layer) => layer.kind === neurons?.kind);
  if (!neurons || !activation || output < 0) return experiment;
  const like = layers.slice(0, output).findLast((layer) => layer.kind === neurons.kind) ?? { kind: neurons.kind };
  const bent = layers.slice(0, output).findLast((layer) => layer.kind === activation.kind) ?? { kind: activation.kind };
  return withLayers(experiment, [...layers.slice(0, output), like, bent, ...layers.slice(output)]);
}

/** Without the layers at these places. */
export function removeLayers(experiment: Experiment, places: readonly number[]): Experiment {
  return withLayers(
    experiment,
    experiment.layers.filter((_, i) => !places.includes(i)),
  );
}

/** The knob that says how wide a layer is: neurons, or filters of a convolution; null if its width is not its own. */
export function widthKnob(layer: Choice | undefined): 'units' | 'filters' | null {
  if (!layer) return null;
  return 'units' in layer ? 'units' : 'filters' in layer ? 'filters' : null;
}

/** Another width of the layer at this place. */
export function withWidth(experiment: Experiment, place: number, width: number): Experiment {
  const knob = widthKnob(experiment.layers[place]);
  return withLayers(
    experiment,
    experiment.layers.map((layer, i) => (i === place && knob ? { ...layer, [knob]: width } : layer)),
  );
}

/** Another activation after the layer at `place`; null takes it away. `present` is where one stands now. */
export function withActivation(
  experiment: Experiment,
  catalog: Catalog,
  place: number,
  present: number | null,
  activation: string | null,
): Experiment {
  const kind = activationKind(catalog);
  if (!kind) return experiment;
  if (activation === null) return present === null ? experiment : removeLayers(experiment, [present]);
  const layer = { kind: kind.kind, [functionKnob(kind)]: { kind: activation } };
  const layers = [...experiment.layers];
  layers.splice(present ?? place + 1, present === null ? 0 : 1, layer);
  return withLayers(experiment, layers);
}
