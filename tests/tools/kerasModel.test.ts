/** Models of Keras, as its versions 2 and 3 write them, become experiments that the core accepts. */
import { beforeAll, describe, expect, test } from 'vitest';
import { experimentOf, readKerasModel } from '../../exporters/kerasModel';
import { loadEngine, NablabError } from '../../wasm-bindings/loader';
import type { DataView, Engine } from '../../wasm-bindings/types';

let engine: Engine;
beforeAll(async () => {
  engine = await loadEngine();
});

async function viewOf(kind: string): Promise<DataView | null> {
  const session = engine.createSession();
  try {
    const experiment = engine.adapt({ version: 1, data: { kind } });
    await engine.prepare(session, experiment);
    session.configure(experiment);
    return session.data();
  } catch {
    return null;
  } finally {
    session.delete();
  }
}

const experimentFor = async (model: unknown) =>
  experimentOf(readKerasModel(model), engine.catalog().families.datasets, viewOf);

/** As Keras 3 writes a layer. */
const layer3 = (className: string, config: object) => ({
  module: 'keras.layers',
  class_name: className,
  config: { name: 'x', trainable: true, dtype: { class_name: 'DTypePolicy', config: { name: 'float32' } }, ...config },
  registered_name: null,
  build_config: { input_shape: [null, 2] },
});
const input3 = (...shape: number[]) => layer3('InputLayer', { batch_shape: [null, ...shape], sparse: false });
const made = (className: string, config: object = {}) => ({
  module: 'keras.initializers',
  class_name: className,
  config,
  registered_name: null,
});
const dense3 = (units: number, activation: string, more: object = {}) =>
  layer3('Dense', {
    units,
    activation,
    use_bias: true,
    kernel_initializer: made('GlorotUniform', { seed: null }),
    bias_initializer: made('Zeros'),
    kernel_regularizer: null,
    bias_regularizer: null,
    kernel_constraint: null,
    bias_constraint: null,
    ...more,
  });
const model3 = (...layers: object[]) => ({
  module: 'keras',
  class_name: 'Sequential',
  config: { name: 'sequential', trainable: true, layers },
  registered_name: null,
});

describe('a model', () => {
  test('of dense layers becomes an experiment on logits', async () => {
    const experiment = await experimentFor(model3(input3(2), dense3(5, 'relu'), dense3(1, 'sigmoid')));
    const { data, layers, loss } = engine.canonical(experiment);
    expect(data.kind).toBe('xor');
    expect(loss.kind).toBe('binaryCrossEntropy');
    expect(layers.map(({ kind, units, function: f }) => units ?? (f as { kind: string }).kind ?? kind)).toEqual([
      5,
      'relu',
      1,
    ]);
    expect(layers[0]?.['initializer']).toEqual({ kind: 'xavierUniform' });
  });

  test('of every layer that is known becomes one that the core trains', async () => {
    const conv = {
      filters: 2,
      kernel_size: [3, 3],
      strides: [1, 1],
      padding: 'same',
      data_format: 'channels_last',
      dilation_rate: [1, 1],
      groups: 1,
      activation: 'linear',
      use_bias: true,
      kernel_initializer: made('HeNormal', { seed: 3 }),
      bias_initializer: made('Constant', { value: 0.5 }),
    };
    const pool = { pool_size: [2, 2], padding: 'valid', strides: [2, 2], data_format: 'channels_last' };
    const normal = { axis: -1, epsilon: 0.001, center: true, scale: true, gamma_initializer: made('Ones') };
    const experiment = engine.canonical(
      await experimentFor(
        model3(
          input3(8, 8, 1),
          layer3('Conv2D', conv),
          layer3('BatchNormalization', { ...normal, momentum: 0.99, moving_variance_initializer: made('Ones') }),
          layer3('Activation', { activation: 'silu' }),
          layer3('MaxPooling2D', pool),
          layer3('LayerNormalization', normal),
          layer3('AveragePooling2D', { pool_size: 2, strides: null, padding: 'valid' }),
          layer3('Flatten', { data_format: 'channels_last' }),
          layer3('Dropout', { rate: 0.25, seed: null, noise_shape: null }),
          layer3('GaussianNoise', { stddev: 0.1, seed: null }),
          layer3('ReLU', { max_value: null, negative_slope: 0, threshold: 0 }),
          dense3(10, 'softmax', { trainable: false }),
        ),
      ),
    );
    expect(experiment.data.kind).toBe('digits');
    expect(experiment.loss.kind).toBe('softmaxCrossEntropy');
    const kinds = experiment.layers.map(({ kind }) => kind);
    const middle = ['activation', 'maxPooling2d', 'layerNormalization', 'averagePooling2d', 'flatten', 'dropout'];
    expect(kinds).toEqual(['conv2d', 'batchNormalization', ...middle, 'gaussianNoise', 'activation', 'dense']);
    expect(experiment.layers[0]).toMatchObject({ filters: 2, kernel: [3, 3], padding: 'same', stride: [1, 1] });
    expect(experiment.layers[0]?.['biasInitializer']).toEqual({ kind: 'constant', value: 0.5 });
    expect(experiment.layers[1]).toMatchObject({ momentum: 0.01, epsilon: 0.001 });
    expect(experiment.layers[10]).toMatchObject({ units: 10, trainable: false });
    const session = engine.createSession();
    await engine.prepare(session, experiment);
    session.configure(experiment);
    expect(session.step(3)).toBe(3);
    session.delete();
  });

  test('of Keras 2, without a layer for its input, is read too', async () => {
    const dense = (config: object) => ({ class_name: 'Dense', config: { dtype: 'float32', ...config } });
    const model = {
      class_name: 'Sequential',
      config: {
        name: 'old',
        layers: [
          dense({ name: 'a', batch_input_shape: [null, 13], units: 4, activation: 'tanh', use_bias: true }),
          dense({ name: 'b', units: 3, activation: 'softmax' }),
        ],
      },
      keras_version: '2.11.0',
      backend: 'tensorflow',
    };
    const experiment = engine.canonical(await experimentFor(model));
    expect(experiment).toMatchObject({ title: 'old', data: { kind: 'wine' }, loss: { kind: 'softmaxCrossEntropy' } });
    expect(experiment.preprocessing).toEqual([{ kind: 'standardization' }]);
  });
});

async function refusal(model: unknown): Promise<Pick<NablabError, 'code' | 'path' | 'found'>> {
  return experimentFor(model).then(
    () => expect.unreachable('it was read'),
    (error: unknown) => error as NablabError,
  );
}

describe('a model is refused at the place', () => {
  test.each<[string, unknown, string, string]>([
    ['that is not Sequential', { class_name: 'Functional', config: {} }, 'class_name', '"Functional"'],
    ['without layers', model3(), 'config.layers', '[]'],
    ['of a class that is not known', model3(input3(2), layer3('LSTM', {})), 'config.layers[1].class_name', '"LSTM"'],
    [
      'of a layer without bias',
      model3(input3(2), dense3(1, 'linear', { use_bias: false })),
      'config.layers[1].config.use_bias',
      'false',
    ],
    [
      'of an activation that is not known',
      model3(input3(2), dense3(1, 'exponential')),
      'config.layers[1].config.activation',
      '"exponential"',
    ],
    [
      'of a regularizer',
      model3(input3(2), dense3(1, 'linear', { kernel_regularizer: made('L2', { l2: 0.01 }) })),
      'config.layers[1].config.kernel_regularizer',
      '{"module":"keras.initializers","class_name":"L2","config":{"…',
    ],
    [
      'of a member that nobody knows',
      model3(input3(2), dense3(1, 'linear', { sorcery: 1 })),
      'config.layers[1].config.sorcery',
      '"sorcery"',
    ],
    [
      'of numbers that are none',
      model3(input3(2), dense3('x' as never, 'relu')),
      'config.layers[1].config.units',
      '"x"',
    ],
    [
      'of overlapping pools',
      model3(input3(8, 8, 1), layer3('MaxPooling2D', { pool_size: [3, 3], strides: [2, 2] })),
      'config.layers[1].config.strides',
      '[2,2]',
    ],
    [
      'of sizes that are not known',
      model3(input3(null as never)),
      'config.layers[0].config.batch_shape',
      '[null,null]',
    ],
    ['that fits no data', model3(input3(77), dense3(5, 'relu')), 'config.layers', '"77 inputs, 5 outputs"'],
    ['that is a list', [], 'model', '[]'],
  ])('%s', async (_, model, path, found) => {
    expect(await refusal(model)).toMatchObject({ code: 'KERAS', path, found });
  });
});
