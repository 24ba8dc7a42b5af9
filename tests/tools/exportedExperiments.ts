/** Experiments that between them use most of what can be exported. */

const dense = (units: number) => ({ kind: 'dense', units });
const activation = (kind: string, knobs: object = {}) => ({ kind: 'activation', function: { kind, ...knobs } });
const schedule = (kind: string, knobs: object) => ({ schedule: { kind, ...knobs } });
const optimizer = (kind: string, knobs: object = {}) => ({ optimizer: { kind, ...knobs } });
const digits = { data: { kind: 'digits' }, loss: { kind: 'softmaxCrossEntropy' }, batchSize: 32 };
const conv = (knobs: object) => ({ kind: 'conv2d', filters: 3, ...knobs });

/** By name, each with the steps that it is trained before. */
export const exportedExperiments: Record<string, { steps: number; experiment: object }> = {
  'default (XOR, Adam, L2)': { steps: 100, experiment: {} },
  'spiral, two hidden layers, momentum, step schedule': {
    steps: 60,
    experiment: {
      data: { kind: 'spiral' },
      layers: [dense(8), activation('relu'), dense(8), activation('leakyRelu', { slope: 0.1 }), dense(1)],
      ...optimizer('momentum', { nesterov: true, weightDecay: 0.001 }),
      ...schedule('step', { stepSize: 5, gamma: 0.5 }),
      regularizers: [],
    },
  },
  'iris, three classes, NAdam, label smoothing': {
    steps: 50,
    experiment: {
      data: { kind: 'iris' },
      preprocessing: [{ kind: 'standardization' }],
      layers: [dense(6), activation('gelu'), dense(3)],
      loss: { kind: 'softmaxCrossEntropy', labelSmoothing: 0.1, classWeights: [1, 2, 0.5] },
      ...optimizer('nadam'),
      ...schedule('cosineRestarts', { period: 4, multiplier: 2 }),
      regularizers: [{ kind: 'l1', strength: 0.001 }],
    },
  },
  'regression, Huber loss, RMSprop, clipped by norm': {
    steps: 40,
    experiment: {
      data: { kind: 'sine' },
      layers: [dense(6), activation('silu'), dense(6), activation('elu', { alpha: 0.7 }), dense(1)],
      loss: { kind: 'huber', delta: 0.3 },
      ...optimizer('rmsprop', { momentum: 0.5, learningRate: 0.003 }),
      ...schedule('warmUp', { warmUpSteps: 8 }),
      clipping: { kind: 'norm', limit: 0.2 },
      regularizers: [{ kind: 'elasticNet', strength: 0.01, l1Share: 0.3 }],
    },
  },
  'batch normalization, AdamW, cyclic rates': {
    steps: 50,
    experiment: {
      data: { kind: 'moons' },
      layers: [dense(5), { kind: 'batchNormalization' }, activation('tanh'), dense(1)],
      loss: { kind: 'focal' },
      ...optimizer('adamw', { weightDecay: 0.02 }),
      ...schedule('cyclic', { stepsUp: 6 }),
    },
  },
  'layer normalization, residual layer, Lion': {
    steps: 30,
    experiment: {
      data: { kind: 'circle' },
      layers: [
        dense(6),
        { kind: 'layerNormalization' },
        activation('prelu', { perChannel: true }),
        dense(6),
        activation('softplus'),
        { kind: 'residual', from: 2 },
        dense(2),
      ],
      loss: { kind: 'softmaxFocal', classWeights: [1, 3] },
      ...optimizer('lion', { learningRate: 0.002, weightDecay: 0.01 }),
      ...schedule('polynomial', { totalSteps: 15, power: 2 }),
      regularizers: [{ kind: 'maxNorm', limit: 0.8 }],
    },
  },
  'digits, convolutions, pooling, dropout': {
    steps: 20,
    experiment: {
      ...digits,
      layers: [
        conv({ kernel: [3, 3], padding: 'same' }),
        { kind: 'batchNormalization', momentum: 0.2 },
        activation('relu'),
        { kind: 'maxPooling2d', size: 3 },
        { kind: 'layerNormalization' },
        { kind: 'dropout', rate: 0.3 },
        { kind: 'flatten' },
        dense(10),
      ],
      ...schedule('exponential', { gamma: 0.9 }),
      regularizers: [{ kind: 'decoupledWeightDecay', strength: 0.05 }],
    },
  },
  'digits, strides, an oblong kernel, AMSGrad': {
    steps: 20,
    experiment: {
      ...digits,
      layers: [
        conv({ kernel: [2, 3], stride: [2, 1] }),
        activation('mish'),
        { kind: 'averagePooling2d', size: 2 },
        { kind: 'gaussianNoise', deviation: 0.1 },
        dense(10),
      ],
      ...optimizer('amsgrad'),
      ...schedule('oneCycle', { totalSteps: 18 }),
      clipping: { kind: 'value', limit: 0.05 },
      regularizers: [],
    },
  },
  'hinge loss, Adagrad, a frozen layer': {
    steps: 30,
    experiment: {
      data: { kind: 'gaussians' },
      layers: [{ ...dense(5), trainable: false }, activation('selu'), dense(1)],
      loss: { kind: 'hinge' },
      ...optimizer('adagrad', { learningRate: 0.1 }),
      ...schedule('multiStep', { milestones: [4, 9, 9] }),
    },
  },
  'mean absolute error, Adadelta, whole training part': {
    steps: 20,
    experiment: {
      data: { kind: 'plane' },
      layers: [dense(5), activation('hardTanh'), dense(4), activation('sigmoid'), dense(1)],
      loss: { kind: 'meanAbsoluteError' },
      ...optimizer('adadelta'),
      ...schedule('inverseTime', { decay: 0.1 }),
      batchSize: 0,
      regularizers: [],
    },
  },
  'half squared error on classes, Adamax': {
    steps: 20,
    experiment: {
      data: { kind: 'wine' },
      preprocessing: [{ kind: 'standardization' }],
      layers: [dense(7), activation('softmax'), dense(3)],
      loss: { kind: 'halfSquaredError', targets: 'plusMinusOne' },
      ...optimizer('adamax'),
      ...schedule('piecewiseConstant', { boundaries: [3, 8], values: [1, 0.4, 0.1] }),
    },
  },
  'gradient descent, mean squared error, damped cosine': {
    steps: 20,
    experiment: {
      data: { kind: 'xor' },
      layers: [{ ...dense(5), trainable: false }, activation('step'), dense(3), activation('linear'), dense(1)],
      loss: { kind: 'meanSquaredError' },
      ...optimizer('gradientDescent', { weightDecay: 0.01 }),
      ...schedule('dampedCosine', { totalSteps: 16 }),
    },
  },
};
