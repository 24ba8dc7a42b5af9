/** A run: its network and where it stands. */
/** One named, shaped slice of the flat vector of parameters. `weight` is stored [inputs][outputs]. */
export interface TensorInfo {
  layer: number;
  /** `weight` and `bias`, `gamma` and `beta`, …; of statistics `runningMean` and `runningVariance`. */
  name: string;
  offset: number;
  length: number;
  shape: number[];
}

/** What one layer takes and gives. */
export interface LayerInfo {
  index: number;
  kind: string;
  inputs: number;
  outputs: number;
  /** Of one sample as it leaves the layer: [height, width, channels], channels last; [1, 1, outputs] without images. */
  shape: [number, number, number];
  parameters: number;
  /** Number of this layer's first unit in everything that counts units (the inputs come first). */
  unitOffset: number;
  /** Memory of its parameters and of one sample's outputs. */
  bytes: number;
}

export interface Divergence {
  step: number;
  /** `loss`, or the first parameter tensor that is not finite. */
  quantity: 'loss' | 'weight' | 'bias';
  /** −1 for the loss. */
  layer: number;
  /** The batch's loss and penalty together; null if that is no finite number. */
  objective: number | null;
  /** Above this they count as diverged: a thousand times (1 + what they were at the first step). */
  highest: number;
}

export interface Status {
  step: number;
  /** Epochs begun and completed: 3.5 is in the middle of the fourth. */
  epoch: number;
  stepsPerEpoch: number;
  /** The learning rate in force. */
  learningRate: number;
  /** Loss of the last batch (training mode, before its update), without penalty; null before the first step. */
  batchLoss: number | null;
  /** The regularizers' share of the objective at the last step. */
  penalty: number | null;
  parameters: number;
  diverged: Divergence | null;
  /** Why the run has ended by itself; null while it goes on. Turning a knob lets it go on. */
  stopped: 'steps' | 'epochs' | 'loss' | 'accuracy' | 'earlyStopping' | null;
  /** The step at the end of which the loss that early stopping watches was lowest; null without early stopping. */
  bestStep: number | null;
}

/** Of one whole part, in evaluation mode. */
export interface PartMetrics {
  rows: number;
  loss: number;
  /** null for regression. */
  accuracy: number | null;
}

/** null: the part is empty. */
export interface Metrics {
  training: PartMetrics;
  validation: PartMetrics | null;
  test: PartMetrics | null;
}

/** Series over steps; NaN where undefined (an empty part, regression's accuracy, the batch's loss before the first step). */
export interface History {
  step: Float64Array;
  batchLoss: Float64Array;
  penalty: Float64Array;
  trainingLoss: Float64Array;
  validationLoss: Float64Array;
  testLoss: Float64Array;
  trainingAccuracy: Float64Array;
  validationAccuracy: Float64Array;
  testAccuracy: Float64Array;
}

/** An explicit batch: samples × features, targets as the loss wants them, dropout masks (1 keeps) by layer index. */
export interface Batch {
  samples: number;
  x: Float64Array;
  y: Float64Array;
  masks?: { layer: number; keep: Uint8Array }[];
}

/**
 * What one instrument has measured: at each of `steps`, `width` numbers, NaN where undefined. By layer, one number each:
 * norms, ratios, dead and saturated units. By layer, lowest, highest and 24 counts: distributions. `gradientNoiseScale`:
 * scale, squared gradient, trace of the covariance. `perClassMetrics`: by class precision, recall, F1.
 */
export interface Readings {
  steps: number[];
  width: number;
  values: number[];
}
