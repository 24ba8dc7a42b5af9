/** Changes to the list of layers, as the network editor makes them. Layers are known by their knobs, not by name. */
import type { Catalog, Choice, Experiment, Kind } from '../../wasm-bindings/types';
import type { PlaceNow, Splice } from '../store/moves';

/** A change of the layers as they are when its turn comes. */
export type LayerEdit = (experiment: Experiment, placeNow: PlaceNow) => Splice | null;

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

/** One more hidden layer before the output: like the last hidden one, or as the catalog has it by default. */
export function addLayer({ layers }: Experiment, catalog: Catalog): Splice | null {
  const neurons = neuronKind(catalog);
  const activation = activationKind(catalog);
  const output = layers.findLastIndex((layer) => layer.kind === neurons?.kind);
  if (!neurons || !activation || output < 0) return null;
  const like = layers.slice(0, output).findLast((layer) => layer.kind === neurons.kind) ?? { kind: neurons.kind };
  const bent = layers.slice(0, output).findLast((layer) => layer.kind === activation.kind) ?? { kind: activation.kind };
  return { place: output, removed: 0, added: [like, bent] };
}

/** Without the layers at these places, which follow each other; some may be gone already. */
export function removeLayers(places: readonly (number | null)[]): Splice | null {
  const left = places.filter((place) => place !== null);
  return left[0] === undefined ? null : { place: left[0], removed: left.length, added: [] };
}

/** The knob that says how wide a layer is: neurons, or filters of a convolution; null if its width is not its own. */
export function widthKnob(layer: Choice | undefined): 'units' | 'filters' | null {
  if (!layer) return null;
  return 'units' in layer ? 'units' : 'filters' in layer ? 'filters' : null;
}

/** The layer at this place wider by so many. */
export function widen({ layers }: Experiment, place: number | null, by: number): Splice | null {
  const layer = place === null ? undefined : layers[place];
  const knob = widthKnob(layer);
  if (place === null || !layer || !knob) return null;
  return { place, removed: 1, added: [{ ...layer, [knob]: Number(layer[knob]) + by }] };
}

/** Another activation after the layer at `place`; null takes it away. `present` is where one stood when it was chosen. */
export function setActivation(
  { layers }: Experiment,
  catalog: Catalog,
  place: number | null,
  present: number | null,
  activation: string | null,
): Splice | null {
  const kind = activationKind(catalog);
  if (!kind || place === null) return null;
  const next = place + 1;
  // One may have come since.
  const old = present ?? (activationOf(layers[next], catalog) === null ? null : next);
  if (activation === null) return old === null ? null : { place: old, removed: 1, added: [] };
  const layer = { kind: kind.kind, [functionKnob(kind)]: { kind: activation } };
  return { place: old ?? next, removed: old === null ? 0 : 1, added: [layer] };
}
