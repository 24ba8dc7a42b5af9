/** The door for models of Keras: what `model.to_json()` writes of a Sequential model becomes an experiment. */
import type { DataView, Kind } from '../wasm-bindings/types.ts';
import { layersOf, recordOf, refuseModel, type Members } from './kerasLayers.ts';

/** Layers of a model that are read at all; the core allows fewer. */
const mostLayers = 200;

/** What a model says of itself: its layers here, and what goes in and comes out. */
export interface KerasModel {
  name: string;
  layers: Members[];
  /** [features] or [height, width, channels]; null where the model does not tell. */
  inputs: number[] | null;
  /** A link at the end, which losses have within themselves here: "sigmoid", "softmax" or "". */
  link: string;
}

/** The shape of one sample, from what first layers tell: [null, 28, 28, 1]. */
function inputsOf(config: Members, path: string): number[] | null {
  const name = ['batch_shape', 'batch_input_shape'].find((each) => config[each] !== undefined);
  if (!name) return null;
  const shape = config[name];
  const place = `${path}.config.${name}`;
  if (!Array.isArray(shape) || (shape.length !== 2 && shape.length !== 4))
    return refuseModel(place, shape, 'null and the features, or null, height, width and channels');
  const [, ...sizes] = shape as unknown[];
  if (sizes.every((size) => typeof size === 'number' && size > 0)) return sizes as number[];
  return refuseModel(place, shape, 'sizes that are known');
}

/** Reads the parsed JSON of a model. Refuses with KERAS whatever this page does not compute the same. */
export function readKerasModel(document: unknown): KerasModel {
  const { class_name: className, config } = recordOf(document, 'model');
  if (className !== 'Sequential') refuseModel('class_name', className, '"Sequential"');
  const { layers, name } = recordOf(config, 'config');
  if (!Array.isArray(layers) || layers.length > mostLayers)
    return refuseModel('config.layers', layers, `a list of up to ${mostLayers} layers`);
  let inputs: number[] | null = null;
  const read = layers.flatMap((each: unknown, i) => {
    const path = `config.layers[${i}]`;
    const layer = recordOf(each, path);
    const members = recordOf(layer['config'], `${path}.config`);
    inputs ??= inputsOf(members, path);
    return layer['class_name'] === 'InputLayer' ? [] : layersOf(String(layer['class_name']), members, path);
  });
  const last = read[read.length - 1];
  if (!last) return refuseModel('config.layers', layers, 'at least one layer');
  const end = last['kind'] === 'activation' ? String((last['function'] as Members)['kind']) : '';
  const link = end === 'sigmoid' || end === 'softmax' ? end : '';
  return { name: String(name ?? 'sequential'), layers: link ? read.slice(0, -1) : read, inputs, link };
}

/** Outputs of the last layer that has units of its own; null where none tells it. */
function outputsOf({ layers }: KerasModel): number | null {
  const units = layers.map((layer) => layer['units']).filter((each) => typeof each === 'number');
  return units[units.length - 1] ?? null;
}

function fits(model: KerasModel, data: DataView): boolean {
  const shape =
    data.imageShape.length > 0 ? [...data.imageShape, data.inputs / product(data.imageShape)] : [data.inputs];
  const outputs = data.classes > 0 ? data.classes : data.outputs;
  const wanted = outputsOf(model);
  const isSigmoid = wanted === 1 && data.classes === 2 && model.link !== 'softmax';
  const sameInputs =
    !model.inputs || model.inputs.join() === shape.join() || model.inputs.join() === String(data.inputs);
  const needsClasses = model.link !== '';
  return sameInputs && (wanted === outputs || isSigmoid) && (!needsClasses || data.classes > 0);
}

function product(sizes: number[]): number {
  return sizes.reduce((total, size) => total * size, 1);
}

/**
 * An experiment of the model with the first data set that has its inputs and outputs; `viewOf` tells what a data set is
 * like, or null. The loss follows from data and link: meanSquaredError, or a cross-entropy on what stands before it.
 */
export async function experimentOf(
  model: KerasModel,
  datasets: Pick<Kind, 'kind'>[],
  viewOf: (kind: string) => Promise<DataView | null>,
): Promise<Members> {
  for (const { kind } of datasets) {
    const data = await viewOf(kind);
    if (!data || !fits(model, data)) continue;
    const isBinary = outputsOf(model) === 1;
    const loss = data.classes === 0 ? 'meanSquaredError' : isBinary ? 'binaryCrossEntropy' : 'softmaxCrossEntropy';
    const starter = (datasets as Members[]).find((each) => each['kind'] === kind)?.['starter'] as Members | undefined;
    return {
      version: 1,
      title: model.name,
      data: { kind },
      preprocessing: starter?.['preprocessing'] ?? [],
      layers: model.layers,
      loss: { kind: loss },
      regularizers: [],
    };
  }
  const wanted = `${model.inputs?.join('×') ?? 'any'} inputs, ${outputsOf(model) ?? 'unknown'} outputs`;
  return refuseModel('config.layers', wanted, 'inputs and outputs of one of the data sets');
}
