export const experiment = {
  version: 1,
  data: { kind: 'breastCancer' },
  optimizer: { kind: 'adam', learningRate: 0.03 },
};
