/** Programs that prove themselves: made from what the core has computed and from the lines that stand for each kind. */
import type { Catalog, Choice, FamilyName } from '../wasm-bindings/types.ts';
import { formats, type Format } from './formats.ts';
import { headerOf } from './header.ts';
import { definitionsFor, filled, type Line } from './library.ts';
import { refuseExport, type Proof, type TensorValues } from './proof.ts';
import { wrapped, type Syntax } from './syntax.ts';

/** More numbers than that in a program would be too much for editors and compilers. */
const mostNumbers = 2_000_000;

type Facts = Record<string, string>;

/** Writes the choices of one experiment in one language. */
class Writer {
  readonly syntax: Syntax;

  constructor(
    private readonly format: Format,
    private readonly proof: Proof,
    private readonly catalog: Catalog,
  ) {
    this.syntax = format.syntax;
  }

  /** The line of a kind with its knobs put in; refuses a kind that has none, by its path in the experiment. */
  choice(family: FamilyName, { kind, ...knobs }: Choice, path: string, facts: Facts = {}, place = ''): string {
    const line = this.#lineOf(`${family}.${kind}${place}`, facts);
    if (!line) return refuseExport(path, kind, `a ${this.format.title} program has no line for it`);
    if ('refused' in line) return refuseExport(path, kind, line.refused);
    const values: Facts = {};
    for (const [name, value] of Object.entries(knobs)) {
      if (line.text.includes(`$${name}`)) values[name] = this.#knob(family, kind, name, value, path, facts);
    }
    return filled(line.text, { ...values, ...facts });
  }

  /** The lines of those regularizers that act in this place. */
  effects(place: 'penalty' | 'before' | 'after'): string[] {
    return this.proof.experiment.regularizers.flatMap((each, i) => {
      const path = `regularizers[${i}]`;
      const acts = this.format.library.lines.has(`regularizers.${each.kind}.${place}`);
      if (acts) return [this.choice('regularizers', each, path, {}, `.${place}`)];
      this.#refuseUnknown(`regularizers.${each.kind}`, each.kind, path);
      return [];
    });
  }

  /** A regularizer may act elsewhere; one that acts nowhere would be left out unseen. */
  #refuseUnknown(key: string, kind: string, path: string): void {
    const line = this.format.library.lines.get(key);
    if (line && 'refused' in line) refuseExport(path, kind, line.refused);
    const acts = ['penalty', 'before', 'after'].some((place) => this.format.library.lines.has(`${key}.${place}`));
    if (!acts) refuseExport(path, kind, `a ${this.format.title} program has no line for it`);
  }

  #lineOf(key: string, facts: Facts): Line | undefined {
    const { lines } = this.format.library;
    return (facts.isImage ? lines.get(`${key}(image)`) : undefined) ?? lines.get(key);
  }

  #knob(family: FamilyName, kind: string, name: string, value: unknown, path: string, facts: Facts): string {
    const knobs = this.catalog.families[family].find((each) => each.kind === kind)?.knobs;
    const knob = knobs?.find((each) => each.name === name);
    if (knob?.type === 'choice')
      return this.choice(knob.family as FamilyName, value as Choice, `${path}.${name}`, facts);
    if (knob?.type === 'pair') return this.syntax.tuple((value as number[]).map(String));
    if (Array.isArray(value)) return this.syntax.list(value.map(String));
    if (typeof value === 'boolean') return this.syntax.flag(value);
    return typeof value === 'string' ? this.syntax.text(value) : String(value);
  }

  /** What is known of a layer beside its knobs: what goes in, and its tensors as variables. */
  factsOf(index: number): Facts {
    const { layers, inputShape, parameters, statistics } = this.proof;
    const [height, width, channels] = index === 0 ? inputShape : (layers[index - 1]?.shape ?? inputShape);
    const sizes = { layer: index, inputs: height * width * channels, height, width, channels };
    const facts: Facts = Object.fromEntries(Object.entries(sizes).map(([name, value]) => [name, String(value)]));
    for (const tensor of [...parameters, ...statistics].filter(({ layer }) => layer === index)) {
      facts[tensor.name] = variableOf(tensor);
      facts[`${tensor.name}Length`] = String(tensor.length);
    }
    return { ...facts, isImage: height * width > 1 ? 'image' : '' };
  }

  layers(): string[] {
    const { experiment } = this.proof;
    return experiment.layers.map((layer, i) =>
      this.format.layerLine(this.choice('layers', layer, `layers[${i}]`, this.factsOf(i))),
    );
  }

  /** Where the tensors stand in the state of a network; nothing where the layers take them themselves. */
  state(tensors: TensorValues[], prefix: string): string[] {
    const { lines } = this.format.library;
    return tensors.flatMap((tensor) => {
      const line = lines.get(`layers.${this.proof.experiment.layers[tensor.layer]?.kind}.${tensor.name}`);
      const facts = { layer: String(tensor.layer), tensor: variableOf(tensor, prefix) };
      return line && 'text' in line ? [`${filled(line.text, facts)},`] : [];
    });
  }
}

/** `weight0`, `gradientOfWeight0` */
function variableOf({ name, layer }: TensorValues, prefix = ''): string {
  return (prefix ? prefix + (name[0] ?? '').toUpperCase() + name.slice(1) : name) + String(layer);
}

/** `"layer0": [weight0, bias0],` */
function byLayer(tensors: TensorValues[], prefix: string): string {
  const layers = [...new Set(tensors.map(({ layer }) => layer))];
  const namesOf = (wanted: number) =>
    tensors.filter(({ layer }) => layer === wanted).map((each) => variableOf(each, prefix));
  return layers.map((layer) => `"layer${layer}": [${namesOf(layer).join(', ')}],`).join('\n');
}

/** The definitions of all numbers. */
function valuesOf(proof: Proof, { syntax, library }: Format): string {
  const { rows, batches, outputs, losses, outputCount, inputShape } = proof;
  const tensor = (name: string, values: readonly number[], shape: readonly number[]) =>
    syntax.define(name, syntax.tensor(values, shape), 'numbers');
  const flat = (part: 'x' | 'y') => rows.flatMap((row) => row[part]);
  const [height, width, channels] = inputShape;
  const sample = height * width > 1 ? inputShape : [channels];
  const all = syntax.list(proof.gradients.map((each) => variableOf(each, 'gradientOf')));
  return [
    ...[...proof.parameters, ...proof.statistics].map((each) => tensor(variableOf(each), each.values, each.shape)),
    tensor('inputs', flat('x'), [rows.length, ...sample]),
    tensor('targets', flat('y'), [rows.length, outputCount]),
    syntax.define('batches', syntax.list(batches.map((batch) => syntax.list(batch.map(String)))), 'batches'),
    tensor('outputs', outputs, [batches[0]?.length ?? 0, outputCount]),
    ...proof.gradients.map((each) => tensor(variableOf(each, 'gradientOf'), each.values, each.shape)),
    ...(library.program.includes('gradientTensors') ? [syntax.define('gradientTensors', all, 'tensors')] : []),
    tensor('losses', losses, [losses.length]),
  ].join('\n');
}

function refuseTooLarge({ parameters, rows }: Proof): void {
  const numbers =
    2 * parameters.reduce((total, { length }) => total + length, 0) + rows.length * (rows[0]?.x.length ?? 0);
  if (numbers > mostNumbers) refuseExport('layers', `${numbers} numbers`, `a program holds up to ${mostNumbers}`);
}

/** The text of a program that proves what the core has computed. Refuses with EXPORT what the format cannot express. */
export function programOf(formatKey: string, proof: Proof, catalog: Catalog): string {
  const format = formats.get(formatKey);
  if (!format) return refuseExport('format', formatKey, [...formats.keys()].join(', '));
  refuseTooLarge(proof);
  format.check?.(proof);
  const writer = new Writer(format, proof, catalog);
  const { experiment, parameters, silent } = proof;
  const { syntax, library } = format;
  const frozen = experiment.layers.flatMap((layer, i) => (layer.trainable === false ? [String(i)] : []));
  const weights = parameters.filter(({ name }) => name === 'weight');
  const { learningRate } = experiment.optimizer;
  const program = filled(library.program, {
    header: headerOf(proof, format),
    definitions: '$definitions',
    values: valuesOf(proof, format),
    layers: writer.layers().join('\n'),
    arranged: proof.inputShape[0] * proof.inputShape[1] > 1 ? 'inputs = inputs.movedim(-1, 1)' : '',
    inputShape: syntax.tuple(
      (proof.inputShape[0] * proof.inputShape[1] > 1 ? proof.inputShape : [proof.inputShape[2]]).map(String),
    ),
    container: experiment.layers.some(({ kind }) => kind === 'residual') ? 'Network' : 'nn.Sequential',
    state: writer.state([...parameters, ...proof.statistics], '').join('\n'),
    gradientState: writer.state(proof.gradients, 'gradientOf').join('\n'),
    layerTensors: byLayer([...parameters, ...proof.statistics], ''),
    layerGradients: byLayer(proof.gradients, 'gradientOf'),
    frozen: syntax.list(frozen),
    silent: syntax.list(silent.map(String)),
    weights: wrapped(weights.map((each) => format.weightName(variableOf(each), each.layer))),
    weightLayers: syntax.list(weights.map(({ layer }) => String(layer))),
    learningRate: String(learningRate),
    tolerance: String(format.tolerance),
    lossTolerance: String(Math.max(format.tolerance, proof.lossTolerance)),
    schedule: writer.choice('schedules', experiment.schedule, 'schedule'),
    loss: writer.choice('losses', experiment.loss, 'loss'),
    optimizer: writer.choice('optimizers', experiment.optimizer, 'optimizer'),
    clipping: writer.choice('clippings', experiment.clipping, 'clipping'),
    penalties: format.penalties(writer.effects('penalty')),
    before: writer.effects('before').join('\n'),
    after: writer.effects('after').join('\n'),
    inputCount: String(proof.rows[0]?.x.length ?? 0),
    outputCount: String(proof.outputCount),
  });
  const definitions = definitionsFor(library, program);
  return program.replace('$definitions', () => definitions.join(format.between));
}
