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
  eigenvalues: { eigenvalues: number[]; residuals: number[]; products: number };
  hessianTrace: { trace: number | null; standardError: number | null };
}
