/** What the tools of a session find out. */
/** A tensor in a gradient check; errors are over the elements that are no kinks. */
export interface TensorCheck {
  layer: number;
  name: string;
  /** Elements; of large tensors an evenly spaced selection is compared. */
  length: number;
  compared: number;
  /** Where the function bends within the step, so that there is no derivative to compare with. */
  kinks: number;
  /** Beyond the tolerance. */
  wrong: number;
  largestAbsolute: number | null;
  largestRelative: number | null;
  /** The element with the largest error: what backpropagation says, and the difference quotient. */
  worstIndex: number;
  analytic: number | null;
  numerical: number | null;
}

/** The objective along a line, or over a plane as [second direction][first direction]. */
export interface Landscape {
  /** Of either axis, in units of the directions; 0 is where the run stands. */
  positions: number[];
  /** NaN where it is not finite. */
  objective: number[];
  /** Principal directions: [state][2] of the run's way so far, and the share of its variance by axis. */
  path: number[];
  explained: [number, number];
}

/** A question about one input before preprocessing, or an answer. */
export interface TreeNode {
  /** −1: an answer. */
  input: number;
  name: string;
  /** Rows with at most this value go to node `below`, the others to `above`. */
  threshold: number;
  below: number;
  above: number;
  /** A class, or in regression a number. */
  answer: number | null;
  /** Rows of the fit that come here, and the share of them for which the network gives this answer. */
  rows: number;
  share: number;
}

export interface Fidelity {
  rows: number;
  value: number | null;
  defined: boolean;
}

/** What each tool of the catalog answers. */
export interface ToolResults {
  gradientCheck: {
    passes: boolean;
    /** The layer whose own backward pass is wrong; −1 if none. */
    suspect: number;
    step: number;
    samples: number;
    objective: number | null;
    tensors: TensorCheck[];
  };
  /** Loss and penalties by rate, and smoothed; rates at the smoothed minimum, at the steepest fall, and a tenth of the first. */
  learningRateRangeTest: {
    rate: number[];
    objective: number[];
    smoothed: number[];
    lowest: number | null;
    steepest: number | null;
    suggested: number | null;
  };
  line: Landscape;
  plane: Landscape;
  /** Row by row; eigenvalues ascending; `asymmetry` is the size of the error. */
  hessian: { size: number; matrix: number[]; eigenvalues: number[]; asymmetry: number };
  /** Descending; a true eigenvalue lies within the residual of each. */
  eigenvalues: {
    eigenvalues: number[];
    residuals: number[];
    products: number;
    /** In force at this step, and 2/η: where the loss bends more, plain gradient descent overshoots. */
    learningRate: number;
    bound: number | null;
    /** 2/λmax, and to which value the knob must be set for the schedule to give that rate now; null where λmax ≤ 0. */
    stableRate: number | null;
    stableKnob: number | null;
  };
  /** ∂z/∂x of one output z, before its link, by the inputs x of the network for one row; and x times that. */
  saliency: {
    row: number;
    output: number;
    value: number | null;
    /** Of one sample as the network takes it; channels are the fastest. */
    height: number;
    width: number;
    channels: number;
    names: string[];
    inputs: number[];
    gradients: number[];
    /** |∂z/∂x|: by input, of an image by place, the strongest channel. */
    magnitudes: number[];
    products: number[];
  };
  /** Hidden units (of images: channels), the one that is missed most first. */
  knockOut: {
    part: 'training' | 'validation';
    rows: number;
    /** With all of them. */
    whole: { loss: number | null; accuracy: number | null };
    units: {
      layer: number;
      unit: number;
      /** Without it, and against the whole. */
      loss: number | null;
      accuracy: number | null;
      lossRise: number | null;
      accuracyFall: number | null;
    }[];
  };
  surrogate: {
    /** The first is the root. */
    nodes: TreeNode[];
    /** How often the tree says what the network says (in regression R²); null: the part is empty. */
    training: Fidelity | null;
    validation: Fidelity | null;
  };
  /** By true class (in regression one list), the worst first. */
  worstSamples: {
    part: 'training' | 'validation' | 'test';
    byClass: { row: number; /** −1 in regression */ decided: number; loss: number | null }[][];
  };
  hessianTrace: { trace: number | null; standardError: number | null };
}
