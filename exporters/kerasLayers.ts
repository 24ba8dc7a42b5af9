/**
 * What the layers of a Keras model (versions 2 and 3) become here: one rule for each class. A rule reads the members of
 * a layer's configuration that have a knob here; every other member must have the value that changes nothing.
 */
import { NablabError } from '../wasm-bindings/nablabError.ts';

export type Members = Record<string, unknown>;

/** Refuses a model: the place in its JSON, what was found, what is allowed. */
export function refuseModel(path: string, found: unknown, allowed: string): never {
  const text = JSON.stringify(found) ?? 'missing';
  const short = text.length > 60 ? `${text.slice(0, 60)}…` : text;
  throw new NablabError({ code: 'KERAS', path, found: short, allowed });
}

export function recordOf(value: unknown, path: string): Members {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return refuseModel(path, value, 'a record');
  return value as Members;
}

/** Reads one member: what it is called here, and its value. */
type Reader = (value: unknown, path: string) => Members;

interface Rule {
  kind: string;
  reads: Record<string, Reader>;
  /** Members that must have one of these values, if they are there at all. */
  neutral?: Record<string, unknown[]>;
}

const number =
  (name: string, turned = (value: number) => value): Reader =>
  (value, path) =>
    typeof value === 'number' ? { [name]: turned(value) } : refuseModel(path, value, 'a number');

/** Keras keeps of running statistics the share that stays. */
const otherShare = (share: number) => Number((1 - share).toPrecision(12));

function pairOf(value: unknown, path: string): [number, number] {
  if (typeof value === 'number') return [value, value];
  if (Array.isArray(value) && value.length === 2 && value.every((each) => typeof each === 'number'))
    return [Number(value[0]), Number(value[1])];
  return refuseModel(path, value, 'one number, or two');
}

const pair =
  (name: string): Reader =>
  (value, path) => ({ [name]: pairOf(value, path) });

/** Squares only, side by side. */
const square: Reader = (value, path) => {
  const [height, width] = pairOf(value, path);
  return height === width ? { size: height } : refuseModel(path, value, 'the same number twice');
};

const padding: Reader = (value, path) =>
  value === 'valid' || value === 'same' ? { padding: value } : refuseModel(path, value, '"valid" or "same"');

const trainable: Reader = (value, path) =>
  typeof value === 'boolean' ? { trainable: value } : refuseModel(path, value, 'true or false');

const initializers = new Map<string, [kind: string, knobs: Record<string, string>]>([
  ['Zeros', ['zeros', {}]],
  ['Ones', ['constant', {}]],
  ['Constant', ['constant', { value: 'value' }]],
  ['RandomNormal', ['normal', { mean: 'mean', stddev: 'deviation' }]],
  ['TruncatedNormal', ['truncatedNormal', { mean: 'mean', stddev: 'deviation' }]],
  ['RandomUniform', ['uniform', { minval: 'low', maxval: 'high' }]],
  ['GlorotUniform', ['xavierUniform', {}]],
  ['GlorotNormal', ['xavierNormal', {}]],
  ['HeUniform', ['heUniform', {}]],
  ['HeNormal', ['heNormal', {}]],
  ['LecunUniform', ['leCunUniform', {}]],
  ['LecunNormal', ['leCunNormal', {}]],
  ['Orthogonal', ['orthogonal', { gain: 'gain' }]],
]);

const initializer =
  (name: string): Reader =>
  (value, path) => {
    const { class_name: className, config } = recordOf(value, path);
    const rule = initializers.get(String(className));
    if (!rule) return refuseModel(`${path}.class_name`, className, [...initializers.keys()].join(', '));
    const [kind, knobs] = rule;
    const choice: Members = className === 'Ones' ? { kind, value: 1 } : { kind };
    for (const [theirs, ours] of Object.entries(knobs)) {
      const found = recordOf(config ?? {}, `${path}.config`)[theirs];
      if (found !== undefined) Object.assign(choice, number(ours)(found, `${path}.config.${theirs}`));
    }
    return { [name]: choice };
  };

/** Activations by the name that Keras has for them. */
const activations = new Map<string, Members>([
  ['linear', { kind: 'linear' }],
  ['sigmoid', { kind: 'sigmoid' }],
  ['tanh', { kind: 'tanh' }],
  ['hard_tanh', { kind: 'hardTanh' }],
  ['relu', { kind: 'relu' }],
  ['leaky_relu', { kind: 'leakyRelu', slope: 0.2 }],
  ['elu', { kind: 'elu' }],
  ['selu', { kind: 'selu' }],
  ['softplus', { kind: 'softplus' }],
  ['silu', { kind: 'silu' }],
  ['swish', { kind: 'silu' }],
  ['gelu', { kind: 'gelu' }],
  ['mish', { kind: 'mish' }],
  ['softmax', { kind: 'softmax' }],
]);

const activation: Reader = (value, path) => {
  const found = value === null ? { kind: 'linear' } : activations.get(String(value));
  return found ? { function: { ...found } } : refuseModel(path, value, [...activations.keys()].join(', '));
};

const weighted = {
  neutral: {
    use_bias: [true],
    kernel_regularizer: [null],
    bias_regularizer: [null],
    activity_regularizer: [null],
    kernel_constraint: [null],
    bias_constraint: [null],
    lora_rank: [null],
    quantization_config: [null],
  },
  reads: {
    activation,
    kernel_initializer: initializer('initializer'),
    bias_initializer: initializer('biasInitializer'),
    trainable,
  },
};
const lastAxis = [-1, [-1], [1], [3], 1, 3];
const scaled = {
  center: [true],
  scale: [true],
  beta_regularizer: [null],
  gamma_regularizer: [null],
  beta_constraint: [null],
  gamma_constraint: [null],
};
const channelsLast = { data_format: ['channels_last', null] };
const pooling = { reads: { pool_size: square }, neutral: { ...channelsLast, padding: ['valid'] } };
const unseeded = { seed: [null], noise_shape: [null] };

/** By the name of the class. */
export const rules = new Map<string, Rule>([
  ['Dense', { kind: 'dense', reads: { units: number('units'), ...weighted.reads }, neutral: weighted.neutral }],
  [
    'Conv2D',
    {
      kind: 'conv2d',
      reads: {
        filters: number('filters'),
        kernel_size: pair('kernel'),
        strides: pair('stride'),
        padding,
        ...weighted.reads,
      },
      neutral: { ...weighted.neutral, ...channelsLast, dilation_rate: [1, [1, 1]], groups: [1] },
    },
  ],
  ['MaxPooling2D', { kind: 'maxPooling2d', ...pooling }],
  ['AveragePooling2D', { kind: 'averagePooling2d', ...pooling }],
  ['Flatten', { kind: 'flatten', reads: {}, neutral: channelsLast }],
  ['Dropout', { kind: 'dropout', reads: { rate: number('rate') }, neutral: unseeded }],
  ['GaussianNoise', { kind: 'gaussianNoise', reads: { stddev: number('deviation') }, neutral: unseeded }],
  [
    'BatchNormalization',
    {
      kind: 'batchNormalization',
      reads: { momentum: number('momentum', otherShare), epsilon: number('epsilon'), trainable },
      neutral: {
        ...scaled,
        axis: lastAxis,
        synchronized: [false],
        moving_mean_initializer: [],
        moving_variance_initializer: [],
        beta_initializer: [],
        gamma_initializer: [],
      },
    },
  ],
  [
    'LayerNormalization',
    {
      kind: 'layerNormalization',
      reads: { epsilon: number('epsilon'), trainable },
      neutral: { ...scaled, axis: lastAxis, rms_scaling: [false], beta_initializer: [], gamma_initializer: [] },
    },
  ],
  ['Activation', { kind: 'activation', reads: { activation } }],
  ['ReLU', { kind: 'activation', reads: {}, neutral: { max_value: [null], negative_slope: [0], threshold: [0] } }],
]);

/** Members that say nothing of what a layer computes. `strides` of pooling is looked at with its size. */
const silent = new Set(['name', 'dtype', 'batch_input_shape', 'batch_shape', 'registered_name', 'trainable']);

/** Initial values that all versions of Keras write down, and that are ours too. */
const usualInitial: Record<string, string> = {
  moving_mean_initializer: 'Zeros',
  moving_variance_initializer: 'Ones',
  beta_initializer: 'Zeros',
  gamma_initializer: 'Ones',
};

function requireNeutral(name: string, value: unknown, allowed: unknown[], path: string): void {
  const usual = usualInitial[name];
  if (usual !== undefined) {
    const { class_name: found } = recordOf(value, path);
    if (found !== usual) refuseModel(`${path}.class_name`, found, usual);
    return;
  }
  const texts = allowed.map((each) => JSON.stringify(each));
  if (!texts.includes(JSON.stringify(value))) refuseModel(path, value, texts.join(' or '));
}

/** The layers here that stand for one there: itself, and perhaps its activation. */
export function layersOf(className: string, config: Members, path: string): Members[] {
  const rule = rules.get(className);
  if (!rule) return refuseModel(`${path}.class_name`, className, [...rules.keys(), 'InputLayer'].join(', '));
  const layer: Members = { kind: rule.kind };
  for (const [name, value] of Object.entries(config)) {
    const place = `${path}.config.${name}`;
    const neutral = rule.neutral?.[name];
    const reader = rule.reads[name];
    if (reader) Object.assign(layer, reader(value, place));
    else if (neutral) requireNeutral(name, value, neutral, place);
    else if (name === 'strides' && rule.reads['pool_size'])
      requireNeutral(name, value, [null, config['pool_size']], place);
    else if (!silent.has(name)) refuseModel(place, name, [...Object.keys(rule.reads)].join(', '));
  }
  if (className === 'ReLU') layer['function'] = { kind: 'relu' };
  const { function: after, ...own } = layer;
  if (rule.kind === 'activation') return [{ ...own, function: after ?? { kind: 'linear' } }];
  const acts = after !== undefined && (after as Members)['kind'] !== 'linear';
  return acts ? [own, { kind: 'activation', function: after }] : [own];
}
