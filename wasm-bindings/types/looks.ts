/** Looks into a network: a sample on its way, a unit, the plane of two principal components. */
/** A sample of a person's own on its way through the network. */
export interface Sample {
  /** In units of `DataView.x`. */
  shown: number[];
  /** Output of every unit, as `Session.activations`. */
  activations: number[];
  /** After the loss's link. */
  outputs: number[];
  /** By class; null where the loss gives no probabilities, and in regression. */
  probabilities: number[] | null;
  /** The class; −1 in regression. */
  decided: number;
  /**
   * From the output decided for back to the inputs, or to a layer that mixes units otherwise: the weighted sums that
   * matter, and of each its largest products; `from` counts the units of the layer before.
   */
  path: {
    layer: number;
    unit: number;
    bias: number;
    strongest: { from: number; activation: number; weight: number; product: number }[];
  }[];
}

/** How numbers are spread: 24 bins of equal width from the lowest to the highest. */
export interface Distribution {
  lowest: number;
  highest: number;
  mean: number;
  deviation: number;
  counts: number[];
}

/** One unit under the magnifying glass; `core/unitReport.h` says what each part means. */
export interface UnitReport {
  /** Rows of the training part: what the distributions are over. */
  rows: number;
  /** How the unit's number comes about, from the layer with weights on; the last one is the unit's output. */
  stages: (Distribution & { layer: number; kind: string })[];
  /** Of an activation that acts on each unit alone. */
  derivative: Distribution | null;
  /** Share of these derivatives that let nothing through. */
  dead: number | null;
  /** Of a dense layer: the sum of products for the row; weight i is parameter offset + i · stride. */
  incoming: {
    layer: number;
    offset: number;
    stride: number;
    weights: number[];
    inputs: number[];
    products: number[];
    bias: number | null;
    sum: number;
  } | null;
  /** Of a convolution: [height][width][channels]. */
  filter: { height: number; width: number; channels: number; weights: number[] } | null;
  /** Of the training part: as it is, and if the unit said its mean for every row. */
  whole: { loss: number; accuracy: number | null };
  constant: { loss: number; accuracy: number | null };
}

/** By unit, counted as in `LayerInfo`, inputs first: 1 or 0. */
export interface UnitMarks {
  /** An activation whose derivative lets nothing through for any training row. */
  dead: Uint8Array;
  /** Silenced by dropout for the first sample of the last step's batch. */
  dropped: Uint8Array;
}

/** The plane in which data of many inputs spreads most: its first two principal components. */
export interface PrincipalPlane {
  /** rows × 2 */
  places: Float32Array;
  /** By input: how much of it lies along each axis. */
  first: Float64Array;
  second: Float64Array;
  domain: { low: number; high: number }[];
  /** Shares of the variance along the axes. */
  share: number[];
}
