/** What the doctor finds. */
import type { Metrics } from './run';

/** A change to the experiment that is expected to help: what should stand at a path of its document. */
export interface Remedy {
  /** Stable; words are kept under it. */
  key: string;
  path: string;
  value: unknown;
}

/** What a diagnosis rule of the catalog concludes. */
export interface Finding {
  rule: string;
  /** Which side of the rule it is, for its sentence. Stable. */
  aspect: string;
  severity: 'error' | 'warning' | 'hint';
  /** 0: before training. */
  step: number;
  /** −1: about no layer. */
  layer: number;
  evidence: Record<string, number>;
  /** Inputs or classes that it is about, the worst first. */
  names: string[];
  part: keyof Metrics | '';
  /** Rows of the data, from 0, and lines of the file, from 1: the first of them. */
  samples: number[];
  lines: number[];
  remedies: Remedy[];
}

/** One check of the pre-flight. */
export interface PreflightCheck {
  key: 'data' | 'initialLoss' | 'gradients' | 'overfitBatch' | 'inputIndependent' | 'rangeTest' | 'regularization';
  state: 'passed' | 'failed' | 'notRun';
  /** Why it was not run; otherwise empty. */
  reason: '' | 'noRows' | 'noPenalty' | 'diverged';
  evidence: Record<string, number>;
  findings: Finding[];
}

/** What was checked before training, and by which engine. */
export interface PreflightResult {
  engine: string;
  checks: PreflightCheck[];
}
